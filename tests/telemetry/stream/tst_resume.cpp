// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/stream/subscription.h"

#include "center.h"
#include "recorder.h"
#include "sockets.h"

#include <QtTest>

#include <random>

using namespace pilothouse;
using namespace pilothouse::test;
using namespace std::chrono_literals;

namespace {

Subscription::Options options(const std::string &address)
{
    Subscription::Options made;
    made.address = address;
    made.intervalMs = 100;
    made.initialBackoff = 1ms;
    made.maximalBackoff = 10ms;
    return made;
}

std::uint16_t portOf(const std::string &address)
{
    return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
}

// Frame by frame, from the first tick delivered to the last: none lost, none twice.
void compareWithWhatWasPublished(const std::vector<Recorder::Delivery> &deliveries,
                                 std::size_t nodes)
{
    QVERIFY(!deliveries.empty());
    std::uint64_t expected = deliveries.front().batch->sequence;
    for (const auto &delivery : deliveries) {
        const Batch &batch = *delivery.batch;
        QCOMPARE(batch.sequence, expected);
        QCOMPARE(batch.lost, 0U);
        QCOMPARE(batch.frames.size(), nodes);
        for (std::uint32_t node = 0; node < nodes; ++node) {
            const Frame published = numberedFrame(node, expected);
            QCOMPARE(batch.frames[node].time, published.time);
            QVERIFY(batch.frames[node].values == published.values);
        }
        ++expected;
    }
}

} // namespace

class TestResume : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void losesNothingWhenTheLinkIsCut_data();
    void losesNothingWhenTheLinkIsCut();
    void goesOnAfterARestartOfTheConsole();
    void takesAllOfARestartedServer();
    void countsWhatTheServerNoLongerHas();
    void readsOnWhenTheInventoryChangedDuringACut();
};

void TestResume::losesNothingWhenTheLinkIsCut_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 5; ++seed)
        QTest::newRow(qPrintable(QString::number(seed))) << seed;
}

void TestResume::losesNothingWhenTheLinkIsCut()
{
    QFETCH(unsigned, seed);
    constexpr std::size_t kNodes = 20;
    Center center(kNodes);
    std::mt19937 random(seed); // the proxy's thread alone uses it
    std::uniform_int_distribution<std::size_t> bytes(1, 40'000);
    CuttingProxy proxy(portOf(center.address()), [&] { return bytes(random); });
    Recorder recorder;
    const Subscription subscription(options(proxy.address()), recorder.handlers());
    center.tick();
    QTRY_VERIFY(recorder.count() > 0);
    // On and on, with the link up and with it down, until it was cut often enough.
    const auto cutOftenEnough = [&center, &proxy] {
        for (int i = 0; i < 20; ++i)
            center.tick();
        return proxy.cuts() >= 15;
    };
    QTRY_VERIFY_WITH_TIMEOUT(cutOftenEnough(), 60'000);
    for (int i = 0; i < 100; ++i)
        center.tick();
    QTRY_COMPARE_WITH_TIMEOUT(recorder.lastSequence(), center.ticks(), 60'000);
    compareWithWhatWasPublished(recorder.deliveries(), kNodes);
    QCOMPARE(subscription.status().lostBatches, 0U);
    QCOMPARE(subscription.status().malformed, 0U);
    QCOMPARE(recorder.inventories().size(), 1U);
}

void TestResume::goesOnAfterARestartOfTheConsole()
{
    Center center(2);
    center.tick();
    Recorder recorder;
    StreamPosition position;
    for (int run = 0; run < 5; ++run) {
        auto asked = options(center.address());
        asked.resumeFrom = position;
        {
            const Subscription subscription(asked, recorder.handlers());
            QTRY_COMPARE(recorder.lastSequence(), center.ticks());
            for (int i = 0; i < 10; ++i)
                center.tick();
            QTRY_COMPARE(recorder.lastSequence(), center.ticks());
        }
        const Batch &last = *recorder.deliveries().back().batch;
        position = {last.epoch, last.sequence};
        for (int i = 0; i < 10; ++i)
            center.tick();
    }
    compareWithWhatWasPublished(recorder.deliveries(), 2);
    QCOMPARE(recorder.count(), 1U + 5 * 10 + 4 * 10);
}

void TestResume::takesAllOfARestartedServer()
{
    auto center = std::make_unique<Center>(2);
    const std::string address = center->address();
    center->tick();
    Recorder recorder;
    const Subscription subscription(options(address), recorder.handlers());
    for (int i = 0; i < 9; ++i)
        center->tick();
    QTRY_COMPARE(recorder.lastSequence(), 10U);
    center.reset();
    QTRY_COMPARE(subscription.status().state, StreamState::Waiting);
    QCOMPARE(subscription.status().error->code, ErrorCode::Unavailable);

    center = std::make_unique<Center>(2, address);
    QCOMPARE(center->address(), address);
    for (int i = 0; i < 5; ++i)
        center->tick();
    QTRY_COMPARE(subscription.status().state, StreamState::Live);
    QTRY_COMPARE(recorder.lastSequence(), 5U);
    const auto deliveries = recorder.deliveries();
    const auto second = std::ranges::find_if(deliveries, [&deliveries](const auto &delivery) {
        return delivery.batch->epoch != deliveries.front().batch->epoch;
    });
    compareWithWhatWasPublished({deliveries.begin(), second}, 2);
    compareWithWhatWasPublished({second, deliveries.end()}, 2);
    QCOMPARE(second->batch->sequence, 1U);
    QCOMPARE(second->inventory->epoch, second->batch->epoch);
    QCOMPARE(recorder.inventories().size(), 2U);
}

void TestResume::countsWhatTheServerNoLongerHas()
{
    wire::TelemetryServer::Options small;
    small.ringBytes = 10'000;
    Center center(5, "127.0.0.1:0", small);
    std::atomic<bool> down = false;
    CuttingProxy proxy(portOf(center.address()),
                       [&down]() -> std::size_t { return down ? 0 : SIZE_MAX; });
    Recorder recorder;
    const Subscription subscription(options(proxy.address()), recorder.handlers());
    center.tick();
    QTRY_COMPARE(recorder.lastSequence(), 1U);
    down = true;
    proxy.cutNow();
    QTRY_COMPARE(subscription.status().state, StreamState::Waiting);
    for (int i = 0; i < 500; ++i)
        center.tick();
    down = false;
    QTRY_COMPARE(recorder.lastSequence(), 501U);
    QVERIFY(subscription.status().lostBatches > 0);
    QCOMPARE(recorder.count() + subscription.status().lostBatches, 501U);
    std::uint64_t next = 1;
    for (const auto &delivery : recorder.deliveries()) {
        QCOMPARE(delivery.batch->sequence, next + delivery.batch->lost);
        next = delivery.batch->sequence + 1;
    }
}

void TestResume::readsOnWhenTheInventoryChangedDuringACut()
{
    Center center(5);
    std::atomic<bool> down = false;
    CuttingProxy proxy(portOf(center.address()),
                       [&down]() -> std::size_t { return down ? 0 : SIZE_MAX; });
    Recorder recorder;
    const Subscription subscription(options(proxy.address()), recorder.handlers());
    center.tick();
    QTRY_COMPARE(recorder.lastSequence(), 1U);
    down = true;
    proxy.cutNow();
    QTRY_COMPARE(subscription.status().state, StreamState::Waiting);
    for (int i = 0; i < 10; ++i)
        center.tick();
    center.change(3, 2);
    for (int i = 0; i < 10; ++i)
        center.tick();
    down = false;
    QTRY_COMPARE(recorder.lastSequence(), 21U);
    QCOMPARE(recorder.count(), 21U);
    QCOMPARE(subscription.status().malformed, 0U);
    for (const auto &delivery : recorder.deliveries()) {
        QCOMPARE(delivery.batch->inventoryVersion, delivery.batch->sequence <= 11 ? 1U : 2U);
        QCOMPARE(delivery.inventory->version, delivery.batch->inventoryVersion);
    }
}

QTEST_GUILESS_MAIN(TestResume)
#include "tst_resume.moc"
