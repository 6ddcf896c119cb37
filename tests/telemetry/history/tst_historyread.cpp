// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyfixture.h"

#include <QTest>

using namespace pilothouse;
using namespace pilothouse::test;

class HistoryReadTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bucketsAreExact();
    void minutesAreExactOverADay();
    void missingSamplesAreAGap();
    void theGapFollowsTheSamplingInterval();
};

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

void HistoryReadTest::bucketsAreExact()
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

void HistoryReadTest::minutesAreExactOverADay()
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

void HistoryReadTest::missingSamplesAreAGap()
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

void HistoryReadTest::theGapFollowsTheSamplingInterval()
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

QTEST_APPLESS_MAIN(HistoryReadTest)
#include "tst_historyread.moc"
