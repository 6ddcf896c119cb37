// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/collector.h"
#include "telemetry/history/hotstore.h"
#include "telemetry/history/rowreader.h"
#include "telemetry/history/seriescatalogue.h"

#include <span>
#include <vector>

namespace pilothouse::history {

// How a query reads: over which windows, of which level, what each series goes to.
struct ScanPlan {
    HistoryLevel level = HistoryLevel::Samples;
    std::int64_t firstWindow = 0;
    std::int64_t lastWindow = 0;
    std::vector<std::size_t> slots; // per series of the selection
    std::vector<std::int64_t> skipped; // windows that are answered already, ascending
};

// Reads some nodes of a selection into a collector. One thread.
[[nodiscard]] Result<void> scan(RowReader &rows, const HotStore *hot,
                                std::span<const SelectedNode> nodes, const ScanPlan &plan,
                                Collector &collector);

// The newest value of each series of some nodes that is not after time and not before oldest.
struct ValueAt {
    Micros time = 0; // 0: none
    double value = 0;
};
[[nodiscard]] Result<void> scanMoment(RowReader &rows, const HotStore *hot,
                                      std::span<const SelectedNode> nodes, Micros time,
                                      Micros oldest, std::span<ValueAt> values);

} // namespace pilothouse::history
