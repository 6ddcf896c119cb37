// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/cluster.h"

#include "core/time.h"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace pilothouse::simulator {

// A running job as the future knows it: when its time limit ends it, and what that frees.
struct FutureRelease {
    Micros time = 0;
    const Placement *placement = nullptr;
};

// Looks ahead in one group: when does a gang fit, if every running job uses its whole time limit?
// Gangs that were asked for before keep their place.
class Forecast {
public:
    // releases: ascending in time. only: the nodes that count, empty for all of the group.
    Forecast(const Cluster &cluster, std::uint32_t group, std::vector<FutureRelease> releases,
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
    std::vector<FutureRelease> m_releases;
    std::size_t m_nextRelease = 0;
    Micros m_time;
};

} // namespace pilothouse::simulator
