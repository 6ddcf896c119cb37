// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/timeseries.h"

#include <QList>
#include <QPointF>
#include <optional>
#include <span>

namespace pilothouse {

// Turns series into what Qt Charts draws. x is in seconds after `from`, so that a sliding window
// keeps its domain and replaces points alone.
struct PathFrame {
    Micros from = 0;
    Micros to = 0;
    Micros gap = 0; // neighbours farther apart are not joined; 0: all are
    double dotSeconds = 0; // width given to a point that has no neighbour to be joined to

    [[nodiscard]] double x(Micros time) const
    {
        return static_cast<double>(time - from) / static_cast<double>(kSecond);
    }
};

struct BandPath {
    QList<QPointF> upper;
    QList<QPointF> lower;
};

// What is visible of points, with one neighbour on each side, in at most about maxPoints points:
// neighbouring ones are merged, their extremes kept. Never merges across a gap.
[[nodiscard]] std::vector<TimePoint> reduced(std::span<const TimePoint> points,
                                             const PathFrame &frame, std::size_t maxPoints);

// The means, with a NaN point where the line breaks.
[[nodiscard]] QList<QPointF> linePath(std::span<const TimePoint> points, const PathFrame &frame);

// Minima and maxima. Qt Charts cannot break an area, so it has no height where the line breaks.
[[nodiscard]] BandPath bandPath(std::span<const TimePoint> points, const PathFrame &frame);

// The same between zero and the mean.
[[nodiscard]] BandPath fillPath(std::span<const TimePoint> points, const PathFrame &frame);

// Areas on top of each other, one for each series, at the union of their times. A series without a
// value at a time counts with its last one, unless that is older than the gap.
[[nodiscard]] std::vector<BandPath> stackedPaths(std::span<const std::vector<TimePoint>> series,
                                                 const PathFrame &frame);

[[nodiscard]] bool hasBand(std::span<const TimePoint> points);

// The point nearest to time, unless none is within half the gap (or there is none with a value).
[[nodiscard]] std::optional<TimePoint> pointAt(std::span<const TimePoint> points, Micros time,
                                               Micros gap);

} // namespace pilothouse
