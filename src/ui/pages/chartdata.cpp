// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/chartdata.h"

#include "models/text.h"

#include <algorithm>
#include <limits>

namespace pilothouse {

TimeSeries chartSeries(const HistorySeries &series, const QString &name, int colour,
                       SeriesStyle style)
{
    TimeSeries chart;
    chart.name = name;
    chart.colour = colour;
    chart.style = style;
    chart.points.reserve(series.points.size());
    for (const HistoryPoint &point : series.points)
        chart.points.push_back({point.time, point.minimum, point.mean, point.maximum});
    return chart;
}

TimeSeries brokenSeries(const HistorySeries &series)
{
    TimeSeries chart = chartSeries(series, {}, 0);
    const Micros gap = chartGap(series);
    std::vector<TimePoint> points;
    points.reserve(chart.points.size());
    for (const TimePoint &point : chart.points) {
        if (!points.empty() && gap > 0 && point.time - points.back().time > gap)
            points.push_back(TimePoint::sample(points.back().time + 1,
                                               std::numeric_limits<double>::quiet_NaN()));
        points.push_back(point);
    }
    chart.points = std::move(points);
    return chart;
}

Micros chartGap(const HistorySeries &series)
{
    return std::max(series.gap, 2 * series.bucket);
}

std::vector<EventMark> eventMarks(const std::vector<HistoryEvent> &events, bool withInfo)
{
    std::vector<EventMark> marks;
    for (const HistoryEvent &at : events) {
        if (at.event.severity == Severity::Info && !withInfo)
            continue;
        const MarkSeverity severity = at.event.severity == Severity::Critical
            ? MarkSeverity::Critical
            : at.event.severity == Severity::Warning ? MarkSeverity::Warning
                                                     : MarkSeverity::Info;
        marks.push_back({at.event.time, severity,
                         text::from(at.node) + QStringLiteral(" • ") + text::event(at.event)});
    }
    return marks;
}

} // namespace pilothouse
