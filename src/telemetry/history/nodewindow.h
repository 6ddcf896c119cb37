// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/hotstore.h"
#include "telemetry/history/keys.h"
#include "telemetry/history/matrix.h"

#include <map>
#include <vector>

namespace pilothouse::history {

// All samples of one node in one window, in columns: per metric one column per accelerator, or one
// of the host.
struct NodeWindow {
    std::vector<Micros> times;
    std::map<MetricId, Matrix> blocks; // each with times.size() rows
    std::int64_t lastHotId = 0; // newest row of the hot table that is in it

    [[nodiscard]] static NodeWindow of(const HotBin &bin);
    void append(const NodeWindow &later);
    // The samples of both, by time; where both have one, the other's.
    void merge(const NodeWindow &other);
    // Ascending times, each once: of equal times the first row stays. At most kMaxRows rows.
    void order();
};

} // namespace pilothouse::history
