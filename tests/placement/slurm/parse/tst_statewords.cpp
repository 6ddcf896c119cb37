// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/statewords.h"

#include <QTest>

using namespace pilothouse;
using namespace pilothouse::slurm;

using Words = std::vector<std::string_view>;

class TestStateWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nodesReadAsSinfoShowsThem_data();
    void nodesReadAsSinfoShowsThem();
    void theWaysToWriteANodeStateAgree_data();
    void theWaysToWriteANodeStateAgree();
    void unknownWordsArePassedOver();
    void jobsHaveAStateAndFlags_data();
    void jobsHaveAStateAndFlags();
    void theStateBehindAFlagIsFound_data();
    void theStateBehindAFlagIsFound();
    void poolsHaveAState();
};

// The pairs of `scontrol show node` and `sinfo -o %T` of one cluster at one time, and what the
// source of node_state_string() says of the rest.
void TestStateWords::nodesReadAsSinfoShowsThem_data()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("sinfo");
    QTest::addColumn<int>("state");
    const auto row = [](const char *text, const char *sinfo, NodeState state) {
        QTest::newRow(text) << std::string(text) << std::string(sinfo) << static_cast<int>(state);
    };
    row("IDLE", "idle", NodeState::Idle);
    row("MIXED", "mixed", NodeState::Mixed);
    row("ALLOCATED", "allocated", NodeState::Allocated);
    row("UNKNOWN", "unknown", NodeState::Unknown);
    row("UNKNOWN+NOT_RESPONDING", "unknown*", NodeState::Unknown);
    row("DOWN", "down", NodeState::Down);
    row("DOWN+NOT_RESPONDING", "down*", NodeState::Down);
    row("FUTURE", "future", NodeState::Unknown);
    row("IDLE+DRAIN", "drained", NodeState::Drained);
    row("MIXED+DRAIN", "draining", NodeState::Draining);
    row("ALLOCATED+DRAIN", "draining", NodeState::Draining);
    row("IDLE+COMPLETING+DRAIN", "draining", NodeState::Draining);
    row("DOWN+DRAIN", "drained", NodeState::Drained);
    row("DOWN+DRAIN+PLANNED", "drained", NodeState::Drained);
    row("IDLE+DRAIN+NOT_RESPONDING", "drained*", NodeState::Drained);
    row("IDLE+DRAIN+MAINTENANCE+RESERVED", "drained$", NodeState::Drained);
    row("MIXED+DRAIN+REBOOT_REQUESTED", "draining@", NodeState::Draining);
    row("DOWN+DRAIN+REBOOT_ISSUED", "reboot^", NodeState::Drained);
    row("DOWN+REBOOT_ISSUED+PLANNED", "reboot^", NodeState::Down);
    row("IDLE+PLANNED", "planned", NodeState::Idle);
    row("MIXED+PLANNED", "mixed-", NodeState::Mixed);
    row("IDLE+RESERVED", "reserved", NodeState::Idle);
    row("IDLE+MAINTENANCE", "maint", NodeState::Idle);
    row("IDLE+MAINTENANCE+NOT_RESPONDING", "maint*", NodeState::Idle);
    row("MIXED+MAINTENANCE", "mixed$", NodeState::Mixed);
    row("IDLE+FAIL+RESERVED", "fail", NodeState::Drained);
    row("MIXED+FAIL+MAINTENANCE+RESERVED", "fail", NodeState::Draining);
    row("ALLOCATED+FAIL", "failing", NodeState::Draining);
    row("IDLE+COMPLETING", "completing", NodeState::Idle);
    row("ALLOCATED+COMPLETING", "allocated+", NodeState::Allocated);
    row("MIXED+COMPLETING", "completing", NodeState::Mixed);
    row("MIXED+NOT_RESPONDING", "mixed*", NodeState::Mixed);
    row("IDLE+CLOUD+POWERED_DOWN", "idle~", NodeState::Idle);
    row("IDLE+CLOUD+POWERING_UP", "idle#", NodeState::Idle);
    row("IDLE+POWER_DOWN", "idle!", NodeState::Idle);
    row("IDLE+POWERING_DOWN+NOT_RESPONDING", "idle%", NodeState::Idle);
    row("IDLE+INVALID_REG", "inval", NodeState::Down);
    row("IDLE+PERFCTRS", "perfctrs", NodeState::Idle);
}

void TestStateWords::nodesReadAsSinfoShowsThem()
{
    QFETCH(std::string, text);
    QFETCH(std::string, sinfo);
    QFETCH(int, state);
    const auto condition = nodeCondition(text);
    QCOMPARE(sinfoState(condition), sinfo);
    QCOMPARE(static_cast<int>(nodeState(condition)), state);
}

void TestStateWords::theWaysToWriteANodeStateAgree_data()
{
    QTest::addColumn<Words>("words");
    QTest::addColumn<std::string>("sinfo");
    QTest::newRow("v0.0.38") << Words{"mixed", "DRAIN", "NOT_RESPONDING"}
                             << std::string("draining*");
    QTest::newRow("v0.0.41") << Words{"MIXED", "DRAIN", "NOT_RESPONDING"}
                             << std::string("draining*");
    QTest::newRow("old text") << Words{"IDLE*", "DRAIN"} << std::string("drained*");
    QTest::newRow("another order")
        << Words{"PLANNED", "COMPLETING", "IDLE"} << std::string("completing");
    QTest::newRow("power") << Words{"IDLE~"} << std::string("idle~");
}

void TestStateWords::theWaysToWriteANodeStateAgree()
{
    QFETCH(Words, words);
    QFETCH(std::string, sinfo);
    QCOMPARE(sinfoState(nodeCondition(words)), sinfo);
}

void TestStateWords::unknownWordsArePassedOver()
{
    QCOMPARE(nodeCondition("IDLE+SOMETHING_NEW"), nodeCondition("IDLE"));
    QCOMPARE(nodeState(nodeCondition("")), NodeState::Unknown);
    QCOMPARE(nodeState(nodeCondition("***++")), NodeState::Unknown);
}

void TestStateWords::jobsHaveAStateAndFlags_data()
{
    QTest::addColumn<Words>("words");
    QTest::addColumn<JobStateWords>("read");
    QTest::newRow("one") << Words{"RUNNING"} << JobStateWords{JobState::Running};
    QTest::newRow("ended") << Words{"OUT_OF_MEMORY"} << JobStateWords{JobState::OutOfMemory};
    QTest::newRow("with a flag") << Words{"CANCELLED", "COMPLETING"}
                                 << JobStateWords{JobState::Cancelled, JobFlag::Completing};
    QTest::newRow("the flag first") << Words{"CONFIGURING", "RUNNING"}
                                    << JobStateWords{JobState::Running, JobFlag::Configuring};
    QTest::newRow("unknown") << Words{"SOMETHING", "PENDING"} << JobStateWords{JobState::Pending};
    QTest::newRow("nothing") << Words{} << JobStateWords{};
}

void TestStateWords::jobsHaveAStateAndFlags()
{
    QFETCH(Words, words);
    QFETCH(JobStateWords, read);
    QCOMPARE(jobState(words, {}), read);
}

void TestStateWords::theStateBehindAFlagIsFound_data()
{
    QTest::addColumn<std::string>("word");
    QTest::addColumn<std::string>("reason");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<int>("exitSignal");
    QTest::addColumn<int>("state");
    const auto row = [](const char *word, const char *reason, int code, int signal,
                        JobState state) {
        QTest::addRow("%s %s %d:%d", word, reason, code, signal)
            << std::string(word) << std::string(reason) << code << signal
            << static_cast<int>(state);
    };
    row("COMPLETING", "None", 0, 0, JobState::Completed);
    row("COMPLETING", "NonZeroExitCode", 3, 0, JobState::Failed);
    row("COMPLETING", "None", 0, 15, JobState::Cancelled);
    row("COMPLETING", "TimeLimit", 0, 15, JobState::Timeout);
    row("COMPLETING", "NodeDown", 0, 0, JobState::NodeFail);
    row("CONFIGURING", "None", 0, 0, JobState::Running);
    row("STOPPED", "None", 0, 0, JobState::Running);
    row("REQUEUED", "BeginTime", 0, 0, JobState::Pending);
    row("REQUEUE_HOLD", "JobHeldUser", 0, 0, JobState::Pending);
    row("SPECIAL_EXIT", "JobHeldUser", 0, 0, JobState::Pending);
}

void TestStateWords::theStateBehindAFlagIsFound()
{
    QFETCH(std::string, word);
    QFETCH(std::string, reason);
    QFETCH(int, exitCode);
    QFETCH(int, exitSignal);
    QFETCH(int, state);
    const Words words{word};
    const auto read = jobState(words, {reason, exitCode, exitSignal});
    QCOMPARE(static_cast<int>(read.state), state);
    QVERIFY(!read.flags.empty());
}

void TestStateWords::poolsHaveAState()
{
    QCOMPARE(poolState("UP"), PoolState::Up);
    QCOMPARE(poolState("drain"), PoolState::Drain);
    QCOMPARE(poolState("?"), PoolState::Unknown);
}

QTEST_APPLESS_MAIN(TestStateWords)
#include "tst_statewords.moc"
