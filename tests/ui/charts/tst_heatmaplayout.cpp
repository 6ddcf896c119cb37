// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampledata.h"
#include "ui/charts/heatmaplayout.h"

#include <QTest>
#include <set>

using namespace pilothouse;
using Detail = HeatmapLayout::Detail;

namespace {

HeatmapLayout laidOut(int cells, QSizeF area)
{
    HeatmapLayout layout;
    layout.setGroups(sampledata::racks(cells));
    layout.fit(area);
    return layout;
}

} // namespace

class TestHeatmapLayout : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sixteenRacksFlowInTwoRowsOfEight()
    {
        const auto layout = laidOut(1024, {888, 356});
        QCOMPARE(layout.detail(), Detail::Cells);
        QVERIFY(layout.showsTitles());
        QCOMPARE(layout.groupRect(7).top(), layout.groupRect(0).top());
        QVERIFY(layout.groupRect(8).top() > layout.groupRect(0).bottom());
        QVERIFY(layout.cellPitch().width() >= 12);
    }

    void everyCellIsFoundWhereItIsDrawn_data()
    {
        QTest::addColumn<int>("cells");
        QTest::addColumn<QSizeF>("area");
        QTest::newRow("one node") << 8 << QSizeF(300, 200);
        QTest::newRow("part of a node") << 1021 << QSizeF(888, 356);
        QTest::newRow("many") << 80'000 << QSizeF(1280, 740);
        QTest::newRow("many in little room") << 80'000 << QSizeF(640, 340);
    }

    void everyCellIsFoundWhereItIsDrawn()
    {
        QFETCH(const int, cells);
        QFETCH(const QSizeF, area);
        const auto layout = laidOut(cells, area);
        QCOMPARE(layout.cellCount(), cells);
        const QRectF all(QPointF(0, 0), area);
        for (int cell = 0; cell < cells; cell += 1 + cells / 997) {
            const QRectF rect = layout.cellRect(cell);
            QVERIFY(all.contains(rect));
            QCOMPARE(layout.cellAt(rect.center()), cell);
        }
    }

    void cellsDoNotOverlap()
    {
        const auto layout = laidOut(256, {500, 300});
        for (int a = 0; a < 256; ++a) {
            for (int b = a + 1; b < 256; ++b)
                QVERIFY(!layout.cellRect(a).intersects(layout.cellRect(b)));
        }
    }

    void lessRoomMeansLessDetail()
    {
        QCOMPARE(laidOut(80'000, {1280, 740}).detail(), Detail::Cells);
        QVERIFY(laidOut(80'000, {1280, 740}).cellPitch().height() >= 3);
        QCOMPARE(laidOut(80'000, {640, 340}).detail(), Detail::Nodes);
        QCOMPARE(laidOut(80'000, {200, 100}).detail(), Detail::Groups);
        QVERIFY(!laidOut(80'000, {640, 340}).showsTitles());
    }

    void aBandSelectsExactlyTheCellsItTouches()
    {
        const auto layout = laidOut(1024, {888, 356});
        const QRectF band = layout.cellRect(9).united(layout.cellRect(26)); // 2 x 3 cells of a rack
        const auto found = layout.cellsIn(band);
        QCOMPARE(std::set<int>(found.begin(), found.end()), std::set<int>({9, 10, 17, 18, 25, 26}));
        QVERIFY(layout.cellsIn(QRectF(-50, -50, 10, 10)).empty());
    }

    void arrowsMoveToTheNeighbour()
    {
        const auto layout = laidOut(1024, {888, 356});
        QCOMPARE(layout.neighbour(0, 1, 0), 1);
        QCOMPARE(layout.neighbour(0, 0, 1), 8);
        QCOMPARE(layout.neighbour(7, 1, 0), 64); // into the next rack
        QCOMPARE(layout.neighbour(56, 0, 1), 512); // into the rack below
        QCOMPARE(layout.neighbour(0, -1, 0), 0);
        QCOMPARE(layout.neighbour(-1, 1, 0), -1);
    }

    void cellsKeepTheirGlobalIndices()
    {
        HeatmapLayout layout;
        layout.setGroups(
            {{QStringLiteral("a"), {}, {30, 10, -4, 20}, 2}, {QStringLiteral("b"), {}, {7}, 2}});
        layout.fit({200, 200});
        QCOMPARE(layout.cellCount(), 4);
        QCOMPARE(layout.place(20), (HeatmapLayout::Place{0, 2}));
        QVERIFY(!layout.place(11).isValid());
        QCOMPARE(layout.cellAt(layout.cellRect(7).center()), 7);
        QVERIFY(layout.cellRect(11).isNull());
    }

    void nothingToShowIsNoError()
    {
        HeatmapLayout layout;
        layout.fit({100, 100});
        QCOMPARE(layout.cellAt({5, 5}), -1);
        layout.setGroups({{QStringLiteral("empty"), {}, {}, 8}});
        layout.fit({100, 100});
        QCOMPARE(layout.cellAt({5, 25}), -1);
        layout.fit({0, 0});
        QVERIFY(layout.cellsIn({0, 0, 10, 10}).empty());
    }
};

QTEST_APPLESS_MAIN(TestHeatmapLayout)
#include "tst_heatmaplayout.moc"
