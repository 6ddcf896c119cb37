// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"
#include "simulator/devices.h"
#include "simulator/hosts.h"

#include "core/metric.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace pilothouse;
using namespace pilothouse::simulator;

namespace {

// One node whose accelerators all do the same.
struct OneNode {
    explicit OneNode(const char *kind = "H800")
        : topology(buildTopology(testOptions(1, {{kind, 1}})))
        , devices(topology, 1)
        , hosts(topology, 1, kTestStart)
    {
    }

    void run(const Phase &phase, double seconds, double step = 1)
    {
        const std::vector<Phase> phases{phase};
        const std::vector<std::int32_t> slots(8, busy ? 0 : -1);
        for (double passed = 0; passed < seconds; passed += step) {
            now += static_cast<Micros>(step * kSecond);
            devices.begin({now, step, phases, slots});
            hosts.begin(now, step);
            load = devices.advance(0, columns.data());
            hosts.advance(0, load, devices.ambient(0), host.data());
        }
    }

    [[nodiscard]] double value(Metric metric, std::size_t accelerator = 0) const
    {
        const auto &names = layoutOf(topology.kindOf(0).vendor).acceleratorMetrics;
        const auto at = std::ranges::find(names, metricInfo(metric).name) - names.begin();
        return columns[static_cast<std::size_t>(at) * 8 + accelerator];
    }

    const Topology topology;
    Devices devices;
    Hosts hosts;
    bool busy = true;
    Micros now = kTestStart;
    NodeLoad load;
    std::vector<double> columns = std::vector<double>(18 * 8);
    std::vector<double> host = std::vector<double>(25);
};

Phase fullLoad()
{
    Phase phase;
    phase.utilization = 1;
    phase.tensor = 0.65F;
    phase.memoryActive = 0.5F;
    phase.memoryFraction = 0.9F;
    phase.cpu = 0.03F;
    return phase;
}

} // namespace

class TestDevices : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void powerAndTemperatureFollowWithInertia()
    {
        OneNode node;
        node.busy = false;
        node.run({}, 600);
        const double idlePower = node.value(Metric::Power);
        const double idleTemperature = node.value(Metric::Temperature);
        QVERIFY(idlePower > 60 && idlePower < 85);
        QVERIFY(idleTemperature > 18 && idleTemperature < 36);
        node.busy = true;
        node.run(fullLoad(), 0.1, 0.1);
        QVERIFY(node.value(Metric::Power) < 150);
        node.run(fullLoad(), 8);
        const double power = node.value(Metric::Power);
        QVERIFY2(power > 0.85 * 700, qPrintable(QString::number(power)));
        const double soon = node.value(Metric::Temperature);
        QVERIFY(soon < idleTemperature + 15);
        node.run(fullLoad(), 300);
        const double warm = node.value(Metric::Temperature);
        QVERIFY2(warm > idleTemperature + 25, qPrintable(QString::number(warm)));
        node.busy = false;
        node.run({}, 5);
        QVERIFY(node.value(Metric::Power) < 100);
        QVERIFY(node.value(Metric::Temperature) > warm - 15);
    }

    void theStepDoesNotMatter()
    {
        OneNode coarse;
        OneNode fine;
        coarse.run(fullLoad(), 60, 1);
        fine.run(fullLoad(), 60, 0.1);
        QVERIFY(std::abs(coarse.value(Metric::Temperature) - fine.value(Metric::Temperature)) <= 1);
        QVERIFY(std::abs(coarse.value(Metric::Power) - fine.value(Metric::Power)) < 25);
    }

    void valuesStayInTheirRanges_data()
    {
        QTest::addColumn<QString>("kind");
        for (const Kind &kind : kinds())
            QTest::newRow(std::string(kind.name).c_str())
                << QString::fromStdString(std::string(kind.name));
    }

    void valuesStayInTheirRanges()
    {
        QFETCH(QString, kind);
        OneNode node(kind.toUtf8().constData());
        const Kind &model = *findKind(kind.toStdString());
        Phase wild = fullLoad();
        wild.tensor = wild.memoryActive = wild.link = wild.pcie = 1.2F;
        for (const Phase &phase : {Phase{}, fullLoad(), wild}) {
            node.run(phase, 400);
            const auto &names = layoutOf(model.vendor).acceleratorMetrics;
            for (std::size_t i = 0; i < names.size() * 8; ++i) {
                const MetricInfo &info = metricInfo(*findMetric(names[i / 8]));
                QVERIFY2(node.columns[i] >= info.minimum && node.columns[i] <= info.maximum,
                         info.name.data());
            }
            QVERIFY(node.value(Metric::Power) <= model.powerLimit * 1.05F);
            QVERIFY(node.value(Metric::MemoryUsed) < static_cast<double>(model.memoryBytes));
            double modes = 0;
            for (std::size_t i = 0; i < 8; ++i)
                modes += node.host[i];
            QVERIFY(std::abs(modes - 1) < 1e-9);
            for (std::size_t i = 0; i < node.host.size(); ++i) {
                const MetricInfo &info =
                    metricCatalogue()[static_cast<std::size_t>(Metric::CpuUser) + i];
                QVERIFY2(node.host[i] >= info.minimum && node.host[i] <= info.maximum,
                         info.name.data());
            }
        }
    }

    void valuesAreRoundedAsExportersDo()
    {
        OneNode node;
        node.run(fullLoad(), 30);
        const auto isMultiple = [](double value, double parts) {
            return value == std::round(value * parts) / parts;
        };
        QVERIFY(isMultiple(node.value(Metric::Power), 10));
        QVERIFY(isMultiple(node.value(Metric::Utilization), 100));
        QVERIFY(isMultiple(node.value(Metric::TensorActive), 1'000));
        QVERIFY(isMultiple(node.value(Metric::Temperature), 1));
        QCOMPARE(std::fmod(node.value(Metric::MemoryUsed), 1024.0 * 1024), 0.0);
    }

    void aHotRackThrottlesAndRecovers()
    {
        OneNode node;
        node.run(fullLoad(), 300);
        const double clock = node.value(Metric::Clock);
        const double tensor = node.value(Metric::TensorActive);
        QVERIFY(node.devices.takeThrottled().empty());
        node.devices.setRackHeat(0, 32);
        node.run(fullLoad(), 400);
        const auto began = node.devices.takeThrottled();
        QVERIFY(!began.empty());
        QVERIFY(began.front().begins);
        const std::size_t slow = began.front().accelerator;
        double lowest = clock;
        double worst = tensor;
        for (int i = 0; i < 120; ++i) {
            node.run(fullLoad(), 1);
            lowest = std::min(lowest, node.value(Metric::Clock, slow));
            worst = std::min(worst, node.value(Metric::TensorActive, slow));
        }
        QVERIFY(lowest < 0.7 * clock);
        QVERIFY(worst < 0.8 * tensor);
        node.devices.setRackHeat(0, 0);
        node.run(fullLoad(), 600);
        for (std::size_t i = 0; i < 8; ++i)
            QCOMPARE(node.value(Metric::Throttle, i), 0.0);
        QVERIFY(!node.devices.takeThrottled().back().begins);
    }

    void energyIsPowerOverTime()
    {
        OneNode node;
        node.run(fullLoad(), 60);
        const double before = node.value(Metric::Energy);
        double sum = 0;
        for (int i = 0; i < 100; ++i) {
            node.run(fullLoad(), 1);
            sum += node.value(Metric::Power);
        }
        QVERIFY(std::abs(node.value(Metric::Energy) - before - sum) < 10);
    }

    void aLostAcceleratorTellsNothingButThat()
    {
        OneNode node;
        node.devices.setLost(3, true);
        node.devices.setFault(3, 79);
        node.run(fullLoad(), 10);
        QVERIFY(std::isnan(node.value(Metric::Power, 3)));
        QVERIFY(std::isnan(node.value(Metric::TensorActive, 3)));
        QCOMPARE(node.value(Metric::Health, 3), 0.0);
        QCOMPARE(node.value(Metric::FaultCode, 3), 79.0);
        QCOMPARE(node.value(Metric::Health, 2), 1.0);
        QVERIFY(node.value(Metric::Power, 2) > 100);
        QVERIFY(std::isfinite(node.host.back()));
    }

    void whatAVendorLacksIsNotInItsLayout()
    {
        const auto has = [](Vendor vendor, Metric metric) {
            const auto &names = layoutOf(vendor).acceleratorMetrics;
            return std::ranges::find(names, metricInfo(metric).name) != names.end();
        };
        QVERIFY(has(Vendor::Nvidia, Metric::Energy));
        QVERIFY(!has(Vendor::Huawei, Metric::Energy));
        QVERIFY(!has(Vendor::Cambricon, Metric::Energy));
        QVERIFY(!has(Vendor::Huawei, Metric::Throttle));
        QVERIFY(!has(Vendor::Cambricon, Metric::MemoryActive));
        for (const Vendor vendor : {Vendor::Nvidia, Vendor::Huawei, Vendor::Cambricon})
            QCOMPARE(layoutOf(vendor).hostMetrics.size(), std::size_t{25});
    }

    void aJobGoesThroughItsStages()
    {
        Profile profile;
        profile.ramp = 30 * kSecond;
        profile.checkpointEvery = 100 * kSecond;
        profile.checkpointSpan = 10 * kSecond;
        profile.idleFrom = 350 * kSecond;
        profile.utilization = 0.9F;
        profile.tensor = 0.5F;
        profile.memoryFraction = 0.8F;
        QCOMPARE(stageAt(profile, 29 * kSecond), Stage::Loading);
        QCOMPARE(stageAt(profile, 30 * kSecond), Stage::Working);
        QCOMPARE(stageAt(profile, 105 * kSecond), Stage::Checkpointing);
        QCOMPARE(stageAt(profile, 110 * kSecond), Stage::Working);
        QCOMPARE(stageAt(profile, 405 * kSecond), Stage::Idle);
        PhaseInput input;
        input.now = 105 * kSecond;
        const Phase checkpoint = phaseAt(profile, input);
        QCOMPARE(checkpoint.tensor, 0.0F);
        QVERIFY(checkpoint.diskWrite > 0);
        QCOMPARE(checkpoint.memoryFraction, 0.8F);
        input.now = 10 * kSecond;
        QVERIFY(phaseAt(profile, input).memoryFraction < 0.8F);
        input.now = 400 * kSecond;
        QCOMPARE(phaseAt(profile, input).utilization, 0.0F);
    }

    void iterationsComputeAndCommunicateInTurn()
    {
        Profile profile;
        profile.utilization = 1;
        profile.tensor = 0.6F;
        profile.linkShare = 0.5F;
        profile.iteration = 10;
        profile.computeShare = 0.7F;
        PhaseInput input;
        input.window = 0.1;
        int computing = 0;
        int communicating = 0;
        for (int tenth = 1; tenth <= 1'000; ++tenth) {
            input.now = tenth * 100 * kMillisecond;
            const Phase phase = phaseAt(profile, input);
            computing += phase.tensor > 0.5F && phase.link < 0.01F;
            communicating += phase.tensor < 0.01F && phase.link > 0.4F;
        }
        QVERIFY2(std::abs(computing - 700) < 15, qPrintable(QString::number(computing)));
        QVERIFY2(std::abs(communicating - 300) < 15, qPrintable(QString::number(communicating)));
    }

    void servingFollowsTheDay()
    {
        const Profile profile =
            makeProfile({PoolUse::Serving, "serve-llm-sft", "PyTorch", 1, kDay, 1, 7});
        PhaseInput input;
        double day = 0;
        double night = 0;
        for (int second = 0; second < 600; ++second) {
            input.now = kHour + second * kSecond;
            input.servingLoad = 1;
            day += phaseAt(profile, input).utilization;
            input.servingLoad = 0.15;
            night += phaseAt(profile, input).utilization;
        }
        QVERIFY(day > 4 * night && night > 0);
    }
};

QTEST_APPLESS_MAIN(TestDevices)
#include "tst_devices.moc"
