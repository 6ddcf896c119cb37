// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/embedded/embeddedscheduler.h"

#include "fakeengine.h"
#include "placement/plan.h"

#include <QtTest>

#include <atomic>
#include <optional>

using namespace pilothouse;
using namespace pilothouse::test;
using namespace std::chrono_literals;

namespace {

namespace v1 = placement::v1;

EmbeddedScheduler::Options options(const std::string &address)
{
    EmbeddedScheduler::Options made;
    made.address = address;
    made.initialBackoff = 5ms;
    made.maximalBackoff = 20ms;
    return made;
}

v1::WatchReply everything(std::uint64_t jobs)
{
    v1::WatchReply message;
    message.set_version_major(1);
    message.set_full(true);
    message.set_cluster("center");
    message.set_user("ann");
    for (std::uint64_t id = 1; id <= jobs; ++id)
        message.add_jobs()->set_id(id);
    message.add_nodes()->set_name("n1");
    return message;
}

v1::WatchReply changed(std::uint64_t job, v1::JobState state)
{
    v1::WatchReply message;
    message.add_jobs()->set_id(job);
    message.mutable_jobs(0)->set_state(state);
    return message;
}

Action cancel(JobId job)
{
    Action action;
    action.kind = ActionKind::Cancel;
    action.job = job;
    return action;
}

// What comes of one action.
class Outcome {
public:
    std::function<void(Result<ActionReply>)> reply()
    {
        return [state = m_state](Result<ActionReply> result) {
            const std::lock_guard lock(state->mutex);
            ++state->count;
            state->result = std::move(result);
        };
    }
    [[nodiscard]] int count() const
    {
        const std::lock_guard lock(m_state->mutex);
        return m_state->count;
    }
    [[nodiscard]] bool failedWith(ErrorCode code) const
    {
        const std::lock_guard lock(m_state->mutex);
        return m_state->count == 1 && !*m_state->result && m_state->result->error().code == code;
    }
    [[nodiscard]] Result<ActionReply> result() const
    {
        const std::lock_guard lock(m_state->mutex);
        return *m_state->result;
    }

private:
    struct State {
        std::mutex mutex;
        int count = 0; // guarded by mutex
        std::optional<Result<ActionReply>> result; // guarded by mutex
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

void untilCancelled(const grpc::ServerContext &context)
{
    while (!context.IsCancelled())
        std::this_thread::sleep_for(1ms);
}

} // namespace

class TestEmbeddedScheduler : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsTheWholeStateAndItsChanges();
    void booksDoNotChange();
    void gathersChanges();
    void keepsTheBookWhenTheLinkIsLost();
    void takesTheWholeStateAnewAfterALoss();
    void stopsAtAnotherMajorVersion();
    void stopsAtAnAddressThatIsNone();
    void triesAMalformedEngineSlowly();
    void retryNowEndsABackOff();
    void actsAndTellsTheReply();
    void submits();
    void tellsARefusalInTheEnginesWords();
    void tellsTransportErrors_data();
    void tellsTransportErrors();
    void givesUpAtTheDeadline();
    void refusesToActWithoutAConnection();
    void cancelsWhatIsOutstandingWhenItEnds();
    void repliesOnceUnderLoad();
    void movesAJobThroughAPlan();
    void aPlanEndsWithItsScheduler();
    void endsAtAnyMoment();
};

void TestEmbeddedScheduler::showsTheWholeStateAndItsChanges()
{
    FakeEngine engine(everything(3));
    std::atomic<int> changes = 0;
    const EmbeddedScheduler scheduler(options(engine.address()), [&changes] { ++changes; });
    QVERIFY(scheduler.book());
    QTRY_COMPARE(scheduler.status().state, EngineState::Live);
    QCOMPARE(scheduler.book()->jobs.size(), 3U); // live and its book come together
    QCOMPARE(scheduler.status().cluster, std::string("center"));
    QCOMPARE(scheduler.status().user, std::string("ann"));
    QCOMPARE(scheduler.status().address, engine.address());
    QVERIFY(scheduler.status().lastNews > 0);
    QVERIFY(scheduler.capability(ActionKind::Move).available);
    engine.tell(changed(2, v1::JOB_RUNNING));
    QTRY_COMPARE(scheduler.book()->find(2)->state, JobState::Running);
    auto forgotten = changed(9, v1::JOB_PENDING);
    forgotten.add_forgotten_jobs(1);
    engine.tell(forgotten);
    QTRY_VERIFY(scheduler.book()->find(9));
    QVERIFY(!scheduler.book()->find(1));
    QTRY_COMPARE(changes, 3);
}

void TestEmbeddedScheduler::booksDoNotChange()
{
    FakeEngine engine(everything(1));
    const EmbeddedScheduler scheduler(options(engine.address()), nullptr);
    QTRY_COMPARE(scheduler.book()->jobs.size(), 1U);
    const JobBookPtr held = scheduler.book();
    engine.tell(changed(1, v1::JOB_RUNNING));
    QTRY_COMPARE(scheduler.book()->find(1)->state, JobState::Running);
    QCOMPARE(held->find(1)->state, JobState::Unknown);
    QVERIFY(scheduler.book()->revision > held->revision);
}

void TestEmbeddedScheduler::gathersChanges()
{
    FakeEngine engine(everything(1));
    std::atomic<int> changes = 0;
    const EmbeddedScheduler scheduler(options(engine.address()), [&changes] { ++changes; });
    QTRY_COMPARE(changes, 1);
    for (std::uint64_t id = 2; id <= 5000; ++id)
        engine.tell(changed(id, v1::JOB_PENDING));
    QTRY_COMPARE(scheduler.book()->jobs.size(), 5000U);
    QVERIFY(changes < 500); // far from one for each change, however slow the machine
}

void TestEmbeddedScheduler::keepsTheBookWhenTheLinkIsLost()
{
    auto engine = std::make_unique<FakeEngine>(everything(3));
    auto asked = options(engine->address());
    asked.initialBackoff = asked.maximalBackoff = 10h;
    const EmbeddedScheduler scheduler(asked, nullptr);
    QTRY_COMPARE(scheduler.status().state, EngineState::Live);
    const Micros news = scheduler.status().lastNews;
    engine.reset();
    QTRY_COMPARE(scheduler.status().state, EngineState::Waiting);
    QCOMPARE(scheduler.status().error->code, ErrorCode::Unavailable);
    QVERIFY(scheduler.status().retryAt > nowMicros() + 7 * kHour);
    QCOMPARE(scheduler.status().lastNews, news);
    QCOMPARE(scheduler.status().cluster, std::string("center"));
    QCOMPARE(scheduler.book()->jobs.size(), 3U);
    QVERIFY(!scheduler.capability(ActionKind::Cancel).available);
    QVERIFY(!scheduler.capability(ActionKind::Cancel).reason.empty());
}

void TestEmbeddedScheduler::takesTheWholeStateAnewAfterALoss()
{
    FakeEngine engine(everything(3));
    const EmbeddedScheduler scheduler(options(engine.address()), nullptr);
    QTRY_COMPARE(scheduler.book()->jobs.size(), 3U);
    engine.tell(changed(7, v1::JOB_RUNNING));
    QTRY_COMPARE(scheduler.book()->jobs.size(), 4U);
    engine.setAll(everything(2));
    engine.endStreams();
    QTRY_COMPARE(scheduler.book()->jobs.size(), 2U);
    QTRY_COMPARE(scheduler.status().state, EngineState::Live);
    QVERIFY(!scheduler.status().error);
    engine.tell(changed(1, v1::JOB_RUNNING));
    QTRY_COMPARE(scheduler.book()->find(1)->state, JobState::Running);
}

void TestEmbeddedScheduler::stopsAtAnotherMajorVersion()
{
    auto other = everything(1);
    other.set_version_major(2);
    FakeEngine engine(other);
    EmbeddedScheduler scheduler(options(engine.address()), nullptr);
    QTRY_COMPARE(scheduler.status().state, EngineState::Stopped);
    QCOMPARE(scheduler.status().error->code, ErrorCode::IncompatibleVersion);
    QCOMPARE(engine.watches(), 1);
    QVERIFY(scheduler.book()->jobs.empty());
    engine.setAll(everything(1));
    scheduler.retryNow();
    QTRY_COMPARE(scheduler.status().state, EngineState::Live);
}

void TestEmbeddedScheduler::stopsAtAnAddressThatIsNone()
{
    const EmbeddedScheduler scheduler(options("nowhere"), nullptr);
    QTRY_COMPARE(scheduler.status().state, EngineState::Stopped);
    QCOMPARE(scheduler.status().error->code, ErrorCode::InvalidArgument);
}

void TestEmbeddedScheduler::triesAMalformedEngineSlowly()
{
    FakeEngine engine(changed(1, v1::JOB_RUNNING)); // never tells the whole state
    auto asked = options(engine.address());
    asked.maximalBackoff = 10h;
    const EmbeddedScheduler scheduler(asked, nullptr);
    QTRY_COMPARE(scheduler.status().state, EngineState::Waiting);
    QCOMPARE(scheduler.status().error->code, ErrorCode::Malformed);
    QVERIFY(scheduler.status().retryAt > nowMicros() + 7 * kHour);
}

void TestEmbeddedScheduler::retryNowEndsABackOff()
{
    std::string address;
    {
        const FakeEngine reserved(everything(1));
        address = reserved.address();
    }
    auto asked = options(address);
    asked.initialBackoff = asked.maximalBackoff = 10h;
    EmbeddedScheduler scheduler(asked, nullptr);
    QTRY_COMPARE(scheduler.status().state, EngineState::Waiting);
    FakeEngine engine(everything(1), address);
    scheduler.retryNow();
    QTRY_COMPARE(scheduler.status().state, EngineState::Live);
}

void TestEmbeddedScheduler::actsAndTellsTheReply()
{
    FakeEngine engine(everything(1));
    engine.answerWith([](auto &, const v1::ActRequest &request, v1::ActReply &reply) {
        reply.set_ok(request.action() == v1::ACTION_MOVE && request.job() == 5
                     && request.nodes_size() == 1 && request.nodes(0) == "n1");
        reply.set_message("moved");
        return grpc::Status::OK;
    });
    EmbeddedScheduler scheduler(options(engine.address()), nullptr);
    QTRY_COMPARE(scheduler.status().state, EngineState::Live);
    Action move;
    move.kind = ActionKind::Move;
    move.job = 5;
    move.nodes = {"n1"};
    Outcome outcome;
    scheduler.act(move, outcome.reply());
    QTRY_COMPARE(outcome.count(), 1);
    QVERIFY(outcome.result());
    QCOMPARE(outcome.result()->message, std::string("moved"));
}

void TestEmbeddedScheduler::submits()
{
    FakeEngine engine(everything(1));
    EmbeddedScheduler scheduler(options(engine.address()), nullptr);
    QTRY_COMPARE(scheduler.status().state, EngineState::Live);
    Action submit;
    submit.kind = ActionKind::Submit;
    submit.submission.name = "fine-tune";
    Outcome outcome;
    scheduler.act(submit, outcome.reply());
    QTRY_COMPARE(outcome.count(), 1);
    QVERIFY(outcome.result());
    QCOMPARE(outcome.result()->job, 4711U);
    QCOMPARE(outcome.result()->message, std::string("fine-tune"));
}

void TestEmbeddedScheduler::tellsARefusalInTheEnginesWords()
{
    FakeEngine engine(everything(1));
    engine.answerWith([](auto &, const auto &, v1::ActReply &reply) {
        reply.set_message("Job/step already completing or completed");
        return grpc::Status::OK;
    });
    EmbeddedScheduler scheduler(options(engine.address()), nullptr);
    QTRY_COMPARE(scheduler.status().state, EngineState::Live);
    Outcome outcome;
    scheduler.act(cancel(1), outcome.reply());
    QTRY_VERIFY(outcome.failedWith(ErrorCode::Refused));
    QCOMPARE(outcome.result().error().detail,
             std::string("Job/step already completing or completed"));
}

void TestEmbeddedScheduler::tellsTransportErrors_data()
{
    QTest::addColumn<grpc::StatusCode>("status");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("unavailable") << grpc::StatusCode::UNAVAILABLE << ErrorCode::Unavailable;
    QTest::newRow("permission") << grpc::StatusCode::PERMISSION_DENIED
                                << ErrorCode::PermissionDenied;
    QTest::newRow("unauthenticated")
        << grpc::StatusCode::UNAUTHENTICATED << ErrorCode::PermissionDenied;
    QTest::newRow("unimplemented") << grpc::StatusCode::UNIMPLEMENTED << ErrorCode::WrongProtocol;
    QTest::newRow("argument") << grpc::StatusCode::INVALID_ARGUMENT << ErrorCode::InvalidArgument;
    QTest::newRow("not found") << grpc::StatusCode::NOT_FOUND << ErrorCode::NotFound;
}

void TestEmbeddedScheduler::tellsTransportErrors()
{
    QFETCH(grpc::StatusCode, status);
    QFETCH(ErrorCode, code);
    FakeEngine engine(everything(1));
    engine.answerWith(
        [status](auto &, const auto &, auto &) { return grpc::Status(status, "so it is"); });
    EmbeddedScheduler scheduler(options(engine.address()), nullptr);
    QTRY_COMPARE(scheduler.status().state, EngineState::Live);
    Outcome outcome;
    scheduler.act(cancel(1), outcome.reply());
    QTRY_VERIFY(outcome.failedWith(code));
    QVERIFY(outcome.result().error().detail.find("so it is") != std::string::npos);
}

void TestEmbeddedScheduler::givesUpAtTheDeadline()
{
    FakeEngine engine(everything(1));
    engine.answerWith([](grpc::ServerContext &context, const auto &, auto &) {
        untilCancelled(context);
        return grpc::Status::OK;
    });
    auto asked = options(engine.address());
    asked.actDeadline = 50ms;
    EmbeddedScheduler scheduler(asked, nullptr);
    QTRY_COMPARE(scheduler.status().state, EngineState::Live);
    Outcome outcome;
    scheduler.act(cancel(1), outcome.reply());
    QTRY_VERIFY(outcome.failedWith(ErrorCode::DeadlineExceeded));
    QCOMPARE(scheduler.status().state, EngineState::Live);
}

void TestEmbeddedScheduler::refusesToActWithoutAConnection()
{
    EmbeddedScheduler scheduler(options("127.0.0.1:1"), nullptr);
    Outcome outcome;
    scheduler.act(cancel(1), outcome.reply());
    QTRY_VERIFY(outcome.failedWith(ErrorCode::Unavailable));
}

void TestEmbeddedScheduler::cancelsWhatIsOutstandingWhenItEnds()
{
    FakeEngine engine(everything(1));
    std::atomic<int> arrived = 0;
    engine.answerWith([&arrived](grpc::ServerContext &context, const auto &, auto &) {
        ++arrived;
        untilCancelled(context);
        return grpc::Status::OK;
    });
    auto scheduler = std::make_unique<EmbeddedScheduler>(options(engine.address()), nullptr);
    QTRY_COMPARE(scheduler->status().state, EngineState::Live);
    std::vector<Outcome> outcomes(3);
    Outcome late;
    EmbeddedScheduler *const ending = scheduler.get();
    for (Outcome &outcome : outcomes) {
        const std::function<void(Result<ActionReply>)> tryAgain =
            [ending, &late, reply = outcome.reply()](const auto &result) {
                ending->act(cancel(2), late.reply());
                reply(result);
            };
        scheduler->act(cancel(1), &outcome == &outcomes.front() ? tryAgain : outcome.reply());
    }
    QTRY_COMPARE(arrived, 3);
    scheduler.reset();
    for (const Outcome &outcome : outcomes)
        QVERIFY(outcome.failedWith(ErrorCode::Cancelled));
    QVERIFY(late.failedWith(ErrorCode::Cancelled));
}

void TestEmbeddedScheduler::repliesOnceUnderLoad()
{
    FakeEngine engine(everything(1));
    auto scheduler = std::make_unique<EmbeddedScheduler>(options(engine.address()), nullptr);
    QTRY_COMPARE(scheduler->status().state, EngineState::Live);
    constexpr int kCalls = 2000;
    std::vector<std::atomic<int>> replies(kCalls);
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = t; i < kCalls; i += 4)
                    scheduler->act(cancel(1), [&replies, i](const auto &) {
                        ++replies[static_cast<std::size_t>(i)];
                    });
            });
        }
    }
    engine.endStreams(); // some are answered, some break
    scheduler.reset();
    for (const auto &count : replies)
        QCOMPARE(count, 1);
}

void TestEmbeddedScheduler::movesAJobThroughAPlan()
{
    FakeEngine engine(everything(1));
    std::mutex mutex;
    std::vector<v1::Action> seen; // guarded by mutex
    engine.answerWith([&](auto &, const v1::ActRequest &request, v1::ActReply &reply) {
        const std::lock_guard lock(mutex);
        seen.push_back(request.action());
        reply.set_ok(request.action() != v1::ACTION_MOVE || request.nodes_size() == 0);
        reply.set_message(reply.ok() ? "done" : "Requested node configuration is not available");
        return grpc::Status::OK;
    });
    EmbeddedScheduler scheduler(options(engine.address()), nullptr);
    QTRY_COMPARE(scheduler.status().state, EngineState::Live);
    Plan plan;
    plan.purpose = Plan::Purpose::Move;
    Action requeue = cancel(1);
    requeue.kind = ActionKind::RequeueHold;
    Action release = cancel(1);
    release.kind = ActionKind::Release;
    Action move = cancel(1);
    move.kind = ActionKind::Move;
    move.nodes = {"n1"};
    plan.steps = {{requeue, release}, {move, std::nullopt}, {release, std::nullopt}};
    for (PlanStep &step : plan.steps)
        step.unit = 1; // all or nothing
    const auto run = PlanRun::start(scheduler, plan, nullptr);
    QTRY_VERIFY(run->progress().finished);
    QVERIFY(!run->progress().succeeded);
    QCOMPARE(run->progress().error->detail,
             std::string("Requested node configuration is not available"));
    QCOMPARE(run->progress().steps[0].state, StepState::RolledBack);
    const std::lock_guard lock(mutex);
    QVERIFY((seen == std::vector{v1::ACTION_REQUEUE_HOLD, v1::ACTION_MOVE, v1::ACTION_RELEASE}));
}

void TestEmbeddedScheduler::aPlanEndsWithItsScheduler()
{
    FakeEngine engine(everything(1));
    std::atomic<int> arrived = 0;
    engine.answerWith([&arrived](grpc::ServerContext &context, const auto &, auto &) {
        ++arrived;
        untilCancelled(context);
        return grpc::Status::OK;
    });
    auto scheduler = std::make_unique<EmbeddedScheduler>(options(engine.address()), nullptr);
    QTRY_COMPARE(scheduler->status().state, EngineState::Live);
    Plan plan;
    for (JobId id = 1; id <= 10; ++id)
        plan.steps.push_back({cancel(id), std::nullopt});
    const auto run = PlanRun::start(*scheduler, plan, nullptr);
    QTRY_COMPARE(arrived, 1);
    scheduler.reset();
    QVERIFY(run->progress().finished);
    QCOMPARE(run->progress().error->code, ErrorCode::Cancelled);
    QCOMPARE(run->progress().steps[1].state, StepState::Waiting);
    QCOMPARE(arrived, 1);
}

void TestEmbeddedScheduler::endsAtAnyMoment()
{
    FakeEngine engine(everything(100));
    for (int i = 0; i < 20; ++i)
        EmbeddedScheduler scheduler(options(engine.address()), nullptr);
    for (int i = 0; i < 5; ++i) {
        EmbeddedScheduler scheduler(options(engine.address()), nullptr);
        QTRY_COMPARE(scheduler.status().state, EngineState::Live);
    }
}

QTEST_GUILESS_MAIN(TestEmbeddedScheduler)
#include "tst_embeddedscheduler.moc"
