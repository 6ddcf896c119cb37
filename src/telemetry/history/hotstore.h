// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/bytes.h"
#include "telemetry/history/keys.h"
#include "telemetry/history/names.h"
#include "telemetry/history/rowcodec.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

namespace pilothouse::history {

// One committed, not yet sealed frame.
struct HotRow {
    Micros time = 0;
    std::int64_t hotId = 0; // row of the hot table that holds it
    const Shape *shape = nullptr;
    Micros previous = 0; // time of the row whose difference it holds, 0: it stands alone
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
};

// The frames of one node in one window that is not sealed yet, in the order in which they came.
struct HotBin {
    std::int64_t window = 0;
    std::vector<HotRow> rows;
    Bytes bytes;

    void append(HotRow row, ByteSpan data);
    // Calls with each row and its values. Rows that cannot be decoded are left out.
    template <typename Function> void forEachRow(Function &&function) const
    {
        RowState state;
        std::vector<double> values;
        Micros last = 0; // time of the row that the state is of, 0: of none
        for (const HotRow &row : rows) {
            if (row.previous == 0) {
                values.resize(row.shape->width());
                state.reset(values.size());
            } else if (row.previous != last || row.shape->width() != values.size()) {
                continue; // the row before was damaged
            }
            const ByteSpan data = ByteSpan(bytes).subspan(row.offset, row.size);
            last = decodeRow(data, state, values) ? row.time : 0;
            if (last != 0)
                function(row, std::span<const double>(values));
        }
    }
};

struct NodeBin {
    NodeId node = 0;
    HotBin bin;
};

// What was committed and waits to be sealed, in memory as it stands in the hot table.
// The writer's thread changes it, any thread reads.
class HotStore {
public:
    // offset and size of the row are set from data.
    void append(NodeId node, const HotRow &row, ByteSpan data);
    void remove(std::span<const NodeBin> sealed);

    [[nodiscard]] std::vector<HotBin> bins(NodeId node, std::int64_t firstWindow,
                                           std::int64_t lastWindow) const;
    // Rows of the hot table that hold nothing else than these.
    [[nodiscard]] std::vector<std::int64_t> finishedBy(std::span<const NodeBin> sealed) const;
    [[nodiscard]] std::size_t rows(NodeId node, std::int64_t window) const;
    struct Open {
        NodeId node = 0;
        std::int64_t window = 0;
    };
    [[nodiscard]] std::vector<Open> open() const; // by window, then node
    [[nodiscard]] Micros oldest() const; // 0: nothing

private:
    mutable std::mutex m_mutex;
    std::unordered_map<NodeId, std::map<std::int64_t, HotBin>> m_bins; // guarded by m_mutex
    std::map<std::int64_t, std::size_t> m_uses; // frames per hot row, guarded by m_mutex
};

} // namespace pilothouse::history
