// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/seriespath.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pilothouse {

namespace {

bool joined(const TimePoint &left, const TimePoint &right, const PathFrame &frame)
{
    return frame.gap <= 0 || right.time - left.time <= frame.gap;
}

// Runs of points that are joined and have values.
std::vector<std::span<const TimePoint>> segments(std::span<const TimePoint> points,
                                                 const PathFrame &frame)
{
    std::vector<std::span<const TimePoint>> runs;
    std::size_t begin = 0;
    const auto close = [&](std::size_t end) {
        if (end > begin)
            runs.push_back(points.subspan(begin, end - begin));
    };
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (!std::isfinite(points[i].mean)) {
            close(i);
            begin = i + 1;
        } else if (i > begin && !joined(points[i - 1], points[i], frame)) {
            close(i);
            begin = i;
        }
    }
    close(points.size());
    return runs;
}

std::span<const TimePoint> visible(std::span<const TimePoint> points, const PathFrame &frame)
{
    auto first = std::ranges::lower_bound(points, frame.from, {}, &TimePoint::time);
    auto last = std::ranges::upper_bound(points, frame.to, {}, &TimePoint::time);
    if (first != points.begin())
        --first;
    if (last != points.end())
        ++last;
    return first < last ? std::span(first, last) : std::span<const TimePoint>();
}

TimePoint merged(std::span<const TimePoint> points)
{
    TimePoint all = points.front();
    double sum = 0;
    for (const TimePoint &point : points) {
        all.minimum = std::min(all.minimum, point.minimum);
        all.maximum = std::max(all.maximum, point.maximum);
        sum += point.mean;
    }
    all.mean = sum / static_cast<double>(points.size());
    all.time = points.front().time + (points.back().time - points.front().time) / 2;
    return all;
}

// Appends one edge of every segment; between segments the area is closed onto its floor.
template <typename Upper, typename Lower>
BandPath areaPath(std::span<const TimePoint> points, const PathFrame &frame, Upper upper,
                  Lower lower)
{
    BandPath path;
    for (const auto run : segments(points, frame)) {
        const auto close = [&](const TimePoint &at) {
            const QPointF floor(frame.x(at.time), lower(at));
            path.upper.append(floor);
            path.lower.append(floor);
        };
        close(run.front());
        for (const TimePoint &point : run) {
            path.upper.append(QPointF(frame.x(point.time), upper(point)));
            path.lower.append(QPointF(frame.x(point.time), lower(point)));
        }
        close(run.back());
    }
    return path;
}

} // namespace

std::vector<TimePoint> reduced(std::span<const TimePoint> points, const PathFrame &frame,
                               std::size_t maxPoints)
{
    const auto shown = visible(points, frame);
    if (shown.size() <= maxPoints || maxPoints == 0)
        return {shown.begin(), shown.end()};
    const std::size_t width = (shown.size() + maxPoints - 1) / maxPoints;
    std::vector<TimePoint> result;
    result.reserve(maxPoints + 8);
    const TimePoint *previous = nullptr;
    for (const auto run : segments(shown, frame)) {
        if (previous) {
            // Merged points move towards each other; keep the break that was between the samples.
            const double none = std::numeric_limits<double>::quiet_NaN();
            const Micros middle = previous->time + (run.front().time - previous->time) / 2;
            result.push_back({middle, none, none, none});
        }
        for (std::size_t i = 0; i < run.size(); i += width)
            result.push_back(merged(run.subspan(i, std::min(width, run.size() - i))));
        previous = &run.back();
    }
    return result;
}

QList<QPointF> linePath(std::span<const TimePoint> points, const PathFrame &frame)
{
    QList<QPointF> path;
    const double none = std::numeric_limits<double>::quiet_NaN();
    for (const auto run : segments(points, frame)) {
        if (!path.isEmpty())
            path.append(QPointF(frame.x(run.front().time), none));
        for (const TimePoint &point : run)
            path.append(QPointF(frame.x(point.time), point.mean));
        if (run.size() == 1 && frame.dotSeconds > 0)
            path.append(path.back() + QPointF(frame.dotSeconds, 0));
    }
    return path;
}

BandPath bandPath(std::span<const TimePoint> points, const PathFrame &frame)
{
    return areaPath(
        points, frame, [](const TimePoint &point) { return point.maximum; },
        [](const TimePoint &point) { return point.minimum; });
}

BandPath fillPath(std::span<const TimePoint> points, const PathFrame &frame)
{
    return areaPath(
        points, frame, [](const TimePoint &point) { return point.mean; },
        [](const TimePoint &) { return 0.0; });
}

std::vector<BandPath> stackedPaths(std::span<const std::vector<TimePoint>> series,
                                   const PathFrame &frame)
{
    std::vector<Micros> times;
    for (const auto &points : series) {
        for (const TimePoint &point : points)
            times.push_back(point.time);
    }
    std::ranges::sort(times);
    times.erase(std::unique(times.begin(), times.end()), times.end());

    std::vector<TimePoint> level(times.size()); // minimum: floor, maximum: top of this series
    for (std::size_t i = 0; i < times.size(); ++i)
        level[i].time = times[i];
    std::vector<BandPath> paths;
    for (const auto &points : series) {
        std::size_t next = 0;
        for (TimePoint &at : level) {
            while (next < points.size() && points[next].time <= at.time)
                ++next;
            const TimePoint *last = next > 0 ? &points[next - 1] : nullptr;
            const bool fresh = last && std::isfinite(last->mean) && joined(*last, at, frame);
            at.minimum = at.maximum;
            at.maximum += fresh ? last->mean : 0.0;
        }
        paths.push_back(bandPath(level, frame));
    }
    return paths;
}

bool hasBand(std::span<const TimePoint> points)
{
    return std::ranges::any_of(
        points, [](const TimePoint &point) { return point.minimum < point.maximum; });
}

std::optional<TimePoint> pointAt(std::span<const TimePoint> points, Micros time, Micros gap)
{
    const auto after = std::ranges::lower_bound(points, time, {}, &TimePoint::time);
    auto best = points.end();
    if (after != points.end())
        best = after;
    if (after != points.begin()) {
        const auto before = std::prev(after);
        if (best == points.end() || time - before->time <= best->time - time)
            best = before;
    }
    if (best == points.end() || !std::isfinite(best->mean))
        return std::nullopt;
    if (gap > 0 && std::abs(best->time - time) > gap / 2)
        return std::nullopt;
    return *best;
}

} // namespace pilothouse
