// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planners/packing.h"

#include "placement/planners/randombook.h"

#include <QtTest>

using namespace pilothouse;
using namespace pilothouse::test;

class TestPacking : public QObject {
    Q_OBJECT
private Q_SLOTS:
    // Whatever was taken and released before.
    void saysWhatFreeSpaceSays()
    {
        std::mt19937 dice(1);
        int fitted = 0;
        for (int round = 0; round < 300; ++round) {
            const JobBook book = randomBook(dice, {});
            FreeSpace space(book);
            Packing packing(book, book.time);
            for (const JobPtr &job : book.jobs) {
                if (job->state != JobState::Running)
                    continue;
                const auto candidates = candidateNodes(book, job->pool, {});
                const auto expected = space.place(*job, candidates);
                const auto found = packing.place(*job);
                QCOMPARE(found.has_value(), expected.has_value());
                if (found) {
                    ++fitted;
                    QCOMPARE(found->nodes.size(), expected->nodes.size());
                    packing.take(*found);
                    space.take(*found);
                } else {
                    packing.release(*job);
                    space.release(*job);
                }
            }
        }
        QVERIFY(fitted > 100);
    }

    void closedNodesTakeNothing()
    {
        const JobBook book = BookBuilder().node("a", "l").pool("train", {"a"}).book();
        Packing packing(book, 0);
        QVERIFY(packing.place(pending(1, 8)));
        packing.setOpen(0, false);
        QVERIFY(!packing.place(pending(1, 8)));
        QVERIFY(!packing.place(pending(1, 0)));
        packing.setOpen(0, true);
        QVERIFY(packing.place(pending(1, 8)));
    }

    void knowsWhereAJobMayNotRun()
    {
        JobBook book = BookBuilder()
                           .node("a", "l")
                           .node("b", "l")
                           .pool("train", {"a"})
                           .pool("night", {"b"})
                           .book();
        Job job = pending(1, 4, "train,night");
        JobDetail detail;
        detail.excludedNodes = {"a"};
        job.setDetail(detail);
        QCOMPARE(Packing(book, 0).place(job)->nodes, std::vector<std::size_t>{1});
        book.reservations.push_back({"kept", {"b"}, 0, kHour, {}, {}, {}, {}});
        QVERIFY(!Packing(book, 0).place(job));
        QVERIFY(Packing(book, 2 * kHour).place(job)); // it is over
        detail.reservation = "kept";
        job.setDetail(detail);
        QVERIFY(Packing(book, 0).place(job));
    }

    // Two nodes with four each are not one node with eight.
    void aJobKeepsItsNumberOfNodes()
    {
        const JobBook book =
            BookBuilder().node("a", "l").node("b", "l").pool("train", {"a", "b"}).book();
        Job job = pending(1, 8);
        QVERIFY(Packing(book, 0).place(job));
        job.nodes = 2;
        QVERIFY(!Packing(book, 0).place(job));
    }
};

QTEST_APPLESS_MAIN(TestPacking)
#include "tst_packing.moc"
