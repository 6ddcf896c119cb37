// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/query.h"
#include "telemetry/history/rollup.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace pilothouse::history {

// What a step has seen of a series or a group.
struct StepStats {
    double sum = 0;
    double minimum = std::numeric_limits<double>::infinity();
    double maximum = -std::numeric_limits<double>::infinity();
    std::uint64_t count = 0;

    void add(const Rollup &rollup);
    void add(const StepStats &other);
};

// The steps of a query's range.
struct Steps {
    Micros origin = 0; // where the first one starts
    Micros width = 0; // 0: every sample
    std::size_t count = 0;

    [[nodiscard]] static Steps of(const HistoryQuery &query);
    [[nodiscard]] Micros end() const { return origin + static_cast<Micros>(count) * width; }
    [[nodiscard]] std::size_t at(Micros time) const
    {
        return static_cast<std::size_t>((time - origin) / width);
    }
};

// Gathers samples and rollups into slots: one per group or, where each series counts for itself,
// one per series.
class Collector {
public:
    Collector(const HistoryQuery &query, const Steps &steps, std::size_t slots);

    // Rows in ascending time.
    void add(std::size_t slot, std::span<const Micros> times, std::span<const double> values);
    void add(std::size_t slot, Micros start, const RollupBlock &block, std::size_t series);
    void add(std::size_t slot, Micros time, const StepStats &stats);
    void merge(const Collector &other);

    [[nodiscard]] QuerySeries samples(std::size_t slot) const;
    [[nodiscard]] std::span<const StepStats> steps(std::size_t slot) const;

private:
    Micros m_from;
    Micros m_to;
    Steps m_steps;
    std::vector<StepStats> m_stats; // slot by slot
    std::vector<QuerySeries> m_samples; // per slot
};

} // namespace pilothouse::history
