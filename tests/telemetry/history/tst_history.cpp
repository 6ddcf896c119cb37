// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyfixture.h"
#include "telemetry/history/query.h"

#include <QTest>

using namespace pilothouse;
using namespace pilothouse::test;

class HistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRangeIsReadAcrossSealedAndHotWithoutASeam();
    void whatWasReadBeforeIsReadAfterReopening();
    void anUnknownMetricKeepsItsName();
    void framesThatAreNotAsAnnouncedAreLeftOut();
    void eventsComeBackWithTheirNodes();
    void aNodeMayChangeItsShapeWithinAWindow();
    void whatIsOlderThanKeptIsDeleted();
    void coarserLevelsOutliveTheSamples();
    void aBudgetShortensTheSamplesFirst();
    void batchesBeyondTheQueueAreDroppedAndCounted();
    void aSecondOpenerIsTurnedAway();
};

void HistoryTest::everyRangeIsReadAcrossSealedAndHotWithoutASeam()
{
    QTemporaryDir directory;
    std::mt19937_64 random(11);
    PlainStore plain;
    const auto inventory = makeInventory(3, 2);
    const Micros first = pastWindow() + 500 * kSecond;
    Micros time = first;
    auto history = openIn(directory);
    for (std::uint64_t i = 1; i <= 2600; ++i) {
        time += kSecond + static_cast<Micros>(random() % 3);
        const BatchPtr batch = makeBatch(*inventory, i, time, random, true);
        plain.add(*inventory, *batch);
        history->record(kAddress, inventory, batch);
        if (random() % 40 == 0)
            history->flush();
        if (random() % 600 == 0) {
            history->flush();
            compareRanges(*history, plain, first, time + 1, random);
        }
        if (random() % 700 == 0) {
            history.reset();
            history = openIn(directory);
        }
    }
    history->flush();
    compareRanges(*history, plain, first, time, random);
    QCOMPARE(history->status().last, time);
    QVERIFY(history->position(kAddress) == (StreamPosition{7, 2600}));
}

void HistoryTest::whatWasReadBeforeIsReadAfterReopening()
{
    QTemporaryDir directory;
    std::mt19937_64 random(12);
    PlainStore plain;
    const auto inventory = makeInventory(2, 8);
    const Micros first = pastWindow();
    for (int run = 0; run < 4; ++run) {
        const auto history = openIn(directory);
        QVERIFY(history->position(kAddress).sequence == static_cast<std::uint64_t>(run) * 400);
        for (int i = 1; i <= 400; ++i) {
            const BatchPtr batch = makeBatch(*inventory, static_cast<std::uint64_t>(run * 400 + i),
                                             first + (run * 400 + i) * kSecond, random);
            plain.add(*inventory, *batch);
            history->record(kAddress, inventory, batch);
        }
    }
    const auto history = openIn(directory);
    QCOMPARE(history->status().first, first + kSecond);
    QCOMPARE(history->status().last, first + 1600 * kSecond);
    QVERIFY(history->status().recording);
    QVERIFY(!history->status().error);
    QVERIFY(history->status().bytes > 10'000);
    compareRanges(*history, plain, first, first + 1601 * kSecond, random);
}

void HistoryTest::anUnknownMetricKeepsItsName()
{
    QTemporaryDir directory;
    std::mt19937_64 random(17);
    PlainStore plain;
    const auto inventory = makeInventory(1, 2, {"vendor/odd one"}, {"vendor/odd one", "冷却"});
    const Micros first = pastWindow();
    const auto history = openIn(directory);
    const BatchPtr batch = makeBatch(*inventory, 1, first, random);
    plain.add(*inventory, *batch);
    history->record(kAddress, inventory, batch);
    history->flush();
    compareRanges(*history, plain, first, first + kHour, random);
    const std::vector<SeriesKey> unknown{
        {"n0", 0, "nothing"}, {"nowhere", 0, "冷却"}, {"n0", 2, "冷却"}};
    const auto read = history->read(unknown, first, first + kHour, 100);
    QVERIFY(read);
    QCOMPARE(read->size(), std::size_t{3});
    for (const HistorySeries &series : *read)
        QVERIFY(series.points.empty());
}

void HistoryTest::framesThatAreNotAsAnnouncedAreLeftOut()
{
    QTemporaryDir directory;
    std::mt19937_64 random(18);
    PlainStore plain;
    const auto inventory = makeInventory(2, 1);
    const Micros first = pastWindow();
    const auto history = openIn(directory);
    const BatchPtr good = makeBatch(*inventory, 1, first, random);
    plain.add(*inventory, *good);
    auto bad = std::make_shared<Batch>(*makeBatch(*inventory, 2, first + kSecond, random));
    bad->frames[0].values.pop_back();
    bad->frames[1].node = 99;
    bad->frames.push_back(bad->frames[0]);
    bad->frames[2].time = -5;
    bad->events.push_back({first, 77, -1, EventKind::LinkDown, Severity::Info, 0, {}});
    auto confused = std::make_shared<Inventory>(*inventory);
    confused->nodes[0].layout = 5;
    confused->nodes[1].name.clear();
    history->record(kAddress, inventory, good);
    history->record(kAddress, inventory, bad);
    history->record(kAddress, confused, makeBatch(*inventory, 3, first + 2 * kSecond, random));
    history->record(kAddress, nullptr, makeBatch(*inventory, 4, first + 3 * kSecond, random));
    history->record(kAddress, inventory, nullptr);
    history->flush();
    QVERIFY(!history->status().error);
    compareRanges(*history, plain, first, first + kHour, random);
    QVERIFY(history->events(0, first + kDay, {}, 10)->empty());
}

void HistoryTest::eventsComeBackWithTheirNodes()
{
    QTemporaryDir directory;
    const auto inventory = makeInventory(3, 1);
    const Micros first = pastWindow();
    {
        const auto history = openIn(directory);
        for (std::uint64_t i = 1; i <= 30; ++i) {
            auto batch = std::make_shared<Batch>();
            batch->epoch = 7;
            batch->sequence = i;
            batch->time = first + static_cast<Micros>(i) * kSecond;
            batch->events.push_back({batch->time, static_cast<std::uint32_t>(i % 3), 0,
                                     EventKind::AcceleratorFault, Severity::Critical,
                                     static_cast<std::int64_t>(i) - 5, "XID \u7535"});
            history->record(kAddress, inventory, batch);
            history->record(kAddress, inventory, batch);
        }
    }
    const auto history = openIn(directory);
    const auto all = history->events(0, first + kDay, {}, 1000);
    QVERIFY(all);
    QCOMPARE(all->size(), std::size_t{30});
    for (std::size_t i = 0; i < 30; ++i) {
        const HistoryEvent &event = (*all)[i];
        QCOMPARE(event.event.time, first + static_cast<Micros>(i + 1) * kSecond);
        QCOMPARE(event.node, inventory->nodes[(i + 1) % 3].name);
        QCOMPARE(event.event.code, static_cast<std::int64_t>(i) - 4);
        QVERIFY(event.event.kind == EventKind::AcceleratorFault
                && event.event.severity == Severity::Critical);
        QCOMPARE(event.event.detail, std::string("XID \u7535"));
    }
    QCOMPARE(history->events(first + 5 * kSecond, first + 14 * kSecond, {}, 1000)->size(),
             std::size_t{10});
    QCOMPARE(history->events(0, first + kDay, "n1", 1000)->size(), std::size_t{10});
    QCOMPARE(history->events(0, first + kDay, "n1", 4)->size(), std::size_t{4});
    QVERIFY(history->events(0, first + kDay, "nowhere", 4)->empty());
}

void HistoryTest::aNodeMayChangeItsShapeWithinAWindow()
{
    QTemporaryDir directory;
    std::mt19937_64 random(23);
    PlainStore plain;
    const std::vector<InventoryPtr> inventories{
        makeInventory(2, 1), makeInventory(2, 3), makeInventory(1, 2, {"uptime"}, {"power", "new"}),
        makeInventory(2, 0, {}, {}), makeInventory(3, 2, {"load_1m", "load_1m"}, {"clock"})};
    const Micros first = pastWindow();
    const auto history = openIn(directory);
    for (std::uint64_t i = 1; i <= 1500; ++i) {
        const InventoryPtr &inventory = inventories[(i / 70) % inventories.size()];
        auto batch = std::make_shared<Batch>(
            *makeBatch(*inventory, i, first + static_cast<Micros>(i) * kSecond, random));
        plain.add(*inventory, *batch);
        history->record(kAddress, inventory, batch);
        if (i % 10 == 0)
            history->flush();
    }
    history->flush();
    compareRanges(*history, plain, first, first + kHour, random);
}

void HistoryTest::whatIsOlderThanKeptIsDeleted()
{
    QTemporaryDir directory;
    std::mt19937_64 random(24);
    PlainStore plain;
    const auto inventory = makeInventory(2, 2);
    const Micros first = pastWindow(30);
    History::Options options = optionsFor(directory);
    std::uint64_t sequence = 0;
    const auto record = [&](History &history) {
        ++sequence;
        auto batch = std::make_shared<Batch>(*makeBatch(
            *inventory, sequence, first + static_cast<Micros>(sequence) * 2 * kSecond, random));
        batch->events.push_back({batch->time, 0, -1, EventKind::LinkUp, Severity::Info, 0, {}});
        plain.add(*inventory, *batch);
        history.record(kAddress, inventory, batch);
        if (sequence % 100 == 0 || sequence > 7200)
            history.flush();
    };
    {
        const auto history = openIn(directory);
        while (sequence < 4 * 1800)
            record(*history);
        QCOMPARE(history->status().first, first + 2 * kSecond);
    }
    constexpr std::chrono::hours kKept(1);
    options.keep = {kKept, kKept, kKept, kKept};
    const auto history = std::move(*History::open(options));
    for (int i = 0; i < 20; ++i)
        record(*history);
    const Micros last = history->status().last;
    const Micros kept = history->status().first;
    QVERIFY2(kept <= last - kHour && kept > last - kHour - 600 * kSecond,
             qPrintable(QString::number(last - kept)));
    QVERIFY(history->read(plain.keys(), first, kept - 1, 100)->front().points.empty());
    QCOMPARE(history->events(0, last, {}, 1)->front().event.time, kept);
    plain.forgetBefore(kept);
    compareRanges(*history, plain, kept, last, random);
}

namespace {

// Four hours of two nodes, a frame every two seconds, then enough for the limits to be applied.
Micros recordHours(const QTemporaryDir &directory, const HistoryRetention &keep, Micros first)
{
    const auto inventory = makeInventory(2, 2);
    std::mt19937_64 random(31);
    std::uint64_t sequence = 0;
    {
        const auto history = openIn(directory);
        while (++sequence <= 4 * 1800) {
            history->record(kAddress, inventory,
                            makeBatch(*inventory, sequence,
                                      first + static_cast<Micros>(sequence) * 2 * kSecond, random));
            if (sequence % 100 == 0)
                history->flush();
        }
    }
    History::Options options = optionsFor(directory);
    options.keep = keep;
    const auto history = std::move(*History::open(options));
    for (int i = 0; i < 60; ++i, ++sequence) {
        history->record(kAddress, inventory,
                        makeBatch(*inventory, sequence,
                                  first + static_cast<Micros>(sequence) * 2 * kSecond, random));
        history->flush();
    }
    return history->status().last;
}

} // namespace

void HistoryTest::coarserLevelsOutliveTheSamples()
{
    QTemporaryDir directory;
    const Micros first = pastWindow(30);
    constexpr std::chrono::hours kLong(100);
    const Micros last =
        recordHours(directory, {std::chrono::hours(1), std::chrono::hours(2), kLong, kLong}, first);
    History::Options options = optionsFor(directory);
    options.keep = {std::chrono::hours(1), std::chrono::hours(2), kLong, kLong};
    const auto history = std::move(*History::open(options));
    const SeriesKey key{"n1", 1, "power"};
    const auto whole = history->read(std::vector{key}, first, last, 100'000);
    QVERIFY(whole);
    QCOMPARE(whole->front().level, HistoryLevel::Minute);
    QVERIFY(whole->front().points.front().time < first + kMinute);
    const auto recent = history->read(std::vector{key}, last - 50 * kMinute, last, 100'000);
    QCOMPARE(recent->front().level, HistoryLevel::Samples);
    HistoryQuery query;
    query.selector.metric = "power";
    query.from = first;
    query.to = last;
    query.step = 10 * kMinute;
    const auto steps = history->query(query);
    QVERIFY(steps);
    QCOMPARE(steps->series.size(), std::size_t{4});
    QVERIFY(steps->series.front().times.size() >= 24);
}

void HistoryTest::aBudgetShortensTheSamplesFirst()
{
    QTemporaryDir directory;
    HistoryRetention keep;
    keep.maxBytes = 600'000;
    const Micros last = recordHours(directory, keep, pastWindow(30));
    History::Options options = optionsFor(directory);
    options.keep = keep;
    const auto history = std::move(*History::open(options));
    const HistoryStatus status = history->status();
    QVERIFY(status.last == last);
    const auto reach = [&](HistoryLevel level) {
        HistoryQuery query;
        query.selector.metric = "power";
        query.to = last;
        query.from = last - 5 * kHour;
        query.step = 10 * kMinute;
        query.level = level;
        const auto result = history->query(query);
        return result && !result->series.empty() ? result->series.front().times.size() : 0;
    };
    QVERIFY(reach(HistoryLevel::TenMinutes) >= 24);
    HistoryQuery samples;
    samples.selector.metric = "power";
    samples.from = last - 5 * kHour;
    samples.to = last;
    const auto read = history->query(samples);
    QVERIFY(read && !read->series.empty());
    QVERIFY(read->series.front().times.front() > last - 4 * kHour + kMinute);
}

void HistoryTest::batchesBeyondTheQueueAreDroppedAndCounted()
{
    QTemporaryDir directory;
    std::mt19937_64 random(25);
    const auto inventory = makeInventory(4, 8);
    History::Options options = optionsFor(directory);
    options.maxQueuedBytes = 1000;
    const auto history = std::move(*History::open(options));
    const BatchPtr batch = makeBatch(*inventory, 1, pastWindow(), random);
    history->record(kAddress, inventory, batch);
    history->record(kAddress, inventory, batch);
    history->flush();
    QCOMPARE(history->status().droppedBatches, std::uint64_t{2});
    QCOMPARE(history->status().last, Micros{0});
    QVERIFY(history->position(kAddress) == StreamPosition{});
}

void HistoryTest::aSecondOpenerIsTurnedAway()
{
    QTemporaryDir directory;
    auto first = openIn(directory);
    const auto second = History::open(optionsFor(directory));
    QVERIFY(!second);
    QVERIFY(second.error().code == ErrorCode::InUse);
    QVERIFY(second.error().detail.find(directory.path().toStdString()) != std::string::npos);
    first.reset();
    QVERIFY(History::open(optionsFor(directory)));
}

QTEST_APPLESS_MAIN(HistoryTest)
#include "tst_history.moc"
