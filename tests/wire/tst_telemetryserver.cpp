// SPDX-License-Identifier: GPL-3.0-or-later
#include "testclient.h"
#include "wire/codec.h"

#include <QtTest>

#include <algorithm>
#include <atomic>
#include <random>
#include <thread>

using namespace pilothouse;
using namespace pilothouse::wire;
namespace v1 = pilothouse::telemetry::v1;

namespace {

Micros tick(int number, Micros interval = kSecond)
{
    return kFirstTick + number * interval;
}

Event checkpoint(Micros time)
{
    Event event;
    event.time = time;
    event.kind = EventKind::Checkpoint;
    event.code = time;
    return event;
}

QByteArray bytes(const v1::Batch &batch)
{
    return QByteArray::fromStdString(batch.SerializeAsString());
}

} // namespace

class TestTelemetryServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void describesAllNodesOfALargeCenterInPages();
    void refusesAnIntervalOutOfBoundsInWords();
    void startsWithTheWholeNewestTick();
    void cutsATickIntoBatches();
    void resumesExactlyWhereverTheStreamWasCut();
    void aRestartedServerSendsItsWholeRing();
    void aPositionAheadOfTheServerStartsLive();
    void tellsASlowSubscriberWhatItLostAndAFastOneGetsAll();
    void sendsTheFirstTickOfEachInterval();
    void sendsTheEventsOfPassedOverTicks();
    void knowsTheShortestIntervalOfThoseThatAreThere();
    void endsItsStreamsWhenItStops();
    void survivesSubscribersThatComeAndGoWhilePublishing();
};

void TestTelemetryServer::describesAllNodesOfALargeCenterInPages()
{
    TestServer server;
    const Inventory published = smallInventory(10'000);
    server.telemetry.setInventory(published);
    TestClient client(server.listener->address());

    Inventory inventory;
    int pages = 0;
    std::uint32_t total = 1;
    while (inventory.nodes.size() < total) {
        grpc::ClientContext context;
        v1::DescribeRequest request;
        request.set_first_node(static_cast<std::uint32_t>(inventory.nodes.size()));
        v1::DescribeReply reply;
        const grpc::Status status = client.stub().Describe(&context, request, &reply);
        QVERIFY2(status.ok(), status.error_message().c_str());
        QVERIFY(reply.ByteSizeLong() < 4'000'000);
        QVERIFY(appendPage(reply, inventory));
        total = reply.total_nodes();
        ++pages;
    }
    QVERIFY(pages > 1);
    QVERIFY(inventory.epoch != 0);
    inventory.epoch = 0;
    QVERIFY(inventory == published);
}

void TestTelemetryServer::refusesAnIntervalOutOfBoundsInWords()
{
    TestServer server;
    TestClient client(server.listener->address());
    for (const std::uint32_t interval : {0U, 99U, 60'001U}) {
        const grpc::Status status = client.subscribe(interval)->end();
        QCOMPARE(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
        QVERIFY(status.error_message().find("between 100 and 60000 ms") != std::string::npos);
    }
    QTRY_COMPARE(server.telemetry.subscribers(), 0U);
}

void TestTelemetryServer::startsWithTheWholeNewestTick()
{
    TelemetryServer::Options options;
    options.nodesPerBatch = 2;
    TestServer server(options);
    server.telemetry.setInventory(smallInventory(5));
    publishTick(server.telemetry, tick(0), 5);
    publishTick(server.telemetry, tick(1), 5);

    TestClient client(server.listener->address());
    const auto stream = client.subscribe(1000);
    std::uint32_t node = 0;
    for (std::uint64_t sequence = 4; sequence <= 6; ++sequence) {
        const auto batch = stream->read();
        QVERIFY(batch);
        QCOMPARE(batch->sequence(), sequence);
        QCOMPARE(batch->time_us(), tick(1));
        QCOMPARE(batch->inventory_version(), 7U);
        QCOMPARE(batch->lost(), 0U);
        for (const v1::Frame &frame : batch->frames()) {
            const Frame expected = numberedFrame(node, tick(1));
            QCOMPARE(frame.node(), node++);
            QCOMPARE(batch->time_us() + frame.time_offset_us(), expected.time);
            QCOMPARE(frame.values_size(), 4);
            QCOMPARE(frame.values(0), expected.values[0]);
            QVERIFY(qIsNaN(frame.values(3)));
        }
    }
    QCOMPARE(node, 5U);
    publishTick(server.telemetry, tick(2), 5);
    QCOMPARE(stream->read()->sequence(), 7U);
}

void TestTelemetryServer::cutsATickIntoBatches()
{
    TestServer server;
    server.telemetry.setInventory(smallInventory(600));
    TestClient client(server.listener->address());
    const auto stream = client.subscribe(1000);
    QTRY_COMPARE(server.telemetry.subscribers(), 1U);
    publishTick(server.telemetry, tick(0), 600, {checkpoint(tick(0))});
    const std::vector<int> sizes{256, 256, 88};
    for (const int size : sizes) {
        const auto batch = stream->read();
        QCOMPARE(batch->frames_size(), size);
        QCOMPARE(batch->time_us(), tick(0));
        QCOMPARE(batch->events_size(), batch->sequence() == 1 ? 1 : 0);
    }
}

void TestTelemetryServer::resumesExactlyWhereverTheStreamWasCut()
{
    constexpr int kTicks = 60;
    constexpr int kNodes = 7;
    TelemetryServer::Options options;
    options.nodesPerBatch = 3; // three batches a tick, so that streams are cut within ticks too
    TestServer server(options);
    server.telemetry.setInventory(smallInventory(kNodes));
    TestClient client(server.listener->address());

    auto uninterrupted = client.subscribe(1000);
    auto cut = client.subscribe(1000);
    QTRY_COMPARE(server.telemetry.subscribers(), 2U);
    std::thread publisher([&] {
        for (int i = 0; i < kTicks; ++i) {
            publishTick(server.telemetry, tick(i), kNodes, {checkpoint(tick(i))});
            std::this_thread::yield();
        }
    });

    std::mt19937 random(4711);
    std::vector<QByteArray> expected;
    std::vector<QByteArray> received;
    std::uint64_t epoch = 0;
    for (std::uint64_t sequence = 1; sequence <= kTicks * 3; ++sequence) {
        const auto batch = uninterrupted->read();
        if (!batch)
            break;
        expected.push_back(bytes(*batch));
        epoch = batch->epoch();
    }
    for (std::uint64_t sequence = 1; sequence <= kTicks * 3; ++sequence) {
        const auto batch = cut->read();
        if (!batch)
            break;
        received.push_back(bytes(*batch));
        if (std::uniform_int_distribution(0, 4)(random) == 0)
            cut = client.subscribe(1000, epoch, batch->sequence());
    }
    publisher.join();
    QCOMPARE(expected.size(), std::size_t{kTicks * 3});
    QVERIFY(received == expected);
}

void TestTelemetryServer::aRestartedServerSendsItsWholeRing()
{
    TestServer server;
    server.telemetry.setInventory(smallInventory(1));
    for (int i = 0; i < 5; ++i)
        publishTick(server.telemetry, tick(i), 1);
    TestClient client(server.listener->address());
    const auto stream = client.subscribe(1000, 12345, 3);
    for (std::uint64_t sequence = 1; sequence <= 5; ++sequence) {
        const auto batch = stream->read();
        QCOMPARE(batch->sequence(), sequence);
        QCOMPARE(batch->lost(), 0U);
        QVERIFY(batch->epoch() != 12345);
    }
}

void TestTelemetryServer::aPositionAheadOfTheServerStartsLive()
{
    TestServer server;
    server.telemetry.setInventory(smallInventory(1));
    publishTick(server.telemetry, tick(0), 1);
    TestClient client(server.listener->address());
    const std::uint64_t epoch = client.subscribe(1000)->read()->epoch();
    QTRY_COMPARE(server.telemetry.subscribers(), 0U);
    const auto stream = client.subscribe(1000, epoch, std::numeric_limits<std::uint64_t>::max());
    QTRY_COMPARE(server.telemetry.subscribers(), 1U);
    publishTick(server.telemetry, tick(1), 1);
    QCOMPARE(stream->read()->sequence(), 2U);
}

void TestTelemetryServer::tellsASlowSubscriberWhatItLostAndAFastOneGetsAll()
{
    constexpr int kNodes = 256;
    constexpr int kTicks = 400; // 5 MB: far more than ring and flow control windows hold
    TelemetryServer::Options options;
    options.ringBytes = 256U << 10U;
    TestServer server(options);
    server.telemetry.setInventory(smallInventory(kNodes));
    TestClient slowClient(server.listener->address());
    TestClient fastClient(server.listener->address());
    const auto slow = slowClient.subscribe(1000);
    const auto fast = fastClient.subscribe(1000);
    QTRY_COMPARE(server.telemetry.subscribers(), 2U);

    // The fast one reads each tick before the next is published; the slow one reads nothing.
    std::uint64_t fastRead = 0;
    for (int i = 0; i < kTicks; ++i) {
        publishTick(server.telemetry, tick(i), kNodes);
        const auto batch = fast->read();
        if (batch && batch->sequence() == fastRead + 1 && batch->lost() == 0)
            ++fastRead;
    }
    QCOMPARE(fastRead, std::uint64_t{kTicks});

    std::uint64_t position = 0;
    std::uint64_t lost = 0;
    std::uint64_t read = 0;
    while (position < kTicks) {
        const auto batch = slow->read();
        QVERIFY(batch);
        QCOMPARE(batch->sequence(), position + batch->lost() + 1);
        QCOMPARE(batch->frames_size(), kNodes);
        position = batch->sequence();
        lost += batch->lost();
        ++read;
    }
    QVERIFY(lost > 0);
    QCOMPARE(read + lost, std::uint64_t{kTicks});
}

void TestTelemetryServer::sendsTheFirstTickOfEachInterval()
{
    TestServer server;
    server.telemetry.setInventory(smallInventory(1));
    TestClient client(server.listener->address());
    const auto stream = client.subscribe(1000);
    QTRY_COMPARE(server.telemetry.subscribers(), 1U);
    const Micros interval = 250 * kMillisecond;
    for (int i = 2; i < 20; ++i)
        publishTick(server.telemetry, tick(i, interval), 1);
    QCOMPARE(stream->read()->time_us(), tick(2, interval)); // the first tick there is
    for (int i = 4; i < 20; i += 4) {
        const auto batch = stream->read();
        QCOMPARE(batch->time_us(), tick(i, interval));
        QCOMPARE(batch->lost(), 0U);
    }
}

void TestTelemetryServer::sendsTheEventsOfPassedOverTicks()
{
    constexpr int kTicks = 200;
    const Micros interval = 100 * kMillisecond;
    TestServer server;
    server.telemetry.setInventory(smallInventory(2));
    TestClient client(server.listener->address());
    auto stream = client.subscribe(1000);
    QTRY_COMPARE(server.telemetry.subscribers(), 1U);
    std::vector<Micros> eventTimes;
    for (int i = 0; i < kTicks; ++i) {
        const Micros time = tick(i, interval);
        if (i % 3 == 0) {
            eventTimes.push_back(time);
            publishTick(server.telemetry, time, 2, {checkpoint(time)});
        } else {
            publishTick(server.telemetry, time, 2);
        }
    }
    publishTick(server.telemetry, tick(kTicks, interval), 2); // the last one to wait for

    // Cut again and again: neither a tick's frames nor an event may be missing or come twice.
    std::mt19937 random(42);
    std::vector<Micros> seenEvents;
    std::vector<Micros> seenTicks;
    for (Micros time = 0; time < tick(kTicks, interval);) {
        const auto batch = stream->read();
        QVERIFY(batch);
        time = batch->time_us();
        for (const v1::Event &event : batch->events())
            seenEvents.push_back(event.code());
        if (batch->frames_size() > 0)
            seenTicks.push_back(time);
        if (std::uniform_int_distribution(0, 2)(random) == 0)
            stream = client.subscribe(1000, batch->epoch(), batch->sequence());
    }
    QVERIFY(seenEvents == eventTimes);
    QCOMPARE(seenTicks.size(), std::size_t{kTicks / 10 + 1});
    for (std::size_t i = 0; i < seenTicks.size(); ++i)
        QCOMPARE(seenTicks[i], tick(static_cast<int>(i)));
}

void TestTelemetryServer::knowsTheShortestIntervalOfThoseThatAreThere()
{
    TestServer server;
    std::atomic<int> changes = 0;
    server.telemetry.onShortestIntervalChanged([&] { ++changes; });
    QCOMPARE(server.telemetry.shortestIntervalMs(), 0U);
    TestClient client(server.listener->address());
    auto slow = client.subscribe(5000);
    QTRY_COMPARE(server.telemetry.shortestIntervalMs(), 5000U);
    auto fast = client.subscribe(250);
    QTRY_COMPARE(server.telemetry.shortestIntervalMs(), 250U);
    auto same = client.subscribe(250);
    QTRY_COMPARE(server.telemetry.subscribers(), 3U);
    fast.reset();
    QTRY_COMPARE(server.telemetry.subscribers(), 2U);
    QCOMPARE(server.telemetry.shortestIntervalMs(), 250U);
    QTRY_COMPARE(changes.load(), 2);
    slow.reset();
    same.reset();
    QTRY_COMPARE(server.telemetry.subscribers(), 0U);
    QCOMPARE(server.telemetry.shortestIntervalMs(), 0U);
}

void TestTelemetryServer::endsItsStreamsWhenItStops()
{
    TestServer server;
    server.telemetry.setInventory(smallInventory(1));
    TestClient client(server.listener->address());
    const auto stream = client.subscribe(1000);
    QTRY_COMPARE(server.telemetry.subscribers(), 1U);
    server.telemetry.shutdown();
    const grpc::Status status = stream->end();
    QCOMPARE(status.error_code(), grpc::StatusCode::UNAVAILABLE);
    QCOMPARE(status.error_message(), std::string("the server stops"));
    QCOMPARE(client.subscribe(1000)->end().error_code(), grpc::StatusCode::UNAVAILABLE);
}

void TestTelemetryServer::survivesSubscribersThatComeAndGoWhilePublishing()
{
    TestServer server;
    server.telemetry.setInventory(smallInventory(20));
    std::atomic<bool> stop = false;
    std::thread publisher([&] {
        for (int i = 0; !stop; ++i)
            publishTick(server.telemetry, tick(i), 20);
    });
    std::vector<std::thread> consoles;
    std::atomic<int> streams = 0;
    for (unsigned seed = 0; seed < 4; ++seed) {
        consoles.emplace_back([&, seed] {
            std::mt19937 random(seed);
            TestClient client(server.listener->address());
            for (int i = 0; i < 50; ++i) {
                const auto stream = client.subscribe(100);
                const int reads = std::uniform_int_distribution(0, 5)(random);
                bool complete = true;
                for (int j = 0; j < reads; ++j)
                    complete = stream->read().has_value() && complete;
                streams += complete ? 1 : 0;
            }
        });
    }
    for (std::thread &console : consoles)
        console.join();
    stop = true;
    publisher.join();
    QCOMPARE(streams.load(), 200);
    QTRY_COMPARE(server.telemetry.subscribers(), 0U);
}

QTEST_GUILESS_MAIN(TestTelemetryServer)
#include "tst_telemetryserver.moc"
