// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/rollup.h"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace pilothouse::history {

// All rollups of a node's window at one of the coarser levels, in one row.
struct LevelRow {
    std::vector<Micros> first; // per span, the first frame in it, from the span's start; -1: none
    std::vector<std::pair<MetricId, RollupBlock>> metrics;

    void encode(Bytes &out) const;
};

// First frames of each span of a width, for a row of rollups.
[[nodiscard]] std::vector<Micros> firstOfSpans(std::span<const Micros> times, Micros start,
                                               Micros span);

// Finds single metrics in a row. Refers to the bytes it was opened on.
class LevelRowReader {
public:
    [[nodiscard]] static std::optional<LevelRowReader> open(ByteSpan body);

    [[nodiscard]] const std::vector<Micros> &first() const { return m_first; }
    [[nodiscard]] std::vector<MetricId> metrics() const;
    // Nothing where the row does not have it; damaged is set where what it has is malformed.
    [[nodiscard]] std::optional<RollupBlock> find(MetricId metric, bool &damaged) const;

private:
    std::vector<Micros> m_first;
    std::vector<std::pair<MetricId, ByteSpan>> m_metrics; // ascending
};

} // namespace pilothouse::history
