// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/stage.h"

namespace pilothouse::history {

Bytes encodeHotRow(const Stage &stage)
{
    Bytes bytes;
    bytes.reserve(stage.rowData.size() + stage.rows.size() * 16);
    ByteWriter writer(bytes);
    Micros last = 0;
    for (const Stage::Row &row : stage.rows) {
        writer.varint(row.node);
        writer.varint(row.row.shape->id);
        writer.signedVarint(row.row.time - last);
        writer.signedVarint(row.row.previous == 0 ? 0 : row.row.time - row.row.previous);
        writer.varint(row.row.size);
        writer.bytes(ByteSpan(stage.rowData).subspan(row.row.offset, row.row.size));
        last = row.row.time;
    }
    return bytes;
}

bool decodeHotRow(ByteSpan body, const Names &names, Stage &stage)
{
    ByteReader reader(body);
    Micros last = 0;
    while (reader.left() > 0) {
        Stage::Row row;
        const std::uint64_t node = reader.varint();
        const std::uint64_t shape = reader.varint();
        const std::int64_t step = reader.signedVarint();
        const std::int64_t sincePrevious = reader.signedVarint();
        const ByteSpan data = reader.bytes(reader.varint());
        const bool sane = !reader.failed() && node >= 1 && node <= names.lastNode()
            && shape <= kMaxMetricId && sincePrevious > -kMaxTime && sincePrevious < kMaxTime
            && step > -kMaxTime && step < kMaxTime;
        if (!sane)
            return false;
        row.node = static_cast<NodeId>(node);
        row.row.shape = names.findShape(static_cast<std::uint32_t>(shape));
        row.row.time = last + step;
        row.row.previous = sincePrevious == 0 ? 0 : row.row.time - sincePrevious;
        row.row.offset = static_cast<std::uint32_t>(stage.rowData.size());
        row.row.size = static_cast<std::uint32_t>(data.size());
        if (row.row.shape == nullptr || row.row.time <= 0 || row.row.time > kMaxTime)
            return false;
        last = row.row.time;
        stage.rowData.insert(stage.rowData.end(), data.begin(), data.end());
        stage.rows.push_back(row);
    }
    return true;
}

} // namespace pilothouse::history
