// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/roles.h"
#include "models/tables.h"
#include "testcenter.h"

#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QLocale>
#include <QTest>
#include <cmath>
#include <random>

using namespace pilothouse;
using testing::TestCenter;

namespace {

int columnOf(const LiveTable &table, const char *key)
{
    for (int i = 0; i < table.columnCount(); ++i) {
        if (qstrcmp(table.column(i).key, key) == 0)
            return i;
    }
    return -1;
}

QStringList firstColumn(const QAbstractItemModel &model)
{
    QStringList cells;
    for (int row = 0; row < model.rowCount(); ++row)
        cells << model.index(row, 0).data().toString();
    return cells;
}

void filter(LiveTable &table, const char *line)
{
    const Filter parsed = parseFilter(QString::fromLatin1(line), table.filterKeys());
    QVERIFY2(parsed.error.isEmpty(), qPrintable(parsed.error));
    table.setFilter(parsed);
}

} // namespace

class TestLiveTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void figuresSortAsFiguresAndMissingOnesComeLast()
    {
        TestCenter center(4);
        NodeTable table;
        QAbstractItemModelTester tester(&table,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (NodeIndex node = 0; node < 4; ++node) {
            center.set(Metric::CpuIdle, node, 0.1 * node);
        }
        center.set(Metric::CpuIdle, 2, std::nan(""));
        table.setView(center.view());
        table.sort(columnOf(table, "cpu"), Qt::AscendingOrder);
        QCOMPARE(firstColumn(table),
                 QStringList({QStringLiteral("n3"), QStringLiteral("n1"), QStringLiteral("n0"),
                              QStringLiteral("n2")}));
        table.sort(columnOf(table, "cpu"), Qt::DescendingOrder);
        QCOMPARE(firstColumn(table),
                 QStringList({QStringLiteral("n0"), QStringLiteral("n1"), QStringLiteral("n3"),
                              QStringLiteral("n2")}));
    }

    void namesSortNaturally()
    {
        TestCenter center(12);
        NodeTable table;
        table.setView(center.view());
        table.sort(0, Qt::AscendingOrder);
        QCOMPARE(firstColumn(table).mid(1, 3),
                 QStringList({QStringLiteral("n1"), QStringLiteral("n2"), QStringLiteral("n3")}));
    }

    void filtersByKindTenantAndFigure()
    {
        TestCenter center(4);
        center.addJob(2, JobState::Running).allocation = {{"n1", {0, 1}}};
        center.set(Metric::Utilization, 2, 0.04);
        AcceleratorTable table;
        QAbstractItemModelTester tester(&table,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        table.setView(center.view());
        QCOMPARE(table.rowCount(), 8);
        filter(table, "kind:910B");
        QCOMPARE(table.rowCount(), 4);
        filter(table, "kind:910B util<10 tenant:speech");
        QCOMPARE(table.rowCount(), 1);
        QCOMPARE(table.index(0, 0).data().toString(), QStringLiteral("NPU 0"));
        filter(table, "");
        QCOMPARE(table.rowCount(), 8);
        QCOMPARE(table.total(), 8);
    }

    void staleValuesAreNotShownAsThePresent()
    {
        TestCenter center(2);
        center.fleet->nodeReceived[0] = center.now - kMinute;
        AcceleratorTable table;
        table.setView(center.view());
        const int power = columnOf(table, "power");
        QCOMPARE(table.index(0, power).data().toString(), QStringLiteral("—"));
        QVERIFY(table.index(0, power).data(StaleRole).toBool());
        QVERIFY(table.index(2, power).data().toString() != QStringLiteral("—"));
        filter(table, "power<1000");
        QCOMPARE(table.rowCount(), 2); // a missing figure passes no comparison
    }

    void selectionStaysWithItsJobWhileJobsComeAndGo()
    {
        std::mt19937 random(7);
        TestCenter center(4);
        JobTable table;
        QAbstractItemModelTester tester(&table,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        QItemSelectionModel selection(&table);
        table.sort(columnOf(table, "acc"), Qt::DescendingOrder);
        JobId next = 1;
        for (int i = 0; i < 20; ++i)
            center.addJob(next++, JobState::Pending).accelerators = random() % 64;
        constexpr JobId kWatched = 10;
        table.setView(center.view());
        selection.select(table.index(table.rowOf(kWatched), 0),
                         QItemSelectionModel::Select | QItemSelectionModel::Rows);
        for (int round = 0; round < 300; ++round) {
            auto book = std::make_shared<JobBook>(*center.book);
            book->revision += 1;
            std::erase_if(book->jobs, [&random](const JobPtr &job) {
                return job->id != kWatched && random() % 5 == 0;
            });
            center.book = book;
            for (unsigned i = random() % 6; i > 0; --i)
                center.addJob(next++, random() % 2 == 0 ? JobState::Pending : JobState::Running)
                    .accelerators = random() % 64;
            center.now += kSecond;
            table.setView(center.view());
            QCOMPARE(table.rowCount(), static_cast<int>(book->jobs.size()));
            const QModelIndexList rows = selection.selectedRows();
            QCOMPARE(rows.size(), 1);
            QCOMPARE(rows.first().data(IdRole).toULongLong(), kWatched);
            for (int row = 1; row < table.rowCount(); ++row) {
                const int column = columnOf(table, "acc");
                QVERIFY(table.index(row - 1, column).data(ValueRole).toDouble()
                        >= table.index(row, column).data(ValueRole).toDouble());
            }
        }
    }

    void selectionStaysWithItsNodeWhenOthersLeave()
    {
        TestCenter center(4);
        NodeTable nodes;
        AcceleratorTable accelerators;
        RackTable racks;
        QAbstractItemModelTester tester(&accelerators,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::vector<QPersistentModelIndex> watched;
        for (LiveTable *table : std::initializer_list<LiveTable *>{&nodes, &accelerators, &racks})
            table->setView(center.view());
        watched.emplace_back(nodes.index(2, 0)); // n2
        watched.emplace_back(accelerators.index(5, 1)); // the second of n2
        watched.emplace_back(racks.index(1, 0)); // R1
        const QPersistentModelIndex left(nodes.index(0, 0));

        TestCenter fewer(3); // n1, n2 and n3: n0 has left
        fewer.topology->nodeByName.clear();
        for (NodeIndex i = 0; i < 3; ++i) {
            NodeInfo &info = fewer.topology->nodes[i].info;
            info.name = "n" + std::to_string(i + 1);
            info.rack = "R" + std::to_string((i + 1) / 2);
            fewer.topology->nodeByName.emplace(info.name, i);
        }
        for (LiveTable *table : std::initializer_list<LiveTable *>{&nodes, &accelerators, &racks})
            table->setView(fewer.view());
        QCOMPARE(nodes.rowCount(), 3);
        QVERIFY(!left.isValid());
        QCOMPARE(watched[0].data().toString(), QStringLiteral("n2"));
        QCOMPARE(watched[0].data(IdRole).toULongLong(), 1ULL);
        QCOMPARE(watched[1].data().toString(), QStringLiteral("n2"));
        QCOMPARE(watched[1].data(IdRole).toULongLong(), 3ULL);
        QCOMPARE(watched[2].data().toString(), QStringLiteral("R1"));
        QCOMPARE(watched[2].data(IdRole).toULongLong(), 1ULL);
    }

    void theQueueShowsOnlyPendingJobs()
    {
        TestCenter center(2);
        center.addJob(1, JobState::Running);
        center.addJob(2, JobState::Pending);
        JobTable queue(JobTable::Show::Pending);
        QAbstractItemModelTester tester(&queue,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        queue.setView(center.view());
        QCOMPARE(firstColumn(queue), QStringList({QStringLiteral("2")}));
        auto book = std::make_shared<JobBook>(*center.book);
        book->jobs.clear();
        center.book = book;
        center.addJob(3, JobState::Pending);
        center.addJob(4, JobState::Running);
        center.now += kSecond;
        queue.setView(center.view());
        QCOMPARE(firstColumn(queue), QStringList({QStringLiteral("3")}));
    }

    void racksSumTheirNodes()
    {
        TestCenter center(4);
        center.set(Metric::Power, 0, 100);
        center.set(Metric::Power, 1, 200);
        center.set(Metric::Power, 2, 300);
        center.set(Metric::Power, 3, std::nan(""));
        RackTable table;
        QAbstractItemModelTester tester(&table,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        table.setView(center.view());
        QCOMPARE(table.rowCount(), 2);
        QCOMPARE(table.index(0, columnOf(table, "power")).data(ValueRole).toDouble(), 600.0);
        QCOMPARE(table.index(0, columnOf(table, "nodes")).data(ValueRole).toDouble(), 2.0);
    }
};

QTEST_GUILESS_MAIN(TestLiveTable)
#include "tst_livetable.moc"
