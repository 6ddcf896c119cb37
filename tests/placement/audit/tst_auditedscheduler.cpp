// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/actionwords.h"
#include "placement/audit/auditedscheduler.h"
#include "placement/audit/auditreader.h"
#include "placement/plan.h"

#include <QTemporaryDir>
#include <QtTest>

#include <atomic>
#include <fstream>
#include <future>

using namespace pilothouse;

namespace {

using Reply = std::function<void(Result<ActionReply>)>;

// Notes what it is asked and answers as told; what it is not told to answer waits until its end.
class FakeEngine final : public Scheduler {
public:
    struct Notes {
        std::atomic<int> calls = 0;
        std::function<std::optional<Result<ActionReply>>(const Action &)> answer;
    };

    explicit FakeEngine(Notes &notes)
        : m_notes(notes)
    {
        Job job;
        job.id = 7;
        job.user = "lin";
        job.state = JobState::Running;
        job.priority = 100;
        job.allocation = {{"n001", {0}}};
        auto book = std::make_shared<JobBook>();
        book->jobs.push_back(std::make_shared<const Job>(job));
        m_book = std::move(book);
    }
    ~FakeEngine() override
    {
        for (const Reply &reply : m_waiting)
            reply(fail(ErrorCode::Cancelled, "gone"));
    }
    [[nodiscard]] EngineStatus status() const override
    {
        EngineStatus status;
        status.user = "slurm";
        status.address = "test:1";
        status.cluster = "c1";
        return status;
    }
    [[nodiscard]] JobBookPtr book() const override { return m_book; }
    [[nodiscard]] Capability capability(ActionKind) const override { return {}; }
    void retryNow() override { }
    void act(const Action &action, Reply reply) override
    {
        ++m_notes.calls;
        if (const auto answer = m_notes.answer(action))
            reply(*answer);
        else
            m_waiting.push_back(std::move(reply));
    }

private:
    Notes &m_notes;
    JobBookPtr m_book;
    std::vector<Reply> m_waiting; // touched by one thread at a time
};

Action action(ActionKind kind)
{
    Action made;
    made.kind = kind;
    made.job = 7;
    return made;
}

std::vector<AuditRecord> recordsOf(const std::filesystem::path &file)
{
    std::vector<AuditRecord> records;
    auto reader = AuditReader::open(file);
    if (reader) {
        reader->follow([&records](const AuditRecord &record) {
            records.push_back(record);
            return true;
        });
        if (reader->chain().broken())
            records.clear();
    }
    return records;
}

} // namespace

class TestAuditedScheduler : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<AuditLog> m_log;
    FakeEngine::Notes m_notes;

    [[nodiscard]] std::filesystem::path file() const
    {
        return m_dir->filePath(QStringLiteral("audit.db")).toStdString();
    }
    [[nodiscard]] std::unique_ptr<AuditedScheduler> engine()
    {
        return std::make_unique<AuditedScheduler>(std::make_unique<FakeEngine>(m_notes), *m_log);
    }
    static Result<ActionReply> actOn(Scheduler &scheduler, const Action &action)
    {
        std::promise<Result<ActionReply>> answered;
        scheduler.act(action, [&answered](const auto &reply) { answered.set_value(reply); });
        return answered.get_future().get();
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_log = std::make_unique<AuditLog>(file());
        m_notes.calls = 0;
        m_notes.answer = [](const Action &) { return ActionReply{"done", 0, {}}; };
    }

    void theIntentIsOnTheDiskBeforeTheEngineIsCalled()
    {
        std::vector<AuditRecord> seen;
        m_notes.answer = [this, &seen](const Action &) {
            seen = recordsOf(file());
            return ActionReply{"ok", 0, "scontrol update JobId=7 Priority=500"};
        };
        Action wanted = action(ActionKind::Priority);
        wanted.priority = 500;
        const auto scheduler = engine();
        QVERIFY(actOn(*scheduler, wanted));
        QCOMPARE(seen.size(), std::size_t{1});
        QCOMPARE(seen[0].engineUser, std::string("slurm"));
        QCOMPARE(seen[0].address, std::string("test:1"));
        QCOMPARE(seen[0].cluster, std::string("c1"));
        QCOMPARE(seen[0].action, std::string("priority"));
        QCOMPARE(seen[0].target, std::string("job 7"));
        QCOMPARE(seen[0].before, std::string("state=RUNNING priority=100 user=lin"));
        QCOMPARE(seen[0].after, std::string("priority=500"));
        QCOMPARE(seen[0].outcome, AuditOutcome::Open);
        QVERIFY(!seen[0].osUser.empty());
        const auto records = recordsOf(file());
        QCOMPARE(records.size(), std::size_t{2});
        QCOMPARE(records[1].intent, std::uint64_t{1});
        QCOMPARE(records[1].outcome, AuditOutcome::Done);
        QCOMPARE(records[1].reply, std::string("ok"));
        QCOMPARE(records[1].call, std::string("scontrol update JobId=7 Priority=500"));
    }

    void outcomesTellANoFromABrokenLink_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<int>("outcome");
        const auto row = [](const char *name, ErrorCode code, AuditOutcome outcome) {
            QTest::newRow(name) << static_cast<int>(code) << static_cast<int>(outcome);
        };
        row("refused", ErrorCode::Refused, AuditOutcome::Refused);
        row("no right", ErrorCode::PermissionDenied, AuditOutcome::Refused);
        row("link", ErrorCode::Unavailable, AuditOutcome::Unknown);
        row("late", ErrorCode::DeadlineExceeded, AuditOutcome::Unknown);
    }
    void outcomesTellANoFromABrokenLink()
    {
        QFETCH(int, code);
        QFETCH(int, outcome);
        m_notes.answer = [code](const Action &) -> Result<ActionReply> {
            return fail(static_cast<ErrorCode>(code), "words");
        };
        const auto scheduler = engine();
        const auto reply = actOn(*scheduler, action(ActionKind::Cancel));
        QCOMPARE(static_cast<int>(reply.error().code), code);
        QCOMPARE(static_cast<int>(recordsOf(file()).back().outcome), outcome);
        QCOMPARE(recordsOf(file()).back().reply, std::string("words"));
    }

    void nothingRunsUnaudited()
    {
        AuditLog broken("/proc/pilothouse/audit.db");
        AuditedScheduler scheduler(std::make_unique<FakeEngine>(m_notes), broken);
        const auto reply = actOn(scheduler, action(ActionKind::Cancel));
        QVERIFY(!reply);
        QCOMPARE(reply.error().code, ErrorCode::Unaudited);
        QCOMPARE(m_notes.calls.load(), 0);
    }

    void aReplyThatCannotBeRecordedSaysSo()
    {
        m_notes.answer = [this](const Action &) {
            std::filesystem::remove(file());
            return ActionReply{"done", 0, {}};
        };
        const auto scheduler = engine();
        const auto reply = actOn(*scheduler, action(ActionKind::Cancel));
        QVERIFY(reply.has_value()); // it was done
        QVERIFY(reply->message.find("audit log misses") != std::string::npos);
        QCOMPARE(actOn(*scheduler, action(ActionKind::Cancel)).error().code, ErrorCode::Unaudited);
        QCOMPARE(m_notes.calls.load(), 1);
    }

    void whatTheEngineLeavesUnansweredIsRecordedAsUnknown()
    {
        m_notes.answer = [](const Action &) { return std::nullopt; };
        auto scheduler = engine();
        std::promise<ErrorCode> answered;
        scheduler->act(action(ActionKind::Cancel),
                       [&answered](const auto &reply) { answered.set_value(reply.error().code); });
        QTRY_COMPARE(m_notes.calls.load(), 1);
        QCOMPARE(recordsOf(file()).size(), std::size_t{1}); // open, as after a kill
        scheduler.reset();
        QCOMPARE(answered.get_future().get(), ErrorCode::Cancelled);
        QCOMPARE(recordsOf(file()).back().outcome, AuditOutcome::Unknown);
    }

    void theStepsOfAPlanAndTheirUndoingAreNamed()
    {
        m_notes.answer = [](const Action &of) -> Result<ActionReply> {
            if (of.kind == ActionKind::Move)
                return fail(ErrorCode::Refused, "no such node");
            return ActionReply{"done", 0, {}};
        };
        Plan plan;
        plan.purpose = Plan::Purpose::Move;
        plan.steps = {{action(ActionKind::RequeueHold), action(ActionKind::Release)},
                      {action(ActionKind::Move), std::nullopt}};
        for (PlanStep &step : plan.steps)
            step.unit = 1; // undone together
        const auto scheduler = engine();
        const auto run = PlanRun::start(*scheduler, plan, nullptr);
        QTRY_VERIFY(run->progress().finished);
        const auto records = recordsOf(file());
        QCOMPARE(records.size(), std::size_t{6});
        for (const AuditRecord &record : records) {
            QCOMPARE(record.plan, run->id());
            QCOMPARE(record.purpose, std::string("move"));
        }
        QCOMPARE(records[2].step, std::uint32_t{2});
        QCOMPARE(records[3].outcome, AuditOutcome::Refused);
        QCOMPARE(records[4].step, std::uint32_t{1});
        QVERIFY(records[4].undo);
        QCOMPARE(records[4].action, std::string("release"));
    }

    void noSecretReachesTheFile()
    {
        const std::string token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJyb290In0.c2lnbmF0dXJl";
        Action submit = action(ActionKind::Submit);
        submit.submission.name = "train";
        submit.submission.script = "#!/bin/sh\nexport KEY=hunter2\n";
        submit.submission.environment = {{"API_KEY", "hunter2"}};
        submit.submission.comment = "with " + token;
        m_notes.answer = [&token](const Action &) {
            return ActionReply{"SLURM_JWT=" + token + " rejected", 9, "curl -H X-TOKEN:" + token};
        };
        {
            const auto scheduler = engine();
            QVERIFY(actOn(*scheduler, submit));
        }
        const auto records = recordsOf(file());
        QCOMPARE(records.back().target, std::string("job 9"));
        QVERIFY(records.front().after.find("environment=API_KEY") != std::string::npos);
        QVERIFY(records.front().after.find("29 bytes") != std::string::npos);
        m_log.reset(); // all of it is in the one file then
        std::ifstream bytes(file(), std::ios::binary);
        const std::string all((std::istreambuf_iterator<char>(bytes)), {});
        QVERIFY(all.find("new job train") != std::string::npos);
        QVERIFY(all.find("hunter2") == std::string::npos);
        QVERIFY(all.find("eyJhbGci") == std::string::npos);
        QVERIFY(all.find("c2lnbmF0dXJl") == std::string::npos);
    }

    void actionNamesReadBack()
    {
        for (std::size_t i = 0; i < kActionKinds; ++i) {
            const auto kind = static_cast<ActionKind>(i);
            QVERIFY(actionNamed(actionName(kind)) == kind);
        }
        QVERIFY(!actionNamed("explode"));
    }
};

QTEST_APPLESS_MAIN(TestAuditedScheduler)
#include "tst_auditedscheduler.moc"
