// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampledata.h"
#include "ui/charts/heatmap.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>
#include <limits>
#include <memory>

using namespace pilothouse;

class TestHeatmap : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_map = std::make_unique<Heatmap>(m_theme);
        m_map->resize(890, 380);
        m_map->setGroups(sampledata::racks(1024));
        m_map->setValues(std::vector<float>(1024, 0.5F));
        m_map->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_map.get()));
        m_map->setFocus();
    }

    void cellsHaveTheColourOfTheirValue()
    {
        std::vector<float> values(1024, 0.0F);
        values[3] = 1.0F;
        m_map->setValues(values);
        QCOMPARE(colourOf(3), m_theme.rampColor(1));
        QCOMPARE(colourOf(4), m_theme.rampColor(0));
        m_theme.setKind(ThemeKind::Light);
        QCOMPARE(colourOf(3), m_theme.rampColor(1));
        m_theme.setKind(ThemeKind::Dark);
    }

    void aMissingValueIsHatchedAndNotZero()
    {
        std::vector<float> values(1024, 0.0F);
        values[3] = std::numeric_limits<float>::quiet_NaN();
        m_map->setValues(values);
        QVERIFY(coloursOf(3).size() > 1);
        QVERIFY(!coloursOf(3).contains(m_theme.rampColor(0)));
        m_map->setValues(std::vector<float>(2, 0.0F)); // shorter than the cells: missing as well
        QVERIFY(coloursOf(900).size() > 1);
    }

    void aDrainedCellDiffersFromOneWithoutTelemetry()
    {
        std::vector<float> values(1024, std::numeric_limits<float>::quiet_NaN());
        m_map->setValues(values);
        const QImage unknown = imageOf(3);
        std::vector<HeatmapMarks> marks(1024);
        marks[3] = HeatmapMark::Drained;
        m_map->setMarks(marks);
        QVERIFY(imageOf(3) != unknown);
    }

    void categoriesHaveTheirColours()
    {
        std::vector<int> jobs(1024, -1);
        jobs[5] = 2;
        m_map->setCategories(jobs, {QStringLiteral("a")});
        QCOMPARE(colourOf(5), m_theme.category(2).rgb());
        QVERIFY(colourOf(6) != colourOf(5));
    }

    void nodesShowTheirMeanWhereCellsAreTooSmall()
    {
        m_map->resize(640, 360);
        m_map->setGroups(sampledata::racks(80'000));
        std::vector<float> values(80'000, 0.0F);
        std::fill_n(values.begin(), 4, 1.0F);
        m_map->setValues(values);
        QCOMPARE(m_map->cellLayout().detail(), HeatmapLayout::Detail::Nodes);
        const QRgb seen = m_map->grab().toImage().pixel(
            (m_map->visibleCellRect(0).topLeft() + QPointF(0.5, 0.5)).toPoint());
        QCOMPARE(seen, m_theme.ramp()[128]);
    }

    void hoverTellsTheCellAndLeavesIt()
    {
        QSignalSpy hovered(m_map.get(), &Heatmap::hovered);
        QTest::mouseMove(m_map.get(), centre(10));
        QTRY_COMPARE(hovered.size(), 1);
        QCOMPARE(hovered.at(0).at(0).toInt(), 10);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(m_map.get(), &leave);
        QCOMPARE(hovered.last().at(0).toInt(), -1);
    }

    void aClickActivates()
    {
        QSignalSpy activated(m_map.get(), &Heatmap::activated);
        QTest::mouseClick(m_map.get(), Qt::LeftButton, {}, centre(77));
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).toInt(), 77);
        QCOMPARE(m_map->focusCell(), 77);
    }

    void aDragSelectsAndDoesNotActivate()
    {
        QSignalSpy activated(m_map.get(), &Heatmap::activated);
        QSignalSpy selected(m_map.get(), &Heatmap::selectionChanged);
        QTest::mousePress(m_map.get(), Qt::LeftButton, {}, centre(9));
        QTest::mouseMove(m_map.get(), centre(26));
        QTest::mouseRelease(m_map.get(), Qt::LeftButton, {}, centre(26));
        QCOMPARE(selected.size(), 1);
        QCOMPARE(m_map->selection(), QList<int>({9, 10, 17, 18, 25, 26}));
        QCOMPARE(activated.size(), 0);
        QTest::keyClick(m_map.get(), Qt::Key_Escape);
        QVERIFY(m_map->selection().isEmpty());
    }

    void keysMoveSelectAndActivate()
    {
        QSignalSpy activated(m_map.get(), &Heatmap::activated);
        QTest::keyClick(m_map.get(), Qt::Key_Right);
        QCOMPARE(m_map->focusCell(), 0);
        QTest::keyClick(m_map.get(), Qt::Key_Right);
        QTest::keyClick(m_map.get(), Qt::Key_Down);
        QCOMPARE(m_map->focusCell(), 9);
        QTest::keyClick(m_map.get(), Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(m_map.get(), Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(m_map->selection(), QList<int>({9, 10, 17, 18}));
        QTest::keyClick(m_map.get(), Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).toInt(), 18);
    }

    void theWheelZoomsAtThePointerAndZeroResets()
    {
        const QPoint at = centre(500);
        wheel(at, 360);
        QVERIFY(m_map->zoom() > 1.9);
        QCOMPARE(m_map->cellAt(at), 500);
        const QRectF before = m_map->visibleCellRect(500);
        QTest::mousePress(m_map.get(), Qt::MiddleButton, {}, at);
        QTest::mouseMove(m_map.get(), at + QPoint(-20, -12));
        QTest::mouseRelease(m_map.get(), Qt::MiddleButton, {}, at + QPoint(-20, -12));
        QCOMPARE(m_map->visibleCellRect(500).topLeft(), before.topLeft() - QPointF(20, 12));
        QTest::keyClick(m_map.get(), Qt::Key_0);
        QCOMPARE(m_map->zoom(), 1.0);
        QCOMPARE(centre(500), at);
    }

    void spaceAndDragPans()
    {
        m_map->zoomAt(centre(500), 4);
        const QPoint at = centre(500);
        QTest::keyPress(m_map.get(), Qt::Key_Space);
        QTest::mousePress(m_map.get(), Qt::LeftButton, {}, at);
        QTest::mouseMove(m_map.get(), at + QPoint(15, 5));
        QTest::mouseRelease(m_map.get(), Qt::LeftButton, {}, at + QPoint(15, 5));
        QTest::keyRelease(m_map.get(), Qt::Key_Space);
        QCOMPARE(centre(500), at + QPoint(15, 5));
        QVERIFY(m_map->selection().isEmpty());
    }

    void theFocusCellStaysInSight()
    {
        m_map->zoomAt({10, 10}, 8);
        m_map->setFocusCell(1023);
        QVERIFY(m_map->rect().contains(centre(1023)));
    }

    void aScreenReaderHearsTheFocusCell()
    {
        m_map->setCellText([](int cell) { return QStringLiteral("cell %1").arg(cell); });
        m_map->setFocusCell(12);
        auto *accessible = QAccessible::queryAccessibleInterface(m_map.get());
        QCOMPARE(accessible->text(QAccessible::Description), QStringLiteral("cell 12"));
        QVERIFY(!accessible->text(QAccessible::Name).isEmpty());
    }

    void aSmallerFleetForgetsWhatIsGone()
    {
        m_map->setSelection({3, 900});
        m_map->setFocusCell(900);
        QSignalSpy selected(m_map.get(), &Heatmap::selectionChanged);
        m_map->setGroups(sampledata::racks(64));
        QCOMPARE(m_map->selection(), QList<int>({3}));
        QCOMPARE(selected.size(), 1);
        QCOMPARE(m_map->focusCell(), -1);
        m_map->setGroups({});
        QTest::keyClick(m_map.get(), Qt::Key_Right);
        QVERIFY(!m_map->grab().isNull());
    }

private:
    void wheel(QPoint at, int delta)
    {
        QWheelEvent event(at, m_map->mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(m_map.get(), &event);
    }

    QPoint centre(int cell) { return m_map->visibleCellRect(cell).center().toPoint(); }
    QImage imageOf(int cell)
    {
        return m_map->grab(m_map->visibleCellRect(cell).toRect()).toImage();
    }
    QRgb colourOf(int cell) { return m_map->grab().toImage().pixel(centre(cell)); }
    QSet<QRgb> coloursOf(int cell)
    {
        QSet<QRgb> colours;
        const QImage image = imageOf(cell);
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                colours.insert(image.pixel(x, y));
        }
        return colours;
    }

    Theme m_theme;
    std::unique_ptr<Heatmap> m_map;
};

QTEST_MAIN(TestHeatmap)
#include "tst_heatmap.moc"
