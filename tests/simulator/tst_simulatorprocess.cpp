// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement.grpc.pb.h"
#include "telemetry.grpc.pb.h"

#include <grpcpp/grpcpp.h>

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <chrono>
#include <string>

#include <csignal>

namespace {

namespace telemetry = pilothouse::telemetry::v1;
namespace placement = pilothouse::placement::v1;

constexpr int kPatienceMs = 30'000;

const QString kProgram = QStringLiteral(PILOTHOUSE_BIN "/pilothouse-simulator");

struct Ended {
    int code = -1;
    QString out;
    QString err;
};

Ended runToTheEnd(const QStringList &arguments)
{
    QProcess process;
    process.start(kProgram, arguments);
    if (!process.waitForFinished(kPatienceMs))
        return {};
    return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
}

// The program, and the addresses that it told.
class Running {
public:
    explicit Running(const QStringList &arguments, int lines = 1)
    {
        process.start(kProgram, arguments);
        for (int i = 0; i < lines; ++i) {
            while (!process.canReadLine() && process.waitForReadyRead(kPatienceMs)) { }
            said.append(QString::fromUtf8(process.readLine()).trimmed());
        }
    }
    ~Running()
    {
        process.kill();
        process.waitForFinished(kPatienceMs);
    }

    [[nodiscard]] std::shared_ptr<grpc::Channel> channel(int line = 0) const
    {
        const std::string address = said.at(line).section(QLatin1Char(' '), 2).toStdString();
        return grpc::CreateChannel(address, grpc::InsecureChannelCredentials());
    }

    QProcess process;
    QStringList said;
};

template <typename Request>
auto subscribe(telemetry::Telemetry::Stub &stub, grpc::ClientContext &context, Request change)
{
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(kPatienceMs));
    telemetry::SubscribeRequest request;
    change(request);
    return stub.Subscribe(&context, request);
}

} // namespace

class TestSimulatorProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itServesBothServicesOnOneAddress()
    {
        Running simulator({QStringLiteral("--nodes"), QStringLiteral("16"),
                           QStringLiteral("--center"), QStringLiteral("Test")});
        QVERIFY2(simulator.said.first().startsWith(QStringLiteral("listening on 127.0.0.1:")),
                 qPrintable(simulator.said.first()));
        const auto stub = telemetry::Telemetry::NewStub(simulator.channel());
        grpc::ClientContext describe;
        telemetry::DescribeReply description;
        QVERIFY(stub->Describe(&describe, {}, &description).ok());
        QCOMPARE(description.center(), std::string("Test"));
        QCOMPARE(description.total_nodes(), 16U);

        grpc::ClientContext context;
        const auto stream =
            subscribe(*stub, context, [](auto &request) { request.set_interval_ms(200); });
        telemetry::Batch batch;
        qint64 last = 0;
        for (int i = 0; i < 5; ++i) {
            QVERIFY(stream->Read(&batch));
            QVERIFY(batch.time_us() > last);
            QVERIFY(last == 0 || batch.time_us() - last < 1'500'000);
            last = batch.time_us();
            QCOMPARE(batch.frames_size(), 16);
        }
        context.TryCancel();

        const auto jobs = placement::Placement::NewStub(simulator.channel());
        grpc::ClientContext watchContext;
        watchContext.set_deadline(std::chrono::system_clock::now()
                                  + std::chrono::milliseconds(kPatienceMs));
        const auto watch = jobs->Watch(&watchContext, {});
        placement::WatchReply reply;
        QVERIFY(watch->Read(&reply));
        QVERIFY(reply.full());
        QCOMPARE(reply.nodes_size(), 16);
        QVERIFY(reply.jobs_size() > 0);
        watchContext.TryCancel();
    }

    void placementMayHaveAnAddressOfItsOwn()
    {
        QTemporaryDir folder;
        const QString socket = QStringLiteral("unix:") + folder.filePath(QStringLiteral("p"));
        Running simulator(
            {QStringLiteral("--nodes"), QStringLiteral("8"), QStringLiteral("--placement"), socket},
            2);
        QCOMPARE(simulator.said.at(1), QStringLiteral("placement on ") + socket);
        const auto jobs = placement::Placement::NewStub(simulator.channel(1));
        placement::ActRequest request;
        request.set_action(placement::ACTION_CANCEL);
        request.set_job(1);
        placement::ActReply reply;
        grpc::ClientContext context;
        QVERIFY(jobs->Act(&context, request, &reply).ok());
        QVERIFY(!reply.ok());
        const auto elsewhere = placement::Placement::NewStub(simulator.channel(0));
        grpc::ClientContext other;
        QCOMPARE(elsewhere->Act(&other, request, &reply).error_code(),
                 grpc::StatusCode::UNIMPLEMENTED);
    }

    void aSignalEndsItCleanly_data()
    {
        QTest::addColumn<int>("signal");
        QTest::newRow("SIGTERM") << SIGTERM;
        QTest::newRow("SIGINT") << SIGINT;
    }

    void aSignalEndsItCleanly()
    {
        QFETCH(int, signal);
        Running simulator({QStringLiteral("--nodes"), QStringLiteral("8")});
        const auto stub = telemetry::Telemetry::NewStub(simulator.channel());
        grpc::ClientContext context;
        const auto stream =
            subscribe(*stub, context, [](auto &request) { request.set_interval_ms(1'000); });
        telemetry::Batch batch;
        QVERIFY(stream->Read(&batch));
        ::kill(static_cast<pid_t>(simulator.process.processId()), signal);
        QVERIFY(simulator.process.waitForFinished(kPatienceMs));
        QCOMPARE(simulator.process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(simulator.process.exitCode(), 0);
        while (stream->Read(&batch)) { }
        QCOMPARE(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
    }

    void badArgumentsEndItWithTwo()
    {
        const Ended ended = runToTheEnd({QStringLiteral("--nodes"), QStringLiteral("none")});
        QCOMPARE(ended.code, 2);
        QVERIFY(ended.out.isEmpty());
        QCOMPARE(ended.err.count(QLatin1Char('\n')), 1);
    }

    void aBadTraceEndsItWithTwo()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("trace.csv"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("submit,start,duration,accelerators,tenant,state\n1,,x,1,a,\n");
        file.close();
        const Ended ended = runToTheEnd({QStringLiteral("--replay"), path});
        QCOMPARE(ended.code, 2);
        QVERIFY2(ended.err.contains(path + QStringLiteral(", line 2: duration")),
                 qPrintable(ended.err));
    }

    void anAddressThatIsNoLoopbackIsRefused()
    {
        const Ended ended = runToTheEnd({QStringLiteral("--nodes"), QStringLiteral("1"),
                                         QStringLiteral("--listen"), QStringLiteral("0.0.0.0:0")});
        QVERIFY(ended.code != 0);
        QVERIFY(!ended.err.isEmpty());
    }

    void helpAndVersion()
    {
        const Ended help = runToTheEnd({QStringLiteral("--help")});
        QCOMPARE(help.code, 0);
        for (const char *option :
             {"--nodes", "--accelerators", "--kinds", "--seed", "--speed", "--listen",
              "--placement", "--replay", "--center", "--die-with-parent"})
            QVERIFY2(help.out.contains(QLatin1String(option)), option);
        QVERIFY(runToTheEnd({QStringLiteral("--version")})
                    .out.startsWith(QStringLiteral("pilothouse-simulator ")));
    }

    void itEndsWithItsParent()
    {
        QTemporaryDir folder;
        const QString script =
            QStringLiteral(
                "\"%1\" --nodes 1 --die-with-parent --listen unix:%2 & echo $!; read line <&0")
                .arg(kProgram, folder.filePath(QStringLiteral("s")));
        QProcess parent;
        parent.start(QStringLiteral("bash"), {QStringLiteral("-c"), script});
        QString text;
        while (!text.contains(QStringLiteral("listening on"))
               && parent.waitForReadyRead(kPatienceMs))
            text += QString::fromUtf8(parent.readAll());
        const pid_t child = text.section(QLatin1Char('\n'), 0, 0).toInt();
        QVERIFY(child > 0);
        QCOMPARE(::kill(child, 0), 0);
        parent.kill();
        parent.waitForFinished(kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            ::kill(child, 0) != 0
                || QFile::symLinkTarget(QStringLiteral("/proc/%1/exe").arg(child)).isEmpty(),
            kPatienceMs);
    }
};

QTEST_GUILESS_MAIN(TestSimulatorProcess)
#include "tst_simulatorprocess.moc"
