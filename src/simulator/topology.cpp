// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/topology.h"

#include "simulator/rng.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace pilothouse::simulator {

namespace {

constexpr std::uint32_t kNodesPerRack = 8;
constexpr std::uint32_t kNodesPerLeaf = 16;
constexpr double kServingShare = 0.18;
constexpr double kDevelopmentShare = 0.06;
constexpr std::size_t kSmallestSharedKind = 4; // fewer nodes of a kind are all for training

std::string numbered(const char *prefix, std::size_t number, std::size_t count, int least)
{
    int digits = least;
    for (std::size_t top = 1; top <= count; top *= 10)
        digits = std::max(digits, static_cast<int>(std::to_string(top).size()));
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%s%0*zu", prefix, digits, number);
    return text.data();
}

// Racks per kind by largest remainder; with fewer racks than kinds the heaviest kinds get one.
std::vector<std::size_t> racksOfKinds(const std::vector<KindShare> &shares, std::size_t racks)
{
    double total = 0;
    for (const KindShare &share : shares)
        total += share.weight;
    std::vector<std::size_t> counts;
    std::vector<std::pair<double, std::size_t>> remainders;
    std::size_t given = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const double exact = static_cast<double>(racks) * shares[i].weight / total;
        counts.push_back(static_cast<std::size_t>(exact));
        given += counts.back();
        remainders.emplace_back(exact - std::floor(exact), i);
    }
    std::ranges::stable_sort(remainders, std::greater{}, &std::pair<double, std::size_t>::first);
    for (std::size_t i = 0; given < racks; ++i, ++given)
        ++counts[remainders[i % remainders.size()].second];
    return counts;
}

void addNodes(Topology &topology, const Options &options, std::size_t racks)
{
    const auto perKind = racksOfKinds(options.kinds, racks);
    std::size_t kind = 0;
    std::size_t left = perKind[0];
    for (NodeIndex i = 0; i < options.nodes; ++i) {
        if (i % kNodesPerRack == 0) {
            while (left == 0)
                left = perKind[++kind];
            --left;
            const Kind *model = findKind(options.kinds[kind].kind);
            if (topology.kinds.empty() || topology.kinds.back() != model)
                topology.kinds.push_back(model);
        }
        TopologyNode node;
        node.name = numbered("n", i + 1, options.nodes, 3);
        node.rack = i / kNodesPerRack;
        node.leaf = i / kNodesPerLeaf;
        node.kind = static_cast<std::uint32_t>(topology.kinds.size() - 1);
        topology.nodes.push_back(std::move(node));
    }
}

// The last nodes of each kind serve and are for development, so that training stays contiguous.
PoolUse useOf(std::size_t position, std::size_t count)
{
    if (count < kSmallestSharedKind)
        return PoolUse::Training;
    const auto share = [count](double part) {
        return std::max<std::size_t>(
            1, static_cast<std::size_t>(std::lround(part * static_cast<double>(count))));
    };
    const std::size_t development = share(kDevelopmentShare);
    if (position + development >= count)
        return PoolUse::Development;
    return position + development + share(kServingShare) >= count ? PoolUse::Serving
                                                                  : PoolUse::Training;
}

std::uint32_t groupFor(Topology &topology, PoolUse use, std::uint32_t kind)
{
    constexpr std::array<const char *, 3> kPoolNames{"train", "infer", "dev"};
    auto pool = std::ranges::find(topology.pools, use, &TopologyPool::use);
    if (pool == topology.pools.end()) {
        topology.pools.push_back({kPoolNames.at(static_cast<std::size_t>(use)), use, {}});
        pool = topology.pools.end() - 1;
    }
    const auto poolIndex = static_cast<std::uint32_t>(pool - topology.pools.begin());
    if (const auto known = topology.findGroup(poolIndex, kind))
        return *known;
    topology.groups.push_back({poolIndex, kind, {}});
    const auto index = static_cast<std::uint32_t>(topology.groups.size() - 1);
    pool->groups.push_back(index);
    return index;
}

void addPools(Topology &topology, bool trainingOnly)
{
    std::vector<std::size_t> ofKind(topology.kinds.size());
    for (const TopologyNode &node : topology.nodes)
        ++ofKind[node.kind];
    std::vector<std::size_t> seen(ofKind.size());
    for (NodeIndex i = 0; i < topology.nodes.size(); ++i) {
        TopologyNode &node = topology.nodes[i];
        const PoolUse use =
            trainingOnly ? PoolUse::Training : useOf(seen[node.kind]++, ofKind[node.kind]);
        node.group = groupFor(topology, use, node.kind);
        topology.groups[node.group].nodes.push_back(i);
    }
}

std::uint32_t indexIn(std::vector<std::string> &names, const std::string &name)
{
    const auto known = std::ranges::find(names, name);
    if (known != names.end())
        return static_cast<std::uint32_t>(known - names.begin());
    names.push_back(name);
    return static_cast<std::uint32_t>(names.size() - 1);
}

void indexByName(Topology &topology)
{
    for (NodeIndex i = 0; i < topology.nodes.size(); ++i)
        topology.nodeByName.emplace(topology.nodes[i].name, i);
}

std::string hexText(std::uint64_t hash)
{
    std::array<char, 24> text{};
    std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(hash));
    return text.data();
}

std::string identity(const Kind &kind, std::uint64_t hash)
{
    const std::string a = hexText(hash);
    const std::string b = hexText(mix(hash));
    if (kind.vendor == Vendor::Huawei) // a die id, five words
        return a.substr(0, 8) + " " + a.substr(8) + " " + b.substr(0, 8) + " " + b.substr(8) + " "
            + a.substr(4, 8);
    return (kind.vendor == Vendor::Nvidia ? "GPU-" : "MLU-") + a.substr(0, 8) + "-" + a.substr(8, 4)
        + "-" + a.substr(12) + "-" + b.substr(0, 4) + "-" + b.substr(4);
}

AcceleratorInfo describeAccelerator(const Kind &kind, std::uint32_t index, std::uint64_t hash)
{
    AcceleratorInfo info;
    info.vendor = vendorName(kind.vendor);
    info.kind = kind.name;
    info.uuid = identity(kind, hash);
    std::array<char, 24> address{};
    std::snprintf(address.data(), address.size(), "0000:%02x:00.0", 0x18 + index * 3);
    info.pciAddress = address.data();
    info.memoryBytes = kind.memoryBytes;
    info.peakFp16Flops = kind.peakFp16Flops;
    info.powerLimitWatts = kind.powerLimit;
    return info;
}

} // namespace

std::optional<std::uint32_t> Topology::findPool(std::string_view name) const
{
    const auto found = std::ranges::find(pools, name, &TopologyPool::name);
    if (found == pools.end())
        return std::nullopt;
    return static_cast<std::uint32_t>(found - pools.begin());
}

std::optional<std::uint32_t> Topology::findKindIndex(std::string_view name) const
{
    const auto found =
        std::ranges::find_if(kinds, [name](const Kind *kind) { return kind->name == name; });
    if (found == kinds.end())
        return std::nullopt;
    return static_cast<std::uint32_t>(found - kinds.begin());
}

std::optional<std::uint32_t> Topology::findGroup(std::uint32_t pool, std::uint32_t kind) const
{
    for (const std::uint32_t group : pools[pool].groups) {
        if (groups[group].kind == kind)
            return group;
    }
    return std::nullopt;
}

Topology buildTopology(const Options &options)
{
    Topology topology;
    topology.acceleratorsPerNode = options.accelerators;
    const std::size_t racks = (options.nodes + kNodesPerRack - 1) / kNodesPerRack;
    const std::size_t leaves = (options.nodes + kNodesPerLeaf - 1) / kNodesPerLeaf;
    for (std::size_t i = 1; i <= racks; ++i)
        topology.racks.push_back(numbered("R", i, racks, 2));
    for (std::size_t i = 1; i <= leaves; ++i)
        topology.leaves.push_back(numbered("leaf-", i, leaves, 2));
    addNodes(topology, options, racks);
    addPools(topology, !options.replay.empty());
    indexByName(topology);
    return topology;
}

Topology buildTopology(const Options &options, std::span<const FollowedNode> nodes)
{
    Topology topology;
    topology.acceleratorsPerNode = options.accelerators;
    for (const FollowedNode &told : nodes) {
        TopologyNode node;
        node.name = told.name;
        node.rack = indexIn(topology.racks, told.rack);
        node.leaf = indexIn(topology.leaves, told.leaf);
        if (!topology.findKindIndex(told.kind->name))
            topology.kinds.push_back(told.kind);
        node.kind = *topology.findKindIndex(told.kind->name);
        topology.nodes.push_back(std::move(node));
    }
    addPools(topology, true);
    indexByName(topology);
    return topology;
}

Inventory makeInventory(const Topology &topology, const Options &options)
{
    Inventory inventory;
    inventory.server = "pilothouse-simulator " PILOTHOUSE_VERSION;
    inventory.center = options.center;
    inventory.version = 1;
    std::array<std::optional<std::uint32_t>, kVendors> layouts;
    for (NodeIndex i = 0; i < topology.nodes.size(); ++i) {
        const TopologyNode &node = topology.nodes[i];
        const Kind &kind = topology.kindOf(i);
        auto &layout = layouts.at(static_cast<std::size_t>(kind.vendor));
        if (!layout) {
            layout = static_cast<std::uint32_t>(inventory.layouts.size());
            inventory.layouts.push_back(layoutOf(kind.vendor));
        }
        NodeInfo info;
        info.name = node.name;
        info.rack = topology.racks[node.rack];
        info.leafSwitch = topology.leaves[node.leaf];
        info.bootId = hexText(mix(options.seed, mix(i, 0xb007U)));
        info.agentVersion = PILOTHOUSE_VERSION;
        info.kernel = kind.vendor == Vendor::Huawei ? "5.10.0-136.12.0.86.oe2203sp1.aarch64"
                                                    : "5.15.0-105-generic";
        info.cpus = kind.hostCpus;
        info.memoryBytes = kind.hostMemoryBytes;
        info.layout = *layout;
        for (std::uint32_t a = 0; a < topology.acceleratorsPerNode; ++a)
            info.accelerators.push_back(describeAccelerator(kind, a, mix(options.seed, mix(i, a))));
        inventory.nodes.push_back(std::move(info));
    }
    return inventory;
}

} // namespace pilothouse::simulator
