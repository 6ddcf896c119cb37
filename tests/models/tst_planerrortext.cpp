// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/planerrortext.h"
#include "placement/plan.h"

#include <QTest>

using namespace pilothouse;

namespace {

JobBook book()
{
    JobBook book;
    for (const char *name : {"n1", "n2"}) {
        PlacementNode node;
        node.name = name;
        node.kind = "H800";
        node.state = NodeState::Idle;
        node.accelerators = 8;
        book.nodeByName.emplace(name, book.nodes.size());
        book.nodes.push_back(node);
    }
    book.nodes[1].state = NodeState::Down;
    book.pools = {{"train", {"n1", "n2"}}};
    auto running = std::make_shared<Job>();
    running->id = 7;
    running->state = JobState::Running;
    running->accelerators = 8;
    running->pool = "train";
    running->allocation = {{"n1", {0, 1, 2, 3, 4, 5, 6, 7}}};
    auto ended = std::make_shared<Job>();
    ended->id = 8;
    ended->state = JobState::Completed;
    book.jobs = {running, ended};
    return book;
}

} // namespace

// What the planner really says must be understood; a new sentence without its form fails here.
class TestPlanErrorText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRefusalHasWordsOfItsOwn()
    {
        const JobBook jobs = book();
        const std::vector<std::pair<Result<Plan>, QString>> refusals{
            {planMove(jobs, 7, {}, {}, 0),
             QStringLiteral("Name the nodes or the pool to move to.")},
            {planMove(jobs, 7, {"n9"}, {}, 0), QStringLiteral("There is no node n9.")},
            {planMove(jobs, 7, {"n2"}, {}, 0),
             QStringLiteral("Node n2 is DOWN and takes no jobs.")},
            {planMove(jobs, 7, {"n1"}, {}, 0), QStringLiteral("Job 7 is on these nodes already.")},
            {planMove(jobs, 7, {}, "infer", 0), QStringLiteral("There is no pool infer.")},
            {planMove(jobs, 7, {}, "train", 0), QStringLiteral("Job 7 is in pool train already.")},
            {planMove(jobs, 8, {"n1"}, {}, 0), QStringLiteral("Job 8 has ended (COMPLETED).")},
            {planMove(jobs, 9, {"n1"}, {}, 0),
             QStringLiteral("The scheduler does not know job 9.")},
            {planHold(jobs, {7}), QStringLiteral("Job 7 is RUNNING, not PENDING.")},
            {planCancel(jobs, {8}, 0), QStringLiteral("Job 8 has ended (COMPLETED).")},
            {planDrain(jobs, {"n1"}, " "), QStringLiteral("Say why the nodes are drained.")},
            {planResume(jobs, {"n1"}), QStringLiteral("Node n1 is IDLE, not drained.")},
            {planDown(jobs, {"n2"}, "smoke", 0), QStringLiteral("Node n2 is down already.")},
            {planDown(jobs, {"n1"}, "", 0), QStringLiteral("Say why the nodes are taken down.")},
            {planSignal(jobs, {7}, ""), QStringLiteral("Name the signal.")},
            {planUpdate(jobs, {7}, {}), QStringLiteral("Say what is to change.")},
            {planUpdate(jobs, {7}, {.pool = "train"}), QStringLiteral("Job 7 is so already.")},
            {planUpdate(jobs, {7}, {.qos = "high"}),
             QStringLiteral("Job 7 is RUNNING, not PENDING.")},
            {planSubmit(jobs, {}), QStringLiteral("Give the job a name.")},
        };
        for (const auto &[plan, words] : refusals) {
            QVERIFY(!plan.has_value());
            QCOMPARE(planErrorText(plan.error()), words);
        }
    }

    void anUnknownSentenceIsShownAsItIs()
    {
        QVERIFY(planErrorText({ErrorCode::Refused, "something else"})
                    .endsWith(QLatin1String("something else")));
    }
};

QTEST_GUILESS_MAIN(TestPlanErrorText)
#include "tst_planerrortext.moc"
