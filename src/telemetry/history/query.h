// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "telemetry/history/history.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pilothouse {

using Labels = std::vector<std::pair<std::string, std::string>>; // ascending by name

struct LabelMatch {
    std::string label;
    std::string value;
    bool equal = true; // false: must differ
};

// Which series: a metric, and what their labels must be. node and accelerator are labels of every
// series; what was imported has the labels it came with.
struct Selector {
    std::string metric;
    std::vector<LabelMatch> labels;
};

// metric{label="value",other!="value"}; a metric alone; fails in words.
[[nodiscard]] Result<Selector> parseSelector(std::string_view text);

enum class Aggregate { None, Average, Minimum, Maximum, Sum, Count, Quantile };

// Over steps that start at multiples of the step; the range is widened to whole steps. Of several
// series: average, minimum, maximum and count are of all their samples in a step; sum and quantile
// are of the series' means in it.
struct HistoryQuery {
    Selector selector;
    Micros from = 0; // both ends included
    Micros to = 0;
    Micros step = 0; // 0: every sample, each series alone
    Aggregate aggregate = Aggregate::None; // None: each series alone, its means
    std::vector<double> quantiles; // 0 to 1, one series of results each
    std::vector<std::string> by; // labels that keep groups apart
    std::optional<HistoryLevel> level; // nothing: the coarsest that answers exactly
};

struct QuerySeries {
    Labels labels;
    std::vector<Micros> times; // of steps: where they start
    std::vector<double> values;
};

struct QueryResult {
    std::vector<QuerySeries> series; // by their labels; without a value, left out
    HistoryLevel level = HistoryLevel::Samples; // that answered
    bool fleet = false; // what is kept of all nodes together answered
    std::size_t damaged = 0; // pieces that were left out
};

} // namespace pilothouse
