// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/timeaxis.h"
#include "ui/charts/valuerange.h"

#include <QDateTime>
#include <QTest>
#include <limits>

using namespace pilothouse;

namespace {

Micros at(const char *iso)
{
    return QDateTime::fromString(QLatin1String(iso), Qt::ISODate).toMSecsSinceEpoch()
        * kMillisecond;
}

QStringList labels(const std::vector<TimeTick> &ticks)
{
    QStringList all;
    for (const TimeTick &tick : ticks)
        all += tick.label;
    return all;
}

const QTimeZone kShanghai("Asia/Shanghai");

} // namespace

class TestChartAxes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void timeTicksStandOnRoundLocalTimes()
    {
        const auto ticks =
            timeTicks(at("2026-11-22T11:07:00Z"), at("2026-11-22T13:07:00Z"), 400, 80, kShanghai);
        QCOMPARE(labels(ticks),
                 QStringList({QStringLiteral("19:30"), QStringLiteral("20:00"),
                              QStringLiteral("20:30"), QStringLiteral("21:00")}));
        QCOMPARE(ticks.front().time, at("2026-11-22T11:30:00Z"));
    }

    void midnightShowsTheDate()
    {
        const auto ticks =
            timeTicks(at("2026-11-22T14:00:00Z"), at("2026-11-22T18:00:00Z"), 400, 80, kShanghai);
        QCOMPARE(
            labels(ticks),
            QStringList({QStringLiteral("22:00"), QStringLiteral("23:00"), QStringLiteral("11-23"),
                         QStringLiteral("01:00"), QStringLiteral("02:00")}));
        QVERIFY(ticks[2].date);
        QVERIFY(!ticks[1].date);
    }

    void shortRangesShowSeconds()
    {
        const auto ticks = timeTicks(at("2026-11-22T11:00:00Z"), at("2026-11-22T11:01:00Z"), 300,
                                     80, QTimeZone::utc());
        QCOMPARE(labels(ticks),
                 QStringList({QStringLiteral("11:00:00"), QStringLiteral("11:00:30"),
                              QStringLiteral("11:01:00")}));
    }

    void daysStayAtMidnightAcrossDaylightSaving()
    {
        const QTimeZone berlin("Europe/Berlin");
        const auto ticks =
            timeTicks(at("2026-03-27T12:00:00Z"), at("2026-03-31T12:00:00Z"), 400, 80, berlin);
        QCOMPARE(ticks.size(), 4U);
        for (const TimeTick &tick : ticks)
            QVERIFY(tick.date);
        QCOMPARE(ticks[2].time - ticks[1].time, 23 * kHour);
    }

    void ticksNeverStandCloserThanAsked_data()
    {
        QTest::addColumn<Micros>("span");
        for (const Micros span : {3 * kSecond, 47 * kSecond, 13 * kMinute, 5 * kHour, 9 * kDay,
                                  100 * kDay, 4'000 * kDay, 400'000 * kDay})
            QTest::addRow("%lld s", static_cast<long long>(span / kSecond)) << span;
    }

    void ticksNeverStandCloserThanAsked()
    {
        QFETCH(const Micros, span);
        const Micros from = at("2026-01-05T10:12:13Z");
        const TimeScale scale{from, from + span, 0, 700};
        const auto ticks = timeTicks(scale.from, scale.to, scale.width, 90, kShanghai);
        QVERIFY(!ticks.empty() || span > kDay);
        QVERIFY(ticks.size() <= 8);
        for (std::size_t i = 1; i < ticks.size(); ++i)
            QVERIFY(scale.x(ticks[i].time) - scale.x(ticks[i - 1].time) >= 80);
    }

    void anEmptyRangeHasNoTicks()
    {
        QVERIFY(timeTicks(5, 5, 100, 10, kShanghai).empty());
        QVERIFY(timeTicks(0, kHour, 0, 10, kShanghai).empty());
    }

    void aScaleMapsBothWays()
    {
        const TimeScale scale{1'000, 3'000, 50, 200};
        QCOMPARE(scale.x(2'000), 150.0);
        QCOMPARE(scale.time(150), Micros{2'000});
        QCOMPARE(scale.time(-400), Micros{1'000});
        QCOMPARE(scale.time(900), Micros{3'000});
    }

    void stepsAreRound()
    {
        QCOMPARE(niceStep(100, 4, Rounding::Decimal), 25.0);
        QCOMPARE(niceStep(7, 4, Rounding::Decimal), 2.0);
        QCOMPARE(niceStep(0.9, 3, Rounding::Decimal), 0.5);
        QCOMPARE(niceStep(1024, 4, Rounding::Binary), 256.0);
        QCOMPARE(niceStep(60.0 * (1 << 30), 4, Rounding::Binary), 16.0 * (1 << 30));
        QCOMPARE(niceStep(std::numeric_limits<double>::infinity(), 4, Rounding::Decimal), 1.0);
    }

    void ticksIncludeRoundEnds()
    {
        QCOMPARE(valueTicks({0, 1}, 4, Rounding::Decimal),
                 std::vector<double>({0, 0.25, 0.5, 0.75, 1}));
        QVERIFY(valueTicks({1, 1}, 4, Rounding::Decimal).empty());
    }

    void aStickyRangeGrowsAtOnceAndShrinksLate()
    {
        StickyRange range;
        QCOMPARE(range.follow(20, 83), (ValueRange{0, 100}));
        QCOMPARE(range.follow(20, 71), (ValueRange{0, 100})); // 80 would do: not worth a jump
        QCOMPARE(range.follow(20, 99.5), (ValueRange{0, 100}));
        QCOMPARE(range.follow(20, 101), (ValueRange{0, 150}));
        QCOMPARE(range.follow(20, 83), (ValueRange{0, 150}));
        QCOMPARE(range.follow(2, 41), (ValueRange{0, 60}));
    }

    void aStickyRangeBelievesNoNonsense()
    {
        StickyRange range;
        (void)range.follow(0, 10);
        const ValueRange before = range.current();
        QCOMPARE(range.follow(std::numeric_limits<double>::quiet_NaN(), 5), before);
        QCOMPARE(range.follow(1, -1), before);
        QCOMPARE(StickyRange().follow(0, 0), (ValueRange{0, 1}));
        const ValueRange negative = StickyRange().follow(-7, -3);
        QCOMPARE(negative.high, 0.0);
        QVERIFY(negative.low <= -7);
    }
};

QTEST_APPLESS_MAIN(TestChartAxes)
#include "tst_chartaxes.moc"
