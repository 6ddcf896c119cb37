// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/nvml/gpukind.h"
#include "agent/nvml/nvmlaccelerators.h"
#include "fakenvml.h"

#include <QtTest>

#include <dlfcn.h>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace pilothouse;
using namespace pilothouse::agent::nvml;

namespace {

constexpr const char *kFake = FAKE_NVML_DIRECTORY "/libnvidia-ml.so.1";
constexpr const char *kOldFake = FAKE_NVML_DIRECTORY "/old/libnvidia-ml.so.1";

// One tick of values, by metric and accelerator.
class Values {
public:
    explicit Values(NvmlAccelerators &accelerators)
        : m_metrics(accelerators.metrics().begin(), accelerators.metrics().end())
        , m_accelerators(accelerators.infos().size())
        , m_values(m_metrics.size() * m_accelerators, -1)
    {
        accelerators.collect(m_values);
    }
    [[nodiscard]] double of(Metric metric, std::size_t accelerator = 0) const
    {
        const auto found =
            std::find(m_metrics.begin(), m_metrics.end(), metric) - m_metrics.begin();
        return m_values.at(static_cast<std::size_t>(found) * m_accelerators + accelerator);
    }
    [[nodiscard]] long missing(std::size_t accelerator) const
    {
        return std::count_if(m_metrics.begin(), m_metrics.end(),
                             [&](Metric metric) { return std::isnan(of(metric, accelerator)); });
    }

private:
    std::vector<Metric> m_metrics;
    std::size_t m_accelerators;
    std::vector<double> m_values;
};

} // namespace

class TestNvml : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { *m_fake = FakeNvml(); }
    void cleanup() { QCOMPARE(m_fake->initialised, 0); }
    void cleanupTestCase() { dlclose(m_handle); }

    void noLibraryMeansNoAccelerators();
    void noDriverMeansNoAccelerators();
    void describesWhatIsThere();
    void readsInBaseUnits();
    void measuresPcieOnTheSide();
    void whatIsNotSupportedIsMissing();
    void aLostGpuKeepsItsPlaceAndIsNotHealthy();
    void anOldDriverGivesWhatItHas();
    void listsMigPartitions();
    void reportsXidsAndEccErrors();
    void knowsKindsByName_data();
    void knowsKindsByName();

private:
    void *m_handle = nullptr;
    FakeNvml *m_fake = nullptr;
};

void TestNvml::initTestCase()
{
    m_handle = dlopen(kFake, RTLD_NOW | RTLD_LOCAL);
    QVERIFY2(m_handle, dlerror());
    m_fake = reinterpret_cast<FakeNvmlFunction>(dlsym(m_handle, "fakeNvml"))();
}

void TestNvml::noLibraryMeansNoAccelerators()
{
    NvmlAccelerators accelerators("libpilothouse-no-such-library.so.1");
    QVERIFY(accelerators.infos().empty());
    accelerators.collect({});
    QVERIFY(accelerators.takeEvents().empty());
}

void TestNvml::noDriverMeansNoAccelerators()
{
    constexpr int kDriverNotLoaded = 9;
    m_fake->initResult = kDriverNotLoaded;
    NvmlAccelerators accelerators(kFake);
    QVERIFY(accelerators.infos().empty());
    QVERIFY(accelerators.takeEvents().empty());
}

void TestNvml::describesWhatIsThere()
{
    NvmlAccelerators accelerators(kFake);
    QCOMPARE(accelerators.infos().size(), std::size_t{2});
    const AcceleratorInfo expected{"NVIDIA", "H100", "GPU-1", "00000000:19:00.0",
                                   80'000,   989e12, 700,     {}};
    QVERIFY(accelerators.infos()[1] == expected);
}

void TestNvml::readsInBaseUnits()
{
    NvmlAccelerators accelerators(kFake);
    const Values values(accelerators);
    QCOMPARE(values.of(Metric::Utilization, 0), 0.90);
    QCOMPARE(values.of(Metric::Utilization, 1), 0.91);
    QCOMPARE(values.of(Metric::MemoryActive), 0.40);
    QCOMPARE(values.of(Metric::MemoryUsed), 30'000.0);
    QCOMPARE(values.of(Metric::Power, 1), 412.501);
    QCOMPARE(values.of(Metric::Temperature), 61.0);
    QCOMPARE(values.of(Metric::Clock), 1.98e9);
    QCOMPARE(values.of(Metric::Energy), 123'456'789.0);
    QCOMPARE(values.of(Metric::EccCorrected), 7.0);
    QCOMPARE(values.of(Metric::EccUncorrected), 1.0);
    QCOMPARE(values.of(Metric::FaultCode), 0.0);
    QCOMPARE(values.of(Metric::Throttle, 0), 0.0); // the power cap is no fault
    QCOMPARE(values.of(Metric::Throttle, 1), 1.0);
    QCOMPARE(values.of(Metric::Health), 1.0);
}

void TestNvml::measuresPcieOnTheSide()
{
    NvmlAccelerators accelerators(kFake);
    QTRY_COMPARE(Values(accelerators).of(Metric::PcieTransmit, 1), 1.5e6);
    QCOMPARE(Values(accelerators).of(Metric::PcieReceive, 1), 2.5e6);
}

void TestNvml::whatIsNotSupportedIsMissing()
{
    m_fake->unsupportedGpu = 1;
    NvmlAccelerators accelerators(kFake);
    QTRY_COMPARE(Values(accelerators).of(Metric::PcieTransmit, 0), 1.5e6);
    const Values values(accelerators);
    QCOMPARE(values.missing(0), 0);
    QCOMPARE(values.missing(1), static_cast<long>(accelerators.metrics().size()));
    QCOMPARE(accelerators.infos()[1].powerLimitWatts, 0.0);
    QCOMPARE(accelerators.infos()[1].uuid, std::string("GPU-1"));
}

void TestNvml::aLostGpuKeepsItsPlaceAndIsNotHealthy()
{
    NvmlAccelerators accelerators(kFake);
    QCOMPARE(Values(accelerators).of(Metric::Health, 0), 1.0);
    m_fake->lostGpu = 0;
    const Values lost(accelerators);
    QCOMPARE(lost.of(Metric::Health, 0), 0.0);
    QVERIFY(std::isnan(lost.of(Metric::Utilization, 0)));
    QCOMPARE(lost.of(Metric::Utilization, 1), 0.91);

    NvmlAccelerators without(kFake); // one that is gone before the agent starts
    QCOMPARE(without.infos().size(), std::size_t{2});
    QCOMPARE(without.infos()[1].uuid, std::string("GPU-1"));
    QVERIFY(std::isnan(Values(without).of(Metric::Power, 0)));
    QCOMPARE(Values(without).of(Metric::Utilization, 1), 0.91);
}

void TestNvml::anOldDriverGivesWhatItHas()
{
    NvmlAccelerators accelerators(kOldFake);
    QCOMPARE(accelerators.infos().size(), std::size_t{2});
    QCOMPARE(accelerators.infos()[0].pciAddress, std::string());
    const Values values(accelerators);
    QCOMPARE(values.of(Metric::Temperature), 61.0);
    QCOMPARE(values.of(Metric::Health), 1.0);
    for (const Metric metric : {Metric::PcieTransmit, Metric::Energy, Metric::EccCorrected,
                                Metric::FaultCode, Metric::Throttle})
        QVERIFY(std::isnan(values.of(metric)));
}

void TestNvml::listsMigPartitions()
{
    m_fake->mig = true;
    NvmlAccelerators accelerators(kFake);
    const std::vector<std::string> expected{"1g.10gb", "1g.10gb"};
    QVERIFY(accelerators.infos()[0].partitions == expected);
}

void TestNvml::reportsXidsAndEccErrors()
{
    NvmlAccelerators accelerators(kFake);
    QVERIFY(accelerators.takeEvents().empty());
    m_fake->events = {{1, kEventXid, 79}, {0, kEventXid, 31}, {0, kEventDoubleBitEcc, 0}};
    const auto events = accelerators.takeEvents();
    QCOMPARE(events.size(), std::size_t{3});
    QCOMPARE(events[0].kind, EventKind::AcceleratorFault);
    QCOMPARE(events[0].severity, Severity::Critical);
    QCOMPARE(events[0].accelerator, 1);
    QCOMPARE(events[0].code, std::int64_t{79});
    QVERIFY(events[0].time > 0);
    QCOMPARE(events[1].severity, Severity::Warning); // a program's own fault
    QCOMPARE(events[2].kind, EventKind::EccUncorrected);
    QVERIFY(accelerators.takeEvents().empty());
    QCOMPARE(Values(accelerators).of(Metric::FaultCode, 1), 79.0);
    QCOMPARE(Values(accelerators).of(Metric::FaultCode, 0), 31.0);
}

void TestNvml::knowsKindsByName_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<double>("flops");
    const auto row = [](const char *name, const char *kind, double flops) {
        QTest::newRow(name) << QByteArray(name) << QByteArray(kind) << flops;
    };
    row("NVIDIA H800", "H800", 989e12);
    row("NVIDIA H100 80GB HBM3", "H100", 989e12);
    row("NVIDIA H100 PCIe", "H100", 756e12);
    row("NVIDIA H200", "H200", 989e12);
    row("NVIDIA A100-SXM4-80GB", "A100", 312e12);
    row("NVIDIA A800-SXM4-80GB", "A800", 312e12);
    row("Tesla V100-SXM2-32GB", "V100", 125e12);
    row("Tesla V100-PCIE-32GB", "V100", 112e12);
    row("NVIDIA A30", "A30", 165e12);
    row("NVIDIA L40S", "L40S", 362e12);
    row("Tesla T4", "T4", 65e12);
    row("NVIDIA GeForce RTX 4090", "GeForce RTX 4090", 0);
    row("NVIDIA A1000", "A1000", 0);
    row("", "", 0);
}

void TestNvml::knowsKindsByName()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, kind);
    QFETCH(double, flops);
    const GpuKind known = gpuKind(name.toStdString());
    QCOMPARE(QByteArray::fromStdString(known.kind), kind);
    QCOMPARE(known.peakFp16Flops, flops);
}

QTEST_GUILESS_MAIN(TestNvml)
#include "tst_nvml.moc"
