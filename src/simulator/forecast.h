// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "simulator/cluster.h"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace pilothouse::simulator {

// The running jobs of a group by the end of their time limit, and what each holds.
using RunningJobs = std::map<std::pair<Micros, std::uint64_t>, const Placement *>;

// Looks ahead in one group: when does a gang fit, if every running job uses its whole time limit?
// Gangs that were asked for before keep their place.
class Forecast {
public:
    // only: the nodes that count, empty for all of the group. running must outlive it.
    Forecast(const Cluster &cluster, std::uint32_t group, const RunningJobs &running,
             std::span<const NodeIndex> only, Micros now);

    struct Place {
        Micros time = 0;
        Placement placement;
    };
    [[nodiscard]] std::optional<Place> next(std::uint32_t accelerators);

private:
    void release(const Placement &placement);
    void setFree(std::size_t position, Mask free);
    [[nodiscard]] bool fits(std::uint32_t accelerators) const;
    [[nodiscard]] Placement place(std::uint32_t accelerators);

    const std::uint32_t m_perNode;
    const Mask m_all;
    std::vector<NodeIndex> m_nodes; // ascending, those that accept jobs
    std::vector<Mask> m_free; // of m_nodes
    std::vector<std::size_t> m_histogram; // nodes by number of free accelerators
    RunningJobs::const_iterator m_next;
    RunningJobs::const_iterator m_end;
    Micros m_time;
};

} // namespace pilothouse::simulator
