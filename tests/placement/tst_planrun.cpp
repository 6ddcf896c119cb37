// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/plan.h"

#include <QtTest>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <set>
#include <thread>

using namespace pilothouse;

namespace {

// Replies as told, from a thread of its own or at once.
class FakeScheduler final : public Scheduler {
public:
    using Answer = std::function<Result<ActionReply>(const Action &, std::size_t call)>;

    FakeScheduler(Answer answer, bool atOnce)
        : m_answer(std::move(answer))
        , m_atOnce(atOnce)
        , m_thread([this](const std::stop_token &stop) { run(stop); })
    {
    }

    [[nodiscard]] EngineStatus status() const override { return {}; }
    [[nodiscard]] JobBookPtr book() const override { return std::make_shared<JobBook>(); }
    [[nodiscard]] Capability capability(ActionKind) const override { return {}; }
    void retryNow() override { }
    void act(const Action &action, std::function<void(Result<ActionReply>)> reply) override
    {
        std::unique_lock lock(m_mutex);
        m_calls.push_back(action);
        const std::size_t call = m_calls.size() - 1;
        if (m_atOnce) {
            lock.unlock();
            reply(m_answer(action, call));
            return;
        }
        m_waiting.push_back([this, action, call, reply] { reply(m_answer(action, call)); });
        m_wake.notify_one();
    }
    [[nodiscard]] std::vector<Action> calls() const
    {
        const std::lock_guard lock(m_mutex);
        return m_calls;
    }
    [[nodiscard]] std::vector<ActionKind> kinds() const
    {
        std::vector<ActionKind> found;
        for (const Action &action : calls())
            found.push_back(action.kind);
        return found;
    }

private:
    void run(const std::stop_token &stop)
    {
        for (;;) {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, stop, [this] { return !m_waiting.empty(); }))
                return;
            const auto next = std::move(m_waiting.front());
            m_waiting.pop_front();
            lock.unlock();
            next();
        }
    }

    const Answer m_answer;
    const bool m_atOnce;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::vector<Action> m_calls; // guarded by m_mutex
    std::deque<std::function<void()>> m_waiting; // guarded by m_mutex
    std::jthread m_thread;
};

Action action(ActionKind kind, JobId job = 1)
{
    Action made;
    made.kind = kind;
    made.job = job;
    return made;
}

Plan movePlan()
{
    Plan plan;
    plan.purpose = Plan::Purpose::Move;
    Action there = action(ActionKind::Move);
    there.nodes = {"new"};
    Action back = action(ActionKind::Move);
    back.nodes = {"old"};
    plan.steps = {{action(ActionKind::RequeueHold), action(ActionKind::Release), 1},
                  {there, back, 1},
                  {action(ActionKind::Release), action(ActionKind::Hold), 1}};
    return plan;
}

// A drain, and moves of two jobs.
Plan evacuationPlan()
{
    Plan plan;
    plan.purpose = Plan::Purpose::Evacuate;
    plan.steps = {{action(ActionKind::Drain), action(ActionKind::Resume), 1, true}};
    for (JobId id = 1; id <= 2; ++id) {
        const auto unit = static_cast<std::uint32_t>(id + 1);
        plan.steps.push_back(
            {action(ActionKind::RequeueHold, id), action(ActionKind::Release, id), unit});
        plan.steps.push_back({action(ActionKind::Release, id), action(ActionKind::Hold, id), unit});
    }
    return plan;
}

Plan bulkPlan(std::size_t jobs)
{
    Plan plan;
    plan.purpose = Plan::Purpose::Cancel;
    for (JobId id = 1; id <= jobs; ++id)
        plan.steps.push_back({action(ActionKind::Cancel, id), std::nullopt});
    return plan;
}

Result<ActionReply> yes(const Action &, std::size_t)
{
    return ActionReply{"done", 0};
}

FakeScheduler::Answer failAt(std::set<std::size_t> calls, ErrorCode code)
{
    return [calls, code](const Action &of, std::size_t call) -> Result<ActionReply> {
        if (calls.contains(call))
            return fail(code, "no such luck");
        return yes(of, call);
    };
}

std::vector<StepState> states(const PlanRun &run)
{
    std::vector<StepState> found;
    for (const StepProgress &step : run.progress().steps)
        found.push_back(step.state);
    return found;
}

} // namespace

class TestPlanRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void appliesStepByStep_data() { engines(); }
    void appliesStepByStep();
    void aFailedMoveIsUndoneInReverse_data();
    void aFailedMoveIsUndoneInReverse();
    void anUnknownOutcomeIsUndoneToo_data() { engines(); }
    void anUnknownOutcomeIsUndoneToo();
    void anUnknownOutcomeThatIsNotUndoneStaysFailed();
    void aFailedRollbackGoesOnAndIsTold_data() { engines(); }
    void aFailedRollbackGoesOnAndIsTold();
    void aFailedUnitIsUndoneAndTheNextOneDone();
    void aDecisiveStepThatFailsEndsThePlan();
    void bulkPlansGoOnPastFailures_data() { engines(); }
    void bulkPlansGoOnPastFailures();
    void anEngineThatGoesAwayEndsTheRun();
    void aLongPlanNeedsNoDeepStack();
    void anEmptyPlanHasSucceeded();
    void progressMayBeReadAtAnyTime();
    void livesUntilItHasFinished();

private:
    static void engines()
    {
        QTest::addColumn<bool>("atOnce");
        QTest::newRow("replies later") << false;
        QTest::newRow("replies at once") << true;
    }
};

void TestPlanRun::appliesStepByStep()
{
    QFETCH(bool, atOnce);
    std::atomic<int> changes = 0;
    FakeScheduler scheduler(yes, atOnce);
    const auto run = PlanRun::start(scheduler, movePlan(), [&changes] { ++changes; });
    QTRY_VERIFY(run->progress().finished);
    QVERIFY(run->progress().succeeded);
    QVERIFY(!run->progress().error);
    QVERIFY((scheduler.kinds()
             == std::vector{ActionKind::RequeueHold, ActionKind::Move, ActionKind::Release}));
    QVERIFY((states(*run) == std::vector(3, StepState::Done)));
    QCOMPARE(run->progress().steps[2].message, std::string("done"));
    QVERIFY(run->progress().steps[2].time > 0);
    QTRY_COMPARE(changes, 3);
}

void TestPlanRun::aFailedMoveIsUndoneInReverse_data()
{
    using enum ActionKind;
    using enum StepState;
    QTest::addColumn<bool>("atOnce");
    QTest::addColumn<std::size_t>("failing");
    QTest::addColumn<std::vector<ActionKind>>("calls");
    QTest::addColumn<std::vector<StepState>>("states");
    for (const bool atOnce : {false, true}) {
        const char *how = atOnce ? "at once" : "later";
        QTest::addRow("first, %s", how) << atOnce << std::size_t{0} << std::vector{RequeueHold}
                                        << std::vector{Failed, Waiting, Waiting};
        QTest::addRow("second, %s", how)
            << atOnce << std::size_t{1} << std::vector{RequeueHold, Move, Release}
            << std::vector{RolledBack, Failed, Waiting};
        QTest::addRow("third, %s", how)
            << atOnce << std::size_t{2} << std::vector{RequeueHold, Move, Release, Move, Release}
            << std::vector{RolledBack, RolledBack, Failed};
    }
}

void TestPlanRun::aFailedMoveIsUndoneInReverse()
{
    QFETCH(bool, atOnce);
    QFETCH(std::size_t, failing);
    QFETCH(std::vector<ActionKind>, calls);
    QFETCH(std::vector<StepState>, states);
    FakeScheduler scheduler(failAt({failing}, ErrorCode::Refused), atOnce);
    const auto run = PlanRun::start(scheduler, movePlan(), nullptr);
    QTRY_VERIFY(run->progress().finished);
    QVERIFY(!run->progress().succeeded);
    QCOMPARE(run->progress().error->detail, std::string("no such luck"));
    QVERIFY(scheduler.kinds() == calls);
    QVERIFY(::states(*run) == states);
    if (failing == 2)
        QVERIFY((scheduler.calls()[3].nodes == std::vector<std::string>{"old"}));
    QCOMPARE(run->progress().steps[failing].message, std::string("no such luck"));
}

void TestPlanRun::anUnknownOutcomeIsUndoneToo()
{
    QFETCH(bool, atOnce);
    FakeScheduler scheduler(failAt({1}, ErrorCode::DeadlineExceeded), atOnce);
    const auto run = PlanRun::start(scheduler, movePlan(), nullptr);
    QTRY_VERIFY(run->progress().finished);
    QVERIFY((scheduler.kinds()
             == std::vector{ActionKind::RequeueHold, ActionKind::Move, ActionKind::Move,
                            ActionKind::Release}));
    QVERIFY((scheduler.calls()[2].nodes == std::vector<std::string>{"old"}));
    QVERIFY((states(*run)
             == std::vector{StepState::RolledBack, StepState::RolledBack, StepState::Waiting}));
    QVERIFY(!run->progress().succeeded);
    QCOMPARE(run->progress().error->code, ErrorCode::DeadlineExceeded);
}

void TestPlanRun::anUnknownOutcomeThatIsNotUndoneStaysFailed()
{
    FakeScheduler scheduler(failAt({0, 1}, ErrorCode::Unavailable), false);
    const auto run = PlanRun::start(scheduler, movePlan(), nullptr);
    QTRY_VERIFY(run->progress().finished);
    QVERIFY((scheduler.kinds() == std::vector{ActionKind::RequeueHold, ActionKind::Release}));
    using enum StepState;
    QVERIFY((states(*run) == std::vector{Failed, Waiting, Waiting}));
    QCOMPARE(run->progress().error->code, ErrorCode::Unavailable);
}

void TestPlanRun::aFailedRollbackGoesOnAndIsTold()
{
    QFETCH(bool, atOnce);
    FakeScheduler scheduler(failAt({2, 3}, ErrorCode::Refused), atOnce);
    const auto run = PlanRun::start(scheduler, movePlan(), nullptr);
    QTRY_VERIFY(run->progress().finished);
    QVERIFY((states(*run)
             == std::vector{StepState::RolledBack, StepState::RollbackFailed, StepState::Failed}));
    QCOMPARE(scheduler.calls().size(), 5U);
}

void TestPlanRun::aFailedUnitIsUndoneAndTheNextOneDone()
{
    FakeScheduler scheduler(failAt({2}, ErrorCode::Refused), true);
    const auto run = PlanRun::start(scheduler, evacuationPlan(), {});
    QVERIFY(run->progress().finished);
    QVERIFY(!run->progress().succeeded);
    QVERIFY((states(*run)
             == std::vector{StepState::Done, StepState::RolledBack, StepState::Failed,
                            StepState::Done, StepState::Done}));
    QCOMPARE(scheduler.calls()[3].kind, ActionKind::Release);
    QCOMPARE(scheduler.calls()[3].job, JobId{1}); // undone before the next job is touched
}

void TestPlanRun::aDecisiveStepThatFailsEndsThePlan()
{
    FakeScheduler scheduler(failAt({0}, ErrorCode::PermissionDenied), true);
    const auto run = PlanRun::start(scheduler, evacuationPlan(), {});
    QVERIFY(run->progress().finished);
    QCOMPARE(scheduler.calls().size(), std::size_t{1});
    QCOMPARE(run->progress().steps[0].state, StepState::Failed);
    QCOMPARE(run->progress().steps[1].state, StepState::Waiting);
}

void TestPlanRun::bulkPlansGoOnPastFailures()
{
    QFETCH(bool, atOnce);
    FakeScheduler scheduler(failAt({1, 3}, ErrorCode::Refused), atOnce);
    const auto run = PlanRun::start(scheduler, bulkPlan(5), nullptr);
    QTRY_VERIFY(run->progress().finished);
    QCOMPARE(scheduler.calls().size(), 5U);
    using enum StepState;
    QVERIFY((states(*run) == std::vector{Done, Failed, Done, Failed, Done}));
    QVERIFY(!run->progress().succeeded);
    QCOMPARE(run->progress().error->code, ErrorCode::Refused);
}

void TestPlanRun::anEngineThatGoesAwayEndsTheRun()
{
    FakeScheduler scheduler(failAt({1}, ErrorCode::Cancelled), false);
    const auto run = PlanRun::start(scheduler, movePlan(), nullptr);
    QTRY_VERIFY(run->progress().finished);
    QCOMPARE(scheduler.calls().size(), 2U);
    QVERIFY((states(*run) == std::vector{StepState::Done, StepState::Failed, StepState::Waiting}));
}

void TestPlanRun::aLongPlanNeedsNoDeepStack()
{
    FakeScheduler scheduler(yes, true);
    const auto run = PlanRun::start(scheduler, bulkPlan(100'000), nullptr);
    QVERIFY(run->progress().succeeded);
}

void TestPlanRun::anEmptyPlanHasSucceeded()
{
    FakeScheduler scheduler(yes, true);
    const auto run = PlanRun::start(scheduler, {}, nullptr);
    QVERIFY(run->progress().finished);
    QVERIFY(run->progress().succeeded);
    QVERIFY(scheduler.calls().empty());
}

void TestPlanRun::progressMayBeReadAtAnyTime()
{
    std::atomic<int> inside = 0;
    std::atomic<int> changes = 0;
    FakeScheduler scheduler(yes, false);
    const auto run = PlanRun::start(scheduler, bulkPlan(500), [&inside, &changes] {
        if (inside.fetch_add(1) != 0)
            qFatal("two calls at a time");
        ++changes;
        --inside;
    });
    bool finished = false;
    while (!finished) {
        const PlanProgress progress = run->progress();
        const auto running =
            std::ranges::count(progress.steps, StepState::Running, &StepProgress::state);
        QCOMPARE(running, progress.finished ? 0 : 1);
        finished = progress.finished;
    }
    QTRY_COMPARE(changes, 500);
}

void TestPlanRun::livesUntilItHasFinished()
{
    FakeScheduler scheduler(yes, false);
    std::weak_ptr<PlanRun> run = PlanRun::start(scheduler, bulkPlan(50), nullptr);
    QTRY_VERIFY(run.expired());
    QCOMPARE(scheduler.calls().size(), 50U);
}

QTEST_GUILESS_MAIN(TestPlanRun)
#include "tst_planrun.moc"
