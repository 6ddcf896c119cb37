// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/embedded/bookkeeper.h"

#include "placement/embedded/messages.h"

#include "placement.pb.h"

#include <QtTest>

#include <limits>

using namespace pilothouse;

namespace {

namespace v1 = placement::v1;
using Ids = std::vector<JobId>;

v1::WatchReply everything(const Ids &jobs, const std::vector<std::string> &nodes)
{
    v1::WatchReply message;
    message.set_version_major(1);
    message.set_full(true);
    message.set_cluster("center");
    message.set_user("ann");
    message.set_time_us(kHour);
    for (const JobId id : jobs)
        message.add_jobs()->set_id(id);
    for (const std::string &node : nodes)
        message.add_nodes()->set_name(node);
    return message;
}

Ids idsOf(const JobBook &book)
{
    Ids found;
    for (const JobPtr &job : book.jobs)
        found.push_back(job->id);
    return found;
}

bool refuses(BookKeeper &keeper, const v1::WatchReply &message, ErrorCode code)
{
    const Ids before = idsOf(keeper.book());
    const std::size_t nodes = keeper.book().nodes.size();
    const auto applied = keeper.apply(message);
    return !applied && applied.error().code == code && idsOf(keeper.book()) == before
        && keeper.book().nodes.size() == nodes;
}

} // namespace

class TestBookKeeper : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesTheWholeStateThenChanges();
    void aNewWholeStateForgetsTheOld();
    void readsAllThatAJobSays();
    void readsAllThatANodeSays();
    void cutsWhatCannotBeMeant();
    void refusesAChangeBeforeTheWholeState();
    void refusesAnotherMajorVersion();
    void refusesMoreThanItBelieves();
    void refusesTwins();
    void encodesEachAction();
    void encodesASubmission();
};

void TestBookKeeper::takesTheWholeStateThenChanges()
{
    BookKeeper keeper;
    auto all = everything({30, 10, 20}, {"n1", "n2"});
    all.add_tenants()->set_name("lab");
    all.mutable_tenants(0)->set_quota(64);
    all.add_pools()->set_name("train");
    all.mutable_pools(0)->add_nodes("n2");
    QVERIFY(keeper.apply(all));
    QVERIFY((idsOf(keeper.book()) == Ids{10, 20, 30}));
    QCOMPARE(keeper.cluster(), std::string("center"));
    QCOMPARE(keeper.user(), std::string("ann"));
    QCOMPARE(keeper.book().time, kHour);
    QCOMPARE(keeper.book().tenants[0].quota, 64U);
    QCOMPARE(keeper.book().findPool("train")->nodes[0], std::string("n2"));

    v1::WatchReply change;
    change.set_time_us(2 * kHour);
    for (const JobId id : {25, 5, 20}) {
        change.add_jobs()->set_id(id);
        change.mutable_jobs(change.jobs_size() - 1)->set_state(v1::JOB_RUNNING);
    }
    change.add_forgotten_jobs(10);
    change.add_forgotten_jobs(99);
    change.add_nodes()->set_name("n2");
    change.mutable_nodes(0)->set_state(v1::NODE_DRAINED);
    change.add_nodes()->set_name("n3");
    QVERIFY(keeper.apply(change));
    const JobBook &book = keeper.book();
    QVERIFY((idsOf(book) == Ids{5, 20, 25, 30}));
    QCOMPARE(book.find(20)->state, JobState::Running);
    QCOMPARE(book.find(30)->state, JobState::Unknown);
    QCOMPARE(book.nodes.size(), 3U);
    QCOMPARE(book.findNode("n2")->state, NodeState::Drained);
    QCOMPARE(book.findNode("n3"), &book.nodes[2]);
    QCOMPARE(book.time, 2 * kHour);
    QCOMPARE(book.tenants.size(), 1U);
}

void TestBookKeeper::aNewWholeStateForgetsTheOld()
{
    BookKeeper keeper;
    QVERIFY(keeper.apply(everything({1, 2, 3}, {"n1"})));
    QVERIFY(keeper.apply(everything({2, 4}, {"n2"})));
    QVERIFY((idsOf(keeper.book()) == Ids{2, 4}));
    QVERIFY(!keeper.book().findNode("n1"));
}

void TestBookKeeper::readsAllThatAJobSays()
{
    v1::Job message;
    message.set_id(7);
    message.set_name("train");
    message.set_user("ann");
    message.set_tenant("lab");
    message.set_pool("large");
    message.set_scenario("driving");
    message.set_framework("torch");
    message.set_kind("H800");
    message.set_accelerators(16);
    message.set_state(v1::JOB_RUNNING);
    message.set_reason("None");
    message.set_priority(-3);
    message.set_held(true);
    message.set_submit_us(1);
    message.set_start_us(2);
    message.set_end_us(3);
    message.set_time_limit_s(4);
    message.add_allocation()->set_node("n1");
    message.mutable_allocation(0)->add_accelerators(5);
    message.add_required_nodes("n1");
    message.set_checkpoint_us(6);
    message.set_restarts(7);
    message.set_estimated_start_us(8);
    Job expected;
    expected.id = 7;
    expected.name = "train";
    expected.user = "ann";
    expected.tenant = "lab";
    expected.pool = "large";
    expected.scenario = "driving";
    expected.framework = "torch";
    expected.kind = "H800";
    expected.accelerators = 16;
    expected.state = JobState::Running;
    expected.reason = "None";
    expected.priority = -3;
    expected.held = true;
    expected.submitted = 1;
    expected.started = 2;
    expected.ended = 3;
    expected.timeLimit = 4 * kSecond;
    expected.allocation = {{"n1", {5}}};
    expected.requiredNodes = {"n1"};
    expected.checkpoint = 6;
    expected.restarts = 7;
    expected.estimatedStart = 8;
    QVERIFY(*decode(message) == expected);
}

void TestBookKeeper::readsAllThatANodeSays()
{
    v1::Node message;
    message.set_name("n1");
    message.set_state(v1::NODE_DRAINING);
    message.set_reason("fan");
    message.set_kind("H800");
    message.set_accelerators(8);
    message.set_allocated(3);
    message.set_rack("r1");
    message.set_leaf_switch("s1");
    PlacementNode expected;
    expected.name = "n1";
    expected.state = NodeState::Draining;
    expected.reason = "fan";
    expected.kind = "H800";
    expected.accelerators = 8;
    expected.allocated = 3;
    expected.rack = "r1";
    expected.leafSwitch = "s1";
    QVERIFY(*decode(message) == expected);
}

void TestBookKeeper::cutsWhatCannotBeMeant()
{
    v1::Job message;
    message.set_name(std::string(100'000, 'x'));
    message.set_state(static_cast<v1::JobState>(99));
    message.set_submit_us(-5);
    message.set_start_us(std::numeric_limits<std::int64_t>::max());
    message.set_time_limit_s(std::numeric_limits<std::int64_t>::max());
    const auto job = decode(message);
    QVERIFY(job);
    QCOMPARE(job->name.size(), 1024U);
    QCOMPARE(job->state, JobState::Unknown);
    QCOMPARE(job->submitted, 0);
    QVERIFY(job->started > 0 && job->started < std::numeric_limits<Micros>::max() / 2);
    QVERIFY(job->timeLimit > 0);
    BookKeeper keeper;
    v1::WatchReply state = everything({}, {});
    state.set_time_us(std::numeric_limits<std::int64_t>::min());
    QVERIFY(keeper.apply(state));
    QCOMPARE(keeper.book().time, 0);
    v1::Node node;
    node.set_name("n1");
    node.set_state(static_cast<v1::NodeState>(-1));
    node.set_accelerators(8);
    node.set_allocated(9);
    QCOMPARE(decode(node)->state, NodeState::Unknown);
    QCOMPARE(decode(node)->allocated, 8U);
}

void TestBookKeeper::refusesAChangeBeforeTheWholeState()
{
    BookKeeper keeper;
    QVERIFY(refuses(keeper, {}, ErrorCode::Malformed));
    QVERIFY(keeper.apply(everything({1}, {})));
    QVERIFY(keeper.apply({}));
    keeper.expectAll();
    QVERIFY(refuses(keeper, {}, ErrorCode::Malformed));
}

void TestBookKeeper::refusesAnotherMajorVersion()
{
    BookKeeper keeper;
    auto message = everything({1}, {"n1"});
    message.set_version_major(3);
    QVERIFY(refuses(keeper, message, ErrorCode::IncompatibleVersion));
    const std::string words = keeper.apply(message).error().detail;
    QVERIFY(words.find("version 3") != std::string::npos);
    QVERIFY(words.find("version 1") != std::string::npos);
    message.set_version_major(1);
    message.set_version_minor(99);
    QVERIFY(keeper.apply(message));
}

void TestBookKeeper::refusesMoreThanItBelieves()
{
    BookKeeper keeper;
    QVERIFY(keeper.apply(everything({1}, {"n1"})));
    v1::WatchReply jobs;
    for (JobId id = 1; id <= 1'000'001; ++id)
        jobs.add_jobs()->set_id(id);
    QVERIFY(refuses(keeper, jobs, ErrorCode::TooLarge));
    v1::WatchReply nodes;
    for (int i = 0; i < 20'000; ++i) // and n1 is there already
        nodes.add_nodes()->set_name(std::to_string(i));
    QVERIFY(refuses(keeper, nodes, ErrorCode::TooLarge));
    v1::WatchReply wide;
    wide.add_nodes()->set_name("new");
    wide.add_nodes()->set_name("n9");
    wide.mutable_nodes(1)->set_accelerators(129);
    QVERIFY(refuses(keeper, wide, ErrorCode::TooLarge));
    v1::WatchReply holder;
    holder.add_jobs()->add_allocation()->add_accelerators(128);
    QVERIFY(refuses(keeper, holder, ErrorCode::TooLarge));
    v1::WatchReply wanting;
    wanting.add_jobs()->set_accelerators(200'001);
    QVERIFY(refuses(keeper, wanting, ErrorCode::TooLarge));

    v1::WatchReply tenants = everything({}, {});
    for (int i = 0; i <= 100'000; ++i)
        tenants.add_tenants();
    QVERIFY(refuses(keeper, tenants, ErrorCode::TooLarge));
}

void TestBookKeeper::refusesTwins()
{
    BookKeeper keeper;
    QVERIFY(refuses(keeper, everything({1, 2, 1}, {}), ErrorCode::Malformed));
    QVERIFY(refuses(keeper, everything({1}, {"n1", "n1"}), ErrorCode::Malformed));
    QVERIFY(refuses(keeper, everything({1}, {""}), ErrorCode::Malformed));
}

void TestBookKeeper::encodesEachAction()
{
    const std::vector<std::pair<ActionKind, v1::Action>> kinds{
        {ActionKind::Cancel, v1::ACTION_CANCEL},
        {ActionKind::Hold, v1::ACTION_HOLD},
        {ActionKind::Release, v1::ACTION_RELEASE},
        {ActionKind::Requeue, v1::ACTION_REQUEUE},
        {ActionKind::RequeueHold, v1::ACTION_REQUEUE_HOLD},
        {ActionKind::Move, v1::ACTION_MOVE},
        {ActionKind::Priority, v1::ACTION_PRIORITY},
        {ActionKind::Drain, v1::ACTION_DRAIN},
        {ActionKind::Resume, v1::ACTION_RESUME},
        {ActionKind::Signal, v1::ACTION_UNSPECIFIED}, // this and what follows have no word yet
        {ActionKind::Suspend, v1::ACTION_UNSPECIFIED},
        {ActionKind::ResumeJob, v1::ACTION_UNSPECIFIED},
        {ActionKind::Down, v1::ACTION_UNSPECIFIED},
        {ActionKind::Update, v1::ACTION_UNSPECIFIED}};
    QCOMPARE(kinds.size() + 1, kActionKinds); // a submission has a call of its own
    for (const auto &[kind, expected] : kinds) {
        Action action;
        action.kind = kind;
        action.job = 7;
        action.node = "n1";
        action.nodes = {"n2", "n3"};
        action.pool = "large";
        action.priority = 5;
        action.reason = "fan";
        v1::ActRequest message;
        encode(action, message);
        QCOMPARE(message.action(), expected);
        QCOMPARE(message.job(), 7U);
        QCOMPARE(message.node(), std::string("n1"));
        QCOMPARE(message.nodes_size(), 2);
        QCOMPARE(message.nodes(1), std::string("n3"));
        QCOMPARE(message.pool(), std::string("large"));
        QCOMPARE(message.priority(), 5);
        QCOMPARE(message.reason(), std::string("fan"));
    }
}

void TestBookKeeper::encodesASubmission()
{
    const Submission submission{"fine-tune", "lab", "large",   "voice",      "torch",
                                "H800",      16,    2 * kHour, 30 * kMinute, true};
    v1::SubmitRequest message;
    encode(submission, message);
    QCOMPARE(message.name(), std::string("fine-tune"));
    QCOMPARE(message.tenant(), std::string("lab"));
    QCOMPARE(message.pool(), std::string("large"));
    QCOMPARE(message.scenario(), std::string("voice"));
    QCOMPARE(message.framework(), std::string("torch"));
    QCOMPARE(message.kind(), std::string("H800"));
    QCOMPARE(message.accelerators(), 16U);
    QCOMPARE(message.time_limit_s(), 7200);
    QCOMPARE(message.duration_s(), 1800);
    QVERIFY(message.held());
}

QTEST_APPLESS_MAIN(TestBookKeeper)
#include "tst_bookkeeper.moc"
