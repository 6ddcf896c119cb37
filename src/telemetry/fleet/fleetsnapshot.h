// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "core/metric.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pilothouse {

using NodeIndex = std::uint32_t; // into FleetTopology::nodes
using AcceleratorIndex = std::uint32_t; // into FleetTopology::accelerators

inline constexpr std::uint32_t kNoIndex = 0xffffffffU;

// All nodes of all endpoints, flattened. Immutable; replaced as a whole when an inventory changes.
struct FleetTopology {
    struct Node {
        NodeInfo info;
        std::uint32_t endpoint = 0; // index of the connection that serves it
        AcceleratorIndex firstAccelerator = 0;
        std::uint32_t acceleratorCount = 0;
    };
    struct Accelerator {
        NodeIndex node = 0;
        std::uint32_t index = 0; // on its node
    };

    std::uint64_t generation = 0;
    std::vector<Node> nodes; // ordered by rack, then name
    std::vector<Accelerator> accelerators;
    std::unordered_map<std::string, NodeIndex> nodeByName;

    [[nodiscard]] const AcceleratorInfo &info(AcceleratorIndex accelerator) const
    {
        const Accelerator &at = accelerators[accelerator];
        return nodes[at.node].info.accelerators[at.index];
    }
    [[nodiscard]] NodeIndex findNode(std::string_view name) const
    {
        const auto found = nodeByName.find(std::string(name));
        return found == nodeByName.end() ? kNoIndex : found->second;
    }
};

// The latest value of everything, columnar. Immutable; any thread may read it.
// A column of an accelerator metric has one value per accelerator, of a host metric one per node;
// NaN where no value has come yet, or the newest frame carried none.
struct FleetSnapshot {
    std::uint64_t revision = 0;
    std::shared_ptr<const FleetTopology> topology = std::make_shared<FleetTopology>();
    std::array<std::vector<double>, kMetricCount> columns;
    std::vector<Micros> nodeTime; // sample time of the node's newest frame, 0: none yet
    std::vector<Micros> nodeReceived; // when it came, by this machine's clock

    [[nodiscard]] const std::vector<double> &column(Metric metric) const
    {
        return columns[static_cast<std::size_t>(metric)];
    }
};

using FleetSnapshotPtr = std::shared_ptr<const FleetSnapshot>;

} // namespace pilothouse
