// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/collector.h"

#include <algorithm>
#include <cmath>

namespace pilothouse::history {

void StepStats::add(const Rollup &rollup)
{
    if (rollup.count == 0)
        return;
    sum += rollup.sum;
    minimum = std::min(minimum, rollup.minimum);
    maximum = std::max(maximum, rollup.maximum);
    count += rollup.count;
}

void StepStats::add(const StepStats &other)
{
    sum += other.sum;
    minimum = std::min(minimum, other.minimum);
    maximum = std::max(maximum, other.maximum);
    count += other.count;
}

Steps Steps::of(const HistoryQuery &query)
{
    Steps steps;
    steps.width = query.step;
    if (query.step == 0)
        return steps;
    steps.origin = query.from / query.step * query.step;
    steps.count = static_cast<std::size_t>((query.to - steps.origin) / query.step + 1);
    return steps;
}

Collector::Collector(const HistoryQuery &query, const Steps &steps, std::size_t slots)
    : m_from(query.step == 0 ? query.from : steps.origin)
    , m_to(query.step == 0 ? query.to : steps.end() - 1)
    , m_steps(steps)
    , m_stats(slots * steps.count)
    , m_samples(query.step == 0 ? slots : 0)
{
}

void Collector::add(std::size_t slot, std::span<const Micros> times, std::span<const double> values)
{
    const auto begin = std::ranges::lower_bound(times, m_from) - times.begin();
    const auto end = std::ranges::upper_bound(times, m_to) - times.begin();
    auto i = static_cast<std::size_t>(begin);
    const auto last = static_cast<std::size_t>(end);
    if (m_steps.width == 0) {
        QuerySeries &series = m_samples[slot];
        for (; i < last; ++i) {
            if (std::isnan(values[i]))
                continue;
            series.times.push_back(times[i]);
            series.values.push_back(values[i]);
        }
        return;
    }
    StepStats *stats = m_stats.data() + slot * m_steps.count;
    while (i < last) {
        const std::size_t step = m_steps.at(times[i]);
        const Micros until = m_steps.origin + static_cast<Micros>(step + 1) * m_steps.width;
        StepStats seen;
        for (; i < last && times[i] < until; ++i) {
            const double value = values[i];
            if (std::isnan(value))
                continue;
            seen.sum += value;
            seen.minimum = std::min(seen.minimum, value);
            seen.maximum = std::max(seen.maximum, value);
            ++seen.count;
        }
        stats[step].add(seen);
    }
}

void Collector::add(std::size_t slot, Micros start, const RollupBlock &block, std::size_t series)
{
    const Micros span = kWindow / static_cast<Micros>(block.buckets());
    for (std::size_t b = 0; b < block.buckets(); ++b) {
        const Micros time = start + static_cast<Micros>(b) * span;
        if (time >= m_from && time <= m_to)
            m_stats[slot * m_steps.count + m_steps.at(time)].add(block.at(series, b));
    }
}

void Collector::add(std::size_t slot, Micros time, const StepStats &stats)
{
    if (stats.count > 0 && time >= m_from && time <= m_to)
        m_stats[slot * m_steps.count + m_steps.at(time)].add(stats);
}

void Collector::merge(const Collector &other)
{
    for (std::size_t i = 0; i < m_stats.size(); ++i)
        m_stats[i].add(other.m_stats[i]);
    for (std::size_t i = 0; i < m_samples.size(); ++i) {
        QuerySeries &mine = m_samples[i];
        const QuerySeries &more = other.m_samples[i];
        mine.times.insert(mine.times.end(), more.times.begin(), more.times.end());
        mine.values.insert(mine.values.end(), more.values.begin(), more.values.end());
    }
}

QuerySeries Collector::samples(std::size_t slot) const
{
    return m_samples[slot];
}

std::span<const StepStats> Collector::steps(std::size_t slot) const
{
    return std::span(m_stats).subspan(slot * m_steps.count, m_steps.count);
}

} // namespace pilothouse::history
