// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

using namespace pilothouse;
using namespace pilothouse::simulator;

class TestEngineRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGangStartsWholeOrNotAtAll()
    {
        TestEngine t(testOptions(2));
        const JobId small = t.add(1, 100, 200);
        t.run(2);
        const JobId gang = t.add(16, 50, 100);
        t.run(2);
        QCOMPARE(t.state(small), JobState::Running);
        QCOMPARE(t.state(gang), JobState::Pending);
        QVERIFY(t.job(gang).allocation.empty());
        QCOMPARE(t.job(gang).reason, std::string("Resources"));
        t.run(100);
        QCOMPARE(t.state(small), JobState::Completed);
        QCOMPARE(t.state(gang), JobState::Running);
        QCOMPARE(t.job(gang).allocation.size(), std::size_t{2});
    }

    void backfillNeverDelaysTheFirstThatWaits()
    {
        TestEngine t(testOptions(2));
        const JobId first = t.add(8, 300, 300);
        t.run(2);
        const JobId head = t.add(16, 100, 100);
        t.run(2);
        const JobId fits = t.add(8, 100, 100);
        const JobId tooLong = t.add(4, 1'000, 1'000);
        const JobId unlimited = t.add(4, 1'000);
        t.run(2);
        QCOMPARE(t.state(first), JobState::Running);
        QCOMPARE(t.state(fits), JobState::Running);
        QCOMPARE(t.state(tooLong), JobState::Pending);
        QCOMPARE(t.job(tooLong).reason, std::string("Priority"));
        QCOMPARE(t.state(unlimited), JobState::Pending);
        const Micros promised = t.job(head).estimatedStart;
        QVERIFY(promised >= t.job(first).started + 300 * kSecond);
        QVERIFY(promised < t.job(first).started + 300 * kSecond + kMinute);
        t.run(300);
        QCOMPARE(t.state(head), JobState::Running);
        QVERIFY(t.job(head).started <= promised);
    }

    void promisesHoldForRandomJobs()
    {
        Options options = testOptions(6);
        options.replay = "one pool";
        TestEngine t(options);
        Random random(5);
        std::map<JobId, Micros> promised;
        std::int64_t priority = 1'000'000;
        int kept = 0;
        for (int step = 0; step < 3'000; ++step) {
            if (random.chance(0.4)) {
                const double seconds = random.uniform(5, 900);
                const JobId id =
                    t.add(random.chance(0.2) ? static_cast<std::uint32_t>(8 * (1 + random.below(5)))
                                             : static_cast<std::uint32_t>(1 + random.below(8)),
                          seconds, seconds * random.uniform(1, 4));
                QVERIFY(t.engine.setPriority(id, priority--).ok); // nobody overtakes
            }
            t.run(random.uniform(1, 60));
            for (const auto &[id, job] : t.engine.jobs()) {
                if (job->state == JobState::Pending && job->reason == "Resources"
                    && job->estimatedStart > 0)
                    promised.try_emplace(id, job->estimatedStart);
                if (job->started == 0 || !promised.contains(id))
                    continue;
                QVERIFY2(job->started <= promised[id] + kSecond, qPrintable(QString::number(id)));
                ++kept;
                promised.erase(id);
            }
        }
        QVERIFY2(kept > 100, qPrintable(QString::number(kept)));
    }

    void aTenantStaysWithinItsQuota()
    {
        TestEngine t(testOptions(3), {testTenant("small", 8), testTenant("free")});
        const JobId a = t.add(6, 1'000, 2'000, 0);
        const JobId b = t.add(4, 100, 200, 0);
        const JobId c = t.add(4, 100, 200, 1);
        t.run(2);
        QCOMPARE(t.state(a), JobState::Running);
        QCOMPARE(t.state(b), JobState::Pending);
        QCOMPARE(t.job(b).reason, std::string("AssocGrpGRES"));
        QCOMPARE(t.state(c), JobState::Running); // not kept waiting by b
        QVERIFY(t.engine.cancel(a).ok);
        t.run(2);
        QCOMPARE(t.state(b), JobState::Running);
    }

    void aJobEndsAsItsOutcomeOrTimeLimitSays()
    {
        TestEngine t(testOptions(1));
        const JobId late = t.add(1, 500, 100);
        JobSpec spec;
        spec.work = 50 * kSecond;
        spec.outcome = Outcome::Fail;
        const JobId failing = t.engine.add(spec);
        t.run(200);
        QCOMPARE(t.state(late), JobState::Timeout);
        QCOMPARE(t.job(late).reason, std::string("TimeLimit"));
        QCOMPARE(t.job(late).ended - t.job(late).started, 100 * kSecond);
        QCOMPARE(t.state(failing), JobState::Failed);
        QCOMPARE(t.job(failing).reason, std::string("NonZeroExitCode"));
    }

    void waitingJobsSayWhy()
    {
        TestEngine t(testOptions(1));
        JobSpec spec;
        spec.work = kHour;
        spec.hold = Hold::User;
        const JobId held = t.engine.add(spec);
        spec.hold = Hold::None;
        spec.beginAfter = t.engine.now() + 100 * kSecond;
        const JobId later = t.engine.add(spec);
        spec.beginAfter = 0;
        spec.dependsOn = later;
        const JobId dependent = t.engine.add(spec);
        t.run(2);
        QCOMPARE(t.job(held).reason, std::string("JobHeldUser"));
        QCOMPARE(t.job(later).reason, std::string("BeginTime"));
        QCOMPARE(t.job(dependent).reason, std::string("Dependency"));
        t.run(110);
        QCOMPARE(t.state(later), JobState::Running);
        QVERIFY(t.engine.hold(held).ok == true);
        QCOMPARE(t.job(held).reason, std::string("JobHeldAdmin"));
        QVERIFY(t.engine.release(held).ok);
        t.run(2);
        QCOMPARE(t.state(held), JobState::Running);
        QVERIFY(t.engine.cancel(later).ok);
        t.run(2);
        QCOMPARE(t.state(dependent), JobState::Running);
    }

    void aRequeuedJobGoesOnFromItsLastCheckpoint()
    {
        TestEngine t(testOptions(1));
        JobSpec spec;
        spec.work = 1'000 * kSecond;
        spec.accelerators = 8;
        spec.profile.checkpointEvery = 100 * kSecond;
        spec.profile.checkpointSpan = 10 * kSecond;
        int announced = 0;
        t.engine.onCheckpoint([&announced](const SimJob &) { ++announced; });
        const JobId id = t.engine.add(spec);
        t.run(1);
        const Micros started = t.job(id).started;
        t.engine.advanceTo(started + 350 * kSecond);
        QCOMPARE(announced, 3);
        QCOMPARE(t.job(id).checkpoint, started + 310 * kSecond);
        QVERIFY(t.engine.requeue(id, true).ok);
        QCOMPARE(t.state(id), JobState::Pending);
        QCOMPARE(t.job(id).reason, std::string("JobHeldAdmin"));
        QCOMPARE(t.job(id).done, 300 * kSecond);
        QCOMPARE(t.job(id).restarts, 1U);
        QCOMPARE(t.job(id).checkpoint, started + 310 * kSecond);
        t.run(100);
        QCOMPARE(t.state(id), JobState::Pending);
        QVERIFY(t.engine.release(id).ok);
        t.run(2);
        const Micros again = t.job(id).started;
        QVERIFY(again > started);
        t.engine.advanceTo(again + 700 * kSecond);
        QCOMPARE(t.state(id), JobState::Completed);
        QCOMPARE(t.job(id).ended, again + 700 * kSecond);
    }

    void aMovedJobStartsOnItsNodes()
    {
        TestEngine t(testOptions(3));
        const JobId blocker = t.add(8, 1'000, 2'000);
        t.run(2);
        const std::string first = t.topology.nodes[t.job(blocker).allocation.front().node].name;
        const JobId id = t.add(8, 10'000, 20'000);
        QVERIFY(t.engine.move(id, {first}, "").ok);
        t.run(5);
        QCOMPARE(t.state(id), JobState::Pending); // two other nodes are free
        QCOMPARE(t.job(id).reason, std::string("Resources"));
        const JobId other = t.add(8, 5'000, 5'000);
        t.run(5);
        QCOMPARE(t.state(other), JobState::Running);
        QVERIFY(t.engine.cancel(blocker).ok);
        t.run(2);
        QCOMPARE(t.state(id), JobState::Running);
        QCOMPARE(t.topology.nodes[t.job(id).allocation.front().node].name, first);
    }

    void movingToNothingClearsTheNodes()
    {
        TestEngine t(testOptions(2));
        const JobId blocker = t.add(8, 1'000, 2'000);
        t.run(2);
        const JobId id = t.add(8, 100, 200);
        QVERIFY(
            t.engine.move(id, {t.topology.nodes[t.job(blocker).allocation.front().node].name}, "")
                .ok);
        t.run(2);
        QCOMPARE(t.state(id), JobState::Pending);
        QVERIFY(t.engine.move(id, {}, "").ok);
        t.run(2);
        QCOMPARE(t.state(id), JobState::Running);
    }

    void aDrainedNodeKeepsItsJobsAndTakesNoMore()
    {
        TestEngine t(testOptions(1));
        const JobId running = t.add(2, 100, 200);
        t.run(2);
        QVERIFY(t.engine.drain("n001", "replace fan").ok);
        const JobId waiting = t.add(2, 100, 200);
        t.run(2);
        QCOMPARE(t.engine.cluster().state(0), NodeState::Draining);
        QCOMPARE(t.state(running), JobState::Running);
        QCOMPARE(t.state(waiting), JobState::Pending);
        t.run(110);
        QCOMPARE(t.engine.cluster().state(0), NodeState::Drained);
        QCOMPARE(t.engine.cluster().reason(0), std::string("replace fan"));
        QVERIFY(t.engine.resume("n001").ok);
        t.run(2);
        QCOMPARE(t.state(waiting), JobState::Running);
    }

    void aLostNodeTakesItsJobsAlong()
    {
        TestEngine t(testOptions(8));
        std::vector<JobId> jobs;
        for (int i = 0; i < 60; ++i) {
            JobSpec spec;
            spec.kind = 0;
            spec.work = kHour;
            spec.profile.seed = static_cast<std::uint64_t>(i);
            jobs.push_back(t.engine.add(spec));
        }
        t.run(2);
        for (NodeIndex node = 0; node < 8; ++node)
            t.engine.setNodeDown(node, "Not responding");
        int requeued = 0;
        int failed = 0;
        for (const JobId id : jobs) {
            QVERIFY(t.state(id) != JobState::Running);
            requeued += t.job(id).restarts == 1 && t.state(id) == JobState::Pending;
            failed += t.state(id) == JobState::NodeFail;
        }
        QVERIFY(requeued > 10 && failed > 5);
        QCOMPARE(t.engine.cluster().state(0), NodeState::Down);
        QVERIFY(!t.engine.resume("n001").ok);
        for (NodeIndex node = 0; node < 8; ++node)
            t.engine.setNodeUp(node);
        t.run(60);
        for (const JobId id : jobs)
            QVERIFY(t.state(id) != JobState::Pending);
    }

    void endedJobsAreForgottenAfterAnHour()
    {
        TestEngine t(testOptions(1));
        const JobId id = t.add(1, 10, 20);
        const std::uint64_t before = t.engine.revision();
        t.run(3'500);
        QCOMPARE(t.state(id), JobState::Completed);
        t.run(200);
        QVERIFY(t.engine.find(id) == nullptr);
        const Changes changes = t.engine.changesSince(before);
        QVERIFY(!changes.full);
        QCOMPARE(changes.forgotten, std::vector<JobId>{id});
        QVERIFY(changes.jobs.empty());
    }

    void changesAreToldOnceAndMerged()
    {
        TestEngine t(testOptions(1));
        QVERIFY(t.engine.changesSince(0).full);
        const std::uint64_t before = t.engine.revision();
        const JobId id = t.add(4, 1'000, 2'000);
        t.run(2);
        QVERIFY(t.engine.drain("n001", "a").ok);
        QVERIFY(t.engine.resume("n001").ok);
        const Changes changes = t.engine.changesSince(before);
        QCOMPARE(changes.jobs.size(), std::size_t{1});
        QCOMPARE(changes.jobs.front()->id, id);
        QCOMPARE(changes.nodes, std::vector<NodeIndex>{0});
        QVERIFY(t.engine.changesSince(changes.revision).jobs.empty());
        QVERIFY(t.engine.changesSince(changes.revision).nodes.empty());
    }
};

QTEST_APPLESS_MAIN(TestEngineRules)
#include "tst_engine.moc"
