// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/exporttable.h"

namespace pilothouse {

class BandRows;
class TimeChart;

// What a chart shows, as rows of plain numbers; times as ISO 8601 with the local zone's offset.
// A missing value is an empty field.

// One row per time of any series. Minimum and maximum beside the mean where there is a band.
[[nodiscard]] ExportTable tableOf(const TimeChart &chart);

// One row per bucket, one column per accelerator.
[[nodiscard]] ExportTable tableOf(const BandRows &chart);

} // namespace pilothouse
