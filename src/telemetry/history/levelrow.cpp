// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/levelrow.h"

#include <algorithm>

namespace pilothouse::history {

void LevelRow::encode(Bytes &out) const
{
    ByteWriter writer(out);
    writer.varint(first.size());
    for (const Micros time : first)
        writer.varint(static_cast<std::uint64_t>(time + 1));
    for (const auto &[metric, block] : metrics) {
        Bytes body;
        block.encode(body);
        writer.varint(metric);
        writer.varint(body.size());
        writer.bytes(body);
    }
}

std::vector<Micros> firstOfSpans(std::span<const Micros> times, Micros start, Micros span)
{
    std::vector<Micros> first(static_cast<std::size_t>(kWindow / span), -1);
    for (const Micros time : times) {
        Micros &of = first[static_cast<std::size_t>((time - start) / span)];
        if (of < 0)
            of = (time - start) % span;
    }
    return first;
}

std::optional<LevelRowReader> LevelRowReader::open(ByteSpan body)
{
    ByteReader reader(body);
    LevelRowReader result;
    const std::uint64_t spans = reader.varint();
    if (spans == 0 || spans > kTenSecondsPerWindow)
        return std::nullopt;
    const auto width = static_cast<std::uint64_t>(kWindow) / spans;
    for (std::uint64_t i = 0; i < spans; ++i) {
        const std::uint64_t time = reader.varint();
        if (time > width)
            return std::nullopt;
        result.m_first.push_back(static_cast<Micros>(time) - 1);
    }
    MetricId last = kHead;
    while (reader.left() > 0) {
        const std::uint64_t metric = reader.varint();
        const ByteSpan data = reader.bytes(reader.varint());
        if (reader.failed() || metric <= last || metric > kMaxMetricId)
            return std::nullopt;
        last = static_cast<MetricId>(metric);
        result.m_metrics.emplace_back(last, data);
    }
    return reader.failed() ? std::nullopt : std::optional(std::move(result));
}

std::vector<MetricId> LevelRowReader::metrics() const
{
    std::vector<MetricId> ids;
    for (const auto &[metric, data] : m_metrics)
        ids.push_back(metric);
    return ids;
}

std::optional<RollupBlock> LevelRowReader::find(MetricId metric, bool &damaged) const
{
    const auto found =
        std::ranges::lower_bound(m_metrics, metric, {}, &std::pair<MetricId, ByteSpan>::first);
    if (found == m_metrics.end() || found->first != metric)
        return std::nullopt;
    std::optional<RollupBlock> block = RollupBlock::decode(found->second);
    if (!block || block->buckets() != m_first.size()) {
        damaged = true;
        return std::nullopt;
    }
    return block;
}

} // namespace pilothouse::history
