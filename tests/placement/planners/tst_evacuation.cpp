// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planners/evacuation.h"

#include "placement/planners/randombook.h"

#include <QtTest>
#include <set>

using namespace pilothouse;
using namespace pilothouse::test;
using Fate = EvacuatedJob::Fate;

class TestEvacuation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void drainsThenMovesTheLargestFirst()
    {
        const JobBook book = BookBuilder()
                                 .node("a", "l")
                                 .node("b", "l")
                                 .pool("train", {"a", "b"})
                                 .job(running(1, 2, {"a"}))
                                 .job(running(2, 5, {"a"}))
                                 .book();
        const auto made = planEvacuation(
            book, {"a"}, {.reason = "fan", .price = [](const Job &) { return 10.0; }}, 2 * kHour);
        QVERIFY(made.has_value());
        const Plan &plan = made->plan;
        QCOMPARE(plan.steps.front().action.kind, ActionKind::Drain);
        QCOMPARE(plan.steps.front().action.reason, std::string("fan"));
        QVERIFY(plan.steps.front().decisive);
        QCOMPARE(plan.steps[1].action.job, JobId{2});
        QCOMPARE(plan.steps.size(), std::size_t{7});
        QVERIFY(plan.steps[1].unit == plan.steps[3].unit
                && plan.steps[3].unit != plan.steps[4].unit);
        QCOMPARE(made->jobs.front().target, std::vector<std::string>{"b"});
        QCOMPARE(plan.consequences.lostAcceleratorHours, 7.0);
        QCOMPARE(plan.consequences.lostMoney, std::optional(70.0));
        QVERIFY(plan.consequences.staying.empty());
    }

    void whatHasNoRoomStaysOrWaits()
    {
        Job large = running(1, 6, {"a"});
        large.timeLimit = 5 * kHour;
        const JobBook book = BookBuilder()
                                 .node("a", "l")
                                 .node("b", "l")
                                 .pool("train", {"a", "b"})
                                 .job(large)
                                 .job(running(2, 4, {"b"}))
                                 .book();
        const auto stays = planEvacuation(book, {"a"}, {.reason = "fan"}, 2 * kHour);
        QCOMPARE(stays->jobs.front().fate, Fate::StaysForRoom);
        QCOMPARE(stays->plan.steps.size(), std::size_t{1});
        QCOMPARE(stays->plan.consequences.staying, std::vector<JobId>{1});
        QCOMPARE(stays->plan.consequences.emptyBy, 6 * kHour);
        QCOMPARE(stays->plan.consequences.lostAcceleratorHours, 0.0);
        const auto waits =
            planEvacuation(book, {"a"}, {.reason = "fan", .requeueRest = true}, 2 * kHour);
        QCOMPARE(waits->jobs.front().fate, Fate::Waits);
        QCOMPARE(waits->plan.steps.back().action.kind, ActionKind::Requeue);
        QCOMPARE(waits->plan.consequences.requeued, std::vector<JobId>{1});
        QCOMPARE(waits->plan.consequences.lostAcceleratorHours, 6.0);
    }

    void refusesInWords()
    {
        const JobBook book = BookBuilder()
                                 .node("a", "l", 8, NodeState::Drained)
                                 .node("b", "l")
                                 .pool("train", {"a", "b"})
                                 .book();
        QCOMPARE(planEvacuation(book, {"b"}, {.reason = " "}, 0).error().detail,
                 std::string("a drain needs a reason"));
        QCOMPARE(planEvacuation(book, {"x"}, {.reason = "r"}, 0).error().code, ErrorCode::NotFound);
        QCOMPARE(planEvacuation(book, {"a"}, {.reason = "r"}, 0).error().detail,
                 std::string("these nodes are drained and empty already"));
    }

    void everyPlanFitsAndLeavesNobodyWhoCouldGo()
    {
        std::mt19937 dice(7);
        int moved = 0;
        int left = 0;
        for (int round = 0; round < 500; ++round) {
            const JobBook book = randomBook(dice, {.nodes = 8, .jobs = 14});
            std::vector<std::string> nodes{"n1", "n4"};
            const bool requeue = round % 2 == 0;
            const auto made =
                planEvacuation(book, nodes, {.reason = "r", .requeueRest = requeue}, book.time);
            if (!made)
                continue;
            PlanChecker checker(book);
            QCOMPARE(checker.apply(made->plan), std::string());
            for (const auto &[job, at] : checker.moved()) {
                ++moved;
                for (const std::size_t node : at)
                    QVERIFY(book.nodes[node].name != "n1" && book.nodes[node].name != "n4");
            }
            std::set<JobId> known;
            for (const EvacuatedJob &at : made->jobs)
                known.insert(at.job->id);
            for (const JobPtr &job : book.jobs) {
                bool here = false;
                for (const JobAllocation &part : job->allocation)
                    here = here || part.node == "n1" || part.node == "n4";
                QCOMPARE(known.contains(job->id), here);
            }
            for (const EvacuatedJob &at : made->jobs) {
                QCOMPARE(at.fate == Fate::StaysFixed, !at.job->requeueable);
                if (at.fate != Fate::StaysForRoom)
                    continue;
                ++left;
                FreeSpace space = checker.space();
                space.release(*at.job);
                QVERIFY(!space.place(*at.job, candidateNodes(book, at.job->pool, {})));
            }
        }
        QVERIFY(moved > 300 && left > 30);
    }
};

QTEST_APPLESS_MAIN(TestEvacuation)
#include "tst_evacuation.moc"
