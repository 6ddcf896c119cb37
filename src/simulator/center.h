// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "simulator/dayclock.h"
#include "simulator/devices.h"
#include "simulator/engine.h"
#include "simulator/faults.h"
#include "simulator/followed.h"
#include "simulator/hosts.h"
#include "simulator/options.h"
#include "simulator/replay.h"
#include "simulator/workload.h"

#include <memory>
#include <optional>
#include <vector>

namespace pilothouse::simulator {

// A whole center as a model: given the same options, trace and moments, it gives the same frames
// and jobs. It never looks at a clock.
//
// One thread advances, looks and samples. Orders to the engine may come from other threads between
// these calls: whoever shares the engine locks around advance() and look(), and around each order.
// sample() touches nothing that orders touch and needs no lock.
class Center {
public:
    // The center has been running for days when it starts; with a trace it starts empty.
    Center(const Options &options, Micros start, std::optional<Trace> trace);
    // The center of another scheduler: its jobs use the accelerators, its own scheduler has none.
    Center(const Options &options, Micros start, const Followed &followed);

    [[nodiscard]] const Inventory &inventory() const { return m_inventory; }
    [[nodiscard]] Engine &engine() { return m_engine; }
    // Jobs of the trace that no kind has room for.
    [[nodiscard]] std::size_t jobsLeftOut() const { return m_source->leftOut(); }
    [[nodiscard]] const Topology &topology() const { return m_topology; }

    // Runs all that happens up to a moment; moments ascend.
    void advance(Micros now);
    // Notes what every job does now, for the next sample.
    void look();
    // Of a followed center: what runs from now on.
    void follow(const std::vector<FollowedJob> &jobs);
    [[nodiscard]] bool follows(const std::vector<FollowedNode> &nodes) const;
    // The frames of all nodes that answer, and the events since the last call. Reuses the buffers.
    void sample(std::vector<Frame> &frames, std::vector<Event> &events);

private:
    struct Running {
        FollowedJob job;
        Profile profile;
    };
    Center(const Options &options, Micros start, std::optional<Trace> trace, Topology topology);
    void runUntil(Micros now);
    void lookAtFollowed(const PhaseInput &common);
    [[nodiscard]] PhaseInput phaseInput() const;
    void slowDown(const SimJob &job, Phase &phase) const;
    void settle();

    const std::uint64_t m_seed;
    const Topology m_topology;
    const Inventory m_inventory;
    const DayClock m_day;
    Engine m_engine;
    std::unique_ptr<JobSource> m_source;
    Devices m_devices;
    Hosts m_hosts;
    Faults m_faults;
    std::optional<std::vector<Running>> m_followed; // none: jobs are the engine's
    bool m_live = false;
    Micros m_now;
    Micros m_sampled;
    std::vector<Phase> m_phases; // per slot
    std::vector<std::int32_t> m_slots; // per accelerator, as of the last advance
    std::vector<Event> m_events;
};

} // namespace pilothouse::simulator
