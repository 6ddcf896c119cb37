// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/center.h"
#include "models/centertotals.h"
#include "models/chartfeed.h"
#include "models/plancontroller.h"
#include "support/server.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

using namespace pilothouse;
using testing::Server;
using testing::smallCenter;

namespace {

constexpr int kSoonMs = 30'000;

JobPtr firstJob(const Center &center, JobState state)
{
    for (const JobPtr &job : center.view()->book->jobs) {
        if (job->state == state && !job->held)
            return job;
    }
    return nullptr;
}

} // namespace

// The console's own objects against a real embedded center over real sockets.
class TestConsole : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Center> m_center;
    std::unique_ptr<PlanController> m_plans;

    void open()
    {
        m_center =
            std::make_unique<Center>(Center::Options{.dataDirectory = m_dir->path().toStdString()});
        m_center->addEndpoint(m_server->address());
        m_plans = std::make_unique<PlanController>(*m_center);
    }
    void close()
    {
        m_plans.reset();
        m_center.reset();
    }
    // Applies the plan at hand and waits for its end.
    void apply()
    {
        QCOMPARE(m_plans->phase(), PlanController::Phase::Review);
        m_plans->apply();
        QTRY_COMPARE_WITH_TIMEOUT(m_plans->phase(), PlanController::Phase::Finished, kSoonMs);
    }
    [[nodiscard]] JobPtr job(JobId id) const { return m_center->view()->book->find(id); }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<Server>(QStringLiteral("pilothouse-simulator"), smallCenter());
        QVERIFY(!m_server->address().isEmpty());
        open();
        QTRY_COMPARE_WITH_TIMEOUT(m_center->view()->totals.nodesFresh, std::uint64_t{16}, kSoonMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_center->scheduler() != nullptr, kSoonMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_center->view()->totals.running > 0, kSoonMs);
    }
    void cleanup()
    {
        close();
        m_server.reset();
    }

    void everyAcceleratorIsSeenAndJoinedToItsJob()
    {
        const CenterViewPtr view = m_center->view();
        QCOMPARE(view->totals.accelerators, std::uint64_t{128});
        for (const JobPtr &job : view->book->jobs) {
            if (job->state != JobState::Running)
                continue;
            QCOMPARE(view->acceleratorsOf.at(job->id).size(), std::size_t{job->accelerators});
            for (const AcceleratorIndex accelerator : view->acceleratorsOf.at(job->id))
                QCOMPARE(view->jobOf[accelerator]->id, job->id);
        }
        std::uint64_t allocated = 0;
        for (const PlacementNode &node : view->book->nodes)
            allocated += node.allocated;
        QCOMPARE(view->totals.allocated, allocated);
    }

    void submitsHoldsReleasesAndCancels()
    {
        m_plans->submit({.name = "probe",
                         .tenant = m_center->view()->book->tenants.front().name,
                         .pool = m_center->view()->book->pools.front().name,
                         .scenario = "voice",
                         .framework = "PyTorch",
                         .kind = {},
                         .accelerators = 1,
                         .timeLimit = kHour,
                         .duration = 30 * kMinute,
                         .held = true});
        apply();
        QVERIFY(m_plans->progress().succeeded);
        const auto find = [this]() -> JobPtr {
            for (const JobPtr &job : m_center->view()->book->jobs) {
                if (job->name == "probe")
                    return job;
            }
            return nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(find() != nullptr, kSoonMs);
        const JobId id = find()->id;
        QVERIFY(find()->held);
        m_plans->release({id});
        apply();
        QTRY_VERIFY_WITH_TIMEOUT(!job(id)->held, kSoonMs);
        m_plans->cancel({id});
        apply();
        QTRY_COMPARE_WITH_TIMEOUT(job(id)->state, JobState::Cancelled, kSoonMs);
    }

    void movesARunningJobOntoAnotherNode()
    {
        // A node made free, and a job to go there.
        JobPtr moving;
        for (const JobPtr &job : m_center->view()->book->jobs) {
            if (job->state == JobState::Running
                && !proposeTarget(*m_center->view()->book, *job).empty()) {
                moving = job;
                break;
            }
        }
        if (!moving) {
            // No room anywhere: end the jobs of one node, and move another's of the same kind
            // there.
            for (const PlacementNode &node : m_center->view()->book->nodes) {
                std::vector<JobId> here;
                for (const JobPtr &job : m_center->view()->book->jobs) {
                    const bool on =
                        std::ranges::any_of(job->allocation, [&](const JobAllocation &part) {
                            return part.node == node.name;
                        });
                    if (job->state == JobState::Running && on)
                        here.push_back(job->id);
                }
                if (here.empty() || !node.accepts())
                    continue;
                m_plans->cancel(here);
                apply();
                break;
            }
            const auto movable = [this]() -> JobPtr {
                for (const JobPtr &job : m_center->view()->book->jobs) {
                    if (job->state == JobState::Running
                        && !proposeTarget(*m_center->view()->book, *job).empty())
                        return job;
                }
                return nullptr;
            };
            QTRY_VERIFY_WITH_TIMEOUT((moving = movable()) != nullptr, kSoonMs);
        }
        const std::vector<std::string> target = proposeTarget(*m_center->view()->book, *moving);
        m_plans->move(moving->id, target);
        QCOMPARE(m_plans->plan()->steps.size(), std::size_t{3});
        apply();
        QVERIFY2(m_plans->progress().succeeded,
                 m_plans->progress().error ? m_plans->progress().error->detail.c_str() : "");
        QTRY_VERIFY_WITH_TIMEOUT(!job(moving->id)->held, kSoonMs);
        QTRY_COMPARE_WITH_TIMEOUT(job(moving->id)->requiredNodes, target, kSoonMs);
        QTRY_VERIFY_WITH_TIMEOUT(job(moving->id)->restarts > moving->restarts, kSoonMs);
    }

    void aRefusedStepLeavesEverythingAsItWas()
    {
        const JobPtr running = firstJob(*m_center, JobState::Running);
        QSignalSpy refused(m_plans.get(), &PlanController::refused);
        m_plans->move(running->id, {"no-such-node"});
        if (m_plans->phase() == PlanController::Phase::Review) {
            apply();
            QVERIFY(!m_plans->progress().succeeded);
            QVERIFY(m_plans->progress().error.has_value());
        } else {
            QCOMPARE(refused.count(), 1);
        }
        QTRY_VERIFY_WITH_TIMEOUT(!job(running->id)->held, kSoonMs);
        QVERIFY(job(running->id)->requiredNodes.empty());
    }

    void drainsAndResumes()
    {
        std::string node;
        for (const PlacementNode &at : m_center->view()->book->nodes) {
            if (at.accepts())
                node = at.name;
        }
        m_plans->drain({node}, "fan replaced");
        apply();
        const auto state = [&] { return m_center->view()->book->findNode(node); };
        QTRY_VERIFY_WITH_TIMEOUT(!state()->accepts(), kSoonMs);
        QCOMPARE(state()->reason, std::string("fan replaced"));
        m_plans->resume({node});
        apply();
        QTRY_VERIFY_WITH_TIMEOUT(state()->accepts(), kSoonMs);
    }

    void chartsJoinHistoryAndTheLiveEdge()
    {
        const std::string node = m_center->view()->topology().nodes.front().info.name;
        ChartFeed feed(*m_center);
        feed.setKeys({{node, 0, "power"}, {kCenterNode, -1, kCenterPower}});
        feed.setRange({.span = 5 * kMinute});
        feed.setActive(true);
        QTRY_VERIFY_WITH_TIMEOUT(feed.series().size() == 2 && feed.series()[0].points.size() >= 8,
                                 kSoonMs);
        const auto &points = feed.series()[0].points;
        for (std::size_t i = 1; i < points.size(); ++i) {
            const Micros step = points[i].time - points[i - 1].time;
            QVERIFY2(step > 0 && step < 2500 * kMillisecond, qPrintable(QString::number(step)));
        }
    }

    void aRestartedConsoleLosesNothing()
    {
        const std::string node = m_center->view()->topology().nodes.front().info.name;
        QTest::qWait(3000); // some seconds of history
        close();
        QTest::qWait(4000); // the console is away, the center goes on
        open();
        QTRY_COMPARE_WITH_TIMEOUT(m_center->view()->totals.nodesFresh, std::uint64_t{16}, kSoonMs);
        ChartFeed feed(*m_center);
        feed.setKeys({{node, 0, "temperature"}});
        feed.setRange({.span = 5 * kMinute});
        feed.setActive(true);
        QTRY_VERIFY_WITH_TIMEOUT(!feed.series().empty() && feed.series()[0].points.size() >= 9,
                                 kSoonMs);
        const auto &points = feed.series()[0].points;
        const auto longest = [&points] {
            Micros most = 0;
            for (std::size_t i = 1; i < points.size(); ++i)
                most = std::max(most, points[i].time - points[i - 1].time);
            return most;
        };
        QTRY_VERIFY_WITH_TIMEOUT(longest() < 1500 * kMillisecond,
                                 kSoonMs); // what was missed comes within seconds
    }

    void aBadDataDirectoryIsToldAndTheRestGoesOn_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("code");
        QTest::newRow("a damaged file")
            << QByteArray(8192, 'x') << static_cast<int>(ErrorCode::Corrupt);
        QTest::newRow("a folder that is a file") << QByteArray() << -1;
    }
    void aBadDataDirectoryIsToldAndTheRestGoesOn()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, code);
        QTemporaryDir dir;
        QString folder = dir.path();
        const QString path = code < 0 ? dir.filePath(QStringLiteral("plain"))
                                      : dir.filePath(QStringLiteral("history.db"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
        file.close();
        if (code < 0)
            folder = path;
        Center center({.dataDirectory = folder.toStdString()});
        QVERIFY(center.historyStatus().error.has_value());
        if (code >= 0)
            QCOMPARE(static_cast<int>(center.historyStatus().error->code), code);
        center.addEndpoint(m_server->address());
        QTRY_COMPARE_WITH_TIMEOUT(center.view()->totals.nodesFresh, std::uint64_t{16}, kSoonMs);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), content); // left as it was
    }

    void aLostCenterLooksLostAndComesBack()
    {
        m_server->signal(SIGSTOP);
        QTRY_COMPARE_WITH_TIMEOUT(m_center->view()->totals.nodesFresh, std::uint64_t{0}, kSoonMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_center->endpoints().front().stream.state != StreamState::Live,
                                 kSoonMs);
        QVERIFY(m_center->endpoints().front().stream.error.has_value());
        m_server->signal(SIGCONT);
        m_center->retryNow();
        QTRY_COMPARE_WITH_TIMEOUT(m_center->view()->totals.nodesFresh, std::uint64_t{16},
                                  2 * kSoonMs);
    }
};

QTEST_GUILESS_MAIN(TestConsole)
#include "tst_console.moc"
