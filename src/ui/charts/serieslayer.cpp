// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/serieslayer.h"

#include <QAreaSeries>
#include <QChart>
#include <QLineSeries>
#include <QPen>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <limits>

namespace pilothouse {

namespace {

constexpr float kBandAlpha = 0.26F;
constexpr float kFillAlpha = 0.15F;
constexpr float kStackAlpha = 0.82F;

QColor lineColour(const Theme &theme, int index)
{
    return index < 0 ? theme.tokens().text : theme.category(index);
}

float areaAlpha(SeriesStyle style)
{
    switch (style) {
    case SeriesStyle::Stacked:
        return kStackAlpha;
    case SeriesStyle::FilledLine:
        return kFillAlpha;
    case SeriesStyle::Line:
        break;
    }
    return kBandAlpha;
}

void include(ValueRange &range, const QList<QPointF> &points)
{
    for (const QPointF &point : points) {
        if (std::isnan(point.y()))
            continue;
        range.low = std::min(range.low, point.y());
        range.high = std::max(range.high, point.y());
    }
}

} // namespace

std::vector<SeriesPaths> seriesPaths(std::span<const TimeSeries> series, const PathFrame &frame,
                                     std::size_t maxPoints)
{
    std::vector<SeriesPaths> result;
    std::vector<std::vector<TimePoint>> stacked;
    for (const TimeSeries &one : series) {
        auto points = reduced(one.points, frame, maxPoints);
        SeriesPaths paths{one.colour, one.style, {}, {}, one.style != SeriesStyle::Line};
        if (one.style == SeriesStyle::Stacked) {
            stacked.push_back(std::move(points));
        } else {
            paths.line = linePath(points, frame);
            if (hasBand(points)) {
                paths.area = bandPath(points, frame);
                paths.hasArea = true;
                paths.style = SeriesStyle::Line;
            } else if (one.style == SeriesStyle::FilledLine) {
                paths.area = fillPath(points, frame);
            }
        }
        result.push_back(std::move(paths));
    }
    auto areas = stackedPaths(stacked, frame);
    auto next = areas.begin();
    for (SeriesPaths &paths : result) {
        if (paths.style == SeriesStyle::Stacked)
            paths.area = std::move(*next++);
    }
    return result;
}

ValueRange extentOf(std::span<const SeriesPaths> paths)
{
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    ValueRange range{kInfinity, -kInfinity};
    for (const SeriesPaths &one : paths) {
        include(range, one.line);
        include(range, one.area.upper);
        include(range, one.area.lower);
    }
    return range;
}

SeriesLayer::SeriesLayer(QChart &chart)
    : m_chart(chart)
    , m_x(new QValueAxis(&chart))
    , m_y(new QValueAxis(&chart))
{
    m_x->setVisible(false);
    m_y->setVisible(false);
    chart.addAxis(m_x, Qt::AlignBottom);
    chart.addAxis(m_y, Qt::AlignLeft);
}

bool SeriesLayer::matches(std::span<const SeriesPaths> paths) const
{
    return std::ranges::equal(m_entries, paths, [](const Entry &entry, const SeriesPaths &one) {
        return entry.style == one.style && (entry.area != nullptr) == one.hasArea;
    });
}

void SeriesLayer::build(std::span<const SeriesPaths> paths)
{
    m_chart.removeAllSeries();
    m_entries.clear();
    const auto attach = [this](QAbstractSeries *series) {
        m_chart.addSeries(series);
        series->attachAxis(m_x);
        series->attachAxis(m_y);
    };
    for (const SeriesPaths &one : paths) {
        Entry entry{one.colour, one.style, nullptr, nullptr};
        if (one.hasArea) {
            entry.area = new QAreaSeries;
            entry.area->setUpperSeries(new QLineSeries(entry.area));
            entry.area->setLowerSeries(new QLineSeries(entry.area));
            attach(entry.area);
        }
        m_entries.push_back(entry);
    }
    for (Entry &entry : m_entries) { // lines above all areas
        if (entry.style == SeriesStyle::Stacked)
            continue;
        entry.line = new QLineSeries;
        attach(entry.line);
    }
}

void SeriesLayer::blockSignals(bool block)
{
    for (const Entry &entry : m_entries) {
        if (entry.line)
            entry.line->blockSignals(block);
        if (entry.area) {
            entry.area->upperSeries()->blockSignals(block);
            entry.area->lowerSeries()->blockSignals(block);
        }
    }
}

void SeriesLayer::show(std::vector<SeriesPaths> paths, double seconds, ValueRange range,
                       const Theme &theme)
{
    const bool rebuilt = !matches(paths);
    if (rebuilt)
        build(paths);
    // Both a new range and new points rebuild every path: where the range changes, that alone does.
    const bool moved = m_x->max() != seconds || m_y->min() != range.low || m_y->max() != range.high;
    if (moved)
        blockSignals(true);
    bool recolour = rebuilt;
    for (std::size_t i = 0; i < paths.size(); ++i) {
        Entry &entry = m_entries[i];
        recolour |= std::exchange(entry.colour, paths[i].colour) != paths[i].colour;
        if (entry.line)
            entry.line->replace(paths[i].line);
        if (entry.area) {
            entry.area->upperSeries()->replace(paths[i].area.upper);
            entry.area->lowerSeries()->replace(paths[i].area.lower);
        }
    }
    if (moved) {
        blockSignals(false);
        m_x->setRange(0, seconds);
        m_y->setRange(range.low, range.high);
    }
    if (recolour)
        colour(theme);
}

void SeriesLayer::colour(const Theme &theme)
{
    for (const Entry &entry : m_entries) {
        const QColor colour = lineColour(theme, entry.colour);
        if (entry.line)
            entry.line->setPen(QPen(colour, 1));
        if (entry.area) {
            QColor inside = colour;
            inside.setAlphaF(areaAlpha(entry.style));
            entry.area->setPen(Qt::NoPen);
            entry.area->setBrush(inside);
        }
    }
}

} // namespace pilothouse
