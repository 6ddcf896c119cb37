// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyfixture.h"

#include <QTest>

using namespace pilothouse;
using namespace pilothouse::test;

// Times of a node ascend, each is stored once, whatever comes twice, late or from a wrong clock.
class HistoryOrderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void repeatedBatchesAreStoredOnce();
    void aRestartedServerThatRepeatsTimesIsStoredOnce();
    void aClockThatWasSetBackGoesOnWhereItWas();
    void aClockThatWasALittleAheadGoesOnWhereItWas();
    void framesThatComeLateForTheirWindowAreSealedIntoIt();
};

void HistoryOrderTest::repeatedBatchesAreStoredOnce()
{
    QTemporaryDir directory;
    std::mt19937_64 random(15);
    PlainStore plain;
    const auto inventory = makeInventory(2, 1);
    const Micros first = pastWindow();
    std::vector<BatchPtr> sent;
    for (int run = 0; run < 3; ++run) {
        const auto history = openIn(directory);
        for (const BatchPtr &batch : sent) // a server that begins at its oldest again
            history->record(kAddress, inventory, batch);
        for (int i = 0; i < 50; ++i) {
            const std::uint64_t sequence = sent.size() + 1;
            sent.push_back(makeBatch(*inventory, sequence,
                                     first + static_cast<Micros>(sequence) * kSecond, random));
            history->record(kAddress, inventory, sent.back());
            plain.add(*inventory, *sent.back());
            if (i % 7 == 0)
                history->record(kAddress, inventory, sent.back());
        }
        history->flush();
        QCOMPARE(history->position(kAddress).sequence, sent.size());
        compareRanges(*history, plain, first, first + kHour, random);
    }
}

void HistoryOrderTest::aRestartedServerThatRepeatsTimesIsStoredOnce()
{
    QTemporaryDir directory;
    std::mt19937_64 random(16);
    PlainStore plain;
    const auto inventory = makeInventory(2, 1);
    auto restarted = std::make_shared<Inventory>(*inventory);
    restarted->epoch = 8;
    const Micros first = pastWindow();
    const auto history = openIn(directory);
    for (std::uint64_t i = 1; i <= 100; ++i) {
        const BatchPtr batch =
            makeBatch(*inventory, i, first + static_cast<Micros>(i) * kSecond, random);
        plain.add(*inventory, *batch);
        history->record(kAddress, inventory, batch);
    }
    for (std::uint64_t i = 1; i <= 100; ++i) { // the second half is new
        const BatchPtr batch =
            makeBatch(*restarted, i, first + static_cast<Micros>(i + 50) * kSecond, random);
        plain.add(*restarted, *batch); // keeps what it has
        history->record(kAddress, restarted, batch);
    }
    history->flush();
    compareRanges(*history, plain, first, first + kHour, random);
    QVERIFY(history->position(kAddress) == (StreamPosition{8, 100}));
}

void HistoryOrderTest::aClockThatWasSetBackGoesOnWhereItWas()
{
    QTemporaryDir directory;
    std::mt19937_64 random(21);
    PlainStore plain;
    const auto inventory = makeInventory(2, 1);
    const Micros first = nowMicros() - 1400 * kSecond;
    std::uint64_t sequence = 0;
    auto history = openIn(directory);
    const auto record = [&](Micros time, bool kept) {
        const BatchPtr batch = makeBatch(*inventory, ++sequence, time, random);
        if (kept)
            plain.add(*inventory, *batch);
        history->record(kAddress, inventory, batch);
        if (sequence % 50 == 0)
            history->flush();
    };
    for (int i = 0; i < 500; ++i)
        record(first + i * kSecond, true);
    for (int i = 500; i < 1300; ++i) // half a day ahead; its windows are sealed
        record(first + kDay / 2 + i * kSecond, true);
    history.reset();
    history = openIn(directory);
    for (int i = 400; i < 500; ++i) // back, at first to times that are stored
        record(first + i * kSecond, false);
    for (int i = 500; i < 1300; ++i)
        record(first + i * kSecond, true);
    record(first + 700 * kSecond, false);
    history->flush();
    compareRanges(*history, plain, first, first + kDay, random);
    history.reset();
    compareRanges(*openIn(directory), plain, first, first + kDay, random);
}

// Ahead and back within one window, so that the rows' order is not that of their times.
void HistoryOrderTest::aClockThatWasALittleAheadGoesOnWhereItWas()
{
    QTemporaryDir directory;
    std::mt19937_64 random(26);
    PlainStore plain;
    const auto inventory = makeInventory(2, 1);
    const Micros now = nowMicros();
    std::uint64_t sequence = 0;
    const auto history = openIn(directory);
    const std::vector<std::pair<int, int>> runs{
        {-20, 0}, {100, 120}, {0, 40}, {130, 140}, {40, 50}};
    for (const auto &[first, last] : runs) {
        for (int i = first; i < last; ++i) {
            const BatchPtr batch = makeBatch(*inventory, ++sequence, now + i * kSecond, random);
            plain.add(*inventory, *batch);
            history->record(kAddress, inventory, batch);
        }
        history->flush();
        compareRanges(*history, plain, now - kMinute, now + kHour, random);
    }
}

void HistoryOrderTest::framesThatComeLateForTheirWindowAreSealedIntoIt()
{
    QTemporaryDir directory;
    std::mt19937_64 random(22);
    PlainStore plain;
    const auto inventory = makeInventory(1, 1);
    const Micros day = pastWindow(100); // long past, so that the clock's slack plays no part
    const Micros future = nowMicros() + kHour;
    std::uint64_t sequence = 0;
    const auto history = openIn(directory);
    // Every other second, then far ahead so that the window is sealed, then the seconds after.
    for (int round = 0; round < 4; ++round) {
        for (int i = 0; i < 60; ++i) {
            const BatchPtr batch =
                makeBatch(*inventory, ++sequence, day + (round * 60 + i) * kSecond, random);
            plain.add(*inventory, *batch);
            history->record(kAddress, inventory, batch);
        }
        const BatchPtr ahead = makeBatch(*inventory, ++sequence, future + round * kSecond, random);
        plain.add(*inventory, *ahead);
        history->record(kAddress, inventory, ahead);
        history->flush();
        compareRanges(*history, plain, day, day + 600 * kSecond, random);
    }
}

QTEST_APPLESS_MAIN(HistoryOrderTest)
#include "tst_historyorder.moc"
