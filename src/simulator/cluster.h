// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/topology.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace pilothouse::simulator {

using Mask = std::uint64_t; // a bit per accelerator of a node

// The accelerators of one node that a job holds.
struct Piece {
    NodeIndex node = 0;
    Mask mask = 0;

    bool operator==(const Piece &) const = default;
};
using Placement = std::vector<Piece>; // ascending nodes
using Reserved = std::unordered_map<NodeIndex, Mask>;

// The numbers are those of pilothouse.placement.v1.
enum class NodeState : std::uint8_t {
    Idle = 1,
    Mixed = 2,
    Allocated = 3,
    Draining = 4,
    Drained = 5,
    Down = 6
};

// Which accelerators are free, and where a gang fits. A gang is placed at once or not at all: as
// many whole nodes as it fills, what remains within one more node.
class Cluster {
public:
    explicit Cluster(const Topology &topology);

    // Whole nodes on few leaf switches, parts of a node where they fit tightest. keepFree stays
    // out.
    [[nodiscard]] std::optional<Placement> find(std::uint32_t group, std::uint32_t accelerators,
                                                const Reserved &keepFree) const;
    [[nodiscard]] std::optional<Placement> findOn(std::span<const NodeIndex> nodes,
                                                  std::uint32_t accelerators,
                                                  const Reserved &keepFree) const;
    void take(const Placement &placement);
    void give(const Placement &placement);

    void setDrained(NodeIndex node, const std::string &reason); // empty: in service again
    void setDown(NodeIndex node, const std::string &reason);
    [[nodiscard]] bool accepts(NodeIndex node) const;
    [[nodiscard]] NodeState state(NodeIndex node) const;
    [[nodiscard]] const std::string &reason(NodeIndex node) const; // why it is down or drained
    [[nodiscard]] Mask freeMask(NodeIndex node) const { return m_nodes[node].free; }
    [[nodiscard]] std::uint32_t allocated(NodeIndex node) const;
    [[nodiscard]] std::uint32_t allocatedIn(std::uint32_t group) const
    {
        return m_allocatedIn[group];
    }
    [[nodiscard]] Mask allMask() const { return m_all; }
    [[nodiscard]] const Topology &topology() const { return m_topology; }

private:
    struct NodeUse {
        Mask free = 0;
        std::string drained; // reason
        std::string down;
    };

    void file(NodeIndex node, bool add); // in or out of the buckets
    template <typename Change> void change(NodeIndex node, Change change);
    [[nodiscard]] std::vector<NodeIndex> pickWhole(std::vector<NodeIndex> candidates,
                                                   std::size_t count) const;
    [[nodiscard]] std::optional<Placement> gather(std::vector<NodeIndex> whole,
                                                  std::optional<Piece> rest) const;

    const Topology &m_topology;
    const std::uint32_t m_perNode;
    const Mask m_all;
    std::vector<NodeUse> m_nodes;
    // per group, per number of free accelerators: the nodes that accept jobs
    std::vector<std::vector<std::set<NodeIndex>>> m_buckets;
    std::vector<std::uint32_t> m_allocatedIn;
};

// The lowest bits of a mask.
[[nodiscard]] Mask lowestBits(Mask mask, std::uint32_t count);

} // namespace pilothouse::simulator
