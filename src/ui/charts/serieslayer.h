// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/seriespath.h"
#include "ui/charts/valuerange.h"
#include "ui/theme/theme.h"

#include <memory>
#include <vector>

class QAreaSeries;
class QChart;
class QLineSeries;
class QValueAxis;

namespace pilothouse {

// One series, ready to be drawn.
struct SeriesPaths {
    int colour = 0;
    SeriesStyle style = SeriesStyle::Line;
    QList<QPointF> line;
    BandPath area; // band, fill or stacked area
    bool hasArea = false;
};

[[nodiscard]] std::vector<SeriesPaths> seriesPaths(std::span<const TimeSeries> series,
                                                   const PathFrame &frame, std::size_t maxPoints);

// Between which values the paths lie; low > high when there is none.
[[nodiscard]] ValueRange extentOf(std::span<const SeriesPaths> paths);

// The Qt Charts series of one chart: made again only when styles or their number change, otherwise
// their points are replaced, once per update.
class SeriesLayer {
public:
    explicit SeriesLayer(QChart &chart);

    void show(std::vector<SeriesPaths> paths, double seconds, ValueRange range, const Theme &theme);
    void colour(const Theme &theme);

private:
    struct Entry {
        int colour = 0;
        SeriesStyle style = SeriesStyle::Line;
        QAreaSeries *area = nullptr; // owned by the chart
        QLineSeries *line = nullptr;
    };

    [[nodiscard]] bool matches(std::span<const SeriesPaths> paths) const;
    void build(std::span<const SeriesPaths> paths);
    void blockSignals(bool block);

    QChart &m_chart;
    QValueAxis *m_x;
    QValueAxis *m_y;
    std::vector<Entry> m_entries;
};

} // namespace pilothouse
