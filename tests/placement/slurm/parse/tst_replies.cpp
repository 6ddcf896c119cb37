// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"
#include "placement/slurm/parse/replies.h"

#include <QFile>
#include <QTest>

using namespace pilothouse;
using namespace pilothouse::slurm;

namespace {

constexpr Micros kStart = 1'800'000'000 * kSecond; // the fixtures' first submit

std::string fixture(const QString &name)
{
    QFile file(QStringLiteral(PILOTHOUSE_SOURCE "/tests/placement/slurm/data/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no fixture %s", qPrintable(name));
    return file.readAll().toStdString();
}

template <typename Record> const Record &named(const std::vector<Record> &list, const char *name)
{
    const auto found = std::ranges::find(list, std::string(name), &Record::name);
    if (found == list.end())
        qFatal("no %s", name);
    return *found;
}

const Job &job(const Reply<Job> &reply, JobId id)
{
    const auto found = std::ranges::find(reply.records, id, &Job::id);
    if (found == reply.records.end())
        qFatal("no job %llu", static_cast<unsigned long long>(id));
    return *found;
}

Reply<Job> jobsOf(const QString &version)
{
    const auto nodes = readNodes(200, fixture(QStringLiteral("nodes-%1.json").arg(version)));
    return readJobs(200, fixture(QStringLiteral("jobs-%1.json").arg(version)),
                    DeviceLayout(nodes.value().records))
        .value();
}

void versions()
{
    QTest::addColumn<QString>("version");
    for (const char *version : {"v0.0.38", "v0.0.44"})
        QTest::newRow(version) << QString::fromLatin1(version);
}

} // namespace

class TestReplies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRunningJobHasItsDevicesInTheOrderOfTheNodes_data() { versions(); }
    void aRunningJobHasItsDevicesInTheOrderOfTheNodes();
    void theTasksOfAnArrayAreTold_data() { versions(); }
    void theTasksOfAnArrayAreTold();
    void aPendingJobTellsWhatItWants_data() { versions(); }
    void aPendingJobTellsWhatItWants();
    void anEndedJobTellsHow_data() { versions(); }
    void anEndedJobTellsHow();
    void bothVersionsTellTheSame();
    void nodesAreRead_data() { versions(); }
    void nodesAreRead();
    void devicesOfSeveralNamesAreCountedThrough();
    void poolsAreRead_data() { versions(); }
    void poolsAreRead();
    void reservationsAreRead_data() { versions(); }
    void reservationsAreRead();
    void qualitiesOfServiceAreRead_data() { versions(); }
    void qualitiesOfServiceAreRead();
    void tenantsAreRead_data() { versions(); }
    void tenantsAreRead();
    void theHeadIsRead();
    void aReplyMayComeInPieces();
    void entriesWithoutSenseAreSkipped();
    void valuesOfAnotherTypeReadAsNothing();
    void theControllerIsDiagnosed();
    void controllersAndLicensesAreRead();
    void absurdBodiesAreErrors_data();
    void absurdBodiesAreErrors();
    void noBytesBreakTheReaders();
};

void TestReplies::aRunningJobHasItsDevicesInTheOrderOfTheNodes()
{
    QFETCH(QString, version);
    const auto reply = jobsOf(version);
    const auto &running = job(reply, 101);
    QCOMPARE(running.name, std::string("asr-train"));
    QCOMPARE(running.user, std::string("mei"));
    QCOMPARE(running.tenant, std::string("speech"));
    QCOMPARE(running.qos, std::string("high"));
    QCOMPARE(running.state, JobState::Running);
    QCOMPARE(running.reason, std::string());
    QCOMPARE(running.kind, std::string("h800"));
    QCOMPARE(running.accelerators, 12U);
    // The expression names 0003 first; the devices come in the order of the node table.
    const std::vector<JobAllocation> allocation{{"h800-0001", {0, 1, 2, 3, 4, 5, 6, 7}},
                                                {"h800-0003", {0, 2, 4, 5}}};
    QCOMPARE(running.allocation, allocation);
    QCOMPARE(running.memory, 512ULL << 30U);
    QCOMPARE(running.started, kStart + kMinute);
    QCOMPARE(running.ended, 0);
    QCOMPARE(running.timeLimit, 2 * kHour);
    QCOMPARE(running.restarts, 1U);
    QCOMPARE(running.scenario, std::string("voice"));
    QCOMPARE(running.framework, std::string("pytorch"));
    QCOMPARE(running.checkpoint, kStart + 30 * kMinute);
    QCOMPARE(running.detail().standardOutput, std::string("/home/mei/asr.out"));
    QCOMPARE(running.detail().batchHost, std::string("h800-0001"));
    QVERIFY(!running.held);
}

void TestReplies::theTasksOfAnArrayAreTold()
{
    QFETCH(QString, version);
    const auto reply = jobsOf(version);
    const auto &waiting = job(reply, 102);
    QCOMPARE(waiting.arrayJob, JobId(102));
    QCOMPARE(waiting.arrayTask, -1);
    QCOMPARE(waiting.detail().arrayTasks, std::string("3-10:2%4"));
    QCOMPARE(waiting.timeLimit, 0);
    QCOMPARE(waiting.accelerators, 2U);
    QCOMPARE(waiting.kind, std::string("ascend910b"));
    const std::vector<std::string> required{"npu-01", "npu-02"};
    QCOMPARE(waiting.requiredNodes, required);
    QCOMPARE(waiting.detail().excludedNodes, std::vector<std::string>{"npu-07"});
    const auto &task = job(reply, 103);
    QCOMPARE(task.arrayJob, JobId(102));
    QCOMPARE(task.arrayTask, 1);
    QCOMPARE(task.detail().arrayTasks, std::string());
    QCOMPARE(job(reply, 101).arrayJob, JobId(0));
    QCOMPARE(job(reply, 101).arrayTask, -1);
}

void TestReplies::aPendingJobTellsWhatItWants()
{
    QFETCH(QString, version);
    const auto reply = jobsOf(version);
    const auto &held = job(reply, 104);
    QVERIFY(held.held);
    QCOMPARE(held.reason, std::string("JobHeldUser"));
    QCOMPARE(held.hetJob, JobId(104));
    QCOMPARE(held.hetOffset, 1U);
    QCOMPARE(held.accelerators, 6U);
    QCOMPARE(held.kind, std::string());
    QVERIFY(held.allocation.empty());
    const auto &later = job(reply, 106);
    QVERIFY(!later.held);
    QCOMPARE(later.accelerators, 8U); // 2 for each of 4 tasks
    QCOMPARE(later.kind, std::string("h800"));
    QCOMPARE(later.started, 0);
    QCOMPARE(later.estimatedStart, kStart + 9'000 * kSecond);
    QCOMPARE(later.detail().dependency, std::string("afterok:101(unfulfilled)"));
    QCOMPARE(later.detail().reservation, std::string("night"));
}

void TestReplies::anEndedJobTellsHow()
{
    QFETCH(QString, version);
    const auto reply = jobsOf(version);
    const auto &failed = job(reply, 105);
    QCOMPARE(failed.state, JobState::Failed);
    QCOMPARE(failed.ended, kStart + 12 * kSecond);
    QCOMPARE(failed.detail().exitCode, 3);
    QCOMPARE(failed.detail().exitSignal, 0);
    QCOMPARE(failed.reason, std::string("NonZeroExitCode"));
}

void TestReplies::bothVersionsTellTheSame()
{
    auto old = jobsOf(QStringLiteral("v0.0.38"));
    auto recent = jobsOf(QStringLiteral("v0.0.44"));
    QCOMPARE(old.records.size(), 6U);
    QCOMPARE(recent.records.size(), 6U);
    for (std::size_t i = 0; i < old.records.size(); ++i) {
        const auto &a = old.records[i];
        const auto &b = recent.records[i];
        // Only the words for what is asked for differ: "gres:gpu:6", "gres/gpu:6".
        auto detail = b.detail();
        detail.gres = a.detail().gres;
        auto same = b;
        same.setDetail(detail);
        QVERIFY2(a == same, a.name.c_str());
    }
}

void TestReplies::nodesAreRead()
{
    QFETCH(QString, version);
    const auto reply = readNodes(200, fixture(QStringLiteral("nodes-%1.json").arg(version)));
    QVERIFY(reply);
    const auto &busy = named(reply->records, "h800-0001");
    QCOMPARE(busy.state, NodeState::Draining);
    QVERIFY(busy.flags.has(NodeFlag::NotResponding));
    QCOMPARE(busy.reason, std::string("fan 3"));
    QCOMPARE(busy.reasonAuthor, std::string("root"));
    QCOMPARE(busy.reasonTime, kStart + 10 * kSecond);
    QCOMPARE(busy.kind, std::string("h800"));
    QCOMPARE(busy.accelerators, 8U);
    QCOMPARE(busy.allocated, 5U);
    const std::vector<NodeGres> gres{{"gpu", "h800", 8, 5, {0, 1, 2, 3, 7}}};
    QCOMPARE(busy.gres, gres);
    QCOMPARE(busy.memory, 500ULL << 30U);
    QCOMPARE(busy.cpusAllocated, 16U);
    const std::vector<std::string> pools{"h800", "all"};
    QCOMPARE(busy.pools, pools);
    QCOMPARE(busy.features, std::string("h800,ib"));
    const auto &planned = named(reply->records, "duo-1");
    QCOMPARE(planned.state, NodeState::Idle);
    QVERIFY(planned.flags.has(NodeFlag::Planned));
    QCOMPARE(planned.accelerators, 7U);
    QCOMPARE(planned.allocated, 2U);
    QCOMPARE(planned.gres.back().name, std::string("nic"));
}

void TestReplies::devicesOfSeveralNamesAreCountedThrough()
{
    const auto nodes = readNodes(200, fixture(QStringLiteral("nodes-v0.0.38.json")));
    const DeviceLayout layout(nodes->records);
    QCOMPARE(layout.offset("duo-1", "gpu"), 0U);
    QCOMPARE(layout.offset("duo-1", "npu"), 3U);
    QCOMPARE(layout.offset("h800-0001", "npu"), 0U);
    const std::vector<NodeGrant> grants{
        {"duo-1", parseGres("npu:ascend910b:2(IDX:1,3),gpu:a30:1(IDX:2)").value()}};
    const std::vector<JobAllocation> allocation{{"duo-1", {2, 4, 6}}};
    QCOMPARE(allocationOf(grants, layout), allocation);
}

void TestReplies::poolsAreRead()
{
    QFETCH(QString, version);
    const auto reply = readPools(200, fixture(QStringLiteral("partitions-%1.json").arg(version)));
    QVERIFY(reply);
    const auto &first = named(reply->records, "h800");
    QCOMPARE(first.nodes.size(), 3U);
    QCOMPARE(first.state, PoolState::Up);
    QVERIFY(first.isDefault);
    QCOMPARE(first.priorityTier, 3U);
    const PoolLimits limits{7 * kDay, kHour, 1, 0, {"speech", "robots"}, {}, {}};
    QCOMPARE(first.limits, limits);
    const auto &second = named(reply->records, "npu");
    QCOMPARE(second.state, PoolState::Drain);
    QVERIFY(!second.isDefault);
    const PoolLimits others{0, 0, 0, 2, {}, {"drive"}, {"high"}};
    QCOMPARE(second.limits, others);
}

void TestReplies::reservationsAreRead()
{
    QFETCH(QString, version);
    const auto reply =
        readReservations(200, fixture(QStringLiteral("reservations-%1.json").arg(version)));
    QVERIFY(reply);
    const Reservation night{"night",        {"h800-0001", "h800-0002"},
                            kStart + kHour, kStart + 2 * kHour,
                            {"mei", "li"},  {"speech"},
                            "h800",         "MAINT,SPEC_NODES"};
    QCOMPARE(reply->records, std::vector<Reservation>{night});
}

void TestReplies::qualitiesOfServiceAreRead()
{
    QFETCH(QString, version);
    const auto reply = readQos(200, fixture(QStringLiteral("qos-%1.json").arg(version)));
    QVERIFY(reply);
    const Qos high{
        "high", "For what is urgent", 1'000, 8 * kHour, "gres/gpu=64,node=8", "gres/gpu=16", "",
        {"low"}};
    QCOMPARE(reply->records, std::vector<Qos>{high});
}

void TestReplies::tenantsAreRead()
{
    QFETCH(QString, version);
    const auto reply =
        readAssociations(200, fixture(QStringLiteral("associations-%1.json").arg(version)));
    QVERIFY(reply);
    QCOMPARE(reply->records.size(), 2U); // none for a user's own
    QCOMPARE(named(reply->records, "speech").quota, 64U);
    QCOMPARE(named(reply->records, "speech").parent, std::string("root"));
    QCOMPARE(named(reply->records, "root").quota, 0U);
    const auto accounts = readAccounts(
        200, R"({"accounts":[{"name":"speech","organization":"lab","description":"x"},{}]})");
    QCOMPARE(accounts->records.size(), 1U);
    QCOMPARE(accounts->records[0].organization, std::string("lab"));
    QCOMPARE(accounts->skipped, 1U);
}

void TestReplies::theHeadIsRead()
{
    const auto old = jobsOf(QStringLiteral("v0.0.38")).head;
    QCOMPARE(old.release, std::string("22.05.8"));
    QCOMPARE(old.parser, std::string("v0.0.38"));
    QCOMPARE(old.lastUpdate, 0);
    const auto recent = jobsOf(QStringLiteral("v0.0.44")).head;
    QCOMPARE(recent.release, std::string("25.11.0"));
    QCOMPARE(recent.parser, std::string("v0.0.44"));
    QCOMPARE(recent.cluster, std::string("harbor"));
    QCOMPARE(recent.lastUpdate, kStart + 100 * kSecond);
}

void TestReplies::aReplyMayComeInPieces()
{
    const auto text = fixture(QStringLiteral("jobs-v0.0.44.json"));
    const auto whole = readJobs(200, text);
    for (const std::size_t size : {1U, 7U, 100U, 4096U}) {
        JobReader reader;
        for (std::size_t at = 0; at < text.size(); at += size)
            QVERIFY(reader.feed(std::string_view(text).substr(at, size)));
        const auto reply = reader.finish(200);
        QVERIFY(reply);
        QCOMPARE(reply->records, whole->records);
    }
}

void TestReplies::entriesWithoutSenseAreSkipped()
{
    const auto reply = readJobs(200, R"({"jobs":[{"name":"x"},{"job_id":-4},{"job_id":7},{}]})");
    QVERIFY(reply);
    QCOMPARE(reply->records.size(), 1U);
    QCOMPARE(reply->skipped, 3U);
    QCOMPARE(reply->records[0].state, JobState::Unknown);
}

void TestReplies::valuesOfAnotherTypeReadAsNothing()
{
    const auto reply = readJobs(
        200,
        R"({"jobs":[{"job_id":"7","name":{"a":1},"job_state":{"x":[]},"nodes":[1],"gres_detail":"x",
            "time_limit":{"set":true,"infinite":false,"number":{"set":true,"number":4}},
            "submit_time":1e300,"start_time":-5,"end_time":18446744073709551615,"cpus":"many",
            "job_resources":[[{"nodename":1}]],"exit_code":[],"priority":true}]})");
    QVERIFY(reply);
    const auto &read = reply->records.at(0);
    QCOMPARE(read.id, JobId(7));
    QCOMPARE(read.name, std::string());
    QCOMPARE(read.submitted, 0);
    QCOMPARE(read.timeLimit, 0);
    QCOMPARE(read.cpus, 0U);
    QVERIFY(read.allocation.empty());
}

void TestReplies::theControllerIsDiagnosed()
{
    const auto told = readDiagnosis(
        200,
        R"({"statistics":{"server_thread_count":3,"agent_queue_size":2,"dbd_agent_queue_size":1,
            "jobs_pending":5,"jobs_running":{"set":true,"infinite":false,"number":4},
            "schedule_cycle_last":12,"schedule_cycle_mean":214,"bf_cycle_last":121,"bf_active":true,
            "rpcs_by_message_type":[{"count":3,"total_time":476},{"count":1,"total_time":24}]}})");
    QVERIFY(told);
    const Diagnosis expected{3, 2, 1, 5, 4, 12, 214, 121, true, 4, 500};
    QCOMPARE(*told, expected);
    QVERIFY(!readDiagnosis(200, R"({"statistics":{}})"));
}

void TestReplies::controllersAndLicensesAreRead()
{
    const std::vector<Controller> both{{"a", "primary", true}, {"b", "backup1", false}};
    QCOMPARE(readPing(200, R"({"pings":[{"hostname":"a","ping":"UP","mode":"primary"},
                               {"hostname":"b","pinged":"DOWN","mode":"backup1"}]})")
                 ->records,
             both);
    const std::vector<License> licenses{{"matlab", 10, 3, false}};
    QCOMPARE(readLicenses(200, R"({"licenses":[{"LicenseName":"matlab","Total":10,"Used":3,
                                   "Remote":false}]})")
                 ->records,
             licenses);
}

void TestReplies::absurdBodiesAreErrors_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<int>("code");
    const auto row = [](const char *body, ErrorCode code) {
        QTest::newRow(body) << QString::fromLatin1(body) << static_cast<int>(code);
    };
    row("", ErrorCode::WrongProtocol);
    row("<html>Bad gateway</html>", ErrorCode::WrongProtocol);
    row("Unable to parse query.", ErrorCode::WrongProtocol);
    row("[]", ErrorCode::WrongProtocol);
    row("{", ErrorCode::Malformed);
    row("{\"jobs\":[", ErrorCode::Malformed);
    row("{\"jobs\":[{\"job_id\":1}", ErrorCode::Malformed);
    row("{\"jobs\":[{\"job_id\":1,}]}", ErrorCode::Malformed);
    row("{\"jobs\":[{\"job_id\":1}]", ErrorCode::Malformed);
    row("{\"jobs\":[{\"job_id\":1}]}}", ErrorCode::Malformed);
    row("{\"jobs\":[}", ErrorCode::Malformed);
    row("{\"jobs\":[{\"job_id\":1]]}", ErrorCode::Malformed);
}

void TestReplies::absurdBodiesAreErrors()
{
    QFETCH(QString, body);
    QFETCH(int, code);
    const auto reply = readJobs(200, body.toStdString());
    QVERIFY(!reply);
    QCOMPARE(static_cast<int>(reply.error().code), code);
    QVERIFY(!reply.error().detail.empty());
}

void TestReplies::noBytesBreakTheReaders()
{
    const std::string jobs = fixture(QStringLiteral("jobs-v0.0.44.json"));
    const std::string nodes = fixture(QStringLiteral("nodes-v0.0.38.json"));
    const std::string pools = fixture(QStringLiteral("partitions-v0.0.44.json"));
    const std::string qos = fixture(QStringLiteral("qos-v0.0.38.json"));
    fuzz::run(400, [&](std::mt19937 &random) {
        const auto checked = [](const auto &reply) {
            QVERIFY(reply || !reply.error().detail.empty());
        };
        checked(readJobs(200, fuzz::mutated(random, jobs)));
        checked(readNodes(200, fuzz::mutated(random, nodes)));
        checked(readPools(200, fuzz::mutated(random, pools)));
        checked(readQos(200, fuzz::mutated(random, qos)));
        checked(readOutcome(200, fuzz::mutated(random, qos)));
    });
}

QTEST_APPLESS_MAIN(TestReplies)
#include "tst_replies.moc"
