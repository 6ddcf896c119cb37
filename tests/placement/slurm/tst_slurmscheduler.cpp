// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster.h"
#include "placement/plan.h"
#include "placement/slurm/slurmscheduler.h"

#include <QRegularExpression>
#include <QTest>

#include <future>
#include <map>
#include <memory>
#include <set>
#include <utility>

using namespace pilothouse;
using namespace std::chrono_literals;
using test::Cluster;

namespace {

constexpr int kSoonMs = 15'000;

QString text(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

QStringList words(const char *line)
{
    return QString::fromUtf8(line).split(u' ');
}

QString names(const std::vector<std::string> &all)
{
    QStringList list;
    for (const std::string &name : all)
        list << text(name);
    list.sort();
    return list.join(u',');
}

} // namespace

// Against a real slurmctld, slurmd and slurmrestd.
class TestSlurmScheduler : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void cleanup();

    void showsJobsAsSqueueDoes_data();
    void showsJobsAsSqueueDoes();
    void showsNodesAsScontrolDoes_data();
    void showsNodesAsScontrolDoes();
    void knowsTheDevicesOfEachJob_data();
    void knowsTheDevicesOfEachJob();
    void showsPartitions_data();
    void showsPartitions();
    void whatDidNotChangeKeepsItsRevision();
    void tellsWhoItIsAndWhatItCosts();

    void holdsAndReleases_data();
    void holdsAndReleases();
    void changesAJob_data();
    void changesAJob();
    void cancelsOnlyTheTaskThatIsMeant_data();
    void cancelsOnlyTheTaskThatIsMeant();
    void signalsAndSuspends_data();
    void signalsAndSuspends();
    void requeues_data();
    void requeues();
    void drainsAndResumes_data();
    void drainsAndResumes();
    void takesANodeDown();
    void submits_data();
    void submits();
    void aScriptWithoutItsFirstLineIsRefused();

    void movesARunningJob_data();
    void movesARunningJob();
    void aMoveThatFailsIsRolledBack();

    void aUserMayDoLess();
    void anExpiredTokenIsCalledExpired();
    void aForeignTokenIsNotTaken();
    void oldDataStaysWhileTheControllerIsGone();
    void slurmrestdMayComeAndGo();
    void endsAtAnyMoment();

private:
    using Scheduler = std::unique_ptr<SlurmScheduler>;
    [[nodiscard]] SlurmScheduler::Options options(const QString &way,
                                                  const QString &user = QStringLiteral("root"));
    [[nodiscard]] Scheduler connected(const SlurmScheduler::Options &options);
    [[nodiscard]] Scheduler connected(const QString &way) { return connected(options(way)); }
    [[nodiscard]] static Result<ActionReply> act(SlurmScheduler &scheduler, const Action &action);
    [[nodiscard]] static Result<ActionReply> act(SlurmScheduler &scheduler, ActionKind kind,
                                                 JobId job);
    static void ways();
    // Submits as a user; the job's number.
    JobId submit(const QString &user, const QString &arguments);
    void makeRoom();
    [[nodiscard]] QString shown(JobId job, const char *field); // by scontrol
    void awaitState(JobId job, const char *state);
    [[nodiscard]] static JobPtr awaitJob(const SlurmScheduler &scheduler, JobId job,
                                         JobState state);

    std::unique_ptr<Cluster> m_cluster;
    std::vector<JobId> m_submitted;
    bool m_hasRoom = false;
};

void TestSlurmScheduler::initTestCase()
{
    m_cluster = std::make_unique<Cluster>(
        QStringList{QStringLiteral("--option"), QStringLiteral("ReturnToService=1")});
    QVERIFY2(m_cluster->isUp(), qPrintable(m_cluster->why()));
    m_cluster->control({QStringLiteral("jobs")});
    QTRY_VERIFY_WITH_TIMEOUT(m_cluster->run(words("squeue -h -t R -o %A")).count(u'\n') > 10,
                             3 * kSoonMs);
}

// What there was to be seen makes room for what there is to be done.
void TestSlurmScheduler::makeRoom()
{
    if (std::exchange(m_hasRoom, true))
        return;
    for (const char *user : {"alice", "bob", "carol", "dave", "erin"})
        m_cluster->run(words("scancel -u") << QString::fromLatin1(user));
    QTRY_COMPARE_WITH_TIMEOUT(m_cluster->run(words("squeue -h -o %A")), QString(), 2 * kSoonMs);
}

void TestSlurmScheduler::cleanup()
{
    for (const JobId job : m_submitted)
        m_cluster->run({QStringLiteral("scancel"), QString::number(job)});
    m_submitted.clear();
}

SlurmScheduler::Options TestSlurmScheduler::options(const QString &way, const QString &user)
{
    SlurmScheduler::Options made;
    made.interval = 200ms;
    made.share = 1;
    made.initialBackoff = 100ms;
    made.maximalBackoff = 500ms;
    made.callTimeout = 5s;
    made.connection.token.command = m_cluster->tokenCommand(user);
    if (way != QLatin1String("commands"))
        made.connection.address =
            way == QLatin1String("http") ? m_cluster->http() : m_cluster->socket();
    if (way == QLatin1String("commands") || way == QLatin1String("both"))
        made.connection.commands = "local";
    return made;
}

TestSlurmScheduler::Scheduler TestSlurmScheduler::connected(const SlurmScheduler::Options &options)
{
    auto scheduler = std::make_unique<SlurmScheduler>(options, nullptr);
    if (!QTest::qWaitFor([&] { return scheduler->status().state == EngineState::Live; }, kSoonMs)) {
        const auto error = scheduler->status().error;
        QTest::qFail(error ? error->detail.c_str() : "not connected", __FILE__, __LINE__);
    }
    return scheduler;
}

Result<ActionReply> TestSlurmScheduler::act(SlurmScheduler &scheduler, const Action &action)
{
    std::promise<Result<ActionReply>> promise;
    auto reply = promise.get_future();
    scheduler.act(action,
                  [&promise](Result<ActionReply> result) { promise.set_value(std::move(result)); });
    return reply.get();
}

Result<ActionReply> TestSlurmScheduler::act(SlurmScheduler &scheduler, ActionKind kind, JobId job)
{
    Action action;
    action.kind = kind;
    action.job = job;
    return act(scheduler, action);
}

void TestSlurmScheduler::ways()
{
    QTest::addColumn<QString>("way");
    for (const char *way : {"rest", "commands", "both"})
        QTest::newRow(way) << QString::fromLatin1(way);
}

JobId TestSlurmScheduler::submit(const QString &user, const QString &arguments)
{
    makeRoom();
    const QString id =
        m_cluster->runAs(user,
                         QStringLiteral("sbatch --parsable %1 --wrap").arg(arguments).split(u' ')
                             + QStringList{QStringLiteral("sleep 600")});
    m_submitted.push_back(id.toULongLong());
    return m_submitted.back();
}

QString TestSlurmScheduler::shown(JobId job, const char *field)
{
    const QString all = m_cluster->run(words("scontrol -d -o show job") << QString::number(job));
    const QRegularExpression value(QStringLiteral("(?:^| )%1=([^ ]*)").arg(QLatin1String(field)));
    return value.match(all).captured(1);
}

void TestSlurmScheduler::awaitState(JobId job, const char *state)
{
    QTRY_COMPARE_WITH_TIMEOUT(shown(job, "JobState"), QLatin1String(state), kSoonMs);
}

JobPtr TestSlurmScheduler::awaitJob(const SlurmScheduler &scheduler, JobId id, JobState state)
{
    JobPtr job;
    (void)QTest::qWaitFor(
        [&] {
            job = scheduler.book()->find(id);
            return job && job->state == state;
        },
        kSoonMs);
    return job && job->state == state ? job : nullptr;
}

#define VERIFY_DONE(result)                                                                        \
    do {                                                                                           \
        const auto done = (result);                                                                \
        QVERIFY2(done.has_value(), done ? "" : done.error().detail.c_str());                       \
    } while (false)

// --- seeing -------------------------------------------------------------------------------------

void TestSlurmScheduler::showsJobsAsSqueueDoes_data()
{
    ways();
}

void TestSlurmScheduler::showsJobsAsSqueueDoes()
{
    QFETCH(const QString, way);
    const Scheduler scheduler = connected(way);
    const auto asShown = [&] {
        QStringList lines;
        for (const JobPtr &job : scheduler->book()->jobs)
            lines << QStringList{QString::number(job->id),
                                 QString::number(job->arrayJob),
                                 QString::number(job->arrayTask),
                                 text(stateName(job->state)),
                                 text(job->user),
                                 text(job->tenant),
                                 text(job->pool),
                                 text(job->name),
                                 QString::number(job->nodes),
                                 QString::number(job->cpus),
                                 QString::number(job->timeLimit / kMinute),
                                 QString::number(job->submitted / kSecond)}
                         .join(u'|');
        lines.sort();
        return lines.join(u'\n');
    };
    const auto asTold = [&] {
        QStringList lines;
        const QString all =
            m_cluster->run({QStringLiteral("env"), QStringLiteral("SLURM_TIME_FORMAT=%s"),
                            QStringLiteral("squeue"), QStringLiteral("-h"), QStringLiteral("-t"),
                            QStringLiteral("all"), QStringLiteral("-o"),
                            QStringLiteral("%A|%F|%K|%T|%u|%a|%P|%j|%D|%C|%l|%V")});
        for (const QString &line : all.split(u'\n')) {
            QStringList at = line.split(u'|');
            const bool single = at[2] == QLatin1String("N/A");
            at[1] = single ? QStringLiteral("0") : at[1];
            at[2] = single || at[2].contains(u'-') || at[2].contains(u',') ? QStringLiteral("-1")
                                                                           : at[2];
            // "2-00:00:00", "1:00:00", "10:00"
            QString limit = at[10];
            qint64 span = 0;
            if (limit.contains(u'-')) {
                span = limit.section(u'-', 0, 0).toLongLong() * 24 * 60;
                limit = limit.section(u'-', 1);
            }
            const QStringList parts = limit.split(u':');
            span += parts.size() == 3 ? parts[0].toLongLong() * 60 + parts[1].toLongLong()
                                      : parts[0].toLongLong();
            at[10] = QString::number(limit == QLatin1String("UNLIMITED") ? 0 : span);
            lines << at.join(u'|');
        }
        lines.sort();
        return lines.join(u'\n');
    };
    QVERIFY(asTold().contains(QLatin1String("RUNNING")));
    QTRY_COMPARE_WITH_TIMEOUT(asShown(), asTold(), kSoonMs);
}

void TestSlurmScheduler::showsNodesAsScontrolDoes_data()
{
    ways();
}

void TestSlurmScheduler::showsNodesAsScontrolDoes()
{
    QFETCH(const QString, way);
    const Scheduler scheduler = connected(way);
    const auto asShown = [&] {
        QStringList lines;
        for (const PlacementNode &node : scheduler->book()->nodes) {
            lines << QStringList{text(node.name),
                                 text(stateName(node.state)),
                                 QString::number(node.cpus),
                                 QString::number(node.cpusAllocated),
                                 QString::number(node.memory >> 20),
                                 names(node.pools),
                                 QString::number(node.accelerators),
                                 QString::number(node.allocated),
                                 text(node.kind)}
                         .join(u'|');
        }
        lines.sort();
        return lines.join(u'\n');
    };
    const auto asTold = [&] {
        QStringList lines;
        for (const QString &line :
             m_cluster->run(words("scontrol -d -o show nodes")).split(u'\n')) {
            const auto field = [&line](const char *name) {
                const QRegularExpression value(
                    QStringLiteral("(?:^| )%1=([^ ]*)").arg(QLatin1String(name)));
                return value.match(line).captured(1);
            };
            QStringList pools = field("Partitions").split(u',');
            pools.sort();
            const QStringList gres = field("Gres").section(u'(', 0, 0).split(u':');
            const QString used = field("GresUsed").section(u'(', 0, 0).section(u':', -1);
            QString state = field("State");
            state.remove(u'*');
            lines << QStringList{field("NodeName"),   state,
                                 field("CPUTot"),     field("CPUAlloc"),
                                 field("RealMemory"), pools.join(u','),
                                 gres.value(2),       used,
                                 gres.value(1)}
                         .join(u'|');
        }
        lines.sort();
        return lines.join(u'\n');
    };
    QVERIFY(asTold().contains(QLatin1String("MIXED")));
    QTRY_COMPARE_WITH_TIMEOUT(asShown(), asTold(), kSoonMs);
}

void TestSlurmScheduler::knowsTheDevicesOfEachJob_data()
{
    ways();
}

void TestSlurmScheduler::knowsTheDevicesOfEachJob()
{
    QFETCH(const QString, way);
    const Scheduler scheduler = connected(way);
    const auto asShown = [&] {
        std::map<JobId, std::map<QString, QStringList>> held;
        for (const JobPtr &job : scheduler->book()->jobs) {
            if (!job->holdsAllocation())
                continue;
            for (const JobAllocation &part : job->allocation) {
                for (const std::uint32_t index : part.accelerators)
                    held[job->id][text(part.node)] << QString::number(index);
            }
        }
        return held;
    };
    const auto asTold = [&] {
        std::map<JobId, std::map<QString, QStringList>> held;
        const QRegularExpression part(
            QStringLiteral(" Nodes=([^ ]+) CPU_IDs=[^ ]* Mem=[^ ]* GRES=[^ ]*\\(IDX:([^)]*)\\)"));
        for (const QString &line : m_cluster->run(words("scontrol -d -o show jobs")).split(u'\n')) {
            const JobId job = line.section(u' ', 0, 0).section(u'=', 1).toULongLong();
            auto found = part.globalMatch(line);
            while (found.hasNext()) {
                const auto one = found.next();
                const QStringList nodes =
                    m_cluster->run(words("scontrol show hostnames") << one.captured(1))
                        .split(u'\n');
                QStringList indices;
                for (const QString &range : one.captured(2).split(u',')) {
                    const int last = range.section(u'-', -1).toInt();
                    for (int i = range.section(u'-', 0, 0).toInt(); i <= last; ++i)
                        indices << QString::number(i);
                }
                for (const QString &node : nodes)
                    held[job][node] = indices;
            }
        }
        return held;
    };
    QVERIFY(asTold().size() > 5);
    QTRY_VERIFY_WITH_TIMEOUT(asShown() == asTold(), kSoonMs);
}

void TestSlurmScheduler::showsPartitions_data()
{
    ways();
}

void TestSlurmScheduler::showsPartitions()
{
    QFETCH(const QString, way);
    const Scheduler scheduler = connected(way);
    const Pool *train = scheduler->book()->findPool("train");
    QVERIFY(train != nullptr);
    QVERIFY(train->isDefault);
    QCOMPARE(train->state, PoolState::Up);
    QCOMPARE(train->limits.timeLimit, 14 * kDay);
    QCOMPARE(names(train->nodes),
             m_cluster->run(words("sinfo -h -N -p train -o %N")).split(u'\n').join(u','));
}

void TestSlurmScheduler::whatDidNotChangeKeepsItsRevision()
{
    makeRoom(); // where jobs wait, their expected starts change all the time
    const Scheduler scheduler = connected(QStringLiteral("both"));
    const auto node = QStringLiteral("a100-01");
    m_cluster->run({QStringLiteral("scontrol"), QStringLiteral("update"),
                    QStringLiteral("nodename=") + node, QStringLiteral("state=drain"),
                    QStringLiteral("reason=fan broken")});
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->book()->findNode("a100-01")->reason == "fan broken",
                             kSoonMs);
    m_cluster->run({QStringLiteral("scontrol"), QStringLiteral("update"),
                    QStringLiteral("nodename=") + node, QStringLiteral("state=resume")});
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->book()->findNode("a100-01")->state != NodeState::Drained
                                 && scheduler->book()->findNode("a100-01")->state
                                     != NodeState::Draining,
                             kSoonMs);
    // Two books in a row with the same revision: nothing was made new for nothing.
    JobBookPtr last;
    const auto stays = [&] {
        const JobBookPtr book = scheduler->book();
        const bool same = last && book != last && book->revision == last->revision;
        last = book;
        return same;
    };
    QVERIFY(QTest::qWaitFor(stays, kSoonMs));
}

void TestSlurmScheduler::tellsWhoItIsAndWhatItCosts()
{
    const Scheduler scheduler = connected(QStringLiteral("both"));
    const EngineStatus first = scheduler->status();
    QCOMPARE(text(first.version),
             QStringLiteral("slurm ")
                 + m_cluster->run(words("scontrol --version")).section(u' ', 1));
    QCOMPARE(text(first.user), QStringLiteral("root"));
    QVERIFY(!first.cluster.empty());
    QVERIFY(first.cost.calls > 0 && first.cost.bytes > 0 && first.cost.lastReply > 0);
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->status().cost.calls > first.cost.calls, kSoonMs);
}

// --- acting -------------------------------------------------------------------------------------

void TestSlurmScheduler::holdsAndReleases_data()
{
    ways();
}

void TestSlurmScheduler::holdsAndReleases()
{
    QFETCH(const QString, way);
    const JobId job = submit(
        QStringLiteral("alice"),
        QStringLiteral("-p train -N 3 --gres=gpu:h800:8 --exclusive -t 30:00 --begin=now+1hour"));
    const Scheduler scheduler = connected(way);
    VERIFY_DONE(act(*scheduler, ActionKind::Hold, job));
    QCOMPARE(shown(job, "Reason"), QStringLiteral("JobHeldAdmin"));
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->book()->find(job)->held, kSoonMs);
    VERIFY_DONE(act(*scheduler, ActionKind::Release, job));
    QVERIFY(shown(job, "Priority") != QLatin1String("0"));
    QTRY_VERIFY_WITH_TIMEOUT(!scheduler->book()->find(job)->held, kSoonMs);
}

void TestSlurmScheduler::changesAJob_data()
{
    ways();
}

void TestSlurmScheduler::changesAJob()
{
    QFETCH(const QString, way);
    const JobId job =
        submit(QStringLiteral("alice"),
               QStringLiteral("-p train --gres=gpu:a100:1 -t 30:00 --begin=now+1hour"));
    const Scheduler scheduler = connected(way);
    Action action;
    action.kind = ActionKind::Update;
    action.job = job;
    action.update.pool = "infer";
    action.update.nodes = std::vector<std::string>{"a100-02"};
    action.update.timeLimit = 90 * kMinute;
    action.update.comment = "two words, it's \"quoted\"";
    action.update.begin = nowMicros() + 2 * kHour;
    VERIFY_DONE(act(*scheduler, action));
    QCOMPARE(shown(job, "Partition"), QStringLiteral("infer"));
    QCOMPARE(shown(job, "ReqNodeList"), QStringLiteral("a100-02"));
    QCOMPARE(shown(job, "TimeLimit"), QStringLiteral("01:30:00"));
    const Micros begin =
        QDateTime::fromString(shown(job, "EligibleTime") + u'Z', Qt::ISODate).toSecsSinceEpoch()
        * kSecond;
    QVERIFY(std::abs(begin - *action.update.begin) < kMinute);
    const auto seen = [&] { return scheduler->book()->find(job); };
    QTRY_COMPARE_WITH_TIMEOUT(text(seen()->detail().comment), text(*action.update.comment),
                              kSoonMs);
    QCOMPARE(seen()->requiredNodes, std::vector<std::string>{"a100-02"});

    action.update = {};
    action.update.nodes = std::vector<std::string>();
    action.update.timeLimit = 0;
    VERIFY_DONE(act(*scheduler, action));
    QCOMPARE(shown(job, "ReqNodeList"), QStringLiteral("(null)"));
    QCOMPARE(shown(job, "TimeLimit"), QStringLiteral("UNLIMITED"));

    action.kind = ActionKind::Priority;
    action.update = {};
    action.priority = 12'345;
    VERIFY_DONE(act(*scheduler, action));
    QCOMPARE(shown(job, "Priority"), QStringLiteral("12345"));

    action.kind = ActionKind::Update;
    action.update.pool = "nowhere";
    const auto refused = act(*scheduler, action);
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::Refused);
    QVERIFY2(refused.error().detail.find("artition") != std::string::npos,
             refused.error().detail.c_str());
}

void TestSlurmScheduler::cancelsOnlyTheTaskThatIsMeant_data()
{
    ways();
}

void TestSlurmScheduler::cancelsOnlyTheTaskThatIsMeant()
{
    QFETCH(const QString, way);
    const JobId array = submit(QStringLiteral("bob"),
                               QStringLiteral("-p dev --array=0-5%1 --gres=mlu:mlu590:1 -t 30:00"));
    const auto tasks = [&] {
        return m_cluster
            ->run(QStringList{QStringLiteral("squeue"), QStringLiteral("-h"), QStringLiteral("-j"),
                              QString::number(array), QStringLiteral("-o"),
                              QStringLiteral("%K %T")})
            .split(u'\n');
    };
    QTRY_VERIFY_WITH_TIMEOUT(tasks().contains(QStringLiteral("0 RUNNING")), kSoonMs);
    const Scheduler scheduler = connected(way);
    // What still waits is one row of the book, with the array's own number.
    const JobPtr waiting = awaitJob(*scheduler, array, JobState::Pending);
    QVERIFY(waiting && waiting->arrayTask == -1);
    VERIFY_DONE(act(*scheduler, ActionKind::Cancel, array));
    QTRY_COMPARE_WITH_TIMEOUT(tasks(), QStringList{QStringLiteral("0 RUNNING")}, kSoonMs);
}

void TestSlurmScheduler::signalsAndSuspends_data()
{
    QTest::addColumn<QString>("way");
    QTest::newRow("commands") << QStringLiteral("commands");
    QTest::newRow("both") << QStringLiteral("both");
}

void TestSlurmScheduler::signalsAndSuspends()
{
    QFETCH(const QString, way);
    const JobId job =
        submit(QStringLiteral("alice"), QStringLiteral("-p dev --gres=mlu:mlu590:1 -t 30:00"));
    awaitState(job, "RUNNING");
    const Scheduler scheduler = connected(way);
    VERIFY_DONE(act(*scheduler, ActionKind::Suspend, job));
    QCOMPARE(shown(job, "JobState"), QStringLiteral("SUSPENDED"));
    QVERIFY(awaitJob(*scheduler, job, JobState::Suspended)->holdsAllocation());
    VERIFY_DONE(act(*scheduler, ActionKind::ResumeJob, job));
    QCOMPARE(shown(job, "JobState"), QStringLiteral("RUNNING"));
    Action signal;
    signal.kind = ActionKind::Signal;
    signal.job = job;
    signal.signal = "STOP";
    VERIFY_DONE(act(*scheduler, signal));
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->book()->find(job)->flags.has(JobFlag::Stopped), kSoonMs);
    signal.signal = "CONT";
    VERIFY_DONE(act(*scheduler, signal));
    VERIFY_DONE(act(*scheduler, ActionKind::Cancel, job));
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->book()->find(job)->hasEnded(), kSoonMs);
}

void TestSlurmScheduler::requeues_data()
{
    QTest::addColumn<QString>("way");
    QTest::newRow("commands") << QStringLiteral("commands");
    QTest::newRow("both") << QStringLiteral("both");
}

void TestSlurmScheduler::requeues()
{
    QFETCH(const QString, way);
    const JobId job =
        submit(QStringLiteral("alice"), QStringLiteral("-p dev --gres=mlu:mlu590:1 -t 30:00"));
    awaitState(job, "RUNNING");
    const Scheduler scheduler = connected(way);
    VERIFY_DONE(act(*scheduler, ActionKind::RequeueHold, job));
    QCOMPARE(shown(job, "JobState"), QStringLiteral("PENDING"));
    QCOMPARE(shown(job, "Priority"), QStringLiteral("0"));
    const JobPtr held = awaitJob(*scheduler, job, JobState::Pending);
    QVERIFY(held->held);
    QCOMPARE(held->restarts, 1u);
}

void TestSlurmScheduler::drainsAndResumes_data()
{
    QTest::addColumn<QString>("way");
    QTest::newRow("commands") << QStringLiteral("commands");
    QTest::newRow("both") << QStringLiteral("both");
}

void TestSlurmScheduler::drainsAndResumes()
{
    QFETCH(const QString, way);
    const Scheduler scheduler = connected(way);
    Action action;
    action.kind = ActionKind::Drain;
    action.node = "mlu-01";
    action.reason = "fan 3 broken; it's loud $(reboot)";
    VERIFY_DONE(act(*scheduler, action));
    const auto node = [&] { return *scheduler->book()->findNode("mlu-01"); };
    QTRY_VERIFY_WITH_TIMEOUT(node().flags.has(NodeFlag::Drain), kSoonMs);
    QCOMPARE(text(node().reason), text(action.reason));
    QCOMPARE(text(node().reasonAuthor), QStringLiteral("root"));
    QVERIFY(std::abs(node().reasonTime - nowMicros()) < kMinute);
    const QString told = m_cluster->run(words("sinfo -h -N -n mlu-01 -p dev -o %T")).remove(u'*');
    QCOMPARE(text(stateName(node().state)).toLower(), told);
    action.kind = ActionKind::Resume;
    action.reason.clear();
    VERIFY_DONE(act(*scheduler, action));
    QTRY_VERIFY_WITH_TIMEOUT(!node().flags.has(NodeFlag::Drain), kSoonMs);
    action.node = "no-such-node";
    QVERIFY(!act(*scheduler, action).has_value());
}

void TestSlurmScheduler::takesANodeDown()
{
    const JobId job =
        submit(QStringLiteral("alice"),
               QStringLiteral("-p dev -w mlu-01 --gres=mlu:mlu590:1 -t 30:00 --requeue"));
    awaitState(job, "RUNNING");
    const Scheduler scheduler = connected(QStringLiteral("both"));
    QVERIFY(awaitJob(*scheduler, job, JobState::Running));
    const auto plan = planDown(*scheduler->book(), {"mlu-01"}, "smoke", nowMicros());
    QVERIFY(plan.has_value());
    QVERIFY(std::ranges::count(plan->consequences.jobs, job) == 1);
    VERIFY_DONE(act(*scheduler, plan->steps.front().action));
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->book()->findNode("mlu-01")->state == NodeState::Down,
                             kSoonMs);
    VERIFY_DONE(act(*scheduler, *plan->steps.front().inverse));
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->book()->findNode("mlu-01")->accepts(), kSoonMs);
}

void TestSlurmScheduler::submits_data()
{
    ways();
}

void TestSlurmScheduler::submits()
{
    QFETCH(const QString, way);
    const Scheduler scheduler = connected(way);
    Action action;
    action.kind = ActionKind::Submit;
    Submission &wanted = action.submission;
    wanted.name = "speech test";
    wanted.pool = "dev";
    wanted.scenario = "voice";
    wanted.framework = "pytorch";
    wanted.kind = "mlu590";
    wanted.accelerators = 2;
    wanted.timeLimit = 20 * kMinute;
    wanted.held = true;
    wanted.script = "#!/bin/sh\necho \"$COLOUR\" > colour\nsleep 600\n";
    wanted.workingDirectory = "/tmp";
    wanted.environment = {{"COLOUR", "blue"}};
    const auto reply = act(*scheduler, action);
    QVERIFY2(reply.has_value(), reply ? "" : reply.error().detail.c_str());
    QVERIFY(reply->job > 0);
    QVERIFY(reply->call.find("COLOUR") == std::string::npos);
    m_submitted.push_back(reply->job);
    const JobPtr job = awaitJob(*scheduler, reply->job, JobState::Pending);
    QVERIFY(job);
    QCOMPARE(text(job->name), QStringLiteral("speech test"));
    QCOMPARE(text(job->scenario), QStringLiteral("voice"));
    QCOMPARE(text(job->framework), QStringLiteral("pytorch"));
    QCOMPARE(job->accelerators, 2u);
    QCOMPARE(text(job->kind), QStringLiteral("mlu590"));
    QCOMPARE(job->timeLimit, 20 * kMinute);
    QVERIFY(job->held);
    QCOMPARE(text(job->detail().workingDirectory), QStringLiteral("/tmp"));
}

void TestSlurmScheduler::aScriptWithoutItsFirstLineIsRefused()
{
    const Scheduler scheduler = connected(QStringLiteral("rest"));
    Action action;
    action.kind = ActionKind::Submit;
    action.submission.name = "x";
    action.submission.script = "sleep 1\n";
    QCOMPARE(act(*scheduler, action).error().code, ErrorCode::InvalidArgument);
}

// --- moving -------------------------------------------------------------------------------------

void TestSlurmScheduler::movesARunningJob_data()
{
    QTest::addColumn<QString>("way");
    QTest::newRow("commands") << QStringLiteral("commands");
    QTest::newRow("both") << QStringLiteral("both");
}

void TestSlurmScheduler::movesARunningJob()
{
    QFETCH(const QString, way);
    const JobId job = submit(QStringLiteral("bob"),
                             QStringLiteral("-p dev -w a100-01 --gres=gpu:a100:1 -t 30:00"));
    awaitState(job, "RUNNING");
    const Scheduler scheduler = connected(way);
    QVERIFY(awaitJob(*scheduler, job, JobState::Running));
    auto plan = planMove(*scheduler->book(), job, {"a100-02"}, {}, nowMicros());
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().detail.c_str());
    QCOMPARE(plan->steps.size(), std::size_t{3});
    const auto run = PlanRun::start(*scheduler, std::move(*plan), nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(run->progress().finished, kSoonMs);
    const PlanProgress progress = run->progress();
    QVERIFY2(progress.succeeded, progress.error ? progress.error->detail.c_str() : "");
    // Without the two minutes that Slurm puts before a requeued job.
    JobPtr moved;
    QTRY_VERIFY_WITH_TIMEOUT((moved = scheduler->book()->find(job)) && moved->restarts == 1
                                 && moved->state == JobState::Running,
                             kSoonMs);
    QCOMPARE(text(moved->allocation.front().node), QStringLiteral("a100-02"));
    QCOMPARE(shown(job, "NodeList"), QStringLiteral("a100-02"));
}

void TestSlurmScheduler::aMoveThatFailsIsRolledBack()
{
    const JobId job = submit(QStringLiteral("bob"),
                             QStringLiteral("-p dev -w a100-01 --gres=gpu:a100:1 -t 30:00"));
    awaitState(job, "RUNNING");
    const Scheduler scheduler = connected(QStringLiteral("both"));
    QVERIFY(awaitJob(*scheduler, job, JobState::Running));
    auto plan = planMove(*scheduler->book(), job, {"a100-02"}, {}, nowMicros());
    QVERIFY(plan.has_value());
    plan->steps[1].action.nodes = {"gone-01"}; // a node that left the cluster meanwhile
    const auto run = PlanRun::start(*scheduler, std::move(*plan), nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(run->progress().finished, kSoonMs);
    const PlanProgress progress = run->progress();
    QVERIFY(!progress.succeeded);
    QCOMPARE(progress.steps[0].state, StepState::RolledBack);
    QCOMPARE(progress.steps[1].state, StepState::Failed);
    QCOMPARE(progress.steps[2].state, StepState::Waiting);
    // And it runs again once Slurm's wait is over.
    QTRY_VERIFY_WITH_TIMEOUT(!scheduler->book()->find(job)->held
                                 && scheduler->book()->find(job)->state == JobState::Pending,
                             kSoonMs);
}

// --- faults -------------------------------------------------------------------------------------

void TestSlurmScheduler::aUserMayDoLess()
{
    const JobId own = submit(QStringLiteral("alice"),
                             QStringLiteral("-p dev --gres=gpu:a100:1 -t 30:00 --begin=now+1hour"));
    const JobId other =
        submit(QStringLiteral("bob"),
               QStringLiteral("-p dev --gres=gpu:a100:1 -t 30:00 --begin=now+1hour"));
    const Scheduler scheduler = connected(options(QStringLiteral("both"), QStringLiteral("alice")));
    QCOMPARE(text(scheduler->status().user), QStringLiteral("alice"));
    // Commands run here as root, but in the name of the token.
    QVERIFY(!scheduler->capability(ActionKind::Drain).available);
    QVERIFY(!scheduler->capability(ActionKind::Drain).reason.empty());
    QVERIFY(scheduler->capability(ActionKind::Hold).available);
    VERIFY_DONE(act(*scheduler, ActionKind::Hold, own));
    QCOMPARE(shown(own, "Reason"), QStringLiteral("JobHeldUser"));
    for (const ActionKind kind : {ActionKind::Hold, ActionKind::Cancel}) {
        const auto refused = act(*scheduler, kind, other);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, ErrorCode::PermissionDenied);
    }
    QVERIFY(shown(other, "JobState") == QLatin1String("PENDING"));
}

void TestSlurmScheduler::anExpiredTokenIsCalledExpired()
{
    SlurmScheduler::Options made = options(QStringLiteral("both"));
    made.connection.token = {};
    made.connection.token.text = m_cluster->token(
        QStringLiteral("root"), {QStringLiteral("--lifespan"), QStringLiteral("2")});
    const Scheduler scheduler = connected(made);
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->status().state == EngineState::Waiting, kSoonMs);
    const auto error = scheduler->status().error;
    QCOMPARE(error->code, ErrorCode::PermissionDenied);
    QVERIFY2(error->detail.starts_with("the token expired on 20"), error->detail.c_str());
    QVERIFY(!scheduler->book()->jobs.empty());
    QVERIFY(!scheduler->capability(ActionKind::Hold).available);
}

void TestSlurmScheduler::aForeignTokenIsNotTaken()
{
    SlurmScheduler::Options made = options(QStringLiteral("rest"));
    made.connection.token = {};
    // Well formed, valid for long, and signed by nobody whom this cluster knows.
    made.connection.token.text = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
                                 "eyJleHAiOjk5OTk5OTk5OTksInN1biI6InJvb3QifQ.AAAA";
    const SlurmScheduler scheduler(made, nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(scheduler.status().error.has_value(), kSoonMs);
    const auto error = scheduler.status().error;
    QCOMPARE(error->code, ErrorCode::PermissionDenied);
    QVERIFY2(error->detail.find("token") != std::string::npos, error->detail.c_str());
    QVERIFY2(error->detail.find("AAAA") == std::string::npos, error->detail.c_str());
}

void TestSlurmScheduler::oldDataStaysWhileTheControllerIsGone()
{
    const JobId job = submit(QStringLiteral("alice"),
                             QStringLiteral("-p dev --gres=gpu:a100:1 -t 30:00 --begin=now+1hour"));
    SlurmScheduler::Options made = options(QStringLiteral("both"));
    made.callTimeout = 1s;
    made.tableTimeout = 1s;
    const Scheduler scheduler = connected(made);
    QVERIFY(awaitJob(*scheduler, job, JobState::Pending));
    m_cluster->control({QStringLiteral("kill"), QStringLiteral("slurmctld")});
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->status().state == EngineState::Waiting, kSoonMs);
    const Micros news = scheduler->status().lastNews;
    QVERIFY(scheduler->book()->find(job));
    QVERIFY(!scheduler->capability(ActionKind::Cancel).available);
    QCOMPARE(act(*scheduler, ActionKind::Cancel, job).error().code, ErrorCode::Unavailable);
    m_cluster->control({QStringLiteral("restart"), QStringLiteral("slurmctld")});
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->status().state == EngineState::Live, 3 * kSoonMs);
    QVERIFY(scheduler->status().lastNews > news);
}

void TestSlurmScheduler::slurmrestdMayComeAndGo()
{
    const Scheduler scheduler = connected(QStringLiteral("rest"));
    const Scheduler both = connected(QStringLiteral("both"));
    m_cluster->control({QStringLiteral("kill"), QStringLiteral("slurmrestd")});
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->status().state == EngineState::Waiting, kSoonMs);
    QCOMPARE(scheduler->status().error->code, ErrorCode::Unavailable);
    // Who may run commands goes on with them, and says so.
    QTRY_VERIFY_WITH_TIMEOUT(both->status().state == EngineState::Live
                                 && both->status().note.starts_with("slurmrestd does not answer"),
                             kSoonMs);
    m_cluster->control({QStringLiteral("restart"), QStringLiteral("slurmrestd")});
    scheduler->retryNow();
    QTRY_VERIFY_WITH_TIMEOUT(scheduler->status().state == EngineState::Live, kSoonMs);
}

void TestSlurmScheduler::endsAtAnyMoment()
{
    for (int i = 0; i < 20; ++i) {
        SlurmScheduler scheduler(options(QStringLiteral("both")), nullptr);
        if (i % 2 == 0)
            scheduler.act({}, [](const Result<ActionReply> &) {});
        QTest::qWait(i * 5); // another moment each time
    }
}

QTEST_GUILESS_MAIN(TestSlurmScheduler)
#include "tst_slurmscheduler.moc"
