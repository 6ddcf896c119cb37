// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"
#include "simulator/workload.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <algorithm>
#include <fstream>
#include <numeric>

using namespace pilothouse;
using namespace pilothouse::simulator;

namespace {

struct Drawn {
    std::vector<double> sizes;
    std::vector<double> seconds;
};

// Jobs of the training pool of a center that is large enough for every size.
Drawn drawTraining(int count)
{
    const Topology topology = buildTopology(testOptions(512));
    const auto tenants = makeTenants(topology, 1);
    const Workload workload(topology, tenants, 1, 1, DayClock(kTestStart, 1), kTestStart);
    Random random(42);
    Drawn drawn;
    for (int i = 0; i < count; ++i) {
        const JobSpec spec = workload.draw(0, random, kTestStart);
        drawn.sizes.push_back(spec.accelerators);
        drawn.seconds.push_back(static_cast<double>(spec.work) / kSecond);
    }
    return drawn;
}

double quantileOf(std::vector<double> &values, double p)
{
    const auto at =
        values.begin() + static_cast<std::ptrdiff_t>(p * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

// Real and generated quantiles differ by less than this factor.
constexpr double kWithin = 1.25;

} // namespace

class TestWorkload : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quantilesGoThroughTheTablesPoints()
    {
        const Quantiles &table = venusDurations(8);
        for (std::size_t i = 0; i < table.size(); ++i)
            QVERIFY(std::abs(quantile(table, kQuantilePoints[i]) / table[i] - 1) < 1e-9);
        double last = 0;
        for (double p = 0; p <= 1; p += 0.001) {
            QVERIFY(quantile(table, p) >= last);
            last = quantile(table, p);
        }
    }

    void sizesFollowTheTrace()
    {
        Drawn drawn = drawTraining(60'000);
        double total = 0;
        for (const SizeCount &size : venusSizes())
            total += size.jobs;
        for (const SizeCount &size : venusSizes()) {
            const double expected = size.jobs / total;
            const double share =
                static_cast<double>(std::ranges::count(drawn.sizes, size.accelerators)) / 60'000;
            QVERIFY2(std::abs(share - expected) < 0.006 + 0.02 * expected,
                     qPrintable(QString::number(size.accelerators)));
        }
    }

    void durationsFollowTheTraceForEachSize_data()
    {
        QTest::addColumn<unsigned>("size");
        for (const unsigned size : {1U, 4U, 8U, 16U, 32U})
            QTest::newRow(std::to_string(size).c_str()) << size;
    }

    void durationsFollowTheTraceForEachSize()
    {
        QFETCH(unsigned, size);
        const Drawn drawn = drawTraining(80'000);
        std::vector<double> seconds;
        for (std::size_t i = 0; i < drawn.sizes.size(); ++i) {
            if (drawn.sizes[i] == size)
                seconds.push_back(drawn.seconds[i]);
        }
        QVERIFY(seconds.size() > 1'000);
        for (const double p : {0.25, 0.5, 0.75, 0.9, 0.95}) {
            const double ratio = quantileOf(seconds, p) / quantile(venusDurations(size), p);
            QVERIFY2(ratio < kWithin * 1.1 && ratio > 1 / (kWithin * 1.1),
                     qPrintable(QString::number(ratio)));
        }
    }

    void generatedJobsFitTheTraceFile()
    {
        const QString source = QStringLiteral(
            PILOTHOUSE_SOURCE "/../shared/data/helios-sensetime/venus_gpu_jobs.csv.gz");
        if (!QFile::exists(source))
            QSKIP("the trace venus_gpu_jobs.csv.gz is not beside this checkout");
        QTemporaryDir folder;
        const QString plain = folder.filePath(QStringLiteral("venus.csv"));
        QCOMPARE(
            QProcess::execute(QStringLiteral(PILOTHOUSE_SOURCE "/tools/convert-trace"),
                              {QStringLiteral("--from"), QStringLiteral("helios"), source, plain}),
            0);
        std::ifstream file(plain.toStdString());
        std::string line;
        std::getline(file, line);
        std::vector<double> sizes;
        std::vector<double> seconds;
        while (std::getline(file, line)) {
            const QStringList fields = QString::fromStdString(line).split(QLatin1Char(','));
            seconds.push_back(fields[2].toDouble());
            sizes.push_back(fields[3].toDouble());
        }
        QVERIFY(sizes.size() > 10'000);
        Drawn drawn = drawTraining(80'000);
        for (const double p : {0.3, 0.5, 0.6, 0.8, 0.95, 0.99})
            QVERIFY(std::abs(quantileOf(drawn.sizes, p) / quantileOf(sizes, p) - 1) < 0.15);
        for (const double p : {0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99}) {
            const double ratio = quantileOf(drawn.seconds, p) / quantileOf(seconds, p);
            QVERIFY2(ratio < kWithin && ratio > 1 / kWithin,
                     qPrintable(QStringLiteral("at %1: %2").arg(p).arg(ratio)));
        }
    }

    void submissionsFollowTheDay()
    {
        double sum = 0;
        for (int hour = 0; hour < 24; ++hour)
            sum += submissionCurve(hour);
        QVERIFY(std::abs(sum / 24 - 1) < 0.02);
        QVERIFY(submissionCurve(16) > 5 * submissionCurve(5));
        QVERIFY(std::abs(submissionCurve(23.999) - submissionCurve(0)) < 0.01);
        const DayClock day(kTestStart, 60);
        QVERIFY(std::abs(day.hour(kTestStart + kMinute) - day.hour(kTestStart) - 1) < 1e-6);
        QCOMPARE(day.hour(0) >= 0 && day.hour(0) < 24, true);
    }

    void jobsMakeSense()
    {
        const Topology topology = buildTopology(Options{});
        const auto tenants = makeTenants(topology, 3);
        const Workload workload(topology, tenants, 3, 1, DayClock(kTestStart, 1), kTestStart);
        std::set<std::string> scenarios;
        std::set<std::string> frameworks;
        for (std::uint32_t group = 0; group < topology.groups.size(); ++group) {
            Random random(group);
            for (int i = 0; i < 500; ++i) {
                const JobSpec spec = workload.draw(group, random, kTestStart);
                QVERIFY(!spec.name.empty() && !spec.user.empty());
                QVERIFY(spec.tenant < tenants.size());
                QVERIFY(spec.accelerators >= 1 && spec.accelerators <= topology.capacity(group));
                QVERIFY(tenants[spec.tenant].quota == 0
                        || spec.accelerators <= tenants[spec.tenant].quota);
                QVERIFY(spec.work > 0);
                scenarios.insert(spec.scenario);
                frameworks.insert(spec.framework);
            }
        }
        QCOMPARE(scenarios.size(), std::size_t{12}); // all eleven and other
        QCOMPARE(frameworks,
                 (std::set<std::string>{"MindSpore", "PaddlePaddle", "PyTorch", "TensorFlow"}));
    }
};

QTEST_APPLESS_MAIN(TestWorkload)
#include "tst_workload.moc"
