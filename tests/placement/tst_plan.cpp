// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/plan.h"

#include "books.h"

#include <QtTest>

using namespace pilothouse;
using namespace pilothouse::test;

namespace {

using Ids = std::vector<JobId>;
using Pair = std::pair<int, int>;
constexpr Micros kNow = 10 * kHour;

// Four nodes of 8 behind two switches; 1 and 2 run, 3 to 6 wait.
BookBuilder center()
{
    BookBuilder builder;
    builder.node("n1", "s1").node("n2", "s1").node("n3", "s2").node("n4", "s2");
    builder.pool("train", {"n1", "n2", "n3"}).pool("debug", {"n4"});
    builder.tenant("lab", 24);
    Job first = running(1, 16, {"n1", "n2"}, 6 * kHour);
    first.checkpoint = 8 * kHour;
    Job second = running(2, 4, {"n3"}, 9 * kHour);
    second.user = "bob";
    Job held = pending(5, 8);
    held.held = true;
    builder.job(first).job(second).job(pending(3, 8)).job(pending(4, 4)).job(held);
    builder.job(pending(6, 9, "debug"));
    return builder;
}

JobBook ended(JobState state)
{
    Job job = pending(7, 1);
    job.state = state;
    return center().job(job).book();
}

template <typename T> bool fails(const Result<T> &result, ErrorCode code, const char *words)
{
    if (result || result.error().code != code
        || result.error().detail.find(words) == std::string::npos) {
        qWarning() << (result ? "made a plan" : result.error().detail.c_str());
        return false;
    }
    return true;
}

} // namespace

class TestPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theBookFindsByIdAndName();
    void namesStatesAsTheSchedulerDoes();
    void cancelCountsLostWorkAndRoom();
    void cancelTakesEachJobOnce();
    void lostWorkCountsFromTheLaterOfStartAndCheckpoint();
    void pendingJobsLoseNothing();
    void requeueIsForRunningJobs();
    void holdAndReleaseUndoEachOther();
    void releaseCountsTheQuota();
    void priorityRemembersTheOldOne();
    void drainNamesTheJobsThatRunThere();
    void resumeMakesRoom();
    void resumeOfADownNodeHasNoInverse();
    void submitChecksWhatItAsksFor();
    void submitCountsTheQuota();
    void plansOfNothingOrOfUnknownJobsFail();
};

void TestPlan::theBookFindsByIdAndName()
{
    const JobBook book = center().book();
    for (JobId id = 1; id <= 6; ++id)
        QCOMPARE(book.find(id)->id, id);
    QVERIFY(!book.find(0));
    QVERIFY(!book.find(7));
    QCOMPARE(book.findNode("n3")->leafSwitch, std::string("s2"));
    QVERIFY(!book.findNode("n9"));
    QCOMPARE(book.findPool("debug")->nodes.size(), 1U);
    QVERIFY(!book.findPool("nowhere"));
}

void TestPlan::namesStatesAsTheSchedulerDoes()
{
    QCOMPARE(stateName(JobState::Pending), "PENDING");
    QCOMPARE(stateName(JobState::NodeFail), "NODE_FAIL");
    QCOMPARE(stateName(NodeState::Mixed), "MIXED");
    QCOMPARE(stateName(NodeState::Drained), "DRAINED");
}

void TestPlan::cancelCountsLostWorkAndRoom()
{
    const auto plan = planCancel(center().book(), {1}, kNow);
    QVERIFY(plan);
    QCOMPARE(plan->steps.size(), 1U);
    QCOMPARE(plan->steps[0].action.kind, ActionKind::Cancel);
    QCOMPARE(plan->steps[0].action.job, 1U);
    QVERIFY(!plan->steps[0].inverse);
    QCOMPARE(plan->bookRevision, 42U);
    const PlanConsequences &consequences = plan->consequences;
    QVERIFY((consequences.users == std::vector<std::string>{"ann"}));
    QCOMPARE(consequences.lostAcceleratorHours, 32.0);
    QCOMPARE(consequences.lostSince, 8 * kHour);
    QVERIFY(consequences.freeWholeNodes == Pair(1, 3));
    // 4 fits now already, 5 is held, 6 wants more than its pool has.
    QVERIFY((consequences.pendingThatFit == Ids{3}));
    QVERIFY(!consequences.canStartThere);
    QVERIFY(!consequences.leafSwitches);
}

void TestPlan::cancelTakesEachJobOnce()
{
    const auto plan = planCancel(center().book(), {2, 3, 2}, kNow);
    QVERIFY(plan);
    QVERIFY((plan->jobs == Ids{2, 3}));
    QVERIFY((plan->consequences.jobs == Ids{2, 3}));
    QVERIFY((plan->consequences.users == std::vector<std::string>{"bob", "ann"}));
    QCOMPARE(plan->steps.size(), 2U);
    QVERIFY(plan->consequences.pendingThatFit.empty()); // 3 is cancelled itself
    QVERIFY(fails(planCancel(ended(JobState::Completed), {2, 7}, kNow), ErrorCode::InvalidArgument,
                  "job 7 has ended (COMPLETED)"));
}

void TestPlan::lostWorkCountsFromTheLaterOfStartAndCheckpoint()
{
    const JobBook book = center().book();
    auto both = planCancel(book, {1, 2}, kNow);
    QCOMPARE(both->consequences.lostAcceleratorHours, 36.0);
    QCOMPARE(both->consequences.lostSince, 8 * kHour);
    Job restarted = running(7, 2, {"n4"}, 9 * kHour);
    restarted.checkpoint = 2 * kHour; // of its run before
    Job ahead = running(8, 2, {"n4"}, 11 * kHour);
    const JobBook more = center().job(restarted).job(ahead).book();
    QCOMPARE(planCancel(more, {7}, kNow)->consequences.lostAcceleratorHours, 2.0);
    QCOMPARE(planCancel(more, {7}, kNow)->consequences.lostSince, 9 * kHour);
    QCOMPARE(planCancel(more, {8}, kNow)->consequences.lostAcceleratorHours, 0.0);
    QCOMPARE(planCancel(more, {8}, kNow)->consequences.lostSince, 0);
}

void TestPlan::pendingJobsLoseNothing()
{
    const auto plan = planCancel(center().book(), {3}, kNow);
    QCOMPARE(plan->consequences.lostAcceleratorHours, 0.0);
    QCOMPARE(plan->consequences.lostSince, 0);
    QVERIFY(plan->consequences.freeWholeNodes == Pair(1, 1));
}

void TestPlan::requeueIsForRunningJobs()
{
    const JobBook book = center().book();
    const auto plan = planRequeue(book, {2}, kNow);
    QVERIFY(plan);
    QCOMPARE(plan->purpose, Plan::Purpose::Requeue);
    QCOMPARE(plan->steps[0].action.kind, ActionKind::Requeue);
    QVERIFY(!plan->steps[0].inverse);
    QCOMPARE(plan->consequences.lostAcceleratorHours, 4.0);
    QVERIFY((plan->consequences.pendingThatFit == Ids{3}));
    QVERIFY(fails(planRequeue(book, {2, 3}, kNow), ErrorCode::InvalidArgument,
                  "job 3 is PENDING, not RUNNING"));
}

void TestPlan::holdAndReleaseUndoEachOther()
{
    const JobBook book = center().book();
    const auto hold = planHold(book, {3, 4});
    QVERIFY(hold);
    QCOMPARE(hold->steps.size(), 2U);
    QCOMPARE(hold->steps[1].action.kind, ActionKind::Hold);
    QCOMPARE(hold->steps[1].inverse->kind, ActionKind::Release);
    QCOMPARE(hold->steps[1].inverse->job, 4U);
    const auto release = planRelease(book, {5});
    QVERIFY(release);
    QCOMPARE(release->steps[0].action.kind, ActionKind::Release);
    QCOMPARE(release->steps[0].inverse->kind, ActionKind::Hold);
    QVERIFY(fails(planHold(book, {5}), ErrorCode::InvalidArgument, "held already"));
    QVERIFY(fails(planHold(book, {1}), ErrorCode::InvalidArgument, "RUNNING, not PENDING"));
    QVERIFY(fails(planRelease(book, {3}), ErrorCode::InvalidArgument, "not held"));
    QVERIFY(fails(planRelease(book, {2}), ErrorCode::InvalidArgument, "RUNNING, not PENDING"));
}

void TestPlan::releaseCountsTheQuota()
{
    QCOMPARE(planRelease(center().book(), {5})->consequences.quotaExceeded, 20 + 8 - 24);
    QCOMPARE(planHold(center().book(), {3})->consequences.quotaExceeded, 0);
}

void TestPlan::priorityRemembersTheOldOne()
{
    Job job = pending(7, 1);
    job.priority = 100;
    const JobBook book = center().job(job).book();
    const auto plan = planPriority(book, 7, 500);
    QVERIFY(plan);
    QCOMPARE(plan->steps[0].action.priority, 500);
    QCOMPARE(plan->steps[0].inverse->kind, ActionKind::Priority);
    QCOMPARE(plan->steps[0].inverse->priority, 100);
    QVERIFY(fails(planPriority(book, 7, 100), ErrorCode::InvalidArgument, "already"));
    QVERIFY(fails(planPriority(book, 7, -1), ErrorCode::InvalidArgument, "negative"));
    QVERIFY(fails(planPriority(book, 1, 5), ErrorCode::InvalidArgument, "not PENDING"));
}

void TestPlan::drainNamesTheJobsThatRunThere()
{
    const JobBook book = center().book();
    const auto plan = planDrain(book, {"n2", "n4", "n2"}, "fan");
    QVERIFY(plan);
    QCOMPARE(plan->steps.size(), 2U);
    QCOMPARE(plan->steps[0].action.kind, ActionKind::Drain);
    QCOMPARE(plan->steps[0].action.node, std::string("n2"));
    QCOMPARE(plan->steps[0].action.reason, std::string("fan"));
    QCOMPARE(plan->steps[0].inverse->kind, ActionKind::Resume);
    QCOMPARE(plan->steps[0].inverse->node, std::string("n2"));
    QVERIFY((plan->consequences.jobs == Ids{1}));
    QVERIFY((plan->consequences.users == std::vector<std::string>{"ann"}));
    QCOMPARE(plan->consequences.lostAcceleratorHours, 0.0);
    QVERIFY(plan->consequences.freeWholeNodes == Pair(1, 0));
    QVERIFY(fails(planDrain(book, {"n1"}, " \t"), ErrorCode::InvalidArgument, "reason"));
    QVERIFY(fails(planDrain(book, {"n9"}, "x"), ErrorCode::NotFound, "n9"));
    QVERIFY(fails(planDrain(book, {}, "x"), ErrorCode::InvalidArgument, "no node"));
    const JobBook drained = center().node("n5", "s2", 8, NodeState::Drained).book();
    QVERIFY(fails(planDrain(drained, {"n5"}, "x"), ErrorCode::InvalidArgument, "already"));
}

void TestPlan::resumeMakesRoom()
{
    BookBuilder builder;
    builder.node("n1", "s1", 8, NodeState::Drained).node("n2", "s1", 8, NodeState::Draining);
    builder.job(running(1, 4, {"n2"})).job(pending(2, 8)).job(pending(3, 4)).job(pending(4, 16));
    const JobBook book = builder.book();
    const auto plan = planResume(book, {"n1", "n2"});
    QVERIFY(plan);
    QCOMPARE(plan->steps[0].action.kind, ActionKind::Resume);
    QCOMPARE(plan->steps[0].inverse->kind, ActionKind::Drain);
    QVERIFY(!plan->steps[0].inverse->reason.empty());
    QVERIFY(plan->consequences.freeWholeNodes == Pair(0, 1));
    QVERIFY((plan->consequences.pendingThatFit == Ids{2, 3}));
    QVERIFY(fails(planResume(center().book(), {"n1"}), ErrorCode::InvalidArgument, "not drained"));
}

void TestPlan::resumeOfADownNodeHasNoInverse()
{
    BookBuilder builder;
    builder.node("n1", "s1", 8, NodeState::Down);
    const auto plan = planResume(builder.book(), {"n1"});
    QVERIFY(plan);
    QVERIFY(!plan->steps[0].inverse);
}

void TestPlan::submitChecksWhatItAsksFor()
{
    const JobBook book = center().book();
    Submission wanted;
    wanted.name = "fine-tune";
    wanted.pool = "train";
    wanted.accelerators = 24;
    const auto plan = planSubmit(book, wanted);
    QVERIFY(plan);
    QCOMPARE(plan->steps[0].action.kind, ActionKind::Submit);
    QCOMPARE(plan->steps[0].action.submission.accelerators, 24U);
    QVERIFY(!plan->steps[0].inverse);
    wanted.accelerators = 25;
    QVERIFY(fails(planSubmit(book, wanted), ErrorCode::InvalidArgument, "wants 25"));
    wanted.accelerators = 0;
    QVERIFY(fails(planSubmit(book, wanted), ErrorCode::InvalidArgument, "at least one"));
    wanted.accelerators = 1;
    wanted.kind = "Ascend 910B";
    QVERIFY(fails(planSubmit(book, wanted), ErrorCode::InvalidArgument, "has 0"));
    wanted.kind.clear();
    wanted.pool = "nowhere";
    QVERIFY(fails(planSubmit(book, wanted), ErrorCode::NotFound, "nowhere"));
    wanted.pool.clear();
    wanted.name = " ";
    QVERIFY(fails(planSubmit(book, wanted), ErrorCode::InvalidArgument, "name"));
    wanted.name = "x";
    wanted.timeLimit = -1;
    QVERIFY(fails(planSubmit(book, wanted), ErrorCode::InvalidArgument, "negative"));
}

void TestPlan::submitCountsTheQuota()
{
    Submission wanted;
    wanted.name = "x";
    wanted.tenant = "lab";
    wanted.accelerators = 8;
    QCOMPARE(planSubmit(center().book(), wanted)->consequences.quotaExceeded, 4);
    wanted.held = true;
    QCOMPARE(planSubmit(center().book(), wanted)->consequences.quotaExceeded, 0);
    wanted.held = false;
    wanted.tenant = "without a quota";
    QCOMPARE(planSubmit(center().book(), wanted)->consequences.quotaExceeded, 0);
}

void TestPlan::plansOfNothingOrOfUnknownJobsFail()
{
    const JobBook book = center().book();
    QVERIFY(fails(planCancel(book, {}, kNow), ErrorCode::InvalidArgument, "no job"));
    QVERIFY(fails(planCancel(book, {99}, kNow), ErrorCode::NotFound, "job 99"));
    QVERIFY(fails(planHold(book, {99}), ErrorCode::NotFound, "job 99"));
    QVERIFY(fails(planRelease(book, {}), ErrorCode::InvalidArgument, "no job"));
    QVERIFY(fails(planRequeue(book, {99}, kNow), ErrorCode::NotFound, "job 99"));
    QVERIFY(fails(planPriority(book, 99, 1), ErrorCode::NotFound, "job 99"));
    QVERIFY(fails(planMove(book, 99, {"n1"}, "", kNow), ErrorCode::NotFound, "job 99"));
    QVERIFY(fails(planResume(book, {}), ErrorCode::InvalidArgument, "no node"));
}

QTEST_APPLESS_MAIN(TestPlan)
#include "tst_plan.moc"
