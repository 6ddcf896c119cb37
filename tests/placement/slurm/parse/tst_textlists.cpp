// SPDX-License-Identifier: GPL-3.0-or-later
#include "fuzz.h"
#include "placement/slurm/parse/textlists.h"

#include <QFile>
#include <QTest>

using namespace pilothouse;
using namespace pilothouse::slurm;

namespace {

constexpr Micros kStart = 1'800'000'000 * kSecond;
const std::string kMark = "k7f3q9x2";

std::string fixture(const char *name)
{
    QFile file(QStringLiteral(PILOTHOUSE_SOURCE "/tests/placement/slurm/data/")
               + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no fixture %s", name);
    return file.readAll().toStdString();
}

template <typename Reader> auto readAll(Reader reader, std::string_view text, std::size_t piece)
{
    for (std::size_t at = 0; at < text.size(); at += piece)
        if (const auto fed = reader.feed(text.substr(at, piece)); !fed)
            qFatal("not read: %s", fed.error().detail.c_str());
    return reader.finish();
}

TextList<Job> jobsIn(std::string_view text)
{
    return readAll(JobLines(), text, text.size()).value();
}

const Job &job(const TextList<Job> &list, JobId id)
{
    const auto found = std::ranges::find(list.records, id, &Job::id);
    if (found == list.records.end())
        qFatal("no job %llu", static_cast<unsigned long long>(id));
    return *found;
}

// A line of the queue, as squeueFormat() asks for it.
std::string queued(std::vector<std::string> fields)
{
    std::string line = "\x1e" + kMark;
    for (std::size_t i = 0; i < fields.size(); ++i)
        line += (i == 0 ? "" : "\x1f") + fields[i];
    return line + '\n';
}

std::vector<std::string> runningFields()
{
    return {"101",
            "101",
            "101",
            "N/A",
            "mei",
            "speech",
            "h800",
            "high",
            "RUNNING",
            "None",
            "4100",
            "2-00:00:00",
            "1800000000",
            "1800000060",
            "1800172860",
            "2",
            "32",
            "gres:gpu:h800:8",
            "h800-[0001-0002]",
            "",
            "(null)",
            "(null)",
            "(null)",
            "asr train",
            "scenario=voice"};
}

} // namespace

class TestTextLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jobsAreRead();
    void whatAPendingJobAsksForIsRead();
    void freeTextWithKeysInItChangesNothing();
    void theSizeOfThePiecesDoesNotMatter();
    void aNameThatPretendsToBeFieldsIsDoubtful_data();
    void aNameThatPretendsToBeFieldsIsDoubtful();
    void aLineEndInACommentMakesTheJobDoubtful();
    void anIdThatComesTwiceIsDoubtful();
    void aCutOffListIsRefused();
    void anEmptyListIsNoError();
    void nodesAreRead();
    void poolsAreRead();
    void reservationsAreRead();
    void theQueueIsRead();
    void theQueueCannotBeForged();
    void aCutOffQueueIsRefused();
    void noTextBreaksTheReaders();
};

void TestTextLists::jobsAreRead()
{
    const auto list = jobsIn(fixture("jobs.txt"));
    QCOMPARE(list.records.size(), 6U);
    QVERIFY(list.doubtful.empty());
    QCOMPARE(list.skipped, 0U);
    const auto &running = job(list, 101);
    QCOMPARE(running.name, std::string("asr train a=b"));
    QCOMPARE(running.user, std::string("mei"));
    QCOMPARE(running.state, JobState::Running);
    QCOMPARE(running.accelerators, 10U);
    QCOMPARE(running.kind, std::string("h800"));
    const std::vector<JobAllocation> allocation{
        {"h800-0001", {4, 5}}, {"h800-0002", {0, 1, 2, 3}}, {"h800-0003", {0, 1, 2, 3}}};
    QCOMPARE(running.allocation, allocation);
    QCOMPARE(running.timeLimit, 2 * kHour);
    QCOMPARE(running.submitted, kStart);
    QCOMPARE(running.started, kStart + kMinute);
    QCOMPARE(running.restarts, 1U);
    QCOMPARE(running.checkpoint, kStart + 30 * kMinute);
    QCOMPARE(running.scenario, std::string("voice"));
    QCOMPARE(running.detail().batchHost, std::string("h800-0001"));
    const auto &task = job(list, 103);
    QCOMPARE(task.arrayJob, JobId(102));
    QCOMPARE(task.arrayTask, 1);
    QCOMPARE(task.timeLimit, 60 * kHour);
    const std::vector<JobAllocation> devices{{"npu-01", {6, 7}}};
    QCOMPARE(task.allocation, devices);
    const auto &plain = job(list, 107);
    QCOMPARE(plain.state, JobState::Failed);
    QVERIFY(plain.flags.has(JobFlag::Completing));
    QCOMPARE(plain.detail().exitCode, 3);
    QCOMPARE(plain.accelerators, 0U);
    const std::vector<JobAllocation> without{{"npu-02", {}}};
    QCOMPARE(plain.allocation, without);
}

void TestTextLists::whatAPendingJobAsksForIsRead()
{
    const auto list = jobsIn(fixture("jobs.txt"));
    const auto &array = job(list, 102);
    QCOMPARE(array.arrayTask, -1);
    QCOMPARE(array.detail().arrayTasks, std::string("3-10:2%4"));
    QCOMPARE(array.timeLimit, 0);
    QCOMPARE(array.accelerators, 2U);
    const std::vector<std::string> required{"npu-01", "npu-02"};
    QCOMPARE(array.requiredNodes, required);
    QCOMPARE(array.detail().excludedNodes, std::vector<std::string>{"npu-07"});
    const auto &held = job(list, 104);
    QVERIFY(held.held);
    QCOMPARE(held.reason, std::string("JobHeldUser"));
    QCOMPARE(held.detail().stateDescription, std::string("job requeued in held state"));
    QCOMPARE(held.hetJob, JobId(104));
    QCOMPARE(held.hetOffset, 1U);
    QCOMPARE(held.tenant, std::string());
    QCOMPARE(held.accelerators, 6U);
    const auto &later = job(list, 106);
    QCOMPARE(later.reason, std::string("ReqNodeNotAvail"));
    QCOMPARE(later.detail().stateDescription,
             std::string("ReqNodeNotAvail, UnavailableNodes:h800-0007"));
    QCOMPARE(later.estimatedStart, kStart + 9'000 * kSecond);
    QCOMPARE(later.started, 0);
    QCOMPARE(later.accelerators, 8U);
    QCOMPARE(later.detail().reservation, std::string("night"));
}

void TestTextLists::freeTextWithKeysInItChangesNothing()
{
    const auto list = jobsIn(fixture("jobs.txt"));
    const auto &running = job(list, 101);
    QCOMPARE(running.detail().command, std::string("/home/mei/j.sh arg 1 Foo=bar"));
    QCOMPARE(running.detail().comment,
             std::string("scenario=voice checkpoint=1800001800 JobId=9 Reason=x"));
    QCOMPARE(running.reason, std::string());
    QCOMPARE(running.detail().standardOutput, std::string("/home/mei/x.out"));
}

void TestTextLists::theSizeOfThePiecesDoesNotMatter()
{
    const auto text = fixture("jobs.txt");
    const auto whole = jobsIn(text);
    for (const std::size_t piece : {1U, 13U, 4096U})
        QCOMPARE(readAll(JobLines(), text, piece).value().records, whole.records);
}

void TestTextLists::aNameThatPretendsToBeFieldsIsDoubtful_data()
{
    QTest::addColumn<std::string>("name");
    using S = std::string;
    QTest::newRow("a state") << S("x JobState=FAILED");
    QTest::newRow("a user") << S("x UserId=root(0)");
    QTest::newRow("all up to free text")
        << S("x UserId=root(0) JobState=RUNNING Partition=p NodeList=h800-0001 Command=/x");
    QTest::newRow("a request") << S("x TresPerNode=gres:gpu:99");
}

void TestTextLists::aNameThatPretendsToBeFieldsIsDoubtful()
{
    QFETCH(std::string, name);
    auto text = fixture("jobs.txt");
    text.replace(text.find("asr train a=b"), 13, name);
    const auto list = jobsIn(text);
    QCOMPARE(list.records.size(), 5U);
    QCOMPARE(list.doubtful, std::vector<JobId>{101});
}

void TestTextLists::aLineEndInACommentMakesTheJobDoubtful()
{
    auto text = fixture("jobs.txt");
    text.replace(text.find("scenario=voice"), 14, "scenario=voice\nand more");
    const auto list = jobsIn(text);
    QCOMPARE(list.records.size(), 5U);
    QCOMPARE(list.doubtful, std::vector<JobId>{101});
}

void TestTextLists::anIdThatComesTwiceIsDoubtful()
{
    auto text = fixture("jobs.txt");
    const auto forged = text.substr(0, text.find('\n') + 1);
    const auto list = jobsIn(text + forged);
    QCOMPARE(list.records.size(), 5U);
    QCOMPARE(list.doubtful, std::vector<JobId>{101});
}

void TestTextLists::aCutOffListIsRefused()
{
    const auto text = fixture("jobs.txt");
    const auto list = readAll(JobLines(), std::string_view(text).substr(0, text.size() - 5), 4096);
    QVERIFY(!list);
    QCOMPARE(list.error().code, ErrorCode::Malformed);
    const auto nodes = fixture("nodes.txt");
    QVERIFY(!readAll(NodeLines(), std::string_view(nodes).substr(0, nodes.size() - 5), 4096));
}

void TestTextLists::anEmptyListIsNoError()
{
    const auto list = jobsIn("No jobs in the system\n");
    QVERIFY(list.records.empty());
    QVERIFY(list.doubtful.empty());
    QCOMPARE(list.skipped, 0U);
    QVERIFY(readReservationLines("No reservations in the system\n")->records.empty());
    QVERIFY(readAll(QueueLines(kMark), "", 1)->records.empty());
}

void TestTextLists::nodesAreRead()
{
    const auto list = readAll(NodeLines(), fixture("nodes.txt"), 100);
    QVERIFY(list);
    QCOMPARE(list->records.size(), 3U);
    const auto &busy = list->records[0];
    QCOMPARE(busy.name, std::string("h800-0001"));
    QCOMPARE(busy.state, NodeState::Draining);
    QVERIFY(busy.flags.has(NodeFlag::NotResponding));
    QCOMPARE(busy.reason, std::string("fan 3 = bad (root) [x]"));
    QCOMPARE(busy.reasonAuthor, std::string("root"));
    QCOMPARE(busy.reasonTime, kStart + 10 * kSecond);
    QCOMPARE(busy.accelerators, 8U);
    QCOMPARE(busy.allocated, 5U);
    const std::vector<std::string> pools{"h800", "all"};
    QCOMPARE(busy.pools, pools);
    QCOMPARE(busy.memory, 500ULL << 30U);
    QCOMPARE(busy.features, std::string("h800,ib"));
    QCOMPARE(busy.cpus, 64U);
    QCOMPARE(busy.cpusAllocated, 16U);
    QCOMPARE(list->records[1].kind, std::string("ascend910b"));
    QVERIFY(list->records[1].flags.has(NodeFlag::Planned));
    QCOMPARE(list->records[2].state, NodeState::Down);
    QCOMPARE(list->records[2].reason, std::string("Not responding"));
    QCOMPARE(list->records[2].reasonTime, 0);
    QCOMPARE(list->records[2].accelerators, 0U);
}

void TestTextLists::poolsAreRead()
{
    const auto list = readPoolLines(
        "PartitionName=h800 AllowGroups=ALL AllowAccounts=speech,robots AllowQos=ALL Default=YES "
        "DefaultTime=01:00:00 Hidden=NO MaxNodes=UNLIMITED MaxTime=7-00:00:00 MinNodes=1 "
        "Nodes=h800-[0001-0003] PriorityTier=3 State=UP TotalCPUs=192 TRES=cpu=192,mem=1T\n"
        "PartitionName=npu DenyAccounts=drive AllowQos=high Default=NO DefaultTime=NONE "
        "Hidden=YES MaxNodes=2 MaxTime=UNLIMITED MinNodes=0 Nodes=npu-01 PriorityTier=1 "
        "State=DRAIN\n");
    QVERIFY(list);
    QCOMPARE(list->records.size(), 2U);
    const auto &first = list->records[0];
    QCOMPARE(first.name, std::string("h800"));
    QCOMPARE(first.nodes.size(), 3U);
    QVERIFY(first.isDefault);
    QCOMPARE(first.state, PoolState::Up);
    QCOMPARE(first.priorityTier, 3U);
    const PoolLimits limits{7 * kDay, kHour, 1, 0, {"speech", "robots"}, {}, {}};
    QCOMPARE(first.limits, limits);
    const PoolLimits others{0, 0, 0, 2, {}, {"drive"}, {"high"}};
    QCOMPARE(list->records[1].limits, others);
    QVERIFY(list->records[1].isHidden);
    QCOMPARE(list->records[1].state, PoolState::Drain);
}

void TestTextLists::reservationsAreRead()
{
    const auto list = readReservationLines(
        "ReservationName=night StartTime=1800003600 EndTime=1800007200 Duration=01:00:00 "
        "Nodes=h800-[0001-0002] NodeCnt=2 CoreCnt=64 Features=(null) PartitionName=h800 "
        "Flags=MAINT,SPEC_NODES TRES=cpu=64 Users=mei,li Groups=(null) Accounts=speech "
        "Licenses=(null) State=INACTIVE BurstBuffer=(null) Watts=n/a MaxStartDelay=(null)\n");
    QVERIFY(list);
    const Reservation night{"night",        {"h800-0001", "h800-0002"},
                            kStart + kHour, kStart + 2 * kHour,
                            {"mei", "li"},  {"speech"},
                            "h800",         "MAINT,SPEC_NODES"};
    QCOMPARE(list->records, std::vector<Reservation>{night});
}

void TestTextLists::theQueueIsRead()
{
    auto array = runningFields();
    array[0] = array[2] = "102";
    array[1] = "102_[3-10:2%4]";
    array[3] = "3-10:2%4";
    array[8] = "PENDING";
    array[9] = "JobArrayTaskLimit";
    auto part = runningFields();
    part[0] = "105";
    part[1] = "104+1";
    part[2] = "105";
    const auto list =
        readAll(QueueLines(kMark), queued(runningFields()) + queued(array) + queued(part), 7);
    QVERIFY(list);
    QCOMPARE(list->records.size(), 3U);
    QCOMPARE(list->skipped, 0U);
    const auto &running = list->records[0];
    QCOMPARE(running.id, JobId(101));
    QCOMPARE(running.arrayJob, JobId(0));
    QCOMPARE(running.name, std::string("asr train"));
    QCOMPARE(running.state, JobState::Running);
    QCOMPARE(running.timeLimit, 2 * kDay);
    QCOMPARE(running.started, kStart + kMinute);
    QCOMPARE(running.accelerators, 16U);
    QCOMPARE(running.scenario, std::string("voice"));
    const std::vector<JobAllocation> allocation{{"h800-0001", {}}, {"h800-0002", {}}};
    QCOMPARE(running.allocation, allocation);
    QCOMPARE(list->records[1].arrayJob, JobId(102));
    QCOMPARE(list->records[1].arrayTask, -1);
    QCOMPARE(list->records[1].detail().arrayTasks, std::string("3-10:2%4"));
    QCOMPARE(list->records[2].hetJob, JobId(104));
    QCOMPARE(list->records[2].hetOffset, 1U);
    QVERIFY(squeueFormat(kMark).starts_with("\x1e" + kMark + "%A\x1f%i\x1f"));
}

// Whatever a user writes into a name or comment, it stays within that job's name and comment.
void TestTextLists::theQueueCannotBeForged()
{
    auto fields = runningFields();
    fields[23] = "x\n\x1e"
                 "wrong"
                 "666\x1f"
                 "666";
    fields[24] = queued({"667", "667"}).erase(1, kMark.size()) + "\x1f\x1f";
    const auto list = readAll(QueueLines(kMark), queued(fields) + queued(runningFields()), 64);
    QVERIFY(list);
    QCOMPARE(list->records.size(), 2U);
    QCOMPARE(list->records[0].id, JobId(101));
    QCOMPARE(list->records[0].user, std::string("mei"));
    QCOMPARE(list->records[0].qos, std::string("high"));
}

void TestTextLists::aCutOffQueueIsRefused()
{
    const auto text = queued(runningFields());
    QVERIFY(!readAll(QueueLines(kMark), std::string_view(text).substr(0, text.size() - 3), 9));
    const auto list = readAll(QueueLines(kMark), queued({"1", "2"}), 9);
    QVERIFY(list);
    QVERIFY(list->records.empty());
    QCOMPARE(list->skipped, 1U);
}

void TestTextLists::noTextBreaksTheReaders()
{
    const auto jobs = fixture("jobs.txt");
    const auto nodes = fixture("nodes.txt");
    const auto queue = queued(runningFields()) + queued(runningFields());
    fuzz::run(1'000, [&](std::mt19937 &random) {
        const auto piece = fuzz::below(random, 3'000) + 1;
        const auto readJobs = readAll(JobLines(), fuzz::mutated(random, jobs) + '\n', piece);
        QVERIFY(readJobs);
        QVERIFY(readJobs->records.size() + readJobs->doubtful.size() <= 16);
        QVERIFY(readAll(NodeLines(), fuzz::mutated(random, nodes) + '\n', piece));
        QVERIFY(readAll(QueueLines(kMark), fuzz::mutated(random, queue) + '\n', piece));
        QVERIFY(readPoolLines(fuzz::mutated(random, nodes) + '\n'));
    });
}

QTEST_APPLESS_MAIN(TestTextLists)
#include "tst_textlists.moc"
