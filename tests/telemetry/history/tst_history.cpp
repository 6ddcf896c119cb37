// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyfixture.h"

#include <QTest>

using namespace pilothouse;
using namespace pilothouse::test;

class HistoryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRangeIsReadAcrossSealedAndHotWithoutASeam();
    void whatWasReadBeforeIsReadAfterReopening();
    void bucketsAreExact();
    void minutesAreExactOverADay();
    void repeatedBatchesAreStoredOnce();
    void aRestartedServerThatRepeatsTimesIsStoredOnce();
    void anUnknownMetricKeepsItsName();
    void framesThatAreNotAsAnnouncedAreLeftOut();
    void eventsComeBackWithTheirNodes();
    void missingSamplesAreAGap();
    void theGapFollowsTheSamplingInterval();
};

namespace {

std::unique_ptr<History> openIn(const QTemporaryDir &directory)
{
    Result<std::unique_ptr<History>> history = History::open(optionsFor(directory));
    if (!history)
        qFatal("%s", history.error().detail.c_str());
    return std::move(*history);
}

// Compares random ranges of all series with the plain store.
void compareRanges(const History &history, PlainStore &plain, Micros first, Micros last,
                   std::mt19937_64 &random)
{
    const std::vector<SeriesKey> keys = plain.keys();
    for (int i = 0; i < 60; ++i) {
        Micros from =
            first + static_cast<Micros>(random() % static_cast<std::uint64_t>(last - first));
        Micros to =
            first + static_cast<Micros>(random() % static_cast<std::uint64_t>(last - first));
        if (from > to)
            std::swap(from, to);
        if (i == 0) {
            from = first - kHour;
            to = last + kHour;
        }
        const auto read = history.read(keys, from, to, 1'000'000);
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        QCOMPARE(read->size(), keys.size());
        for (std::size_t k = 0; k < keys.size(); ++k) {
            QVERIFY((*read)[k].key == keys[k]);
            QCOMPARE((*read)[k].bucket, Micros{0});
            QVERIFY2(matches((*read)[k], plain.series(keys[k]), from, to), keys[k].metric.c_str());
        }
    }
}

} // namespace

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

namespace {

// The same buckets, by going through all samples.
void compareBuckets(const HistorySeries &series, const std::map<Micros, double> &samples,
                    Micros from, Micros to)
{
    QVERIFY(series.bucket > 0);
    struct Bucket {
        Micros first = 0;
        double minimum = 0;
        double maximum = 0;
        double sum = 0;
        double count = 0;
    };
    std::map<Micros, Bucket> expected;
    for (auto at = samples.lower_bound(from); at != samples.end() && at->first <= to; ++at) {
        Bucket &bucket = expected[at->first / series.bucket];
        if (bucket.count == 0)
            bucket = {at->first, at->second, at->second, 0, 0};
        bucket.minimum = std::min(bucket.minimum, at->second);
        bucket.maximum = std::max(bucket.maximum, at->second);
        bucket.sum += at->second;
        bucket.count += 1;
    }
    QCOMPARE(series.points.size(), expected.size());
    auto point = series.points.begin();
    for (const auto &[index, bucket] : expected) {
        QCOMPARE(point->time, bucket.first);
        QCOMPARE(point->minimum, bucket.minimum);
        QCOMPARE(point->maximum, bucket.maximum);
        const double mean = bucket.sum / bucket.count;
        QVERIFY(std::abs(point->mean - mean) <= 1e-12 * std::abs(mean));
        ++point;
    }
}

} // namespace

void HistoryTest::bucketsAreExact()
{
    QTemporaryDir directory;
    std::mt19937_64 random(13);
    PlainStore plain;
    const auto inventory = makeInventory(2, 2);
    const Micros first = pastWindow() + 17 * kSecond;
    const auto history = openIn(directory);
    Micros time = first;
    for (std::uint64_t i = 1; i <= 3000; ++i) {
        time += random() % 300 == 0 ? 100 * kSecond : kSecond;
        const BatchPtr batch = makeBatch(*inventory, i, time, random);
        plain.add(*inventory, *batch);
        history->record(kAddress, inventory, batch);
        if (i % 100 == 0)
            history->flush();
    }
    const std::vector<SeriesKey> keys = plain.keys();
    for (const std::size_t points : {2U, 7U, 30U, 100U, 1000U, 2999U}) {
        for (int i = 0; i < 10; ++i) {
            const Micros from =
                first + static_cast<Micros>(random() % 300) * kSecond - 150 * kSecond;
            const Micros to = time - static_cast<Micros>(random() % 300) * kSecond + 150 * kSecond;
            const auto read = history->read(keys, from, to, points);
            QVERIFY(read);
            for (std::size_t k = 0; k < keys.size(); ++k) {
                QVERIFY((*read)[k].points.size() <= points + 2);
                if ((*read)[k].bucket > 0)
                    compareBuckets((*read)[k], plain.series(keys[k]), from, to);
                else
                    QVERIFY(matches((*read)[k], plain.series(keys[k]), from, to));
            }
        }
    }
}

void HistoryTest::minutesAreExactOverADay()
{
    QTemporaryDir directory;
    std::mt19937_64 random(14);
    PlainStore plain;
    const auto inventory = makeInventory(1, 2, {}, {"power"});
    const Micros first = pastWindow(200) + 123 * kSecond;
    const auto history = openIn(directory);
    Micros time = first;
    for (std::uint64_t i = 1; time < first + kDay; ++i) {
        time += 5 * kSecond;
        const BatchPtr batch = makeBatch(*inventory, i, time, random);
        plain.add(*inventory, *batch);
        history->record(kAddress, inventory, batch);
        if (i % 60 == 0)
            history->flush();
    }
    for (const std::size_t points : {10U, 100U, 500U, 1000U, 1440U}) {
        const Micros from = first + static_cast<Micros>(random() % 3000) * kSecond;
        const Micros to = time - static_cast<Micros>(random() % 3000) * kSecond;
        const auto read = history->read(plain.keys(), from, to, points);
        QVERIFY(read);
        QVERIFY((*read)[1].points.size() <= points + 2 && (*read)[1].points.size() >= points / 3);
        for (std::size_t k = 0; k < 2; ++k)
            compareBuckets((*read)[k], plain.series(plain.keys()[k]), from, to);
    }
}

void HistoryTest::repeatedBatchesAreStoredOnce()
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

void HistoryTest::aRestartedServerThatRepeatsTimesIsStoredOnce()
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
        QCOMPARE(event.node, "n" + std::to_string((i + 1) % 3));
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

void HistoryTest::missingSamplesAreAGap()
{
    QTemporaryDir directory;
    std::mt19937_64 random(19);
    const auto inventory = makeInventory(1, 1);
    const Micros first = pastWindow();
    const auto history = openIn(directory);
    std::uint64_t sequence = 0;
    for (int i = 0; i < 1500; ++i) {
        if (i > 300 && i < 400)
            continue;
        history->record(kAddress, inventory,
                        makeBatch(*inventory, ++sequence, first + i * kSecond, random));
    }
    history->flush();
    const std::vector<SeriesKey> keys{{"n0", 0, "power"}};
    for (const std::size_t points : {10'000U, 200U}) {
        const auto read = history->read(keys, first, first + kHour, points);
        QVERIFY(read);
        const HistorySeries &series = read->front();
        int breaks = 0;
        for (std::size_t i = 1; i < series.points.size(); ++i) {
            if (series.points[i].time - series.points[i - 1].time > series.gap)
                ++breaks;
        }
        QCOMPARE(breaks, 1);
    }
}

void HistoryTest::theGapFollowsTheSamplingInterval()
{
    QTemporaryDir directory;
    std::mt19937_64 random(20);
    const auto inventory = makeInventory(1, 1);
    const auto history = openIn(directory);
    const std::vector<SeriesKey> keys{{"n0", 0, "power"}};
    Micros first = pastWindow();
    std::uint64_t sequence = 0;
    const std::vector<std::pair<Micros, Micros>> expected{
        {100 * kMillisecond, 2'500 * kMillisecond},
        {kSecond, 3 * kSecond},
        {15 * kSecond, 45 * kSecond}};
    for (const auto &[interval, gap] : expected) {
        for (int i = 0; i < 60; ++i)
            history->record(kAddress, inventory,
                            makeBatch(*inventory, ++sequence, first + i * interval, random));
        history->flush();
        const auto read = history->read(keys, first, first + 60 * interval, 1000);
        QVERIFY(read);
        QCOMPARE(read->front().points.size(), std::size_t{60});
        QCOMPARE(read->front().gap, gap);
        first += kHour / 2;
    }
}

QTEST_APPLESS_MAIN(HistoryTest)
#include "tst_history.moc"
