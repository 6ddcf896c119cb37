// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampledata.h"
#include "ui/charts/bandrows.h"
#include "ui/charts/charttables.h"

#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <cmath>
#include <limits>
#include <memory>

using namespace pilothouse;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr Micros kFrom = sampledata::kEnd - 100 * kSecond;
constexpr Micros kTo = sampledata::kEnd;

TimeRow row(const char *label, double value, int count = 101)
{
    TimeRow one{QLatin1String(label), false, {}};
    for (int i = 0; i < count; ++i)
        one.samples.push_back({kFrom + i * kSecond, value});
    return one;
}

} // namespace

class TestBandRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_chart = std::make_unique<BandRows>(m_theme);
        m_chart->resize(700, 400);
        m_chart->setFormatter([](double value) { return QString::number(value, 'f', 2); });
        m_chart->setFixedRange(0, 1);
        m_chart->setData(kFrom, kTo, 5 * kSecond,
                         {row("n1:0", 0.2), row("n1:1", 0.4), row("n1:2", 0.9)});
        m_chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
    }

    void aRasterKeepsValuesAndGaps()
    {
        TimeRow holed = row("a", 0.5);
        holed.samples.erase(holed.samples.begin() + 40, holed.samples.begin() + 60);
        holed.samples[80 - 20].mean = kNone;
        RowRaster raster;
        raster.build(std::span(&holed, 1), kFrom, kTo, 5 * kSecond, 1'000);
        QCOMPARE(raster.columns(), 100); // as many as there are samples, not pixels
        QCOMPARE(raster.value(0, 10), 0.5F);
        QVERIFY(std::isnan(raster.value(0, 50)));
        QVERIFY(std::isnan(raster.value(0, raster.columnAt(kFrom + 80 * kSecond + 1))));
        QCOMPARE(raster.value(0, 90), 0.5F);
        QCOMPARE(raster.columnAt(kFrom - 1), -1);
        QVERIFY(std::isnan(raster.value(7, 0)));
    }

    void aRasterAveragesWhatFallsIntoOneBucket()
    {
        TimeRow mixed = row("a", 0);
        for (std::size_t i = 1; i < mixed.samples.size(); i += 2)
            mixed.samples[i].mean = 1;
        RowRaster raster;
        raster.build(std::span(&mixed, 1), kFrom, kTo, 0, 10);
        QCOMPARE(raster.columns(), 10);
        QCOMPARE(raster.value(0, 4), 0.5F);
    }

    void aSampleHoldsUntilTheNextOne()
    {
        TimeRow sparse{QStringLiteral("a"), false, {}};
        for (int i = 0; i < 30; ++i)
            sparse.samples.push_back(
                {kFrom + (i < 15 ? i : 15 + (i - 15) * 4) * kSecond, 0.25 + i * 0.01});
        RowRaster raster;
        raster.build(std::span(&sparse, 1), kFrom, kTo - 28 * kSecond, 5 * kSecond, 500);
        for (int column = 0; column < raster.columns(); ++column)
            QVERIFY(!std::isnan(raster.value(0, column)));
    }

    void theBandIsOverAllRows()
    {
        const auto band = m_chart->rowsView()->raster().band();
        QVERIFY(!band.empty());
        const TimePoint &point = band[band.size() / 2];
        QVERIFY(qFuzzyCompare(float(point.minimum), 0.2F));
        QVERIFY(qFuzzyCompare(float(point.mean), 0.5F));
        QVERIFY(qFuzzyCompare(float(point.maximum), 0.9F));
        QCOMPARE(m_chart->band()->series().front().points.size(), band.size());
    }

    void bothPlotsStandAboveEachOther()
    {
        const TimeScale above = m_chart->band()->timeScale();
        const TimeScale below = m_chart->rowsView()->timeScale();
        QCOMPARE(above.left, below.left);
        QCOMPARE(above.width, below.width);
    }

    void rowsHaveTheColourOfTheirValues()
    {
        const QImage image = m_chart->rowsView()->viewport()->grab().toImage();
        const QPoint middle = m_chart->rowsView()->rowRect(2).center().toPoint();
        QCOMPARE(image.pixel(middle), m_theme.rampColor(0.9F));
    }

    void oneCursorForBoth()
    {
        QSignalSpy moved(m_chart.get(), &BandRows::cursorMoved);
        QSignalSpy hovered(m_chart.get(), &BandRows::rowHovered);
        RowsView *rows = m_chart->rowsView();
        QTest::mouseMove(rows->viewport(), rows->rowRect(1).center().toPoint());
        QTRY_COMPARE(moved.size(), 1);
        QCOMPARE(hovered.at(0).at(0).toInt(), 1);
        const auto time = moved.at(0).at(0).value<Micros>();
        QCOMPARE(m_chart->band()->cursorTime(), time);
        QCOMPARE(rows->valueText(1, time), QStringLiteral("0.40"));
        QSignalSpy left(m_chart.get(), &BandRows::cursorLeft);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(rows->viewport(), &leave);
        QCOMPARE(left.size(), 1);
        QVERIFY(!m_chart->band()->cursorTime());
    }

    void aDragChoosesARangeAndAClickARow()
    {
        QSignalSpy chosen(m_chart.get(), &BandRows::rangeChosen);
        QSignalSpy activated(m_chart.get(), &BandRows::rowActivated);
        RowsView *rows = m_chart->rowsView();
        const auto at = [rows](int second) {
            return QPoint(qRound(rows->timeScale().x(kFrom + second * kSecond)),
                          rows->rowRect(1).center().toPoint().y());
        };
        QTest::mousePress(rows->viewport(), Qt::LeftButton, {}, at(20));
        QTest::mouseMove(rows->viewport(), at(60));
        QTest::mouseRelease(rows->viewport(), Qt::LeftButton, {}, at(60));
        QCOMPARE(chosen.size(), 1);
        QVERIFY(std::abs(chosen.at(0).at(0).value<Micros>() - (kFrom + 20 * kSecond)) < kSecond);
        QVERIFY(std::abs(chosen.at(0).at(1).value<Micros>() - (kFrom + 60 * kSecond)) < kSecond);
        QCOMPARE(activated.size(), 0);
        QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, at(60));
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.at(0).at(0).toInt(), 1);
    }

    void keysMoveRowAndCursor()
    {
        RowsView *rows = m_chart->rowsView();
        rows->setFocus();
        QTest::keyClick(rows, Qt::Key_Down);
        QTest::keyClick(rows, Qt::Key_Down);
        QCOMPARE(rows->focusRow(), 1);
        QTest::keyClick(rows, Qt::Key_Left);
        QVERIFY(m_chart->band()->cursorTime());
        auto *accessible = QAccessible::queryAccessibleInterface(rows);
        QCOMPARE(accessible->text(QAccessible::Description), QStringLiteral("n1:1: 0.40"));
        QSignalSpy activated(m_chart.get(), &BandRows::rowActivated);
        QTest::keyClick(rows, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
    }

    void manyRowsScroll()
    {
        m_chart->setData(kFrom, kTo, 0, std::vector<TimeRow>(1'024, row("n:0", 0.5, 20)));
        RowsView *rows = m_chart->rowsView();
        QVERIFY(rows->rowRect(0).height() >= 6);
        QVERIFY(rows->verticalScrollBar()->maximum() > 0);
        rows->setFocusRow(1'023);
        QVERIFY(rows->rowRect(1'023).top() >= 0);
        QCOMPARE(rows->rowAt(rows->rowRect(1'023).center()), 1'023);
        m_chart->setData(kFrom, kTo, 0, {});
        QCOMPARE(rows->rowAt({100, 10}), -1);
        QVERIFY(!m_chart->grab().isNull());
    }

    void theTableHoldsWhatIsShown()
    {
        const ExportTable table = tableOf(*m_chart);
        QCOMPARE(table.columns,
                 QStringList({QStringLiteral("Time"), QStringLiteral("n1:0"),
                              QStringLiteral("n1:1"), QStringLiteral("n1:2")}));
        QCOMPARE(int(table.rows.size()), m_chart->rowsView()->raster().columns());
        QVERIFY(std::abs(table.rows[3][2].toDouble() - 0.4) < 1e-6);
    }

private:
    Theme m_theme;
    std::unique_ptr<BandRows> m_chart;
};

QTEST_MAIN(TestBandRows)
#include "tst_bandrows.moc"
