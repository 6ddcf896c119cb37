// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/forecast.h"

#include <algorithm>
#include <bit>

namespace pilothouse::simulator {

Forecast::Forecast(const Cluster &cluster, std::uint32_t group, const RunningJobs &running,
                   std::span<const NodeIndex> only, Micros now)
    : m_perNode(cluster.topology().acceleratorsPerNode)
    , m_all(cluster.allMask())
    , m_histogram(m_perNode + 1)
    , m_next(running.begin())
    , m_end(running.end())
    , m_time(now)
{
    const std::span<const NodeIndex> nodes =
        only.empty() ? cluster.topology().groups[group].nodes : only;
    for (const NodeIndex node : nodes) {
        if (!cluster.accepts(node))
            continue;
        m_nodes.push_back(node);
        m_free.push_back(cluster.freeMask(node));
        ++m_histogram[static_cast<std::size_t>(std::popcount(m_free.back()))];
    }
}

std::optional<Forecast::Place> Forecast::next(std::uint32_t accelerators)
{
    while (!fits(accelerators)) {
        if (m_next == m_end)
            return std::nullopt;
        m_time = std::max(m_time, m_next->first.first);
        release(*m_next->second);
        ++m_next;
    }
    return Place{m_time, place(accelerators)};
}

void Forecast::release(const Placement &placement)
{
    for (const Piece &piece : placement) {
        const auto found = std::ranges::lower_bound(m_nodes, piece.node);
        if (found == m_nodes.end() || *found != piece.node)
            continue;
        const auto position = static_cast<std::size_t>(found - m_nodes.begin());
        setFree(position, m_free[position] | piece.mask);
    }
}

void Forecast::setFree(std::size_t position, Mask free)
{
    --m_histogram[static_cast<std::size_t>(std::popcount(m_free[position]))];
    m_free[position] = free;
    ++m_histogram[static_cast<std::size_t>(std::popcount(free))];
}

bool Forecast::fits(std::uint32_t accelerators) const
{
    const std::size_t whole = accelerators / m_perNode;
    const std::uint32_t remainder = accelerators % m_perNode;
    if (m_histogram[m_perNode] < whole)
        return false;
    if (remainder == 0 || m_histogram[m_perNode] > whole)
        return true;
    for (std::uint32_t free = remainder; free < m_perNode; ++free) {
        if (m_histogram[free] > 0)
            return true;
    }
    return false;
}

Placement Forecast::place(std::uint32_t accelerators)
{
    Placement placement;
    std::size_t whole = accelerators / m_perNode;
    const std::uint32_t remainder = accelerators % m_perNode;
    for (std::size_t i = 0; i < m_nodes.size() && whole > 0; ++i) {
        if (m_free[i] != m_all)
            continue;
        placement.push_back({m_nodes[i], m_all});
        setFree(i, 0);
        --whole;
    }
    for (std::uint32_t free = remainder; remainder > 0 && free <= m_perNode; ++free) {
        const auto found = std::ranges::find_if(m_free, [free](Mask mask) {
            return static_cast<std::uint32_t>(std::popcount(mask)) == free;
        });
        if (found == m_free.end())
            continue;
        const auto position = static_cast<std::size_t>(found - m_free.begin());
        const Mask picked = lowestBits(*found, remainder);
        placement.push_back({m_nodes[position], picked});
        setFree(position, *found & ~picked);
        break;
    }
    std::ranges::sort(placement, {}, &Piece::node);
    return placement;
}

} // namespace pilothouse::simulator
