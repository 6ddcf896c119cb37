// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/fleet/topology.h"

#include "telemetry/fleet/naturalorder.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

namespace pilothouse {

namespace {

bool nodeLess(const FleetTopology::Node &a, const FleetTopology::Node &b)
{
    if (a.info.rack != b.info.rack)
        return naturalLess(a.info.rack, b.info.rack);
    return naturalLess(a.info.name, b.info.name);
}

void indexNodes(FleetTopology &topology)
{
    topology.nodeByName.reserve(topology.nodes.size());
    for (NodeIndex i = 0; i < topology.nodes.size(); ++i) {
        FleetTopology::Node &node = topology.nodes[i];
        topology.nodeByName.emplace(node.info.name, i);
        node.firstAccelerator = static_cast<AcceleratorIndex>(topology.accelerators.size());
        node.acceleratorCount = static_cast<std::uint32_t>(node.info.accelerators.size());
        for (std::uint32_t k = 0; k < node.acceleratorCount; ++k)
            topology.accelerators.push_back({i, k});
    }
}

} // namespace

FleetTopology
buildTopology(const std::vector<std::pair<std::uint32_t, const Inventory *>> &inventories)
{
    FleetTopology topology;
    std::unordered_set<std::string_view> names;
    for (const auto &[endpoint, inventory] : inventories) {
        for (const NodeInfo &info : inventory->nodes) {
            if (info.layout >= inventory->layouts.size() || !names.insert(info.name).second)
                continue;
            FleetTopology::Node node;
            node.info = info;
            node.endpoint = endpoint;
            topology.nodes.push_back(std::move(node));
        }
    }
    std::ranges::sort(topology.nodes, nodeLess);
    indexNodes(topology);
    return topology;
}

bool sameNodes(const FleetTopology &a, const FleetTopology &b)
{
    return std::ranges::equal(a.nodes, b.nodes, [](const auto &x, const auto &y) {
        return x.endpoint == y.endpoint && x.info == y.info;
    });
}

} // namespace pilothouse
