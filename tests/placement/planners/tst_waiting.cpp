// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planners/waiting.h"

#include "placement/planners/randombook.h"

#include <QtTest>

using namespace pilothouse;
using namespace pilothouse::test;
using Kind = WaitVariant::Kind;
using Source = StartEstimate::Source;

namespace {

Job limited(Job job, Micros limit)
{
    job.timeLimit = limit;
    return job;
}

Job ranked(Job job, std::int64_t priority)
{
    job.priority = priority;
    return job;
}

const WaitVariant *find(const WaitReport &report, Kind kind)
{
    const auto found = std::ranges::find(report.variants, kind, &WaitVariant::kind);
    return found == report.variants.end() ? nullptr : &*found;
}

// One node that a job holds until 5 h, with a large job first in the queue.
BookBuilder busy()
{
    BookBuilder builder;
    builder.node("a", "l")
        .node("b", "l")
        .node("c", "m")
        .pool("train", {"a", "b"})
        .pool("night", {"c"});
    builder.job(limited(running(1, 8, {"a"}), 4 * kHour));
    builder.job(limited(running(2, 4, {"b"}), 2 * kHour));
    builder.job(limited(ranked(pending(3, 16), 90), kHour));
    return builder;
}

} // namespace

class TestWaiting : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesWhatIsInTheWayAndWhenItEnds()
    {
        const JobBook book = busy().book();
        const auto report = explainWait(book, 3, 2 * kHour);
        QVERIFY(report.has_value());
        QCOMPARE(report->cause, WaitCause::Resources);
        QCOMPARE(report->start.source, Source::Replay);
        QCOMPARE(report->start.time, 5 * kHour);
        QCOMPARE(report->blockers.size(), std::size_t{2});
        QCOMPARE(report->blockers[0].job->id, JobId{2});
        QCOMPARE(report->blockers[0].latestEnd, 3 * kHour);
        QCOMPARE(report->blockers[1].accelerators, 8U);
        QVERIFY(report->ahead.empty());
    }

    void countsWhoIsAheadAndSetsVariantsBesideEachOther()
    {
        const JobBook book = busy().job(limited(ranked(pending(4, 4), 10), 8 * kHour)).book();
        const auto report = explainWait(book, 4, 2 * kHour);
        QCOMPARE(report->cause, WaitCause::Priority);
        QCOMPARE(report->ahead.size(), std::size_t{1});
        QCOMPARE(report->aheadAccelerators, std::uint64_t{16});
        QCOMPARE(report->start.time, 6 * kHour); // after the large one's hour
        const WaitVariant *first = find(*report, Kind::FirstInQueue);
        QCOMPARE(first->start.time, 2 * kHour);
        QCOMPARE(first->priority, std::int64_t{91});
        const WaitVariant *pool = find(*report, Kind::Pool);
        QCOMPARE(pool->name, std::string("night"));
        QCOMPARE(pool->start.time, 2 * kHour);
        QVERIFY(pool->action == ActionKind::Move);
        const WaitVariant *shorter = find(*report, Kind::Shorter);
        QCOMPARE(shorter->timeLimit, 3 * kHour); // until the large one starts
        QCOMPARE(find(*report, Kind::Fewer)->accelerators, 2U);
        QVERIFY(!find(*report, Kind::Fewer)->action);
    }

    void prefersTheEnginesOwnEstimate()
    {
        Job job = pending(4, 4);
        job.estimatedStart = 9 * kHour;
        const auto report = explainWait(busy().job(job).book(), 4, 2 * kHour);
        QCOMPARE(report->start.source, Source::Engine);
        QCOMPARE(report->start.time, 9 * kHour);
    }

    void aQuotaHoldsBack()
    {
        BookBuilder builder;
        builder.node("a", "l").node("b", "l").pool("train", {"a", "b"}).tenant("lab", 10);
        builder.job(limited(running(1, 8, {"a"}), 4 * kHour)).job(pending(2, 4));
        const auto report = explainWait(builder.book(), 2, 2 * kHour);
        QCOMPARE(report->cause, WaitCause::Quota);
        QCOMPARE(report->quota->used, std::uint64_t{8});
        QCOMPARE(report->start.time, 5 * kHour);
    }

    void saysWhereNobodyKnows()
    {
        BookBuilder builder;
        builder.node("a", "l").pool("train", {"a"}).job(running(1, 8, {"a"}));
        builder.job(pending(2, 4)).job(pending(3, 64));
        Job held = pending(4, 1);
        held.held = true;
        builder.job(held);
        const JobBook book = builder.book();
        QCOMPARE(explainWait(book, 2, 2 * kHour)->start.source, Source::Open);
        QCOMPARE(explainWait(book, 2, 2 * kHour)->blockers.size(), std::size_t{1});
        QCOMPARE(explainWait(book, 3, 2 * kHour)->cause, WaitCause::NeverFits);
        QCOMPARE(explainWait(book, 4, 2 * kHour)->cause, WaitCause::Held);
        QVERIFY(!explainWait(book, 1, 0));
        QVERIFY(!explainWait(book, 99, 0));
    }

    // Ends of jobs before their limits never make a start later than the bound: it is one.
    void theBoundHoldsWhenJobsEndAtTheirLimits()
    {
        std::mt19937 dice(5);
        int bounds = 0;
        for (int round = 0; round < 200; ++round) {
            const JobBook book = randomBook(dice, {.jobs = 12, .pending = 4});
            for (const JobPtr &job : book.jobs) {
                if (job->state != JobState::Pending)
                    continue;
                const auto report = explainWait(book, job->id, book.time);
                QVERIFY(report.has_value());
                if (report->start.source != Source::Replay)
                    continue;
                ++bounds;
                // At that time the nodes named are free of whoever runs now beyond it.
                for (const WaitBlocker &at : report->blockers) {
                    if (report->blockersInAll == 1 && job->accelerators >= 8)
                        QVERIFY(at.latestEnd > 0
                                && std::max(at.latestEnd, book.time) <= report->start.time);
                }
                for (const WaitVariant &at : report->variants) {
                    if (at.kind == Kind::FirstInQueue)
                        QVERIFY(at.start.time <= report->start.time);
                }
            }
        }
        QVERIFY(bounds > 100);
    }
};

QTEST_APPLESS_MAIN(TestWaiting)
#include "tst_waiting.moc"
