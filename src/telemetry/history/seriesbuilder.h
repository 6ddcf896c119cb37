// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/history.h"
#include "telemetry/history/rollup.h"

#include <cstdint>
#include <span>
#include <vector>

namespace pilothouse::history {

[[nodiscard]] Micros spanOf(HistoryLevel level); // 0: samples

// How much of a range goes into one point.
struct ReadPlan {
    Micros from = 0; // both ends included
    Micros to = 0;
    std::size_t maxPoints = 0;
    // Width, where there are more samples than maxPoints. Buckets start at multiples of it.
    Micros bucket = 0;
    HistoryLevel level = HistoryLevel::Samples; // the coarsest that makes up whole buckets

    [[nodiscard]] static ReadPlan of(Micros from, Micros to, std::size_t maxPoints);
};

// Collects what is read of one series, in ascending time.
class SeriesBuilder {
public:
    explicit SeriesBuilder(const ReadPlan &plan)
        : m_plan(plan)
    {
    }
    void add(Micros time, double value); // NaN: missing, left out
    // Of one of the block's series; first tells the first frame of each span, from its start.
    void add(const RollupBlock &block, std::size_t series, Micros start,
             std::span<const Micros> first);

    [[nodiscard]] HistorySeries finish(const SeriesKey &key);

private:
    // The middle of a bounded number of intervals, spread evenly over all that were seen.
    class Intervals {
    public:
        void add(Micros interval);
        [[nodiscard]] Micros median() const;

    private:
        std::vector<Micros> m_kept;
        std::size_t m_stride = 1;
        std::size_t m_skipped = 0;
    };

    void addToBucket(Micros time, double minimum, double maximum, double sum, double count);
    void bucketise();

    ReadPlan m_plan;
    std::vector<HistoryPoint> m_points; // in bucketed form, mean holds the sum
    std::vector<double> m_counts; // per bucket; empty: the points are samples
    Intervals m_intervals;
    Micros m_last = 0;
    HistoryLevel m_level = HistoryLevel::Samples; // the coarsest that was added
    bool m_bucketed = false;
};

} // namespace pilothouse::history
