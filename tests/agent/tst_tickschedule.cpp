// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/tickschedule.h"

#include <QtTest>

#include <random>

using namespace pilothouse;
using namespace pilothouse::agent;

namespace {

constexpr Micros kNoon = 1'700'000'000 * kSecond;

// A schedule that has just ticked at noon.
TickSchedule tickedAtNoon()
{
    TickSchedule schedule;
    (void)schedule.decide(kNoon - 1, kSecond);
    (void)schedule.decide(kNoon, kSecond);
    return schedule;
}

} // namespace

class TestTickSchedule : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void waitsForTheNextWholeInterval();
    void aLateTickKeepsItsNominalTime();
    void leavesOutWhatWasSleptThrough();
    void aShorterIntervalTakesEffectAtOnce();
    void pausesWhileAClockSetBackALittleCatchesUp();
    void saysWhenTheClockWasSetBackFar();
    void ticksAscendWhateverTheClockDoes();
};

void TestTickSchedule::waitsForTheNextWholeInterval()
{
    TickSchedule schedule;
    const auto first = schedule.decide(kNoon + 300 * kMillisecond, kSecond);
    QVERIFY(!first.tick);
    QCOMPARE(first.wait, 700 * kMillisecond);
    const auto early = schedule.decide(kNoon + kSecond - 1, kSecond);
    QVERIFY(!early.tick);
    QCOMPARE(early.wait, Micros{1});
    QCOMPARE(schedule.decide(kNoon + kSecond, kSecond).tick, kNoon + kSecond);
    QCOMPARE(schedule.decide(kNoon + kSecond, kSecond).wait, kSecond);
}

void TestTickSchedule::aLateTickKeepsItsNominalTime()
{
    TickSchedule schedule = tickedAtNoon();
    QCOMPARE(schedule.decide(kNoon + kSecond + 400 * kMillisecond, kSecond).tick, kNoon + kSecond);
    QCOMPARE(schedule.decide(kNoon + kSecond + 400 * kMillisecond, kSecond).wait,
             600 * kMillisecond);
}

void TestTickSchedule::leavesOutWhatWasSleptThrough()
{
    TickSchedule schedule = tickedAtNoon();
    QCOMPARE(schedule.decide(kNoon + kHour + 5, kSecond).tick, kNoon + kHour);
    QVERIFY(!schedule.decide(kNoon + kHour + 6, kSecond).tick);
}

void TestTickSchedule::aShorterIntervalTakesEffectAtOnce()
{
    TickSchedule schedule = tickedAtNoon();
    const Micros quarter = 250 * kMillisecond;
    QCOMPARE(schedule.decide(kNoon + 260 * kMillisecond, quarter).tick, kNoon + quarter);
    QCOMPARE(schedule.decide(kNoon + 260 * kMillisecond, kSecond).wait, 740 * kMillisecond);
}

void TestTickSchedule::pausesWhileAClockSetBackALittleCatchesUp()
{
    TickSchedule schedule = tickedAtNoon();
    const auto back = schedule.decide(kNoon - 5 * kSecond, kSecond);
    QVERIFY(!back.tick);
    QVERIFY(!back.clockJumpedBack);
    QVERIFY(!schedule.decide(kNoon, kSecond).tick);
    QCOMPARE(schedule.decide(kNoon + kSecond, kSecond).tick, kNoon + kSecond);
}

void TestTickSchedule::saysWhenTheClockWasSetBackFar()
{
    TickSchedule schedule = tickedAtNoon();
    QVERIFY(!schedule.decide(kNoon - TickSchedule::kLongestWait, kSecond).clockJumpedBack);
    QVERIFY(schedule.decide(kNoon - TickSchedule::kLongestWait - 1, kSecond).clockJumpedBack);
}

void TestTickSchedule::ticksAscendWhateverTheClockDoes()
{
    std::mt19937 random(1);
    std::uniform_int_distribution<Micros> step(-9 * kSecond, 12 * kSecond);
    TickSchedule schedule;
    Micros now = kNoon;
    Micros last = 0;
    int ticks = 0;
    for (int i = 0; i < 10'000; ++i) {
        now += step(random);
        const auto decision = schedule.decide(now, (1 + i % 10) * 100 * kMillisecond);
        if (decision.clockJumpedBack) {
            schedule = TickSchedule();
            last = 0;
        }
        if (!decision.tick)
            continue;
        QVERIFY(*decision.tick > last);
        QVERIFY(*decision.tick <= now);
        last = *decision.tick;
        ++ticks;
    }
    QVERIFY(ticks > 1000);
}

QTEST_APPLESS_MAIN(TestTickSchedule)
#include "tst_tickschedule.moc"
