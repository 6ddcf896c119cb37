// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/centerview.h"
#include "ui/pages/chartpanel.h"

namespace pilothouse {

// The charts of one device: every metric that its node sends.
[[nodiscard]] std::vector<ChartSpec> hostCharts(const CenterView &view, NodeIndex node);
// many: the whole page; otherwise the handful that tells most.
[[nodiscard]] std::vector<ChartSpec> acceleratorCharts(const CenterView &view,
                                                       AcceleratorIndex accelerator, bool many);
// Of a node, one chart a metric with a line for each of its accelerators (at most eight).
[[nodiscard]] std::vector<ChartSpec> nodeAcceleratorCharts(const CenterView &view, NodeIndex node);

} // namespace pilothouse
