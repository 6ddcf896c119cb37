// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "telemetry/history/bytes.h"
#include "telemetry/history/envelope.h"
#include "telemetry/history/keys.h"
#include "telemetry/history/sqlite.h"

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pilothouse::history {

// The columns of a row, in the order of a frame's values. A column that repeats a name of its
// layout has no metric (kHead) and is left out of what is sealed.
struct Shape {
    std::uint32_t id = 0;
    std::vector<MetricId> host;
    std::vector<MetricId> accelerator;
    std::uint32_t accelerators = 0;

    [[nodiscard]] std::size_t width() const
    {
        return host.size() + accelerator.size() * accelerators;
    }
    // Where a metric's value of an accelerator (-1: the host) stands in a row.
    [[nodiscard]] std::optional<std::size_t> position(MetricId metric, std::int32_t index) const;
};

// What a transaction adds to the tables of names.
struct NewNames {
    std::vector<std::pair<NodeId, std::string>> nodes;
    struct MetricName {
        MetricId id = 0;
        std::int64_t scope = 0; // as nameChecksum has it
        std::string name;
        std::string labels; // the names of its node and accelerator labels, where they are others
        std::int64_t kind = 0; // 0 unknown, 1 gauge, 2 counter, 3 state
    };
    struct Instance { // a series with labels of its own
        NodeId node = 0;
        MetricId metric = 0;
        std::size_t position = 0; // its column
        std::string labels;
    };
    std::vector<Instance> instances;
    std::vector<MetricName> metrics;
    std::vector<std::pair<std::uint32_t, Bytes>> shapes;
};

// scope of a metric: 0 accelerators, 1 hosts, 2 series with labels of their own; of a node: 1.
// What is stored beside a name, so that samples do not go under another one when a bit flips.
[[nodiscard]] std::int64_t nameChecksum(std::int64_t id, std::int64_t scope,
                                        const std::string &name);

// The ids that names are stored under. Used by the writer's thread; shapes stay where they are and
// do not change, so that any thread may read those it was handed.
class Names {
public:
    [[nodiscard]] Result<void> load(Database &database, Envelope &envelope);

    // Known ids, or new ones noted in added; nothing where there are too many names.
    [[nodiscard]] std::optional<NodeId> node(const std::string &name, NewNames &added);
    // labels and kind are noted with a new one.
    [[nodiscard]] std::optional<MetricId> metric(const std::string &name, std::int64_t scope,
                                                 NewNames &added, const std::string &labels = {},
                                                 std::int64_t kind = 0);
    [[nodiscard]] const Shape *shape(const Layout &layout, std::size_t accelerators,
                                     NewNames &added);

    [[nodiscard]] const Shape *findShape(std::uint32_t id) const;
    [[nodiscard]] NodeId lastNode() const { return m_lastNode; }
    [[nodiscard]] bool damaged() const { return m_damaged; } // a shape could not be read

private:
    [[nodiscard]] std::optional<std::vector<MetricId>>
    metrics(const std::vector<std::string> &names, bool host, NewNames &added);
    [[nodiscard]] Result<void> loadNodes(Database &database);
    [[nodiscard]] Result<void> loadMetrics(Database &database);
    [[nodiscard]] Result<void> loadShapes(Database &database, Envelope &envelope);

    std::unordered_map<std::string, NodeId> m_nodes;
    std::map<std::pair<std::int64_t, std::string>, MetricId> m_metrics; // scope, name
    std::map<std::string, const Shape *> m_shapesByContent; // as it is stored
    std::deque<Shape> m_shapes; // shape n has the id n + 1
    NodeId m_lastNode = 0;
    MetricId m_lastMetric = 0;
    bool m_damaged = false;
};

} // namespace pilothouse::history
