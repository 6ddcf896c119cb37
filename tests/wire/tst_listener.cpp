// SPDX-License-Identifier: GPL-3.0-or-later
#include "testclient.h"

#include <grpcpp/generic/generic_stub.h>

#include <QTemporaryDir>
#include <QtTest>

#include <chrono>
#include <future>

using namespace pilothouse;
using namespace pilothouse::wire;
namespace v1 = pilothouse::telemetry::v1;

namespace {

bool describes(const std::string &address)
{
    TestClient client(address);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    v1::DescribeReply reply;
    return client.stub().Describe(&context, {}, &reply).ok();
}

// The reply to grpc.health.v1.Health/Check of the whole server, as bytes.
std::string health(const std::string &address)
{
    grpc::GenericStub stub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    grpc::ByteBuffer request(nullptr, 0);
    grpc::ByteBuffer reply;
    std::promise<grpc::Status> done;
    stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request, &reply,
                   [&](grpc::Status status) { done.set_value(std::move(status)); });
    grpc::Slice slice;
    if (!done.get_future().get().ok() || !reply.DumpToSingleSlice(&slice).ok())
        return {};
    return {slice.begin(), slice.end()};
}

} // namespace

class TestListener : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void listensOnLoopbackAndUnixSockets();
    void refusesWhateverOtherMachinesReach_data();
    void refusesWhateverOtherMachinesReach();
    void refusesAnAddressItDoesNotUnderstand_data();
    void refusesAnAddressItDoesNotUnderstand();
    void aTakenPortIsAnErrorInWords();
    void aUnixSocketInUseIsNotTakenOver();
    void anUnusableDirectoryIsAnErrorInWords();
    void isHealthy();
    void stopsWithinASecondWithStreamsOpen();
};

void TestListener::listensOnLoopbackAndUnixSockets()
{
    TelemetryServer server({});
    QTemporaryDir directory;
    const std::string socket = "unix:" + directory.path().toStdString() + "/telemetry.sock";
    for (const std::string &address :
         {std::string("127.0.0.1:0"), std::string("localhost:0"), socket}) {
        const auto listener = Listener::open(address, {&server.service()});
        QVERIFY2(listener, listener ? "" : listener.error().detail.c_str());
        QVERIFY(!(*listener)->address().ends_with(":0"));
        QVERIFY(describes((*listener)->address()));
    }
}

void TestListener::refusesWhateverOtherMachinesReach_data()
{
    QTest::addColumn<QByteArray>("address");
    for (const char *address :
         {"0.0.0.0:7610", "[::]:7610", "10.1.2.3:7610", ":7610", "example.org:7610", "128.0.0.1:1"})
        QTest::newRow(address) << QByteArray(address);
}

void TestListener::refusesWhateverOtherMachinesReach()
{
    QFETCH(QByteArray, address);
    const auto listener = Listener::open(address.toStdString(), {});
    QVERIFY(!listener);
    QCOMPARE(listener.error().code, ErrorCode::InvalidArgument);
    QVERIFY(listener.error().detail.find("beyond loopback") != std::string::npos);
}

void TestListener::refusesAnAddressItDoesNotUnderstand_data()
{
    QTest::addColumn<QByteArray>("address");
    const QByteArray tooLong = "unix:/" + QByteArray(200, 'x');
    for (const QByteArray &address :
         {QByteArray(), QByteArray("127.0.0.1"), QByteArray("127.0.0.1:"),
          QByteArray("127.0.0.1:65536"), QByteArray("127.0.0.1:-1"), QByteArray("127.0.0.1:http"),
          QByteArray("unix:"), QByteArray("unix:relative.sock"), tooLong})
        QTest::newRow(address.left(20).constData()) << address;
}

void TestListener::refusesAnAddressItDoesNotUnderstand()
{
    QFETCH(QByteArray, address);
    const auto listener = Listener::open(address.toStdString(), {});
    QVERIFY(!listener);
    QCOMPARE(listener.error().code, ErrorCode::InvalidArgument);
}

void TestListener::aTakenPortIsAnErrorInWords()
{
    TestServer first;
    TelemetryServer second({});
    const auto refused = Listener::open(first.listener->address(), {&second.service()});
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InUse);
    QCOMPARE(refused.error().detail,
             "cannot listen on " + first.listener->address() + ": another program listens there");
    QVERIFY(describes(first.listener->address()));
}

void TestListener::aUnixSocketInUseIsNotTakenOver()
{
    QTemporaryDir directory;
    const std::string address = "unix:" + directory.path().toStdString() + "/telemetry.sock";
    TelemetryServer server({});
    {
        const auto first = Listener::open(address, {&server.service()});
        QVERIFY(first);
        TelemetryServer second({});
        const auto refused = Listener::open(address, {&second.service()});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InUse);
        QVERIFY(describes(address));
    }
    QVERIFY(Listener::open(address, {&server.service()})); // it was left in order
}

void TestListener::anUnusableDirectoryIsAnErrorInWords()
{
    const auto listener = Listener::open("unix:/nonexistent/telemetry.sock", {});
    QVERIFY(!listener);
    QVERIFY(listener.error().detail.find("No such file or directory") != std::string::npos);
}

void TestListener::isHealthy()
{
    const TestServer server;
    QCOMPARE(health(server.listener->address()), std::string("\x08\x01")); // status: SERVING
}

void TestListener::stopsWithinASecondWithStreamsOpen()
{
    TelemetryServer telemetry({});
    auto listener = Listener::open("127.0.0.1:0", {&telemetry.service()}).value();
    TestClient client(listener->address());
    const auto stream = client.subscribe(1000);
    QTRY_COMPARE(telemetry.subscribers(), 1U);
    // Not even told to end: the listener cancels what is left. That it returns at all is the test;
    // the stream itself would go on for ever.
    listener.reset();
    QVERIFY(!stream->end().ok());
    QCOMPARE(telemetry.subscribers(), 0U);
}

QTEST_GUILESS_MAIN(TestListener)
#include "tst_listener.moc"
