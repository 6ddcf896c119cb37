// SPDX-License-Identifier: GPL-3.0-or-later
#include "agentprocess.h"
#include "core/metric.h"
#include "cpurecord.h"
#include "wire/codec.h"
#include "wire/testclient.h"

#include <QTemporaryDir>
#include <QtTest>

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <numeric>

using namespace pilothouse;
using namespace pilothouse::agent;
using pilothouse::wire::TestClient;
using pilothouse::wire::TestStream;
namespace v1 = pilothouse::telemetry::v1;

namespace {

// Description; nothing where nobody answers.
std::optional<Inventory> describe(const std::string &address)
{
    TestClient client(address);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    v1::DescribeReply reply;
    Inventory inventory;
    if (!client.stub().Describe(&context, {}, &reply).ok() || !wire::appendPage(reply, inventory))
        return std::nullopt;
    return inventory;
}

// The frames of one agent, read from the newest on.
class Frames {
public:
    explicit Frames(const std::string &address, std::uint32_t intervalMs = 1000)
        : m_inventory(describe(address).value_or(Inventory()))
        , m_client(address)
        , m_stream(m_client.subscribe(intervalMs))
    {
    }

    std::optional<Batch> read()
    {
        const auto message = m_stream->read();
        wire::DecodeReport report;
        if (!message)
            return std::nullopt;
        Batch batch = wire::decode(*message, m_inventory, nowMicros(), report);
        return report.malformedFrames == 0 ? std::optional(batch) : std::nullopt;
    }
    [[nodiscard]] double value(const Batch &batch, Metric metric) const
    {
        const auto &names = m_inventory.layouts.at(0).hostMetrics;
        const auto found = std::ranges::find(names, metricInfo(metric).name);
        return batch.frames.at(0).values.at(static_cast<std::size_t>(found - names.begin()));
    }
    [[nodiscard]] const Inventory &inventory() const { return m_inventory; }

private:
    Inventory m_inventory;
    TestClient m_client;
    std::unique_ptr<TestStream> m_stream;
};

// Keeps all CPUs busy, politely.
class Load {
public:
    Load()
    {
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
            m_threads.emplace_back([](const std::stop_token &stop) {
                setpriority(PRIO_PROCESS, 0, 19); // of this thread alone, on Linux
                std::atomic<unsigned> work = 0;
                while (!stop.stop_requested())
                    ++work;
            });
        }
    }

private:
    std::vector<std::jthread> m_threads;
};

constexpr std::array kCpuModes{Metric::CpuUser,    Metric::CpuNice,   Metric::CpuSystem,
                               Metric::CpuIdle,    Metric::CpuIowait, Metric::CpuIrq,
                               Metric::CpuSoftirq, Metric::CpuSteal};

double sum(const CpuRecord::Ticks &ticks)
{
    return std::accumulate(ticks.begin(), ticks.end(), 0.0);
}

// Of "vmstat 1 n": the mean of a column, without the first line, which covers the time since boot.
double vmstatMean(const QByteArray &output, const QByteArray &column)
{
    const auto lines = output.trimmed().split('\n');
    const auto names = lines.value(1).simplified().split(' ');
    double total = 0;
    for (int i = 3; i < lines.size(); ++i)
        total += lines[i].simplified().split(' ').value(names.indexOf(column)).toDouble();
    return total / static_cast<double>(lines.size() - 3);
}

} // namespace

class TestAgentProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cpuAgreesWithTheKernelAndWithVmstat();
    void describesTheNodeAndItsPlace();
    void readsBelowAnotherRoot();
    void servesAccelerators();
    void tellsThatItStarted();
    void samplesFasterForAnImpatientSubscriber();
    void endsOnSigtermWithASubscriber();
    void beginsANewRunOnSighup();
    void endsWithItsParent();
    void aTakenPortEndsItWithOne();
    void badArgumentsEndItWithTwo();
};

void TestAgentProcess::cpuAgreesWithTheKernelAndWithVmstat()
{
    constexpr int kTicks = 5;
    const Load load;
    const CpuRecord record;
    const AgentProcess agent;
    Frames frames(agent.address());
    const auto first = frames.read(); // its shares are of the time before; it marks the start
    QVERIFY(first);
    QCOMPARE(first->frames.size(), std::size_t{1});
    QProcess vmstat;
    vmstat.start(QStringLiteral("vmstat"),
                 {QStringLiteral("-n"), QStringLiteral("1"), QString::number(kTicks + 1)});

    std::array<double, kCpuModes.size()> means{};
    Micros last = first->frames[0].time;
    for (int i = 0; i < kTicks; ++i) {
        const auto batch = frames.read();
        QVERIFY(batch);
        const auto span = static_cast<double>(batch->frames.at(0).time - last);
        last = batch->frames[0].time;
        for (std::size_t mode = 0; mode < kCpuModes.size(); ++mode)
            means.at(mode) += frames.value(*batch, kCpuModes.at(mode)) * span;
    }
    const Micros start = first->frames[0].time;
    for (double &mean : means)
        mean /= static_cast<double>(last - start);
    QVERIFY(std::abs(std::accumulate(means.begin(), means.end(), 0.0) - 1) < 1e-6);

    constexpr Micros kReadingTakes = 10 * kMillisecond;
    // The agent read between these readings, so its ticks lie between these differences.
    const auto fromEarly = record.lastBefore(start).ticks;
    const auto fromLate = record.firstAfter(start + kReadingTakes).ticks;
    const auto toEarly = record.lastBefore(last).ticks;
    const auto toLate = record.firstAfter(last + kReadingTakes).ticks;
    constexpr double kTolerance = 0.02; // ticks of the second, weighed by time instead of by ticks
    for (std::size_t mode = 0; mode < kCpuModes.size(); ++mode) {
        const double least =
            (toEarly.at(mode) - fromLate.at(mode)) / (sum(toLate) - sum(fromEarly));
        const double most = (toLate.at(mode) - fromEarly.at(mode)) / (sum(toEarly) - sum(fromLate));
        QVERIFY2(means.at(mode) >= least - kTolerance && means.at(mode) <= most + kTolerance,
                 qPrintable(QStringLiteral("mode %1: %2 is not between %3 and %4")
                                .arg(mode)
                                .arg(means.at(mode))
                                .arg(least)
                                .arg(most)));
    }

    // All CPUs are busy all the time, so that it does not matter where vmstat's seconds begin.
    QVERIFY(vmstat.waitForFinished());
    const QByteArray output = vmstat.readAllStandardOutput();
    const auto close = [](double share, double percent) {
        return std::abs(share - percent / 100) < 0.1;
    };
    QVERIFY2(close(means[0] + means[1], vmstatMean(output, "us")), output.constData());
    QVERIFY2(close(means[2] + means[5] + means[6], vmstatMean(output, "sy")), output.constData());
    QVERIFY2(close(means[3], vmstatMean(output, "id")), output.constData());
    QVERIFY(means[0] + means[1] > 0.3);
}

void TestAgentProcess::describesTheNodeAndItsPlace()
{
    const AgentProcess agent({QStringLiteral("--rack"), QStringLiteral("R07"),
                              QStringLiteral("--leaf-switch"), QStringLiteral("leaf-2"),
                              QStringLiteral("--name"), QStringLiteral("cn-0007")});
    const auto inventory = describe(agent.address());
    QVERIFY(inventory);
    QCOMPARE(inventory->server, std::string("pilothouse-agent " PILOTHOUSE_VERSION));
    QCOMPARE(inventory->nodes.size(), std::size_t{1});
    const NodeInfo &node = inventory->nodes[0];
    QCOMPARE(node.name, std::string("cn-0007"));
    QCOMPARE(node.rack, std::string("R07"));
    QCOMPARE(node.leafSwitch, std::string("leaf-2"));
    QCOMPARE(node.agentVersion, std::string(PILOTHOUSE_VERSION));
    QVERIFY(node.cpus > 0);
    QVERIFY(node.memoryBytes > 0);
    QFile bootId(QStringLiteral("/proc/sys/kernel/random/boot_id"));
    QVERIFY(bootId.open(QIODevice::ReadOnly));
    QCOMPARE(QByteArray::fromStdString(node.bootId), bootId.readAll().trimmed());
}

void TestAgentProcess::readsBelowAnotherRoot()
{
    const QTemporaryDir root;
    QVERIFY(QDir(root.path()).mkpath(QStringLiteral("proc")));
    QFile loads(root.filePath(QStringLiteral("proc/loadavg")));
    QVERIFY(loads.open(QIODevice::WriteOnly));
    loads.write("1.5 2.5 3.5 1/2 3\n");
    loads.close();
    const AgentProcess agent({QStringLiteral("--root"), root.path()});
    Frames frames(agent.address());
    const auto batch = frames.read();
    QVERIFY(batch);
    QCOMPARE(frames.inventory().nodes.at(0).name, std::string("localhost"));
    QCOMPARE(frames.value(*batch, Metric::Load5), 2.5);
    QVERIFY(std::isnan(frames.value(*batch, Metric::CpuUser)));
    QVERIFY(std::isnan(frames.value(*batch, Metric::HostMemoryUsed)));
}

void TestAgentProcess::servesAccelerators()
{
    const AgentProcess agent({}, QStringLiteral(FAKE_NVML_DIRECTORY));
    Frames frames(agent.address());
    const auto batch = frames.read();
    QVERIFY(batch);
    const Inventory &inventory = frames.inventory();
    QCOMPARE(inventory.nodes.at(0).accelerators.size(), std::size_t{2});
    QCOMPARE(inventory.nodes[0].accelerators[1].kind, std::string("H100"));
    const Layout &layout = inventory.layouts.at(0);
    QCOMPARE(layout.acceleratorMetrics.at(0), std::string("utilization"));
    const auto &values = batch->frames.at(0).values;
    QCOMPARE(values.size(), layout.width(2));
    QCOMPARE(values.at(layout.hostMetrics.size()), 0.90);
    QCOMPARE(values.at(layout.hostMetrics.size() + 1), 0.91);
}

void TestAgentProcess::tellsThatItStarted()
{
    const AgentProcess agent;
    TestClient client(agent.address());
    // Of an epoch that is over the whole ring is new, so the first tick is in it.
    const auto stream = client.subscribe(1000, 1, 0);
    const auto batch = stream->read();
    QVERIFY(batch);
    QCOMPARE(batch->sequence(), 1U);
    QCOMPARE(batch->events_size(), 1);
    QCOMPARE(batch->events(0).kind(), v1::EVENT_AGENT_STARTED);
    QCOMPARE(batch->events(0).accelerator(), -1);
}

void TestAgentProcess::samplesFasterForAnImpatientSubscriber()
{
    const AgentProcess agent;
    Frames calm(agent.address());
    QVERIFY(calm.read());
    std::vector<Micros> times;
    {
        Frames impatient(agent.address(), 250);
        for (int i = 0; i < 10; ++i) {
            const auto batch = impatient.read();
            QVERIFY(batch);
            times.push_back(batch->time);
            QVERIFY(batch->frames.at(0).time >= batch->time);
        }
    }
    QVERIFY(std::ranges::adjacent_find(times, std::ranges::greater_equal()) == times.end());
    QVERIFY(
        std::ranges::all_of(times, [](Micros time) { return time % (250 * kMillisecond) == 0; }));
    QVERIFY(std::ranges::any_of(times, [](Micros time) { return time % kSecond != 0; }));
    Micros last = 0;
    for (int i = 0; i < 3; ++i) {
        const auto batch = calm.read();
        QVERIFY(batch);
        QVERIFY(batch->time / kSecond > last / kSecond); // one in each second
        last = batch->time;
    }
}

void TestAgentProcess::endsOnSigtermWithASubscriber()
{
    AgentProcess agent;
    TestClient client(agent.address());
    const auto stream = client.subscribe(1000);
    QVERIFY(stream->read());
    agent.send(SIGTERM);
    QCOMPARE(stream->end().error_code(), grpc::StatusCode::UNAVAILABLE);
    QVERIFY(agent.process().waitForFinished());
    QCOMPARE(agent.process().exitStatus(), QProcess::NormalExit);
    QCOMPARE(agent.process().exitCode(), 0);
    QCOMPARE(agent.process().readAllStandardError(), QByteArray());
}

void TestAgentProcess::beginsANewRunOnSighup()
{
    AgentProcess agent;
    const auto before = describe(agent.address());
    QVERIFY(before);
    agent.send(SIGHUP);
    std::optional<Inventory> after;
    QTRY_VERIFY((after = describe(agent.address())) && after->epoch != before->epoch);
    QCOMPARE(after->nodes.at(0).name, before->nodes.at(0).name);
}

void TestAgentProcess::endsWithItsParent()
{
    QProcess parent;
    parent.start(
        QStringLiteral("sh"),
        {QStringLiteral("-c"),
         QStringLiteral(PILOTHOUSE_BIN
                        "/pilothouse-agent --die-with-parent --listen 127.0.0.1:0 & wait")});
    const std::string address = AgentProcess::awaitAddress(parent);
    QVERIFY(describe(address));
    parent.kill();
    QVERIFY(parent.waitForFinished());
    QTRY_VERIFY(!describe(address));
}

void TestAgentProcess::aTakenPortEndsItWithOne()
{
    const AgentProcess first;
    QProcess second;
    second.start(QStringLiteral(PILOTHOUSE_BIN "/pilothouse-agent"),
                 {QStringLiteral("--listen"), QString::fromStdString(first.address())});
    QVERIFY(second.waitForFinished());
    QCOMPARE(second.exitCode(), 1);
    QVERIFY(second.readAllStandardError().contains("another program listens there"));
    QCOMPARE(second.readAllStandardOutput(), QByteArray());
}

void TestAgentProcess::badArgumentsEndItWithTwo()
{
    for (const QStringList &arguments :
         {QStringList{QStringLiteral("--port"), QStringLiteral("1")},
          QStringList{QStringLiteral("--listen"), QStringLiteral("0.0.0.0:7610")}}) {
        QProcess process;
        process.start(QStringLiteral(PILOTHOUSE_BIN "/pilothouse-agent"), arguments);
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 2);
        QCOMPARE(process.readAllStandardError().count('\n'), 1);
    }
}

QTEST_GUILESS_MAIN(TestAgentProcess)
#include "tst_agentprocess.moc"
