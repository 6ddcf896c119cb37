// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/seriesbuilder.h"

#include <algorithm>
#include <cmath>

namespace pilothouse::history {

namespace {

constexpr std::size_t kKeptIntervals = 1024;
constexpr Micros kLeastGap = 2'500 * kMillisecond;

Micros divideUp(Micros value, Micros by)
{
    return (value + by - 1) / by;
}

} // namespace

Micros spanOf(HistoryLevel level)
{
    switch (level) {
    case HistoryLevel::Samples:
        return 0;
    case HistoryLevel::TenSeconds:
        return kTenSeconds;
    case HistoryLevel::Minute:
        return kMinute;
    case HistoryLevel::TenMinutes:
        return 10 * kMinute;
    }
    return 0;
}

ReadPlan ReadPlan::of(Micros from, Micros to, std::size_t maxPoints)
{
    ReadPlan plan{from, to, std::max<std::size_t>(maxPoints, 1), 0, HistoryLevel::Samples};
    const auto points =
        static_cast<Micros>(std::min<std::size_t>(plan.maxPoints, std::size_t{1} << 40U));
    const Micros width = std::max<Micros>(divideUp(to - from + 1, points), 1);
    for (const HistoryLevel level :
         {HistoryLevel::TenSeconds, HistoryLevel::Minute, HistoryLevel::TenMinutes}) {
        if (width >= spanOf(level))
            plan.level = level;
    }
    const Micros span = std::max<Micros>(spanOf(plan.level), 1);
    plan.bucket = divideUp(width, span) * span;
    return plan;
}

void SeriesBuilder::Intervals::add(Micros interval)
{
    if (++m_skipped < m_stride)
        return;
    m_skipped = 0;
    m_kept.push_back(interval);
    if (m_kept.size() < kKeptIntervals)
        return;
    for (std::size_t i = 0; i < kKeptIntervals / 2; ++i)
        m_kept[i] = m_kept[2 * i];
    m_kept.resize(kKeptIntervals / 2);
    m_stride *= 2;
}

Micros SeriesBuilder::Intervals::median() const
{
    std::vector<Micros> sorted = m_kept;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::ranges::nth_element(sorted, middle);
    return sorted.empty() ? 0 : *middle;
}

void SeriesBuilder::add(Micros time, double value)
{
    if (std::isnan(value))
        return;
    if (m_last != 0)
        m_intervals.add(time - m_last);
    m_last = time;
    if (m_bucketed) {
        addToBucket(time, value, value, value, 1);
        return;
    }
    m_points.push_back({time, value, value, value});
    if (m_plan.level != HistoryLevel::Samples || m_points.size() > m_plan.maxPoints)
        bucketise();
}

void SeriesBuilder::add(const RollupBlock &block, std::size_t series, Micros start,
                        std::span<const Micros> first)
{
    const Micros span = kWindow / static_cast<Micros>(std::max<std::size_t>(block.buckets(), 1));
    if (!m_bucketed)
        bucketise();
    for (const HistoryLevel level :
         {HistoryLevel::TenSeconds, HistoryLevel::Minute, HistoryLevel::TenMinutes}) {
        if (spanOf(level) == span)
            m_level = std::max(m_level, level);
    }
    for (std::size_t i = 0; i < block.buckets() && i < first.size(); ++i) {
        const Rollup rollup = block.at(series, i);
        if (rollup.count == 0)
            continue;
        m_intervals.add(span / static_cast<Micros>(rollup.count));
        m_last = start + static_cast<Micros>(i) * span + std::max<Micros>(first[i], 0);
        addToBucket(m_last, rollup.minimum, rollup.maximum, rollup.sum, rollup.count);
    }
}

void SeriesBuilder::bucketise()
{
    std::vector<HistoryPoint> samples;
    samples.swap(m_points);
    m_bucketed = true;
    for (const HistoryPoint &sample : samples)
        addToBucket(sample.time, sample.mean, sample.mean, sample.mean, 1);
}

void SeriesBuilder::addToBucket(Micros time, double minimum, double maximum, double sum,
                                double count)
{
    if (m_points.empty() || m_points.back().time / m_plan.bucket != time / m_plan.bucket) {
        m_points.push_back({time, minimum, sum, maximum});
        m_counts.push_back(count);
        return;
    }
    HistoryPoint &bucket = m_points.back();
    bucket.minimum = std::min(bucket.minimum, minimum);
    bucket.maximum = std::max(bucket.maximum, maximum);
    bucket.mean += sum;
    m_counts.back() += count;
}

HistorySeries SeriesBuilder::finish(const SeriesKey &key)
{
    HistorySeries series;
    series.key = key;
    series.gap = std::max(3 * m_intervals.median(), kLeastGap);
    if (m_bucketed) {
        for (std::size_t i = 0; i < m_points.size(); ++i)
            m_points[i].mean /= m_counts[i];
        series.bucket = m_plan.bucket;
        series.level = m_level;
        series.gap +=
            m_plan.bucket + m_plan.bucket / 2; // neighbouring buckets' first samples are joined
    }
    series.points = std::move(m_points);
    return series;
}

} // namespace pilothouse::history
