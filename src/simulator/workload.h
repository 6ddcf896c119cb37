// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/dayclock.h"
#include "simulator/engine.h"
#include "simulator/jobsource.h"
#include "simulator/rng.h"
#include "simulator/tracetables.h"

#include <vector>

namespace pilothouse::simulator {

// Makes jobs as real traces have them, one stream of arrivals per group. Demand slightly exceeds
// what the group has; the longer its queue, the fewer new jobs come, as people look at the queue.
class Workload final : public JobSource {
public:
    Workload(const Topology &topology, const std::vector<SimTenant> &tenants, std::uint64_t seed,
             double speed, DayClock day, Micros start);

    [[nodiscard]] Micros nextArrival() const override;
    void arrive(Engine &engine) override;

    // A job of that group as it would arrive now.
    [[nodiscard]] JobSpec draw(std::uint32_t group, Random &random, Micros now) const;

private:
    struct Stream {
        Random random;
        Micros next = 0;
        bool empty = true; // nothing comes at next: the rate is looked at anew
        double meanWork = 0; // accelerator-seconds of a job
        JobId last = 0;
    };

    void schedule(Stream &stream, std::uint32_t group, const Engine *engine, Micros now);
    [[nodiscard]] double meanWorkOf(std::uint32_t group) const;
    [[nodiscard]] std::uint32_t largest(std::uint32_t group) const;
    [[nodiscard]] std::uint32_t drawSize(std::uint32_t group, Random &random) const;
    void drawTimes(JobSpec &spec, PoolUse use, Random &random, Micros now) const;
    void drawOwner(JobSpec &spec, PoolUse use, Vendor vendor, Random &random) const;

    const Topology &m_topology;
    const std::vector<SimTenant> &m_tenants;
    const std::uint64_t m_seed;
    const double m_speed;
    const DayClock m_day;
    std::vector<double> m_tenantShares;
    std::vector<Stream> m_streams; // per group
};

} // namespace pilothouse::simulator
