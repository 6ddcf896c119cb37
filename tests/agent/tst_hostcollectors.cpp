// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/cpucollector.h"
#include "agent/host/diskcollector.h"
#include "agent/host/filesystemcollector.h"
#include "agent/host/host.h"
#include "agent/host/loadcollector.h"
#include "agent/host/memorycollector.h"
#include "agent/host/networkcollector.h"
#include "agent/host/pressurecollector.h"
#include "agent/host/temperaturecollector.h"
#include "fixture.h"

#include <QtTest>

#include <sys/statvfs.h>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace pilothouse;
using namespace pilothouse::agent;

namespace {

std::vector<double> collect(HostCollector &collector, Micros monotonic = 0)
{
    std::vector<double> values(collector.metrics().size(), -1);
    collector.collect(monotonic, values);
    return values;
}

bool allMissing(const std::vector<double> &values)
{
    return !values.empty()
        && std::ranges::all_of(values, [](double value) { return std::isnan(value); });
}

std::string networkLine(const std::string &name, long received, long transmitted)
{
    return name + ":" + std::to_string(received) + " 9 0 0 0 0 0 0 " + std::to_string(transmitted)
        + " 9 0 0 0 0 0 0\n";
}

std::string diskLine(const std::string &name, long sectorsRead, long sectorsWritten)
{
    return " 259 0 " + name + " 10 0 " + std::to_string(sectorsRead) + " 5 20 0 "
        + std::to_string(sectorsWritten) + " 7 0 12 12 0 0 0 0 0 0\n";
}

constexpr const char *kNetworkHead =
    "Inter-|   Receive  |  Transmit\n face |bytes packets|bytes packets\n";

} // namespace

class TestHostCollectors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cpuModesAreSharesOfTheTimeSinceTheLastReading();
    void cpuCountersThatGoBackCountAsNothing();
    void cpuIsMissingWhereItCannotBeRead_data();
    void cpuIsMissingWhereItCannotBeRead();
    void readsLoadAndUptime();
    void aFileCutShortLeavesTheRestMissing();
    void usedMemoryIsWhatIsNotAvailable();
    void memoryIsMissingWithoutItsParts();
    void pressureIsTheShareOfTimeThatWasStalled();
    void pressureThatTheKernelDoesNotMeasureIsMissing();
    void networkCountsPhysicalInterfacesOnly();
    void anInterfaceThatAppearsOrIsResetMakesNoSpike();
    void disksCountWholeDisksOnly();
    void readsTheSpaceOfTheRootFilesystem();
    void takesTheHottestSensorThatIsBelievable();
    void findsSensorsThatAppearLater();
    void anEmptyRootGivesOnlyMissingValues();
    void everyHostMetricIsKnownAndComesOnce();
    void readsWhatTheNodeIs();
};

void TestHostCollectors::cpuModesAreSharesOfTheTimeSinceTheLastReading()
{
    const Fixture fixture;
    CpuCollector cpu(fixture.root());
    fixture.write("proc/stat",
                  "cpu  100 10 50 1000 20 1 2 3 40 4\ncpu0 100 10 50 1000 20 1 2 3 40 4\n");
    QVERIFY(allMissing(collect(cpu)));
    // 40 user, 4 nice, 20 system, 100 idle, 16 iowait, 4 irq, 8 softirq, 8 steal: 200 in all.
    fixture.write("proc/stat", "cpu  140 14 70 1100 36 5 10 11 60 6\n");
    const std::vector<double> expected{0.2, 0.02, 0.1, 0.5, 0.08, 0.02, 0.04, 0.04};
    const auto values = collect(cpu);
    QCOMPARE(values.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        QCOMPARE(values[i], expected[i]);
    QVERIFY(allMissing(collect(cpu))); // no time has passed
}

void TestHostCollectors::cpuCountersThatGoBackCountAsNothing()
{
    const Fixture fixture;
    CpuCollector cpu(fixture.root());
    fixture.write("proc/stat", "cpu  100 0 0 100 50 0 0 0 0 0\n");
    collect(cpu);
    fixture.write("proc/stat", "cpu  110 0 0 130 40 0 0 0 0 0\n");
    const auto values = collect(cpu);
    QCOMPARE(values[0], 0.25);
    QCOMPARE(values[3], 0.75);
    QCOMPARE(values[4], 0.0);
}

void TestHostCollectors::cpuIsMissingWhereItCannotBeRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << QByteArray("cpu  1 2 3\n");
    QTest::newRow("words") << QByteArray("cpu  a b c d e f g h\n");
    QTest::newRow("negative") << QByteArray("cpu  -1 2 3 4 5 6 7 8\n");
    QTest::newRow("too large") << QByteArray("cpu  99999999999999999999 2 3 4 5 6 7 8\n");
    QTest::newRow("another line") << QByteArray("intr 1 2 3 4 5 6 7 8 9\n");
}

void TestHostCollectors::cpuIsMissingWhereItCannotBeRead()
{
    QFETCH(QByteArray, text);
    const Fixture fixture;
    CpuCollector cpu(fixture.root());
    fixture.write("proc/stat", "cpu  1 1 1 1 1 1 1 1\n");
    collect(cpu);
    fixture.write("proc/stat", text.toStdString());
    QVERIFY(allMissing(collect(cpu)));
    fixture.write("proc/stat", "cpu  9 9 9 9 9 9 9 9\n");
    QVERIFY(allMissing(collect(cpu))); // no rate over a gap of unknown length
}

void TestHostCollectors::readsLoadAndUptime()
{
    const Fixture fixture;
    fixture.write("proc/loadavg", "0.52 1.25 96.00 3/1234 56789\n");
    fixture.write("proc/uptime", "86400.25 160000.00\n");
    LoadCollector load(fixture.root());
    QCOMPARE(collect(load), (std::vector<double>{0.52, 1.25, 96, 86400.25}));
}

void TestHostCollectors::aFileCutShortLeavesTheRestMissing()
{
    const Fixture fixture;
    fixture.write("proc/loadavg", "0.52 x");
    LoadCollector load(fixture.root());
    const auto values = collect(load);
    QCOMPARE(values[0], 0.52);
    QVERIFY(allMissing({values[1], values[2], values[3]}));
}

void TestHostCollectors::usedMemoryIsWhatIsNotAvailable()
{
    const Fixture fixture;
    fixture.write("proc/meminfo",
                  "MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    400 kB\n");
    MemoryCollector memory(fixture.root());
    QCOMPARE(collect(memory), (std::vector<double>{600 * 1024.0, 400 * 1024.0}));
}

void TestHostCollectors::memoryIsMissingWithoutItsParts()
{
    const Fixture fixture;
    MemoryCollector memory(fixture.root());
    for (const char *text : {"MemTotal: 1000 kB\n", "MemAvailable: 400 kB\n",
                             "MemTotal: 1 kB\nMemAvailable: 2 kB\n", "MemTotal:\n"}) {
        fixture.write("proc/meminfo", text);
        QVERIFY(allMissing(collect(memory)));
    }
}

void TestHostCollectors::pressureIsTheShareOfTimeThatWasStalled()
{
    const Fixture fixture;
    const auto write = [&](const std::string &resource, long total) {
        fixture.write("proc/pressure/" + resource,
                      "some avg10=1.00 avg60=0.50 avg300=0.10 total=" + std::to_string(total)
                          + "\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n");
    };
    for (const char *resource : {"cpu", "memory", "io"})
        write(resource, 1'000'000);
    PressureCollector pressure(fixture.root());
    QVERIFY(allMissing(collect(pressure, 10 * kSecond)));
    write("cpu", 1'500'000);
    write("io", 3'000'100); // a little more than the two seconds: the clocks differ
    QCOMPARE(collect(pressure, 12 * kSecond), (std::vector<double>{0.25, 0, 1}));
    write("cpu", 0);
    QVERIFY(std::isnan(collect(pressure, 13 * kSecond)[0]));
}

void TestHostCollectors::pressureThatTheKernelDoesNotMeasureIsMissing()
{
    const Fixture fixture;
    fixture.write("proc/pressure/cpu", "full avg10=0.00 total=5\n");
    PressureCollector pressure(fixture.root());
    collect(pressure, kSecond);
    QVERIFY(allMissing(collect(pressure, 2 * kSecond)));
}

void TestHostCollectors::networkCountsPhysicalInterfacesOnly()
{
    const Fixture fixture;
    fixture.write("sys/class/net/eth0/device/vendor", "0x15b3\n");
    fixture.write("sys/class/net/ib0/device/vendor", "0x15b3\n");
    fixture.write("sys/class/net/docker0/bridge/x", "");
    const auto write = [&](long scale) {
        fixture.write("proc/net/dev",
                      kNetworkHead + networkLine("    lo", 5000 * scale, 5000 * scale)
                          + networkLine("  eth0", 100 * scale, 10 * scale)
                          + networkLine("   ib0", 900 * scale, 90 * scale)
                          + networkLine("docker0", 7000 * scale, 7000 * scale)
                          + networkLine("veth1a2b", 7000 * scale, 7000 * scale));
    };
    NetworkCollector network(fixture.root());
    write(1);
    QVERIFY(allMissing(collect(network, kSecond)));
    write(5);
    QCOMPARE(collect(network, 3 * kSecond), (std::vector<double>{2000, 200}));
    fixture.remove("proc/net/dev");
    QVERIFY(allMissing(collect(network, 4 * kSecond)));
}

void TestHostCollectors::anInterfaceThatAppearsOrIsResetMakesNoSpike()
{
    const Fixture fixture;
    fixture.write("sys/class/net/eth0/device/vendor", "");
    fixture.write("sys/class/net/eth1/device/vendor", "");
    NetworkCollector network(fixture.root());
    fixture.write("proc/net/dev", networkLine("eth0", 1000, 1000));
    collect(network, kSecond);
    fixture.write("proc/net/dev",
                  networkLine("eth0", 1010, 1020) + networkLine("eth1", 1'000'000, 1'000'000));
    QCOMPARE(collect(network, 2 * kSecond), (std::vector<double>{10, 20}));
    fixture.write("proc/net/dev",
                  networkLine("eth0", 5, 5) + networkLine("eth1", 1'000'001, 1'000'001));
    QVERIFY(allMissing(collect(network, 3 * kSecond)));
    fixture.write("proc/net/dev",
                  networkLine("eth0", 6, 7) + networkLine("eth1", 1'000'001, 1'000'001));
    QCOMPARE(collect(network, 4 * kSecond), (std::vector<double>{1, 2}));
}

void TestHostCollectors::disksCountWholeDisksOnly()
{
    const Fixture fixture;
    fixture.write("sys/block/nvme0n1/device/model", "");
    fixture.write("sys/block/sda/device/model", "");
    fixture.write("sys/block/dm-0/dm/name", "");
    const auto write = [&](long scale) {
        fixture.write(
            "proc/diskstats",
            diskLine("loop0", 99 * scale, 99 * scale) + diskLine("nvme0n1", 10 * scale, 4 * scale)
                + diskLine("nvme0n1p1", 10 * scale, 4 * scale)
                + diskLine("sda", 6 * scale, 4 * scale) + diskLine("dm-0", 8 * scale, 8 * scale));
    };
    DiskCollector disk(fixture.root());
    write(1);
    QVERIFY(allMissing(collect(disk, 0)));
    write(3);
    QCOMPARE(collect(disk, kSecond), (std::vector<double>{32 * 512, 16 * 512}));
}

void TestHostCollectors::readsTheSpaceOfTheRootFilesystem()
{
    const Fixture fixture;
    struct statvfs space { };
    QCOMPARE(statvfs(fixture.root().c_str(), &space), 0);
    FilesystemCollector filesystem(fixture.root());
    const auto values = collect(filesystem);
    QCOMPARE(values[1], static_cast<double>(space.f_blocks) * static_cast<double>(space.f_frsize));
    QVERIFY(values[0] > 0 && values[0] < values[1]);
    FilesystemCollector missing(fixture.root() / "nowhere");
    QVERIFY(allMissing(collect(missing)));
}

void TestHostCollectors::takesTheHottestSensorThatIsBelievable()
{
    const Fixture fixture;
    TemperatureCollector none(fixture.root());
    QVERIFY(allMissing(collect(none)));
    fixture.write("sys/class/hwmon/hwmon0/temp1_input", "45000\n");
    fixture.write("sys/class/hwmon/hwmon0/temp1_crit", "105000\n");
    fixture.write("sys/class/hwmon/hwmon0/fan1_input", "99000\n");
    fixture.write("sys/class/hwmon/hwmon1/temp1_input", "71500\n");
    fixture.write("sys/class/hwmon/hwmon1/temp2_input", "6553500\n"); // not connected
    fixture.write("sys/class/hwmon/hwmon1/temp3_input", "\n");
    TemperatureCollector temperature(fixture.root());
    QCOMPARE(collect(temperature), (std::vector<double>{71.5}));
}

void TestHostCollectors::findsSensorsThatAppearLater()
{
    const Fixture fixture;
    TemperatureCollector temperature(fixture.root());
    QVERIFY(allMissing(collect(temperature)));
    fixture.write("sys/class/hwmon/hwmon0/temp1_input", "-5000\n");
    double value = kMissing;
    for (int reading = 0; reading < 60; ++reading)
        value = collect(temperature)[0];
    QCOMPARE(value, -5.0);
}

void TestHostCollectors::anEmptyRootGivesOnlyMissingValues()
{
    const Fixture fixture;
    Host host(fixture.root() / "nowhere");
    std::vector<double> values;
    host.collect(kSecond, values);
    values.clear();
    host.collect(2 * kSecond, values);
    QCOMPARE(values.size(), host.metricNames().size());
    QVERIFY(allMissing(values));
    QVERIFY(readNodeInfo(fixture.root()) == NodeInfo());
}

void TestHostCollectors::everyHostMetricIsKnownAndComesOnce()
{
    auto names = Host("/").metricNames();
    for (const std::string &name : names) {
        const auto metric = findMetric(name);
        QVERIFY(metric);
        QCOMPARE(metricInfo(*metric).scope, MetricScope::Host);
    }
    std::ranges::sort(names);
    QVERIFY(std::ranges::adjacent_find(names) == names.end());
    // All of the catalogue but the node's power, which needs a management controller.
    const auto hostMetrics =
        std::ranges::count(metricCatalogue(), MetricScope::Host, &MetricInfo::scope);
    QCOMPARE(static_cast<long>(names.size()), static_cast<long>(hostMetrics) - 1);
}

void TestHostCollectors::readsWhatTheNodeIs()
{
    const Fixture fixture;
    fixture.write("proc/sys/kernel/hostname", "cn-0042\n");
    fixture.write("proc/sys/kernel/random/boot_id", "6a4b1df3-36c0\n");
    fixture.write("proc/sys/kernel/osrelease", "6.1.0-25-amd64\n");
    fixture.write("proc/stat", "cpu  1 2 3\ncpu0 1\ncpu1 1\ncpu17 1\nintr 5\ncpufreq 3\n");
    fixture.write("proc/meminfo", "MemTotal: 2048 kB\n");
    const NodeInfo node = readNodeInfo(fixture.root());
    QCOMPARE(node.name, std::string("cn-0042"));
    QCOMPARE(node.bootId, std::string("6a4b1df3-36c0"));
    QCOMPARE(node.kernel, std::string("6.1.0-25-amd64"));
    QCOMPARE(node.cpus, 3U);
    QCOMPARE(node.memoryBytes, std::uint64_t{2048 * 1024});
}

QTEST_GUILESS_MAIN(TestHostCollectors)
#include "tst_hostcollectors.moc"
