// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/attention.h"
#include "models/centertotals.h"
#include "models/centerview.h"
#include "testcenter.h"

#include <QTest>
#include <cmath>
#include <numeric>
#include <random>

using namespace pilothouse;
using testing::TestCenter;

class TestCenterView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void jobsAreJoinedByTheirDeviceIndices()
    {
        TestCenter center(4);
        Job &job = center.addJob(7, JobState::Running);
        job.accelerators = 2;
        job.allocation = {{"n1", {1}}, {"n3", {0}}, {"elsewhere", {0}}, {"n2", {9}}};
        center.set(Metric::TensorActive, 3, 0.8);
        center.set(Metric::TensorActive, 6, 0.4);
        const CenterViewPtr view = center.view();
        QCOMPARE(view->jobOf[3]->id, JobId{7});
        QCOMPARE(view->jobOf[6]->id, JobId{7});
        QCOMPARE(view->totals.allocated, std::uint64_t{2});
        QCOMPARE(view->live.at(7).accelerators, 2U);
        QVERIFY(std::abs(view->live.at(7).tensorActive - 0.6) < 1e-12);
        QVERIFY(std::abs(view->totals.tensorActive - 0.6) < 1e-12);
    }

    void shortAndFullHostNamesAreOneNode()
    {
        TestCenter center(2);
        center.addJob(7, JobState::Running).allocation = {{"n0.center.example", {0}}};
        const CenterViewPtr view = center.view();
        QVERIFY(view->jobOf[0] && view->jobOf[0]->id == 7);
        QCOMPARE(view->acceleratorsOf.at(7).size(), std::size_t{1});
    }

    void silentNodesDoNotCountAsThePresent()
    {
        TestCenter center(2);
        center.fleet->nodeReceived[0] = center.now - kStaleAfter - 1;
        center.fleet->nodeReceived[1] = 0;
        const CenterViewPtr view = center.view();
        QVERIFY(view->isStale(0));
        QVERIFY(view->isStale(1));
        QCOMPARE(view->nodeAge(1), Micros{-1});
        QCOMPARE(view->totals.nodesFresh, std::uint64_t{0});
        QVERIFY(std::isnan(view->totals.power));
        QVERIFY(view->useOf(0) == Use::Unknown);
    }

    void everyAcceleratorHasExactlyOneUse()
    {
        std::mt19937 random(1);
        for (int round = 0; round < 200; ++round) {
            TestCenter center(8);
            for (NodeIndex node = 0; node < 8; ++node) {
                center.book->nodes[node].state = static_cast<NodeState>(random() % 7);
                center.fleet->nodeReceived[node] = random() % 4 == 0 ? 0 : center.now;
            }
            for (JobId id = 1; id <= 6; ++id) {
                Job &job =
                    center.addJob(id, random() % 3 == 0 ? JobState::Pending : JobState::Running);
                job.reason = "Resources";
                if (job.state == JobState::Running)
                    job.allocation = {{"n" + std::to_string(random() % 8),
                                       {static_cast<std::uint32_t>(random() % 2)}}};
            }
            for (AcceleratorIndex i = 0; i < 16; ++i) {
                center.set(Metric::TensorActive, i,
                           random() % 3 == 0 ? std::nan("") : (random() % 100) / 100.0);
                center.set(Metric::Utilization, i,
                           random() % 3 == 0 ? std::nan("") : (random() % 100) / 100.0);
            }
            const CenterTotals totals = center.view()->totals;
            QCOMPARE(std::accumulate(totals.uses.begin(), totals.uses.end(), std::uint64_t{0}),
                     totals.accelerators);
        }
    }

    void freeAcceleratorsOfPartlyUsedNodesAreFragmentedWhileAJobWaits()
    {
        TestCenter center(2);
        center.addJob(1, JobState::Running).allocation = {{"n0", {0}}};
        QCOMPARE(center.view()->totals.uses[static_cast<std::size_t>(Use::Fragmented)],
                 std::uint64_t{0});
        Job &waiting = center.addJob(2, JobState::Pending);
        waiting.reason = "Resources";
        waiting.kind = "H800"; // of n0, not of n1
        const CenterTotals totals = center.view()->totals;
        QCOMPARE(totals.uses[static_cast<std::size_t>(Use::Fragmented)], std::uint64_t{1});
        QCOMPARE(totals.uses[static_cast<std::size_t>(Use::Free)], std::uint64_t{2});
        QCOMPARE(totals.waitP50, kHour);
    }

    void theCentersOwnSeriesFollowItsLayout()
    {
        TestCenter center(2);
        center.book->tenants = {{"speech", 4}, {"vision", 4}};
        center.addJob(2, JobState::Running).allocation = {{"n0", {0, 1}}};
        const CenterViewPtr view = center.view();
        const Layout layout = centerLayout(view->book->tenants);
        const std::vector<double> values = centerValues(*view);
        QCOMPARE(values.size(), layout.hostMetrics.size());
        QCOMPARE(values[values.size() - 2], 2.0); // speech
        QCOMPARE(values[values.size() - 1], 0.0); // vision
    }

    void attentionNamesTheWorstFirst()
    {
        TestCenter center(3);
        center.book->nodes[2].state = NodeState::Down;
        center.book->nodes[2].reason = "Not responding";
        center.fleet->nodeReceived[1] = center.now - kMinute;
        FleetEvent fault;
        fault.node = "n0";
        fault.event.accelerator = 1;
        fault.event.kind = EventKind::AcceleratorFault;
        fault.event.severity = Severity::Critical;
        fault.event.time = center.now - kSecond;
        fault.event.detail = "XID 79";
        Attention attention;
        const auto items = attention.items(*center.view(), {fault}, 10);
        QCOMPARE(items.size(), std::size_t{3});
        QVERIFY(items[0].severity == State::Critical);
        QVERIFY(items[1].severity == State::Critical);
        QVERIFY(items[2].severity == State::Warning);
        QVERIFY(items[0].detail.startsWith(QLatin1String("XID 79"))
                || items[1].detail.startsWith(QLatin1String("XID 79")));
    }

    void idleAllocationsAreNamedAfterAWhile()
    {
        TestCenter center(2);
        center.addJob(1, JobState::Running).allocation = {{"n0", {0}}};
        center.set(Metric::Utilization, 0, 0.01);
        Attention attention;
        QVERIFY(attention.items(*center.view(), {}, 10).empty());
        center.now += 6 * kMinute;
        for (Micros &received : center.fleet->nodeReceived)
            received = center.now;
        const auto items = attention.items(*center.view(), {}, 10);
        QCOMPARE(items.size(), std::size_t{1});
        QCOMPARE(items[0].address, QStringLiteral("jobs/job/1"));
    }
};

QTEST_GUILESS_MAIN(TestCenterView)
#include "tst_centerview.moc"
