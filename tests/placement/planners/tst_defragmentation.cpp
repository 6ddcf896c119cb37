// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planners/defragmentation.h"

#include "placement/planners/randombook.h"

#include <QtTest>
#include <set>

using namespace pilothouse;
using namespace pilothouse::test;

namespace {

// Tries every place for every movable job; jobs of one node alone.
class BruteForce {
public:
    BruteForce(const JobBook &book, const DefragmentationWish &wish)
        : m_book(book)
        , m_wish(wish)
        , m_used(book.nodes.size(), 0)
    {
        for (std::size_t node = 0; node < book.nodes.size(); ++node)
            m_used[node] = book.nodes[node].allocated;
        for (const JobPtr &job : book.jobs) {
            if (job->state != JobState::Running || !job->requeueable)
                continue;
            m_jobs.push_back(job);
            m_used[home(*job)] -= job->accelerators;
        }
    }
    // None: there is no way.
    std::optional<std::size_t> fewest()
    {
        tryFrom(0, 0);
        return m_best;
    }

private:
    [[nodiscard]] std::size_t home(const Job &job) const
    {
        return m_book.nodeByName.at(job.allocation.front().node);
    }
    [[nodiscard]] bool done() const
    {
        std::map<std::string, std::size_t> free;
        for (std::size_t node = 0; node < m_used.size(); ++node) {
            const PlacementNode &at = m_book.nodes[node];
            if (at.accepts() && m_used[node] == 0
                && (m_wish.kind.empty() || m_wish.kind == at.kind))
                ++free[m_wish.oneLeafSwitch ? at.leafSwitch : ""];
        }
        return std::ranges::any_of(free,
                                   [this](const auto &at) { return at.second >= m_wish.nodes; });
    }
    void tryFrom(std::size_t at, std::size_t moves)
    {
        if (m_best && moves >= *m_best)
            return;
        if (at == m_jobs.size()) {
            if (done())
                m_best = moves;
            return;
        }
        const Job &job = *m_jobs[at];
        for (std::size_t node = 0; node < m_used.size(); ++node) {
            const PlacementNode &as = m_book.nodes[node];
            const bool stays = node == home(job);
            const bool may = stays || (as.accepts() && (job.kind.empty() || job.kind == as.kind));
            if (!may || m_used[node] + job.accelerators > as.accelerators)
                continue;
            m_used[node] += job.accelerators;
            tryFrom(at + 1, moves + (stays ? 0 : 1));
            m_used[node] -= job.accelerators;
        }
    }

    const JobBook &m_book;
    const DefragmentationWish &m_wish;
    std::vector<std::uint32_t> m_used;
    std::vector<JobPtr> m_jobs;
    std::optional<std::size_t> m_best;
};

} // namespace

class TestDefragmentation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void movesTheOneJobThatIsInTheWay()
    {
        const JobBook book = BookBuilder()
                                 .node("a", "l")
                                 .node("b", "l")
                                 .pool("train", {"a", "b"})
                                 .job(running(1, 2, {"a"}))
                                 .job(running(2, 3, {"b"}))
                                 .job(pending(3, 8))
                                 .book();
        const auto made =
            planDefragmentation(book, {.price = [](const Job &) { return 3.0; }}, 2 * kHour);
        QVERIFY(made.has_value());
        QCOMPARE(made->moves, std::size_t{1});
        QVERIFY(made->isExact());
        QCOMPARE(made->freed, std::vector<std::string>{"a"}); // the cheaper one
        QCOMPARE(made->plan.consequences.lostMoney, std::optional(6.0));
        QCOMPARE(made->plan.consequences.freeWholeNodes, std::optional(std::pair(0, 1)));
        QCOMPARE(made->plan.consequences.pendingThatFit, std::vector<JobId>{3});
    }

    void movesJobsOutOfTheWayOfOthers()
    {
        // 4 does not fit beside 5 or 6 until one small job goes.
        const JobBook book = BookBuilder()
                                 .node("a", "l")
                                 .node("b", "l")
                                 .node("c", "l")
                                 .pool("train", {"a", "b", "c"})
                                 .job(running(1, 4, {"a"}))
                                 .job(running(2, 3, {"b"}))
                                 .job(running(3, 2, {"b"}))
                                 .job(running(4, 6, {"c"}))
                                 .book();
        const auto made = planDefragmentation(book, {.nodes = 1}, 2 * kHour);
        QVERIFY(made.has_value());
        QCOMPARE(made->moves, std::size_t{2});
        QVERIFY(made->isExact());
        QCOMPARE(PlanChecker(book).apply(made->plan), std::string());
    }

    void refusesInWords()
    {
        const JobBook book = BookBuilder()
                                 .node("a", "l")
                                 .node("b", "l")
                                 .pool("train", {"a", "b"})
                                 .job(running(1, 8, {"a"}))
                                 .book();
        QCOMPARE(planDefragmentation(book, {.nodes = 1}, 0).error().detail,
                 std::string("1 whole nodes are free already"));
        QCOMPARE(planDefragmentation(book, {.nodes = 2}, 0).error().detail,
                 std::string("no way is found to free 2 whole nodes"));
        QVERIFY(!planDefragmentation(book, {.nodes = 0}, 0));
        QVERIFY(!planDefragmentation(book, {.nodes = 1, .kind = "MLU590"}, 0));
    }

    void asFewAsAnybodyFinds_data()
    {
        QTest::addColumn<int>("nodes");
        QTest::addColumn<bool>("oneLeafSwitch");
        QTest::addColumn<QByteArray>("kind");
        QTest::newRow("one") << 1 << false << QByteArray();
        QTest::newRow("two") << 2 << false << QByteArray();
        QTest::newRow("two below one leaf") << 2 << true << QByteArray();
        QTest::newRow("one of a kind") << 1 << false << QByteArray("H800");
    }
    void asFewAsAnybodyFinds()
    {
        QFETCH(int, nodes);
        QFETCH(bool, oneLeafSwitch);
        QFETCH(QByteArray, kind);
        std::mt19937 dice(11);
        int moved = 0;
        for (int round = 0; round < 150; ++round) {
            const JobBook book =
                randomBook(dice, {.nodes = 5, .jobs = 7, .size = 4, .pending = 0, .gangs = false});
            const DefragmentationWish wish{.nodes = static_cast<std::size_t>(nodes),
                                           .kind = kind.toStdString(),
                                           .oneLeafSwitch = oneLeafSwitch};
            const auto fewest = BruteForce(book, wish).fewest();
            const auto made = planDefragmentation(book, wish, book.time);
            if (!fewest || *fewest == 0) {
                QVERIFY(!made);
                QCOMPARE(made.error().detail.find("already") != std::string::npos,
                         fewest.has_value());
                continue;
            }
            ++moved;
            QVERIFY2(made.has_value(), made ? "" : made.error().detail.c_str());
            QCOMPARE(made->moves, *fewest);
            QVERIFY(made->isExact());
        }
        QVERIFY(moved > 20);
    }

    void everyPlanFitsAndFreesWhatItSays()
    {
        std::mt19937 dice(3);
        int made = 0;
        for (int round = 0; round < 300; ++round) {
            const bool large = round % 3 == 0;
            const JobBook book = randomBook(dice,
                                            {.nodes = large ? 80 : 10,
                                             .leafSwitches = large ? 10 : 2,
                                             .jobs = large ? 150 : 16});
            const DefragmentationWish wish{.nodes = static_cast<std::size_t>(large ? 6 : 3),
                                           .kind = round % 4 == 0 ? "H800" : "",
                                           .oneLeafSwitch = round % 2 == 0};
            const auto plan = planDefragmentation(book, wish, book.time);
            if (!plan)
                continue;
            ++made;
            QVERIFY(plan->leastMoves <= plan->moves);
            PlanChecker checker(book);
            QCOMPARE(checker.apply(plan->plan), std::string());
            QCOMPARE(checker.moved().size(), plan->moves);
            QCOMPARE(plan->freed.size(), wish.nodes);
            std::set<std::string> switches;
            for (const std::string &name : plan->freed) {
                const std::size_t index = book.nodeByName.at(name);
                Job whole = pending(999, book.nodes[index].accelerators);
                QVERIFY(checker.space().place(whole, {index}));
                QVERIFY(wish.kind.empty() || book.nodes[index].kind == wish.kind);
                switches.insert(book.nodes[index].leafSwitch);
            }
            QVERIFY(!wish.oneLeafSwitch || switches.size() == 1);
        }
        QVERIFY(made > 50);
    }
};

QTEST_APPLESS_MAIN(TestDefragmentation)
#include "tst_defragmentation.moc"
