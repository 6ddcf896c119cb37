// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/frameclock.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>
#include <thread>
#include <vector>

using namespace pilothouse;

class TestFrameClock : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void manyPokesOfManyThreadsAreFewTicks()
    {
        FrameClock clock;
        QSignalSpy ticks(&clock, &FrameClock::tick);
        std::vector<qint64> times;
        QElapsedTimer timer;
        timer.start();
        connect(&clock, &FrameClock::tick, this, [&] { times.push_back(timer.elapsed()); });
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 4; ++i) {
                threads.emplace_back([&clock](const std::stop_token &stop) {
                    while (!stop.stop_requested())
                        clock.poke();
                });
            }
            QTRY_VERIFY(ticks.count() >= 5);
        }
        for (std::size_t i = 1; i < times.size(); ++i)
            QVERIFY(times[i] - times[i - 1] >= 45);
    }

    void withoutPokesThereAreNoTicks()
    {
        FrameClock clock;
        QSignalSpy ticks(&clock, &FrameClock::tick);
        clock.poke();
        QTRY_COMPARE(ticks.count(), 1);
        QTest::qWait(200);
        QCOMPARE(ticks.count(), 1);
        clock.poke();
        QTRY_COMPARE(ticks.count(), 2);
    }
};

QTEST_GUILESS_MAIN(TestFrameClock)
#include "tst_frameclock.moc"
