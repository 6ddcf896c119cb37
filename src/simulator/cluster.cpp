// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/cluster.h"

#include <algorithm>
#include <bit>
#include <map>

namespace pilothouse::simulator {

namespace {

Mask availableOn(NodeIndex node, Mask free, const Reserved &keepFree)
{
    const auto found = keepFree.find(node);
    return found == keepFree.end() ? free : free & ~found->second;
}

std::uint32_t bits(Mask mask)
{
    return static_cast<std::uint32_t>(std::popcount(mask));
}

} // namespace

Mask lowestBits(Mask mask, std::uint32_t count)
{
    Mask picked = 0;
    for (; count > 0 && mask != 0; --count) {
        picked |= mask & (~mask + 1);
        mask &= mask - 1;
    }
    return picked;
}

Cluster::Cluster(const Topology &topology)
    : m_topology(topology)
    , m_perNode(topology.acceleratorsPerNode)
    , m_all(m_perNode == 64 ? ~Mask{0} : (Mask{1} << m_perNode) - 1)
    , m_nodes(topology.nodes.size())
    , m_buckets(topology.groups.size(), std::vector<std::set<NodeIndex>>(m_perNode + 1))
    , m_allocatedIn(topology.groups.size())
{
    for (NodeIndex node = 0; node < m_nodes.size(); ++node) {
        m_nodes[node].free = m_all;
        file(node, true);
    }
}

void Cluster::file(NodeIndex node, bool add)
{
    if (!accepts(node))
        return;
    auto &bucket = m_buckets[m_topology.nodes[node].group][bits(m_nodes[node].free)];
    if (add)
        bucket.insert(node);
    else
        bucket.erase(node);
}

template <typename Change> void Cluster::change(NodeIndex node, Change change)
{
    file(node, false);
    change(m_nodes[node]);
    file(node, true);
}

void Cluster::take(const Placement &placement)
{
    for (const Piece &piece : placement) {
        change(piece.node, [&piece](NodeUse &use) { use.free &= ~piece.mask; });
        m_allocatedIn[m_topology.nodes[piece.node].group] += bits(piece.mask);
    }
}

void Cluster::give(const Placement &placement)
{
    for (const Piece &piece : placement) {
        change(piece.node, [&piece](NodeUse &use) { use.free |= piece.mask; });
        m_allocatedIn[m_topology.nodes[piece.node].group] -= bits(piece.mask);
    }
}

void Cluster::setDrained(NodeIndex node, const std::string &reason)
{
    change(node, [&reason](NodeUse &use) { use.drained = reason; });
}

void Cluster::setDown(NodeIndex node, const std::string &reason)
{
    change(node, [&reason](NodeUse &use) { use.down = reason; });
}

bool Cluster::accepts(NodeIndex node) const
{
    return m_nodes[node].drained.empty() && m_nodes[node].down.empty();
}

NodeState Cluster::state(NodeIndex node) const
{
    const NodeUse &use = m_nodes[node];
    if (!use.down.empty())
        return NodeState::Down;
    if (!use.drained.empty())
        return use.free == m_all ? NodeState::Drained : NodeState::Draining;
    if (use.free == m_all)
        return NodeState::Idle;
    return use.free == 0 ? NodeState::Allocated : NodeState::Mixed;
}

const std::string &Cluster::reason(NodeIndex node) const
{
    const NodeUse &use = m_nodes[node];
    return use.down.empty() ? use.drained : use.down;
}

std::uint32_t Cluster::allocated(NodeIndex node) const
{
    return m_perNode - bits(m_nodes[node].free);
}

// The tightest leaf switch that holds them all; else the emptiest switches first.
std::vector<NodeIndex> Cluster::pickWhole(std::vector<NodeIndex> candidates,
                                          std::size_t count) const
{
    std::map<std::uint32_t, std::vector<NodeIndex>> byLeaf;
    for (const NodeIndex node : candidates)
        byLeaf[m_topology.nodes[node].leaf].push_back(node);
    const std::vector<NodeIndex> *tightest = nullptr;
    for (const auto &[leaf, nodes] : byLeaf) {
        if (nodes.size() >= count && (tightest == nullptr || nodes.size() < tightest->size()))
            tightest = &nodes;
    }
    if (tightest != nullptr)
        return {tightest->begin(), tightest->begin() + static_cast<std::ptrdiff_t>(count)};

    std::vector<const std::vector<NodeIndex> *> leaves;
    for (const auto &[leaf, nodes] : byLeaf)
        leaves.push_back(&nodes);
    std::ranges::stable_sort(leaves, std::greater{},
                             [](const auto *nodes) { return nodes->size(); });
    std::vector<NodeIndex> picked;
    for (const auto *nodes : leaves) {
        const std::size_t part = std::min(nodes->size(), count - picked.size());
        picked.insert(picked.end(), nodes->begin(),
                      nodes->begin() + static_cast<std::ptrdiff_t>(part));
    }
    return picked;
}

std::optional<Placement> Cluster::gather(std::vector<NodeIndex> whole,
                                         std::optional<Piece> rest) const
{
    Placement placement;
    for (const NodeIndex node : whole)
        placement.push_back({node, m_all});
    if (rest)
        placement.push_back(*rest);
    std::ranges::sort(placement, {}, &Piece::node);
    return placement;
}

std::optional<Placement> Cluster::find(std::uint32_t group, std::uint32_t accelerators,
                                       const Reserved &keepFree) const
{
    const auto &buckets = m_buckets[group];
    const std::size_t wholeNodes = accelerators / m_perNode;
    const std::uint32_t remainder = accelerators % m_perNode;
    std::vector<NodeIndex> whole;
    if (wholeNodes > 0) {
        if (buckets[m_perNode].size() < wholeNodes)
            return std::nullopt;
        for (const NodeIndex node : buckets[m_perNode]) {
            if (availableOn(node, m_all, keepFree) == m_all)
                whole.push_back(node);
        }
        if (whole.size() < wholeNodes)
            return std::nullopt;
        whole = pickWhole(std::move(whole), wholeNodes);
    }
    if (remainder == 0)
        return gather(std::move(whole), std::nullopt);
    for (std::uint32_t free = remainder; free <= m_perNode; ++free) {
        for (const NodeIndex node : buckets[free]) {
            const Mask available = availableOn(node, m_nodes[node].free, keepFree);
            if (bits(available) >= remainder && std::ranges::find(whole, node) == whole.end())
                return gather(std::move(whole), Piece{node, lowestBits(available, remainder)});
        }
    }
    return std::nullopt;
}

std::optional<Placement> Cluster::findOn(std::span<const NodeIndex> nodes,
                                         std::uint32_t accelerators, const Reserved &keepFree) const
{
    const std::size_t wholeNodes = accelerators / m_perNode;
    const std::uint32_t remainder = accelerators % m_perNode;
    std::vector<NodeIndex> whole;
    std::vector<std::pair<std::uint32_t, NodeIndex>> byFree;
    for (const NodeIndex node : nodes) {
        if (!accepts(node))
            continue;
        const Mask available = availableOn(node, m_nodes[node].free, keepFree);
        byFree.emplace_back(bits(available), node);
        if (available == m_all)
            whole.push_back(node);
    }
    if (whole.size() < wholeNodes)
        return std::nullopt;
    whole = pickWhole(std::move(whole), wholeNodes);
    if (remainder == 0)
        return gather(std::move(whole), std::nullopt);
    std::ranges::sort(byFree);
    for (const auto &[free, node] : byFree) {
        if (free >= remainder && std::ranges::find(whole, node) == whole.end()) {
            const Mask available = availableOn(node, m_nodes[node].free, keepFree);
            return gather(std::move(whole), Piece{node, lowestBits(available, remainder)});
        }
    }
    return std::nullopt;
}

} // namespace pilothouse::simulator
