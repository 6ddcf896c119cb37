// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/plan.h"

#include "books.h"

#include <QtTest>

#include <random>
#include <set>

using namespace pilothouse;
using namespace pilothouse::test;

namespace {

using Names = std::vector<std::string>;
using Pair = std::pair<int, int>;
constexpr Micros kNow = 10 * kHour;

// Job 1 runs on n1 and n3, behind two switches; n2 is half full; n4 to n6 are free.
BookBuilder center()
{
    BookBuilder builder;
    builder.node("n1", "s1").node("n2", "s1").node("n3", "s2").node("n4", "s2");
    builder.node("n5", "s3").node("n6", "s3").node("d1", "s3", 8, NodeState::Drained);
    builder.node("a1", "s4", 8, NodeState::Idle, "Ascend 910B");
    builder.pool("train", {"n1", "n2", "n3", "n4", "n5", "n6", "d1", "a1"}).pool("debug", {"n6"});
    Job first = running(1, 16, {"n1", "n3"}, 6 * kHour);
    first.kind = "H800";
    builder.job(first).job(running(2, 4, {"n2"}, 9 * kHour));
    return builder;
}

bool refuses(const JobBook &book, JobId job, const Names &nodes, const std::string &pool,
             const char *words)
{
    const auto plan = planMove(book, job, nodes, pool, kNow);
    if (plan || plan.error().detail.find(words) == std::string::npos) {
        qWarning() << (plan ? "made a plan" : plan.error().detail.c_str());
        return false;
    }
    return true;
}

std::vector<ActionKind> kinds(const Plan &plan)
{
    std::vector<ActionKind> found;
    for (const PlanStep &step : plan.steps)
        found.push_back(step.action.kind);
    return found;
}

} // namespace

class TestPlanMove : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRunningJobIsRequeuedRetargetedReleased();
    void aHeldJobStaysHeld();
    void aPendingJobIsRetargeted();
    void aPendingJobMayLoseItsRequirement();
    void countsSwitchesAndFreeNodes();
    void countsItsOwnNodesAsFree();
    void tellsWhetherItCanStartThere();
    void aJobOfPartOfANodeNeedsOneNode();
    void movesToAPool();
    void refusesWhatMakesNoSense();
    void proposesFewestSwitchesThenTheTightestFit();
    void proposesNothingWithoutRoom();
    void neverTargetsANodeThatTakesNoJobs();
};

void TestPlanMove::aRunningJobIsRequeuedRetargetedReleased()
{
    Job job = running(3, 8, {"n4"}, 9 * kHour);
    job.requiredNodes = {"n4"};
    const auto plan = planMove(center().job(job).book(), 3, {"n6"}, "debug", kNow);
    QVERIFY(plan);
    QVERIFY((kinds(*plan)
             == std::vector{ActionKind::RequeueHold, ActionKind::Move, ActionKind::Release}));
    QVERIFY((plan->steps[1].action.nodes == Names{"n6"}));
    QCOMPARE(plan->steps[1].action.pool, std::string("debug"));
    QCOMPARE(plan->steps[0].inverse->kind, ActionKind::Release);
    QCOMPARE(plan->steps[1].inverse->kind, ActionKind::Move);
    QVERIFY((plan->steps[1].inverse->nodes == Names{"n4"}));
    QCOMPARE(plan->steps[1].inverse->pool, std::string("train"));
    for (const PlanStep &step : plan->steps) {
        QCOMPARE(step.action.job, 3U);
        QCOMPARE(step.inverse->job, 3U);
    }
    QCOMPARE(plan->consequences.lostAcceleratorHours, 8.0);
    QCOMPARE(plan->consequences.lostSince, 9 * kHour);
    QVERIFY((plan->nodes == Names{"n6"}));
    QCOMPARE(plan->pool, std::string("debug"));
}

void TestPlanMove::aHeldJobStaysHeld()
{
    Job waiting = pending(3, 8);
    waiting.held = true;
    Job runs = running(4, 8, {"n4"});
    runs.held = true;
    const JobBook book = center().job(waiting).job(runs).book();
    QVERIFY((kinds(*planMove(book, 3, {"n5"}, "", kNow)) == std::vector{ActionKind::Move}));
    const auto plan = planMove(book, 4, {"n5"}, "", kNow);
    QVERIFY((kinds(*plan) == std::vector{ActionKind::RequeueHold, ActionKind::Move}));
    QVERIFY(!plan->steps[0].inverse);
    QVERIFY(plan->consequences.freeWholeNodes == Pair(3, 4)); // n4 is freed, n5 stays free; a1 too
}

void TestPlanMove::aPendingJobIsRetargeted()
{
    Job job = pending(3, 8);
    job.requiredNodes = {"n1"};
    const auto plan = planMove(center().job(job).book(), 3, {"n5", "n5"}, "", kNow);
    QVERIFY(plan);
    QVERIFY((kinds(*plan) == std::vector{ActionKind::Move}));
    QVERIFY((plan->steps[0].action.nodes == Names{"n5"}));
    QVERIFY(plan->steps[0].action.pool.empty());
    QVERIFY((plan->steps[0].inverse->nodes == Names{"n1"}));
    QVERIFY(plan->steps[0].inverse->pool.empty());
    QCOMPARE(plan->consequences.canStartThere, std::optional(true));
    QCOMPARE(plan->consequences.lostAcceleratorHours, 0.0);
    QVERIFY(!plan->consequences.leafSwitches);
}

void TestPlanMove::aPendingJobMayLoseItsRequirement()
{
    Job job = pending(3, 8);
    job.requiredNodes = {"n1"};
    const auto plan = planMove(center().job(job).book(), 3, {}, "", kNow);
    QVERIFY(plan);
    QVERIFY(plan->steps[0].action.nodes.empty());
    QCOMPARE(plan->consequences.canStartThere, std::optional(true));
}

void TestPlanMove::countsSwitchesAndFreeNodes()
{
    Job whole = pending(3, 24);
    whole.kind = "H800";
    const JobBook book = center().job(whole).job(pending(4, 5)).book();
    const auto plan = planMove(book, 1, {"n5", "n6"}, "", kNow);
    QVERIFY(plan);
    QVERIFY(plan->consequences.leafSwitches == Pair(2, 1));
    QVERIFY(plan->consequences.freeWholeNodes == Pair(4, 4)); // a1 counts too
    QVERIFY(plan->consequences.pendingThatFit.empty()); // 3 and 4 fit now as well
    const auto cancelled = planMove(book, 2, {"a1"}, "", kNow); // frees n2 for nobody
    QVERIFY(cancelled->consequences.freeWholeNodes == Pair(4, 4));
    Job five = pending(5, 32);
    five.kind = "H800";
    const auto opened = planMove(center().job(five).book(), 2, {"a1"}, "", kNow);
    QVERIFY((opened->consequences.pendingThatFit == std::vector<JobId>{5}));
}

void TestPlanMove::countsItsOwnNodesAsFree()
{
    const auto plan = planMove(center().book(), 1, {"n3", "n4"}, "", kNow);
    QVERIFY(plan);
    QCOMPARE(plan->consequences.canStartThere, std::optional(true));
    QVERIFY(plan->consequences.leafSwitches == Pair(2, 1));
}

void TestPlanMove::tellsWhetherItCanStartThere()
{
    const auto plan = planMove(center().book(), 1, {"n2", "n4"}, "", kNow);
    QVERIFY(plan);
    QCOMPARE(plan->consequences.canStartThere, std::optional(false)); // n2 is half full
    QVERIFY(plan->consequences.leafSwitches == Pair(2, 2));
    QVERIFY(plan->consequences.freeWholeNodes == Pair(4, 6)); // it waits, its nodes are free
}

void TestPlanMove::aJobOfPartOfANodeNeedsOneNode()
{
    const JobBook book = center().job(running(3, 5, {"n4"})).job(running(4, 3, {"n5"})).book();
    QCOMPARE(planMove(book, 3, {"n2", "n5"}, "", kNow)->consequences.canStartThere,
             std::optional(true));
    const JobBook fuller = center().job(running(3, 5, {"n4"})).job(running(4, 4, {"n5"})).book();
    QCOMPARE(planMove(fuller, 3, {"n2", "n5"}, "", kNow)->consequences.canStartThere,
             std::optional(false)); // four here and four there are not five in one place
}

void TestPlanMove::movesToAPool()
{
    const auto plan = planMove(center().book(), 2, {}, "debug", kNow);
    QVERIFY(plan);
    QVERIFY(plan->steps[1].action.nodes.empty());
    QCOMPARE(plan->steps[1].action.pool, std::string("debug"));
    QCOMPARE(plan->consequences.canStartThere, std::optional(true));
    QVERIFY(plan->consequences.leafSwitches == Pair(1, 1));
    QVERIFY(refuses(center().book(), 1, {}, "debug", "too small for the 16 accelerators"));
}

void TestPlanMove::refusesWhatMakesNoSense()
{
    Job finished = pending(7, 8);
    finished.state = JobState::Completed;
    Job strange = pending(8, 8);
    strange.state = JobState::Unknown;
    Job pinned = pending(9, 8);
    pinned.requiredNodes = {"n5"};
    const JobBook book = center().job(finished).job(strange).job(pinned).book();
    QVERIFY(refuses(book, 7, {"n4"}, "", "has ended (COMPLETED)"));
    QVERIFY(refuses(book, 8, {"n4"}, "", "UNKNOWN"));
    QVERIFY(refuses(book, 1, {}, "", "no target"));
    QVERIFY(refuses(book, 2, {}, "train", "already"));
    QVERIFY(refuses(book, 1, {"n3", "n1"}, "", "already"));
    QVERIFY(refuses(book, 9, {"n5"}, "", "already"));
    QVERIFY(refuses(book, 1, {"n9"}, "", "n9 is not known"));
    QVERIFY(refuses(book, 1, {"n4"}, "nowhere", "nowhere is not known"));
    QVERIFY(refuses(book, 1, {"n4", "d1"}, "", "d1 is DRAINED"));
    QVERIFY(refuses(book, 1, {"n4", "a1"}, "", "asks for H800"));
    QVERIFY(refuses(book, 2, {"n4"}, "debug", "n4 is not in pool debug"));
    QVERIFY(refuses(book, 1, {"n4"}, "", "too small"));
}

void TestPlanMove::proposesFewestSwitchesThenTheTightestFit()
{
    // Job 1 spans s1 and s2. s2 has n3 (its own) and n4, s3 has n5 and n6: two switches with two.
    const JobBook book = center().book();
    const Names together = proposeTarget(book, *book.find(1));
    QVERIFY((together == Names{"n3", "n4"}));
    // Parts of a node go where least is left over: n2 has 4 free.
    const JobBook part = center().job(running(3, 3, {"n4"})).book();
    QVERIFY((proposeTarget(part, *part.find(3)) == Names{"n2"}));
    // Where it is already is no move.
    QVERIFY((proposeTarget(part, *part.find(2)) == Names{"n4"}));
    // Three whole nodes: s3 first, the rest where it is tight (s1 without n2).
    Job three = pending(5, 24);
    three.kind = "H800";
    BookBuilder empty;
    empty.node("x1", "s1").node("y1", "s2").node("y2", "s2").node("z1", "s3").node("z2", "s3");
    const JobBook spread = empty.job(three).book();
    QVERIFY((proposeTarget(spread, *spread.find(5)) == Names{"z1", "z2", "x1"}));
}

void TestPlanMove::proposesNothingWithoutRoom()
{
    Job large = pending(3, 64);
    Job elsewhere = pending(4, 1, "nowhere");
    const JobBook book = center().job(large).job(elsewhere).book();
    QVERIFY(proposeTarget(book, *book.find(3)).empty());
    QVERIFY(proposeTarget(book, *book.find(4)).empty());
}

void TestPlanMove::neverTargetsANodeThatTakesNoJobs()
{
    std::mt19937 random(7);
    int plans = 0;
    int proposals = 0;
    for (int round = 0; round < 2000; ++round) {
        BookBuilder builder;
        Names all;
        std::set<std::string> closed;
        for (int n = 0; n < 8; ++n) {
            const std::string name = std::string("n").append(std::to_string(n));
            const auto state = static_cast<NodeState>(random() % 7);
            builder.node(name, std::string(1, static_cast<char>('a' + random() % 3)), 8, state);
            all.push_back(name);
            if (state == NodeState::Unknown || state >= NodeState::Draining)
                closed.insert(name);
        }
        builder.pool("train", all);
        if (random() % 2 == 0)
            builder.job(running(1, 1 + random() % 8, {all[random() % 8]}));
        else
            builder.job(pending(1, 1 + random() % 24));
        const JobBook book = builder.book();
        const auto open = [&closed](const std::string &name) { return !closed.contains(name); };

        const Names proposed = proposeTarget(book, *book.find(1));
        QVERIFY(std::ranges::all_of(proposed, open));
        if (!proposed.empty()) {
            ++proposals;
            const auto plan = planMove(book, 1, proposed, "", kNow);
            QVERIFY(plan);
            QCOMPARE(plan->consequences.canStartThere, std::optional(true));
        }
        Names some;
        std::ranges::copy_if(all, std::back_inserter(some),
                             [&](const auto &) { return random() % 2 == 0; });
        if (some.empty())
            continue;
        if (const auto plan = planMove(book, 1, some, "", kNow)) {
            ++plans;
            for (const PlanStep &step : plan->steps)
                QVERIFY(std::ranges::all_of(step.action.nodes, open));
        }
    }
    QVERIFY(plans > 20);
    QVERIFY(proposals > 500);
}

QTEST_APPLESS_MAIN(TestPlanMove)
#include "tst_planmove.moc"
