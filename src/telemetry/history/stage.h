// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "telemetry/history/bytes.h"
#include "telemetry/history/hotstore.h"
#include "telemetry/history/keys.h"
#include "telemetry/history/names.h"

#include <map>
#include <string>
#include <vector>

namespace pilothouse::history {

// What one transaction stores, ready to be written, and written again where that failed.
struct Stage {
    struct Row {
        NodeId node = 0;
        HotRow row; // offset and size are those of its data in rowData
    };
    struct StagedInventory {
        Micros time = 0;
        std::string address;
        Bytes data;
    };
    struct StagedEvent {
        NodeId node = 0;
        Event event;
    };

    NewNames names;
    std::vector<Row> rows;
    Bytes rowData;
    std::vector<StagedInventory> inventories;
    std::vector<StagedEvent> events;
    std::map<std::string, StreamPosition> positions;
    Micros first = 0; // oldest and newest time of its frames
    Micros last = 0;

    [[nodiscard]] bool empty() const { return positions.empty() && inventories.empty(); }
};

// The row of the hot table that holds a stage's frames, and back. docs/format/history.md.
[[nodiscard]] Bytes encodeHotRow(const Stage &stage);
// The frames go to rows and rowData of the stage; false where the bytes are no such row.
[[nodiscard]] bool decodeHotRow(ByteSpan body, const Names &names, Stage &stage);

} // namespace pilothouse::history
