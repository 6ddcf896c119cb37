// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/history.h"
#include "ui/charts/timeseries.h"

#include <QString>

namespace pilothouse {

// A series as history gives it, as a chart draws it.
[[nodiscard]] TimeSeries chartSeries(const HistorySeries &series, const QString &name, int colour,
                                     SeriesStyle style = SeriesStyle::Line);

// The same with a missing point in each gap, for what draws points without knowing of gaps.
[[nodiscard]] TimeSeries brokenSeries(const HistorySeries &series);

// Neighbours farther apart than this are not joined by a line.
[[nodiscard]] Micros chartGap(const HistorySeries &series);

// Events as marks on a time axis; those of Severity::Info only where wanted.
[[nodiscard]] std::vector<EventMark> eventMarks(const std::vector<HistoryEvent> &events,
                                                bool withInfo);

} // namespace pilothouse
