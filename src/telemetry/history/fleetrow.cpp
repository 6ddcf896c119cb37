// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/fleetrow.h"

#include <algorithm>
#include <cmath>

namespace pilothouse::history {

void FleetRow::encode(Bytes &out) const
{
    ByteWriter writer(out);
    writer.varint(nodes.size());
    NodeId last = 0;
    for (const auto &[node, series] : nodes) {
        writer.varint(node - last);
        writer.varint(series);
        last = node;
    }
    Bytes rollups;
    each.encode(rollups);
    writer.varint(rollups.size());
    writer.bytes(rollups);
    Matrix matrix(kFleetSpansPerWindow, 4);
    for (std::size_t i = 0; i < together.size(); ++i) {
        matrix.column(0)[i] = static_cast<double>(together[i].count);
        if (together[i].count == 0)
            continue;
        matrix.column(1)[i] = together[i].sum;
        matrix.column(2)[i] = together[i].minimum;
        matrix.column(3)[i] = together[i].maximum;
    }
    encodeBlock(matrix, out);
}

std::optional<FleetRow> FleetRow::decode(const Body &body)
{
    ByteReader reader(body.bytes);
    FleetRow row;
    const std::uint64_t count = reader.varint();
    if (count > kMaxNodeId)
        return std::nullopt;
    std::uint64_t node = 0;
    std::uint64_t total = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        node += reader.varint();
        const std::uint64_t series = reader.varint();
        if (reader.failed() || node > kMaxNodeId || series > kMaxColumns)
            return std::nullopt;
        row.nodes.emplace_back(static_cast<NodeId>(node), static_cast<std::size_t>(series));
        total += series;
    }
    std::optional<RollupBlock> each = RollupBlock::decode(reader.bytes(reader.varint()));
    auto matrix = BlockReader::open({reader.bytes(reader.left())});
    if (!each || each->series() != total || each->buckets() != 1 || !matrix
        || matrix->rows() != kFleetSpansPerWindow || matrix->columns() != 4)
        return std::nullopt;
    row.each = std::move(*each);
    const Matrix values = matrix->decodeAll();
    for (std::size_t i = 0; i < kFleetSpansPerWindow; ++i) {
        StepStats &stats = row.together.emplace_back();
        const double samples = values.column(0)[i];
        if (!(samples >= 1) || samples > 1e15)
            continue;
        stats = {values.column(1)[i], values.column(2)[i], values.column(3)[i],
                 static_cast<std::uint64_t>(samples)};
    }
    return row;
}

void FleetBuilder::add(NodeId node, MetricId metric, std::span<const Micros> times, Micros start,
                       const Matrix &matrix, const RollupBlock &tenMinutes)
{
    Part &part = m_parts[metric];
    part.together.resize(kFleetSpansPerWindow);
    part.each.insert_or_assign(node, tenMinutes);
    for (std::size_t c = 0; c < matrix.columns; ++c) {
        const auto values = matrix.column(c);
        for (std::size_t i = 0; i < times.size();) {
            const auto span = static_cast<std::size_t>((times[i] - start) / kFleetSpan);
            const Micros end = start + static_cast<Micros>(span + 1) * kFleetSpan;
            StepStats seen;
            for (; i < times.size() && times[i] < end; ++i) {
                if (std::isnan(values[i]))
                    continue;
                seen.sum += values[i];
                seen.minimum = std::min(seen.minimum, values[i]);
                seen.maximum = std::max(seen.maximum, values[i]);
                ++seen.count;
            }
            part.together[span].add(seen);
        }
    }
}

std::vector<std::pair<MetricId, FleetRow>> FleetBuilder::rows() const
{
    std::vector<std::pair<MetricId, FleetRow>> rows;
    for (const auto &[metric, part] : m_parts) {
        FleetRow row;
        row.together = part.together;
        std::vector<RollupBlock> blocks;
        for (const auto &[node, block] : part.each) {
            row.nodes.emplace_back(node, block.series());
            blocks.push_back(block);
        }
        row.each = RollupBlock::joined(blocks);
        rows.emplace_back(metric, std::move(row));
    }
    return rows;
}

} // namespace pilothouse::history
