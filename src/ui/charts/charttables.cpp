// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/charttables.h"

#include "ui/charts/bandrows.h"
#include "ui/charts/seriespath.h"
#include "ui/charts/timechart.h"

#include <QCoreApplication>
#include <QDateTime>
#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr int kDigits = 10;

QString text(const char *source)
{
    return QCoreApplication::translate("pilothouse::ChartTables", source);
}

QString number(double value)
{
    return std::isfinite(value) ? QString::number(value, 'g', kDigits) : QString();
}

QString moment(Micros time)
{
    QDateTime local = QDateTime::fromMSecsSinceEpoch(time / kMillisecond).toLocalTime();
    return local.toOffsetFromUtc(local.offsetFromUtc()).toString(Qt::ISODateWithMs);
}

QString timeTitle()
{
    return text(QT_TRANSLATE_NOOP("pilothouse::ChartTables", "Time"));
}

} // namespace

ExportTable tableOf(const TimeChart &chart)
{
    ExportTable table;
    table.columns += timeTitle();
    const TimeScale scale = chart.timeScale();
    std::vector<Micros> times;
    for (const TimeSeries &series : chart.series()) {
        const bool band = hasBand(series.points);
        table.columns += series.name;
        if (band) {
            table.columns +=
                text(QT_TRANSLATE_NOOP("pilothouse::ChartTables", "%1 minimum")).arg(series.name);
            table.columns +=
                text(QT_TRANSLATE_NOOP("pilothouse::ChartTables", "%1 maximum")).arg(series.name);
        }
        for (const TimePoint &point : series.points) {
            if (point.time >= scale.from && point.time <= scale.to)
                times.push_back(point.time);
        }
    }
    std::ranges::sort(times);
    times.erase(std::unique(times.begin(), times.end()), times.end());
    for (const Micros time : times)
        table.rows.push_back({moment(time)});

    for (const TimeSeries &series : chart.series()) {
        const bool band = hasBand(series.points);
        for (std::size_t i = 0; i < times.size(); ++i) {
            const auto at = std::ranges::lower_bound(series.points, times[i], {}, &TimePoint::time);
            const bool found = at != series.points.end() && at->time == times[i];
            QStringList &row = table.rows[i];
            row += found ? number(at->mean) : QString();
            if (band) {
                row += found ? number(at->minimum) : QString();
                row += found ? number(at->maximum) : QString();
            }
        }
    }
    return table;
}

ExportTable tableOf(const BandRows &chart)
{
    ExportTable table;
    const RowRaster &raster = chart.rowsView()->raster();
    table.columns += timeTitle();
    table.columns += chart.rowsView()->labels();
    for (int column = 0; column < raster.columns(); ++column) {
        QStringList row{moment(raster.columnTime(column))};
        for (int i = 0; i < raster.rows(); ++i)
            row += number(raster.value(i, column));
        table.rows.push_back(std::move(row));
    }
    return table;
}

} // namespace pilothouse
