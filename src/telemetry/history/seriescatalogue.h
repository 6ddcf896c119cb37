// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/query.h"
#include "telemetry/history/rowreader.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace pilothouse::history {

// Who there is to have series: nodes by name and id, the kinds of their accelerators as the newest
// inventories tell, and the metrics. Immutable once loaded.
struct SeriesCatalogue {
    struct Node {
        NodeId id = 0;
        std::string name;
        std::vector<std::string> kinds; // per accelerator
    };
    struct MetricEntry {
        MetricId id = 0;
        std::int64_t scope = 0; // as nameChecksum has it
        std::string labels; // the names its node and accelerator labels came with
        std::int64_t kind = 0;
    };
    std::vector<Node> nodes; // by name
    std::multimap<std::string, MetricEntry> metrics;
    std::map<std::pair<NodeId, MetricId>, std::vector<Labels>> instances; // by position

    [[nodiscard]] static Result<std::shared_ptr<const SeriesCatalogue>> load(RowReader &rows);
    // Changes whenever the catalogue does.
    [[nodiscard]] static Result<std::string> version(RowReader &rows);
};

// A series that a selector asks for.
struct SelectedSeries {
    Labels labels;
    std::size_t node = 0; // index into the targets
    std::size_t column = 0;
};

// The columns of one metric on one node that a selector asks for.
struct SelectedNode {
    NodeId id = 0;
    MetricId metric = 0;
    std::vector<std::pair<std::size_t, std::size_t>> columns; // and which series each is
};

struct Selection {
    std::vector<SelectedNode> nodes;
    std::vector<Labels> series;
    bool everything = false; // all series of one metric

    [[nodiscard]] static Selection of(const SeriesCatalogue &catalogue, const Selector &selector);
};

[[nodiscard]] std::string encodeLabels(const Labels &labels);
[[nodiscard]] Labels decodeLabels(const std::string &text);

} // namespace pilothouse::history
