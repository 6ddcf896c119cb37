// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/collector.h"
#include "telemetry/history/rollup.h"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace pilothouse::history {

inline constexpr Micros kFleetSpan = 5 * kSecond; // makes up steps of 10 s and of 15 s
inline constexpr auto kFleetSpansPerWindow = static_cast<std::size_t>(kWindow / kFleetSpan);

// One metric of all nodes in one window: what all their samples together were in each five seconds,
// and each series' rollup over the window.
struct FleetRow {
    std::vector<StepStats> together; // per kFleetSpan
    std::vector<std::pair<NodeId, std::size_t>> nodes; // and how many series of each
    RollupBlock each; // ten minutes, in the order of the nodes

    void encode(Bytes &out) const;
    [[nodiscard]] static std::optional<FleetRow> decode(const Body &body);
};

// Collects the rows of a window while its nodes are written.
class FleetBuilder {
public:
    // Of one metric of one node, whose rows have these times.
    void add(NodeId node, MetricId metric, std::span<const Micros> times, Micros start,
             const Matrix &matrix, const RollupBlock &tenMinutes);
    // A node that is written twice, after a failure or because more came, would count twice.
    void noteNode(NodeId node) { m_spoiled = !m_nodes.insert(node).second || m_spoiled; }
    [[nodiscard]] std::size_t nodes() const { return m_spoiled ? 0 : m_nodes.size(); }
    [[nodiscard]] std::vector<std::pair<MetricId, FleetRow>> rows() const;

private:
    struct Part {
        std::vector<StepStats> together;
        std::map<NodeId, RollupBlock> each;
    };
    std::set<NodeId> m_nodes;
    bool m_spoiled = false;
    std::map<MetricId, Part> m_parts;
};

} // namespace pilothouse::history
