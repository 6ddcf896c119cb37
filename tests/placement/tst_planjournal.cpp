// SPDX-License-Identifier: GPL-3.0-or-later
#include "books.h"
#include "placement/journal/fileplanjournal.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <future>
#include <optional>
#include <unistd.h>

using namespace pilothouse;
using test::BookBuilder;

namespace {

JournalEntry moveEntry(std::vector<StepState> states)
{
    JournalEntry entry;
    entry.id = "1-0-3"; // of no process
    entry.engine = "unix:/run/slurmrestd.sock";
    entry.began = 5 * kHour;
    entry.purpose = Plan::Purpose::Move;
    entry.jobs = {1};
    const auto step = [](ActionKind kind) {
        Action action;
        action.kind = kind;
        action.job = 1;
        return action;
    };
    PlanStep retarget{step(ActionKind::Move), step(ActionKind::Move)};
    retarget.action.nodes = {"n2"};
    retarget.action.beginNow = true;
    retarget.unit = 1;
    retarget.decisive = true;
    PlanStep update{step(ActionKind::Update), std::nullopt};
    update.action.update.timeLimit = kHour;
    update.action.update.comment = "it's \"odd\"\n";
    entry.steps = {{step(ActionKind::RequeueHold), step(ActionKind::Release)},
                   retarget,
                   update,
                   {step(ActionKind::Release), step(ActionKind::Hold)}};
    entry.states = std::move(states);
    return entry;
}

// Does everything at once, up to the call at which it goes away.
class Scripted final : public Scheduler {
public:
    [[nodiscard]] EngineStatus status() const override { return {}; }
    [[nodiscard]] JobBookPtr book() const override { return std::make_shared<JobBook>(); }
    [[nodiscard]] Capability capability(ActionKind /*kind*/) const override { return {}; }
    void act(const Action &action, std::function<void(Result<ActionReply>)> reply) override
    {
        done.push_back(action.kind);
        if (done.size() == cutAt)
            reply(fail(ErrorCode::Cancelled, "gone"));
        else
            reply(ActionReply{"done", 0});
    }
    void retryNow() override { }

    std::vector<ActionKind> done;
    std::size_t cutAt = 0;
};

std::shared_ptr<FilePlanJournal> openIn(const QTemporaryDir &directory)
{
    return *FilePlanJournal::open(directory.path().toStdString());
}

std::vector<ActionKind> kinds(const Result<Plan> &plan)
{
    std::vector<ActionKind> all;
    for (const PlanStep &step : plan->steps)
        all.push_back(step.action.kind);
    return all;
}

Job requeued()
{
    Job job = test::pending(1, 8);
    job.held = true;
    return job;
}

JobBook bookOf(const Job &job)
{
    return BookBuilder().node("n1", "s1").node("n2", "s1").job(job).book();
}

using Kinds = std::vector<ActionKind>;
constexpr auto kWaiting = StepState::Waiting;
constexpr auto kRunning = StepState::Running;
constexpr auto kDone = StepState::Done;

} // namespace

class TestPlanJournal : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsAtTheNextStartWhatWasNotForgotten()
    {
        const QTemporaryDir directory;
        const JournalEntry entry = moveEntry({kDone, kRunning, kWaiting, kWaiting});
        {
            const auto journal = openIn(directory);
            QVERIFY(journal->unfinished().empty());
            std::promise<Result<void>> written;
            journal->write(entry, [&](Result<void> result) { written.set_value(result); });
            QVERIFY(written.get_future().get().has_value());
        }
        const auto again = openIn(directory);
        QCOMPARE(again->unfinished().size(), std::size_t{1});
        const JournalEntry found = again->unfinished().front();
        QCOMPARE(found.id, entry.id);
        QCOMPARE(found.engine, entry.engine);
        QVERIFY(found.purpose == entry.purpose && found.jobs == entry.jobs);
        QVERIFY(found.states == entry.states);
        QCOMPARE(found.steps.size(), entry.steps.size());
        QVERIFY(found.steps[1].action.nodes == entry.steps[1].action.nodes);
        QVERIFY(found.steps[1].action.beginNow);
        QVERIFY(found.steps[2].action.update == entry.steps[2].action.update);
        QVERIFY(!found.steps[2].inverse.has_value());
        QCOMPARE(found.steps[3].inverse->kind, ActionKind::Hold);
        QCOMPARE(found.steps[1].unit, 1U);
        QVERIFY(found.steps[1].decisive && !found.steps[2].decisive);
        again->forget(entry.id);
    }

    void leavesAloneWhatAnotherProgramRuns()
    {
        const QTemporaryDir directory;
        JournalEntry entry = moveEntry({kDone, kRunning, kWaiting, kWaiting});
        entry.id = "1-" + std::to_string(getppid()) + "-3";
        std::promise<Result<void>> written;
        const auto journal = openIn(directory);
        journal->write(entry, [&](Result<void> result) { written.set_value(result); });
        QVERIFY(written.get_future().get().has_value());
        QVERIFY(openIn(directory)->unfinished().empty());
    }

    void writesNothingOnceClosed()
    {
        const QTemporaryDir directory;
        const auto journal = openIn(directory);
        journal->close();
        std::optional<Result<void>> written;
        journal->write(moveEntry({kDone, kRunning, kWaiting, kWaiting}),
                       [&](Result<void> result) { written = std::move(result); });
        QVERIFY(written && !*written && written->error().code == ErrorCode::Cancelled);
        journal->forget("1-0-3");
        QVERIFY(openIn(directory)->unfinished().empty());
    }

    void aUnitThatFailedIsNotGoneOnWith()
    {
        JournalEntry entry = moveEntry({StepState::Failed, kWaiting, kWaiting, kWaiting});
        for (PlanStep &step : entry.steps) {
            step.unit = 2;
            step.decisive = false;
        }
        PlanStep next{entry.steps.front().action, std::nullopt, 3};
        entry.steps.push_back(next);
        entry.states.push_back(kWaiting);
        auto job = std::make_shared<Job>();
        job->id = 1;
        job->state = JobState::Running;
        JobBook book;
        book.jobs.push_back(job);
        const auto rest = planFinish(book, entry);
        QVERIFY(rest.has_value());
        QCOMPARE(rest->steps.size(), std::size_t{1});
        QCOMPARE(rest->steps.front().unit, 3U);
        entry.steps.front().decisive = true;
        QVERIFY(!planFinish(book, entry));
    }

    void onlyItsOwnerReadsIt()
    {
        const QTemporaryDir directory;
        {
            const auto journal = openIn(directory);
            journal->write(moveEntry({kDone, kDone, kDone, kRunning}), [](const Result<void> &) {});
        }
        namespace fs = std::filesystem;
        for (const auto &file : fs::directory_iterator(directory.path().toStdString()))
            QCOMPARE(file.status().permissions() & fs::perms(0077), fs::perms::none);
    }

    void whatCannotBeUnderstoodIsPassedOver_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("cut") << QByteArray("{\"format\":1,\"id\":\"a");
        QTest::newRow("another format") << QByteArray("{\"format\":2}");
        QTest::newRow("no object") << QByteArray("[[[[]]]]");
        QTest::newRow("odd types") << QByteArray("{\"format\":1,\"purpose\":3,\"steps\":\"x\"}");
    }

    void whatCannotBeUnderstoodIsPassedOver()
    {
        QFETCH(const QByteArray, text);
        const QTemporaryDir directory;
        std::ofstream(directory.filePath(QStringLiteral("x.plan.json")).toStdString())
            << text.toStdString();
        QVERIFY(openIn(directory)->unfinished().empty());
        QVERIFY(QFile::exists(directory.filePath(QStringLiteral("x.plan.json"))));
    }

    void aFolderThatCannotBeWrittenBeginsNoPlan()
    {
        const QTemporaryDir directory;
        const auto journal = openIn(directory);
        std::filesystem::remove_all(directory.path().toStdString());
        Scripted scheduler;
        Plan plan;
        plan.steps = moveEntry({}).steps;
        const auto run = PlanRun::start(scheduler, plan, nullptr, journal);
        QTRY_VERIFY(run->progress().finished);
        QVERIFY(!run->progress().succeeded);
        QVERIFY(scheduler.done.empty());
    }

    void aPlanThatEndsIsForgotten()
    {
        const QTemporaryDir directory;
        {
            const auto journal = openIn(directory);
            Scripted scheduler;
            Plan plan;
            plan.steps = moveEntry({}).steps;
            const auto run = PlanRun::start(scheduler, plan, nullptr, journal);
            QTRY_VERIFY(run->progress().finished);
            QVERIFY(run->progress().succeeded);
            QCOMPARE(scheduler.done.size(), std::size_t{4});
        }
        QVERIFY(openIn(directory)->unfinished().empty());
    }

    void aPlanCutInTheMiddleIsFound()
    {
        const QTemporaryDir directory;
        {
            const auto journal = openIn(directory);
            Scripted scheduler;
            scheduler.cutAt = 2;
            Plan plan;
            plan.purpose = Plan::Purpose::Move;
            plan.steps = moveEntry({}).steps;
            const auto run = PlanRun::start(scheduler, plan, nullptr, journal);
            QTRY_VERIFY(run->progress().finished);
        }
        const auto journal = openIn(directory);
        QCOMPARE(journal->unfinished().size(), std::size_t{1});
        QVERIFY(journal->unfinished().front().states
                == (std::vector{kDone, kRunning, kWaiting, kWaiting}));
    }

    void finishesWhatIsLeft()
    {
        // The job is held where it was: the move was not heard of, and was not done.
        JournalEntry entry = moveEntry({kDone, kRunning, kWaiting, kWaiting});
        QVERIFY(kinds(planFinish(bookOf(requeued()), entry))
                == (Kinds{ActionKind::Move, ActionKind::Update, ActionKind::Release}));
        // It was not heard of, but was done.
        Job moved = requeued();
        moved.requiredNodes = {"n2"};
        QVERIFY(kinds(planFinish(bookOf(moved), entry))
                == (Kinds{ActionKind::Update, ActionKind::Release}));
        // Not even the first step was done.
        entry = moveEntry({kRunning, kWaiting, kWaiting, kWaiting});
        QCOMPARE(planFinish(bookOf(test::running(1, 8, {"n1"})), entry)->steps.size(),
                 std::size_t{4});
    }

    void undoesWhatWasDone()
    {
        Job moved = requeued();
        moved.requiredNodes = {"n2"};
        const JournalEntry entry = moveEntry({kDone, kRunning, kWaiting, kWaiting});
        QVERIFY(kinds(planUndo(bookOf(moved), entry))
                == (Kinds{ActionKind::Move, ActionKind::Release}));
        QVERIFY(kinds(planUndo(bookOf(requeued()), entry)) == Kinds{ActionKind::Release});
        const JournalEntry nothing = moveEntry({kRunning, kWaiting, kWaiting, kWaiting});
        QVERIFY(!planUndo(bookOf(test::running(1, 8, {"n1"})), nothing).has_value());
    }

    void aJobThatIsGoneLeavesNothingToDo()
    {
        const JournalEntry entry = moveEntry({kDone, kRunning, kWaiting, kWaiting});
        QVERIFY(!planFinish(JobBook(), entry).has_value());
        QVERIFY(!planUndo(JobBook(), entry).has_value());
    }
};

QTEST_GUILESS_MAIN(TestPlanJournal)
#include "tst_planjournal.moc"
