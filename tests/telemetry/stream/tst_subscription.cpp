// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/stream/subscription.h"

#include "center.h"
#include "recorder.h"
#include "sockets.h"
#include "wire/codec.h"

#include "placement.grpc.pb.h"
#include "telemetry.grpc.pb.h"

#include <QTemporaryDir>
#include <QtTest>

#include <grpcpp/grpcpp.h>

#include <atomic>

using namespace pilothouse;
using namespace pilothouse::test;
using namespace std::chrono_literals;

namespace {

namespace v1 = telemetry::v1;

Subscription::Options options(const std::string &address)
{
    Subscription::Options made;
    made.address = address;
    made.intervalMs = 100;
    made.initialBackoff = 5ms;
    made.maximalBackoff = 20ms;
    return made;
}

// Answers as told, right or wrong.
class OddServer final : public v1::Telemetry::Service {
public:
    using Page = std::function<grpc::Status(grpc::ServerContext &, const v1::DescribeRequest &,
                                            v1::DescribeReply &)>;
    using Stream = std::function<void(grpc::ServerContext &, grpc::ServerWriter<v1::Batch> &)>;

    explicit OddServer(Page page, Stream stream = {})
        : m_page(std::move(page))
        , m_stream(std::move(stream))
    {
        grpc::ServerBuilder builder;
        builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &m_port);
        builder.RegisterService(this);
        m_server = builder.BuildAndStart();
    }
    ~OddServer() override { m_server->Shutdown(std::chrono::system_clock::now()); }

    [[nodiscard]] std::string address() const
    {
        return std::string("127.0.0.1:").append(std::to_string(m_port));
    }
    grpc::Status Describe(grpc::ServerContext *context, const v1::DescribeRequest *request,
                          v1::DescribeReply *reply) override
    {
        return m_page(*context, *request, *reply);
    }
    grpc::Status Subscribe(grpc::ServerContext *context, const v1::SubscribeRequest *,
                           grpc::ServerWriter<v1::Batch> *writer) override
    {
        if (m_stream)
            m_stream(*context, *writer);
        return grpc::Status::OK;
    }

private:
    const Page m_page;
    const Stream m_stream;
    int m_port = 0;
    std::unique_ptr<grpc::Server> m_server;
};

void untilCancelled(const grpc::ServerContext &context)
{
    while (!context.IsCancelled())
        std::this_thread::sleep_for(1ms);
}

// Describes an inventory right, in pages of so many nodes.
OddServer::Page pages(Inventory inventory, std::size_t perPage)
{
    return [inventory = std::move(inventory), perPage](grpc::ServerContext &,
                                                       const v1::DescribeRequest &request,
                                                       v1::DescribeReply &reply) {
        wire::encodePage(inventory, request.first_node(), perPage, reply);
        return grpc::Status::OK;
    };
}

bool fails(const Subscription &subscription, StreamState state, ErrorCode code)
{
    const StreamStatus status = subscription.status();
    return status.state == state && status.error && status.error->code == code;
}

} // namespace

class TestSubscription : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void deliversWhatTheServerPublishes_data();
    void deliversWhatTheServerPublishes();
    void tellsItsStatus();
    void describesInPages();
    void readsADescriptionThatChangesMeanwhile();
    void followsAChangedInventory();
    void leavesOutFramesOfAnotherWidth();
    void deliversWhenTimeGoesBack();
    void stopsAtAnotherMajorVersion();
    void stopsAtAnAddressThatIsNone_data();
    void stopsAtAnAddressThatIsNone();
    void knowsAPeerThatSpeaksSomethingElse_data();
    void knowsAPeerThatSpeaksSomethingElse();
    void knowsAServerOfAnotherService();
    void saysWhenNobodyAnswers_data();
    void saysWhenNobodyAnswers();
    void refusesToBelieveAMillionAccelerators();
    void refusesADescriptionThatLeadsNowhere();
    void triesAnswersThatAreWrongSlowly();
    void retryNowEndsABackOff();
    void retryNowLeavesStopped();
    void goesOnWhenTheServerEndsTheStream();
    void endsAtAnyMoment_data();
    void endsAtAnyMoment();
};

void TestSubscription::deliversWhatTheServerPublishes_data()
{
    QTest::addColumn<bool>("unixSocket");
    QTest::newRow("tcp") << false;
    QTest::newRow("unix socket") << true;
}

void TestSubscription::deliversWhatTheServerPublishes()
{
    QFETCH(bool, unixSocket);
    const QTemporaryDir directory;
    const std::string path = directory.filePath(QStringLiteral("telemetry")).toStdString();
    Center center(3, unixSocket ? std::string("unix:").append(path) : "127.0.0.1:0");
    QVERIFY(!center.address().empty());
    center.tick();
    Recorder recorder;
    const Subscription subscription(options(center.address()), recorder.handlers());
    QTRY_COMPARE(recorder.count(), 1U);
    Event event;
    event.time = kFirstTick;
    event.node = 1;
    event.kind = EventKind::LinkDown;
    event.detail = "port 3";
    for (int i = 0; i < 50; ++i)
        center.tick({event});
    QTRY_COMPARE(recorder.lastSequence(), 51U);
    const auto deliveries = recorder.deliveries();
    QCOMPARE(deliveries.size(), 51U);
    for (std::size_t i = 0; i < deliveries.size(); ++i) {
        const Batch &batch = *deliveries[i].batch;
        QCOMPARE(batch.sequence, i + 1);
        QCOMPARE(batch.frames.size(), 3U);
        for (std::uint32_t node = 0; node < 3; ++node) {
            const Frame expected = numberedFrame(node, batch.sequence);
            QCOMPARE(batch.frames[node].node, node);
            QCOMPARE(batch.frames[node].time, expected.time);
            QVERIFY(batch.frames[node].values == expected.values);
        }
        QVERIFY((batch.events == (i == 0 ? std::vector<Event>{} : std::vector<Event>{event})));
    }
    QCOMPARE(recorder.inventories().size(), 1U);
    QCOMPARE(recorder.inventories()[0]->nodes[2].name, std::string("node2"));
}

void TestSubscription::tellsItsStatus()
{
    Center center(3);
    Recorder recorder;
    auto asked = options(center.address());
    asked.intervalMs = 1; // as short as there is
    const Subscription subscription(asked, recorder.handlers());
    QCOMPARE(subscription.status().address, center.address());
    QCOMPARE(subscription.status().intervalMs, 100U);
    QTRY_COMPARE(subscription.status().nodes, 3U);
    QCOMPARE(subscription.status().state, StreamState::Connecting);
    QCOMPARE(subscription.status().server, std::string("test 1.0"));
    QCOMPARE(subscription.status().center, std::string("center"));
    const Micros before = nowMicros();
    center.tick();
    QTRY_COMPARE(subscription.status().state, StreamState::Live);
    const StreamStatus status = subscription.status();
    QVERIFY(status.lastFrame >= before);
    QVERIFY(status.latency > kDay); // the ticks are of 2023
    QVERIFY(!status.error);
    const int changes = recorder.changes();
    for (int i = 0; i < 20; ++i)
        center.tick();
    QTRY_COMPARE(recorder.lastSequence(), 21U);
    QCOMPARE(recorder.changes(), changes); // not for each batch
}

void TestSubscription::describesInPages()
{
    Inventory inventory = smallInventory(1000);
    inventory.epoch = 3;
    const OddServer server(pages(inventory, 7));
    Recorder recorder;
    const Subscription subscription(options(server.address()), recorder.handlers());
    QTRY_VERIFY(!recorder.inventories().empty());
    QVERIFY(*recorder.inventories()[0] == inventory);
}

void TestSubscription::readsADescriptionThatChangesMeanwhile()
{
    Inventory before = smallInventory(20, 1);
    before.epoch = 3;
    Inventory after = smallInventory(30, 2);
    after.epoch = 3;
    std::atomic<int> asked = 0;
    const OddServer server([&](grpc::ServerContext &context, const v1::DescribeRequest &request,
                               v1::DescribeReply &reply) {
        return pages(++asked < 2 ? before : after, 10)(context, request, reply);
    });
    Recorder recorder;
    const Subscription subscription(options(server.address()), recorder.handlers());
    QTRY_VERIFY(!recorder.inventories().empty());
    QVERIFY(*recorder.inventories()[0] == after);
}

void TestSubscription::followsAChangedInventory()
{
    Center center(3);
    center.tick();
    Recorder recorder;
    const Subscription subscription(options(center.address()), recorder.handlers());
    QTRY_COMPARE(recorder.lastSequence(), 1U);
    center.change(5, 2);
    center.tick();
    QTRY_COMPARE(recorder.lastSequence(), 2U);
    center.change(2, 3);
    center.tick();
    QTRY_COMPARE(recorder.lastSequence(), 3U);
    const auto deliveries = recorder.deliveries();
    QCOMPARE(deliveries.size(), 3U);
    for (const auto &delivery : deliveries) {
        QCOMPARE(delivery.batch->inventoryVersion, delivery.inventory->version);
        QCOMPARE(delivery.batch->frames.size(), delivery.inventory->nodes.size());
    }
    QCOMPARE(subscription.status().nodes, 2U);
    QCOMPARE(subscription.status().malformed, 0U);
}

void TestSubscription::leavesOutFramesOfAnotherWidth()
{
    Inventory inventory = smallInventory(2);
    inventory.epoch = 3;
    const OddServer server(pages(inventory, 10), [](grpc::ServerContext &context, auto &writer) {
        v1::Batch batch;
        batch.set_epoch(3);
        batch.set_sequence(1);
        batch.set_inventory_version(1);
        batch.set_time_us(kFirstTick);
        for (int width = 0; width <= 5; ++width) {
            v1::Frame *frame = batch.add_frames();
            frame->set_node(1);
            for (int i = 0; i < width; ++i)
                frame->add_values(i);
        }
        batch.add_frames()->set_node(2);
        writer.Write(batch);
        untilCancelled(context);
    });
    Recorder recorder;
    const Subscription subscription(options(server.address()), recorder.handlers());
    QTRY_COMPARE(subscription.status().state, StreamState::Live);
    QCOMPARE(subscription.status().malformed, 6U);
    QCOMPARE(recorder.deliveries()[0].batch->frames.size(), 1U);
    QCOMPARE(recorder.deliveries()[0].batch->frames[0].values.size(), 3U);
}

void TestSubscription::deliversWhenTimeGoesBack()
{
    Center center(1);
    Recorder recorder;
    const Subscription subscription(options(center.address()), recorder.handlers());
    QTRY_COMPARE(center.server().subscribers(), 1U);
    for (const std::uint64_t tick : {50, 51, 10, 11})
        center.server().publish(numberedFrame(0, tick).time, {numberedFrame(0, tick)}, {});
    QTRY_COMPARE(recorder.count(), 4U);
    QCOMPARE(recorder.deliveries()[2].batch->time, numberedFrame(0, 10).time);
}

void TestSubscription::stopsAtAnotherMajorVersion()
{
    std::atomic<int> asked = 0;
    const OddServer server([&asked](auto &, const auto &, v1::DescribeReply &reply) {
        ++asked;
        reply.set_version_major(7);
        return grpc::Status::OK;
    });
    const Subscription subscription(options(server.address()), {});
    QTRY_VERIFY(fails(subscription, StreamState::Stopped, ErrorCode::IncompatibleVersion));
    const std::string words = subscription.status().error->detail;
    QVERIFY(words.find("version 7") != std::string::npos);
    QVERIFY(words.find("version 1") != std::string::npos);
    QCOMPARE(asked, 1);
    QCOMPARE(subscription.status().retryAt, 0);
}

void TestSubscription::stopsAtAnAddressThatIsNone_data()
{
    QTest::addColumn<std::string>("address");
    for (const char *address : {"", "localhost", "host:", "host:0", "host:65536", "host:12x", ":80",
                                "http://host:80", "unix:", "unix:/", "unix:relative", "a b:80",
                                "dns:///host:80", "[::1:80", "[]:80", "ipv4:1.2.3.4,5.6.7.8:1"})
        QTest::newRow(*address == '\0' ? "empty" : address) << std::string(address);
}

void TestSubscription::stopsAtAnAddressThatIsNone()
{
    QFETCH(std::string, address);
    const Subscription subscription(options(address), {});
    QTRY_VERIFY(fails(subscription, StreamState::Stopped, ErrorCode::InvalidArgument));
    QVERIFY(subscription.status().error->detail.find("host:port") != std::string::npos);
}

void TestSubscription::knowsAPeerThatSpeaksSomethingElse_data()
{
    QTest::addColumn<std::string>("answer");
    QTest::newRow("HTTP/1") << std::string("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("HTTP/1 with text") << std::string("HTTP/1.0 200 OK\r\n\r\n<html>hello</html>\n");
    QTest::newRow("ssh") << std::string("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n");
    QTest::newRow("random") << std::string(200, '\xa7');
}

void TestSubscription::knowsAPeerThatSpeaksSomethingElse()
{
    QFETCH(std::string, answer);
    const TalkingPeer peer(answer);
    const Subscription subscription(options(peer.address()), {});
    QTRY_VERIFY(fails(subscription, StreamState::Waiting, ErrorCode::WrongProtocol));
    QVERIFY(subscription.status().error->detail.find(peer.address()) != std::string::npos);
}

void TestSubscription::knowsAServerOfAnotherService()
{
    placement::v1::Placement::Service other;
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&other);
    const auto server = builder.BuildAndStart();
    const auto address = std::string("127.0.0.1:").append(std::to_string(port));
    const Subscription subscription(options(address), {});
    QTRY_VERIFY(fails(subscription, StreamState::Waiting, ErrorCode::WrongProtocol));
}

void TestSubscription::saysWhenNobodyAnswers_data()
{
    QTest::addColumn<std::string>("address");
    QTest::addColumn<std::string>("words");
    QTest::newRow("nobody listens")
        << std::string("127.0.0.1:1") << std::string("Connection refused");
    QTest::newRow("no such socket")
        << std::string("unix:/nonexistent/socket") << std::string("No such file");
    QTest::newRow("no such name") << std::string("no-such-host.invalid:80")
                                  << std::string("DNS resolution failed");
    QTest::newRow("silent") << std::string() << std::string("does not answer");
}

void TestSubscription::saysWhenNobodyAnswers()
{
    QFETCH(std::string, address);
    QFETCH(std::string, words);
    const TalkingPeer silent("");
    const Subscription subscription(options(address.empty() ? silent.address() : address), {});
    QTRY_VERIFY_WITH_TIMEOUT(fails(subscription, StreamState::Waiting, ErrorCode::Unavailable),
                             20'000);
    const std::string said = subscription.status().error->detail;
    QVERIFY2(said.find(words) != std::string::npos, said.c_str());
    QVERIFY(subscription.status().retryAt > 0);
}

void TestSubscription::refusesToBelieveAMillionAccelerators()
{
    std::atomic<std::uint32_t> sent = 0; // nodes of 100 accelerators
    const OddServer server(
        [&sent](auto &, const v1::DescribeRequest &request, v1::DescribeReply &reply) {
            reply.set_version_major(1);
            reply.set_total_nodes(10'000);
            reply.add_layouts();
            for (std::uint32_t i = 0; i < 100; ++i) {
                v1::Node *node = reply.add_nodes();
                node->set_name(std::to_string(request.first_node() + i));
                for (int k = 0; k < 100; ++k)
                    node->add_accelerators();
            }
            sent = request.first_node() + 100;
            return grpc::Status::OK;
        });
    Recorder recorder;
    auto asked = options(server.address());
    asked.maximalBackoff = 1h;
    const Subscription subscription(asked, recorder.handlers());
    QTRY_VERIFY_WITH_TIMEOUT(fails(subscription, StreamState::Waiting, ErrorCode::TooLarge),
                             30'000);
    QVERIFY(subscription.status().error->detail.find("accelerators") != std::string::npos);
    QVERIFY(sent <= kMaxAccelerators / 100 + 100); // it read no further
    QVERIFY(recorder.inventories().empty());
}

void TestSubscription::refusesADescriptionThatLeadsNowhere()
{
    const OddServer server([](auto &, const auto &, v1::DescribeReply &reply) {
        reply.set_version_major(1);
        reply.set_total_nodes(10);
        return grpc::Status::OK;
    });
    const Subscription subscription(options(server.address()), {});
    QTRY_VERIFY(fails(subscription, StreamState::Waiting, ErrorCode::Malformed));
}

void TestSubscription::triesAnswersThatAreWrongSlowly()
{
    const TalkingPeer peer("HTTP/1.1 400 Bad Request\r\n\r\n");
    auto asked = options(peer.address());
    asked.maximalBackoff = 10h;
    const Subscription subscription(asked, {});
    QTRY_VERIFY(fails(subscription, StreamState::Waiting, ErrorCode::WrongProtocol));
    QVERIFY(subscription.status().retryAt > nowMicros() + 7 * kHour);
}

void TestSubscription::retryNowEndsABackOff()
{
    std::string address;
    {
        const Center reserved(1);
        address = reserved.address();
    }
    Recorder recorder;
    auto asked = options(address);
    asked.initialBackoff = 10h;
    asked.maximalBackoff = 10h;
    Subscription subscription(asked, recorder.handlers());
    QTRY_VERIFY(fails(subscription, StreamState::Waiting, ErrorCode::Unavailable));
    QVERIFY(subscription.status().retryAt > nowMicros() + 7 * kHour);
    Center center(1, address);
    center.tick();
    subscription.retryNow();
    QTRY_COMPARE(subscription.status().state, StreamState::Live);
    QVERIFY(!subscription.status().error);
}

void TestSubscription::retryNowLeavesStopped()
{
    std::atomic<bool> updated = false;
    Inventory inventory = smallInventory(1);
    inventory.epoch = 3;
    const OddServer server([&](grpc::ServerContext &context, const v1::DescribeRequest &request,
                               v1::DescribeReply &reply) {
        if (updated)
            return pages(inventory, 1)(context, request, reply);
        reply.set_version_major(2);
        return grpc::Status::OK;
    });
    Recorder recorder;
    Subscription subscription(options(server.address()), recorder.handlers());
    QTRY_COMPARE(subscription.status().state, StreamState::Stopped);
    updated = true;
    subscription.retryNow();
    QTRY_VERIFY(!recorder.inventories().empty());
}

void TestSubscription::goesOnWhenTheServerEndsTheStream()
{
    Inventory inventory = smallInventory(1);
    inventory.epoch = 3;
    std::atomic<std::uint64_t> sequence = 0;
    const OddServer server(pages(inventory, 1), [&](grpc::ServerContext &, auto &writer) {
        v1::Batch batch;
        batch.set_epoch(3);
        batch.set_sequence(++sequence);
        batch.set_inventory_version(1);
        batch.set_time_us(kFirstTick);
        writer.Write(batch);
    });
    Recorder recorder;
    const Subscription subscription(options(server.address()), recorder.handlers());
    QTRY_VERIFY(recorder.count() >= 5);
    QCOMPARE(recorder.inventories().size(), 1U);
}

void TestSubscription::endsAtAnyMoment_data()
{
    QTest::addColumn<QString>("when");
    for (const char *when :
         {"connecting", "describing", "reading", "waiting", "stopped", "at once"})
        QTest::newRow(when) << QString::fromLatin1(when);
}

void TestSubscription::endsAtAnyMoment()
{
    QFETCH(QString, when);
    const TalkingPeer silent("");
    std::atomic<bool> describing = false;
    const OddServer slow([&describing](grpc::ServerContext &context, const auto &, auto &) {
        describing = true;
        untilCancelled(context);
        return grpc::Status::OK;
    });
    Center center(1);
    center.tick();
    auto asked = options(center.address());
    asked.initialBackoff = asked.maximalBackoff = 10h;
    if (when == QLatin1String("connecting"))
        asked.address = silent.address();
    else if (when == QLatin1String("describing"))
        asked.address = slow.address();
    else if (when == QLatin1String("waiting"))
        asked.address = "127.0.0.1:1";
    else if (when == QLatin1String("stopped"))
        asked.address = "";
    auto subscription = std::make_unique<Subscription>(asked, Subscription::Handlers{});
    if (when == QLatin1String("describing"))
        QTRY_VERIFY(describing);
    else if (when == QLatin1String("reading"))
        QTRY_COMPARE(subscription->status().state, StreamState::Live);
    else if (when == QLatin1String("waiting"))
        QTRY_COMPARE(subscription->status().state, StreamState::Waiting);
    else if (when == QLatin1String("stopped"))
        QTRY_COMPARE(subscription->status().state, StreamState::Stopped);
    subscription.reset(); // within the test's time limit
    QTRY_COMPARE(center.server().subscribers(), 0U);
}

QTEST_GUILESS_MAIN(TestSubscription)
#include "tst_subscription.moc"
