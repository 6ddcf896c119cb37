// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "simulator/kinds.h"
#include "simulator/options.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pilothouse::simulator {

using NodeIndex = std::uint32_t;

enum class PoolUse : std::uint8_t { Training, Serving, Development };

// The nodes of one kind in one pool: what a job is placed within.
struct Group {
    std::uint32_t pool = 0;
    std::uint32_t kind = 0;
    std::vector<NodeIndex> nodes; // ascending
};

struct TopologyNode {
    std::string name;
    std::uint32_t rack = 0;
    std::uint32_t leaf = 0;
    std::uint32_t kind = 0; // into Topology::kinds
    std::uint32_t group = 0; // into Topology::groups
};

struct TopologyPool {
    std::string name;
    PoolUse use = PoolUse::Training;
    std::vector<std::uint32_t> groups;
};

// What stands where. Does not change while the center runs.
struct Topology {
    Topology() = default;
    Topology(Topology &&) = default; // no copies: nodeByName refers to the names in nodes
    Topology &operator=(Topology &&) = default;

    std::uint32_t acceleratorsPerNode = 0;
    std::vector<const Kind *> kinds;
    std::vector<std::string> racks;
    std::vector<std::string> leaves;
    std::vector<TopologyPool> pools;
    std::vector<Group> groups;
    std::vector<TopologyNode> nodes;
    std::unordered_map<std::string_view, NodeIndex> nodeByName; // into the names of nodes

    [[nodiscard]] const Kind &kindOf(NodeIndex node) const { return *kinds[nodes[node].kind]; }
    [[nodiscard]] std::uint32_t poolOf(NodeIndex node) const
    {
        return groups[nodes[node].group].pool;
    }
    [[nodiscard]] std::size_t capacity(std::uint32_t group) const
    {
        return groups[group].nodes.size() * acceleratorsPerNode;
    }
    [[nodiscard]] std::optional<std::uint32_t> findPool(std::string_view name) const;
    [[nodiscard]] std::optional<std::uint32_t> findKindIndex(std::string_view name) const;
    [[nodiscard]] std::optional<std::uint32_t> findGroup(std::uint32_t pool,
                                                         std::uint32_t kind) const;
};

// A node that another scheduler told of.
struct FollowedNode {
    std::string name;
    const Kind *kind = nullptr;
    std::string rack;
    std::string leaf;

    bool operator==(const FollowedNode &) const = default;
};

// Racks of 8 nodes and one kind each, leaf switches of 16 nodes; a share of each kind serves and a
// smaller one is for development. A replayed trace gets all nodes in one pool.
[[nodiscard]] Topology buildTopology(const Options &options);
// The nodes as told, in that order, all in one pool.
[[nodiscard]] Topology buildTopology(const Options &options, std::span<const FollowedNode> nodes);
[[nodiscard]] Inventory makeInventory(const Topology &topology, const Options &options);

} // namespace pilothouse::simulator
