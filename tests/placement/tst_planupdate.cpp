// SPDX-License-Identifier: GPL-3.0-or-later
#include "books.h"
#include "placement/plan.h"

#include <QTest>

using namespace pilothouse;
using test::BookBuilder;

namespace {

JobBook book()
{
    Job held = test::pending(3, 8);
    held.held = true;
    Job suspended = test::running(4, 8, {"n2"});
    suspended.state = JobState::Suspended;
    return BookBuilder()
        .node("n1", "s1")
        .node("n2", "s1")
        .pool("train", {"n1", "n2"})
        .pool("infer", {"n2"})
        .job(test::running(1, 8, {"n1"}))
        .job(test::pending(2, 8))
        .job(held)
        .job(suspended)
        .book();
}

} // namespace

class TestPlanUpdate : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void asksOnlyForWhatDiffersAndKnowsTheWayBack()
    {
        JobUpdate update;
        update.pool = "infer";
        update.qos = "";
        update.timeLimit = kHour;
        const auto plan = planUpdate(book(), {2}, update);
        QVERIFY(plan.has_value());
        QCOMPARE(plan->steps.size(), std::size_t{1});
        const PlanStep &step = plan->steps.front();
        QVERIFY(step.action.update == (JobUpdate{.pool = "infer", .timeLimit = kHour}));
        QVERIFY(step.inverse->update == (JobUpdate{.pool = "train", .timeLimit = 0}));
    }

    void aRunningJobTakesATimeLimitButNoPool()
    {
        QVERIFY(planUpdate(book(), {1}, {.timeLimit = kHour}).has_value());
        QCOMPARE(planUpdate(book(), {1}, {.pool = "infer"}).error().detail,
                 std::string("job 1 is RUNNING, not PENDING"));
    }

    void aHeldJobTakesNoPriority()
    {
        QCOMPARE(planUpdate(book(), {3}, {.priority = 5}).error().detail,
                 std::string("job 3 is held, its priority cannot be set"));
        QVERIFY(planUpdate(book(), {3}, {.comment = "soon"}).has_value());
    }

    void unknownTargetsAreRefused()
    {
        QCOMPARE(planUpdate(book(), {2}, {.pool = "nowhere"}).error().code, ErrorCode::NotFound);
        QCOMPARE(planUpdate(book(), {2}, {.nodes = std::vector<std::string>{"n9"}}).error().code,
                 ErrorCode::NotFound);
    }

    void suspendAndResumeUndoEachOther()
    {
        const auto suspend = planSuspend(book(), {1});
        QVERIFY(suspend.has_value());
        QCOMPARE(suspend->steps.front().inverse->kind, ActionKind::ResumeJob);
        QVERIFY(!planSuspend(book(), {4}).has_value());
        const auto resume = planResumeJobs(book(), {4});
        QVERIFY(resume.has_value());
        QCOMPARE(resume->steps.front().inverse->kind, ActionKind::Suspend);
        QVERIFY(!planResumeJobs(book(), {1}).has_value());
    }

    void onlyStopAndContinueCanBeUndone()
    {
        QCOMPARE(planSignal(book(), {1}, "STOP")->steps.front().inverse->signal,
                 std::string("CONT"));
        QVERIFY(!planSignal(book(), {1}, "USR1")->steps.front().inverse.has_value());
        QVERIFY(!planSignal(book(), {2}, "USR1").has_value());
    }

    void takingANodeDownCountsWhatIsLost()
    {
        const auto plan = planDown(book(), {"n1", "n2"}, "smoke", 3 * kHour);
        QVERIFY(plan.has_value());
        QVERIFY(plan->consequences.jobs == (std::vector<JobId>{1, 4}));
        QCOMPARE(plan->consequences.lostAcceleratorHours, 32.0);
        QCOMPARE(plan->steps.front().inverse->kind, ActionKind::Resume);
    }

    void aJobThatCannotRunAgainIsNotRequeued()
    {
        Job interactive = test::running(1, 8, {"n1"});
        interactive.batch = false;
        const JobBook one = BookBuilder().node("n1", "s1").node("n2", "s1").job(interactive).book();
        QCOMPARE(planRequeue(one, {1}, kHour).error().detail,
                 std::string("job 1 cannot be requeued"));
        QCOMPARE(planMove(one, 1, {"n2"}, {}, kHour).error().detail,
                 std::string("job 1 cannot be requeued"));
    }
};

QTEST_APPLESS_MAIN(TestPlanUpdate)
#include "tst_planupdate.moc"
