// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/serieslayer.h"
#include "ui/charts/seriespath.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace pilothouse;

namespace {

std::vector<TimePoint> samples(std::initializer_list<std::pair<int, double>> all)
{
    std::vector<TimePoint> points;
    for (const auto &[second, value] : all)
        points.push_back(TimePoint::sample(second * kSecond, value));
    return points;
}

int breaks(const QList<QPointF> &path)
{
    return static_cast<int>(
        std::ranges::count_if(path, [](QPointF p) { return std::isnan(p.y()); }));
}

constexpr PathFrame kFrame{0, 100 * kSecond, 5 * kSecond, 0.25};

} // namespace

class TestSeriesPath : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineBreaksWhereSamplesAreMissing()
    {
        const auto path = linePath(samples({{0, 1}, {2, 2}, {20, 3}, {22, 4}}), kFrame);
        QCOMPARE(path.size(), 5);
        QCOMPARE(breaks(path), 1);
        QVERIFY(std::isnan(path[2].y()));
        QCOMPARE(path[3], QPointF(20, 3));
    }

    void aMissingValueBreaksTheLine()
    {
        const double none = std::numeric_limits<double>::quiet_NaN();
        const auto path = linePath(samples({{0, 1}, {1, 1}, {2, none}, {3, 2}, {4, 2}}), kFrame);
        QCOMPARE(breaks(path), 1);
    }

    void withoutAGapEverythingIsJoined()
    {
        QCOMPARE(breaks(linePath(samples({{0, 1}, {90, 2}}), {0, 100 * kSecond, 0, 0})), 0);
    }

    void aLonelySampleIsADot()
    {
        const auto path = linePath(samples({{50, 7}}), kFrame);
        QCOMPARE(path, QList<QPointF>({{50, 7}, {50.25, 7}}));
    }

    void anAreaHasNoHeightInAGap()
    {
        const auto path = fillPath(samples({{0, 1}, {2, 2}, {20, 3}, {22, 4}}), kFrame);
        QCOMPARE(path.upper.size(), path.lower.size());
        double previous = -1;
        bool closedBefore = false;
        bool closedAfter = false;
        for (int i = 0; i < path.upper.size(); ++i) {
            QVERIFY(path.upper[i].x() >= previous);
            previous = path.upper[i].x();
            QVERIFY(std::isfinite(path.upper[i].y()));
            const bool closed = path.upper[i] == path.lower[i];
            closedBefore |= closed && path.upper[i].x() == 2;
            closedAfter |= closed && path.upper[i].x() == 20;
        }
        QVERIFY(closedBefore && closedAfter);
    }

    void mergingKeepsExtremesAndBreaks()
    {
        std::vector<TimePoint> points;
        for (int i = 0; i < 2'000; ++i)
            points.push_back(TimePoint::sample(i * kMillisecond * 50, 1));
        points[777].maximum = points[777].mean = 9;
        points[1'200].minimum = points[1'200].mean = -4;
        points.erase(points.begin() + 1'500, points.begin() + 1'700);
        const auto merged = reduced(points, kFrame, 100);
        QVERIFY(merged.size() <= 110);
        QCOMPARE(std::ranges::max(merged, {}, &TimePoint::maximum).maximum, 9.0);
        QCOMPARE(breaks(linePath(merged, kFrame)), 1);
        QVERIFY(hasBand(merged));
        double low = 0;
        for (const TimePoint &point : merged)
            low = std::min(low, std::isfinite(point.minimum) ? point.minimum : 0);
        QCOMPARE(low, -4.0);
    }

    void onlyTheVisiblePartIsDrawnWithOneNeighbourOnEachSide()
    {
        std::vector<TimePoint> points;
        for (int i = 0; i < 100; ++i)
            points.push_back(TimePoint::sample(i * kSecond, i));
        const auto shown = reduced(points, {20 * kSecond, 30 * kSecond, 0, 0}, 1'000);
        QCOMPARE(shown.front().time, 19 * kSecond);
        QCOMPARE(shown.back().time, 31 * kSecond);
        QVERIFY(reduced({}, kFrame, 10).empty());
    }

    void stackedSeriesLieOnTopOfEachOther()
    {
        const std::vector<std::vector<TimePoint>> series{samples({{0, 1}, {2, 2}}),
                                                         samples({{0, 10}, {2, 20}})};
        const auto paths = stackedPaths(series, kFrame);
        QCOMPARE(paths.size(), 2U);
        QCOMPARE(paths[1].lower.at(1), QPointF(0, 1));
        QCOMPARE(paths[1].upper.at(1), QPointF(0, 11));
        QCOMPARE(paths[1].upper.at(2), QPointF(2, 22));
    }

    void aStackedSeriesWithoutANewValueCountsWithItsLastOneUntilItIsTooOld()
    {
        const std::vector<std::vector<TimePoint>> series{samples({{0, 4}}),
                                                         samples({{0, 1}, {4, 1}, {8, 1}})};
        const auto paths = stackedPaths(series, kFrame);
        QCOMPARE(paths[1].upper.at(2), QPointF(4, 5));
        QCOMPARE(paths[1].upper.at(3), QPointF(8, 1));
    }

    void theExtentCoversBandsAndIgnoresBreaks()
    {
        auto points = samples({{0, 1}, {1, 2}, {50, 3}});
        points[1].maximum = 8;
        const TimeSeries series{QStringLiteral("a"), 0, SeriesStyle::Line, points};
        const auto paths = seriesPaths(std::span(&series, 1), kFrame, 100);
        QCOMPARE(extentOf(paths), (ValueRange{1, 8}));
        const ValueRange nothing = extentOf({});
        QVERIFY(nothing.low > nothing.high);
    }

    void theNearestSampleIsFoundUnlessItIsFar()
    {
        const auto points = samples({{0, 1}, {10, 2}});
        QCOMPARE(pointAt(points, 6 * kSecond, 0)->mean, 2.0);
        QCOMPARE(pointAt(points, 5 * kSecond, 0)->mean, 1.0);
        QVERIFY(!pointAt(points, 5 * kSecond, 4 * kSecond));
        QVERIFY(!pointAt({}, 0, 0));
    }
};

QTEST_APPLESS_MAIN(TestSeriesPath)
#include "tst_seriespath.moc"
