// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampledata.h"
#include "ui/charts/timechart.h"

#include <QSignalSpy>
#include <QTest>
#include <memory>

using namespace pilothouse;

class TestTimeChart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_chart = std::make_unique<TimeChart>(m_theme, TimeChart::Form::Large);
        m_chart->resize(600, 200);
        m_chart->setTitle(QStringLiteral("Power"));
        m_chart->setFormatter(
            [](double value) { return QStringLiteral("%1 W").arg(value, 0, 'f', 0); });
        m_chart->setData(kFrom, kTo, 5 * kSecond, {line(100)});
        m_chart->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_chart.get()));
        m_chart->setFocus();
    }

    void theNewestValueIsCurrentUntilThereIsACursor()
    {
        QCOMPARE(m_chart->currentText(), QStringLiteral("199 W"));
        QCOMPARE(m_chart->accessibleName(), QStringLiteral("Power: 199 W"));
        m_chart->setCursorTime(kFrom + 10 * kSecond);
        QCOMPARE(m_chart->accessibleName(), QStringLiteral("Power: 110 W"));
        m_chart->setCursorTime({});
        m_chart->setValueSuffix(QStringLiteral(" of 400"));
        QCOMPARE(m_chart->currentText(), QStringLiteral("199 W of 400"));
    }

    void aValueThatIsTooOldIsNotCurrent()
    {
        m_chart->setData(kFrom, kTo + kMinute, 5 * kSecond, {line(100)});
        QCOMPARE(m_chart->currentText(), QStringLiteral("\u2014"));
    }

    void theLineIsDrawnAndBrokenInAGap()
    {
        TimeSeries series = line(100);
        for (TimePoint &point : series.points)
            point = TimePoint::sample(point.time, 50);
        series.points.erase(series.points.begin() + 40, series.points.begin() + 60);
        m_chart->setFixedRange(0, 100);
        m_chart->setData(kFrom, kTo, 5 * kSecond, {series});
        const QColor colour = m_theme.category(0);
        QVERIFY(columnHas(colour, kFrom + 20 * kSecond));
        QVERIFY(!columnHas(colour, kFrom + 50 * kSecond));
        QVERIFY(columnHas(colour, kFrom + 80 * kSecond));
    }

    void newPointsOfTheSameShapeAreDrawn()
    {
        m_chart->setFixedRange(0, 100);
        const auto flat = [](double value) {
            TimeSeries series = line(100);
            for (TimePoint &point : series.points)
                point = TimePoint::sample(point.time, value);
            return series;
        };
        m_chart->setData(kFrom, kTo, 0, {flat(10)});
        const QImage low = m_chart->grab().toImage();
        m_chart->setData(kFrom, kTo, 0, {flat(80)});
        QVERIFY(m_chart->grab().toImage() != low);
        QVERIFY(columnHas(m_theme.category(0), kFrom + 50 * kSecond));
        m_chart->setData(kFrom, kTo + 10 * kSecond, 0, {flat(10)}); // another domain at once
        QVERIFY(columnHas(m_theme.category(0), kFrom + 50 * kSecond));
        QVERIFY(!columnHas(m_theme.category(0), kTo + 8 * kSecond));
    }

    void stackedAreasAreDrawn()
    {
        TimeSeries lower = line(100);
        TimeSeries upper = line(100);
        lower.style = upper.style = SeriesStyle::Stacked;
        upper.colour = 1;
        m_chart->setData(kFrom, kTo, 0, {lower, upper});
        QVERIFY(m_chart->valueRange().high >= 398);
        QVERIFY(hueSeen(m_theme.category(0)));
        QVERIFY(hueSeen(m_theme.category(1)));
    }

    void theRangeDoesNotJump()
    {
        QCOMPARE(m_chart->valueRange(), (ValueRange{0, 200}));
        m_chart->setData(kFrom, kTo, 0, {line(100, 60)});
        QCOMPARE(m_chart->valueRange(), (ValueRange{0, 200}));
        m_chart->setFixedRange(0, 100);
        QCOMPARE(m_chart->valueRange(), (ValueRange{0, 100}));
    }

    void hoverMovesTheCursorOnce()
    {
        QSignalSpy moved(m_chart.get(), &TimeChart::cursorMoved);
        const QPoint at = position(kFrom + 50 * kSecond);
        QTest::mouseMove(m_chart->viewport(), at);
        QTRY_COMPARE(moved.size(), 1);
        QVERIFY(std::abs(moved.at(0).at(0).value<Micros>() - (kFrom + 50 * kSecond)) < kSecond);
        TimeChart other(m_theme);
        other.setCursorTime(moved.at(0).at(0).value<Micros>());
        QCOMPARE(other.cursorTime(), m_chart->cursorTime());
        QSignalSpy left(m_chart.get(), &TimeChart::cursorLeft);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(m_chart.get(), &leave);
        QCOMPARE(left.size(), 1);
        QVERIFY(!m_chart->cursorTime());
    }

    void aDragChoosesARange()
    {
        QSignalSpy chosen(m_chart.get(), &TimeChart::rangeChosen);
        drag(kFrom + 70 * kSecond, kFrom + 30 * kSecond); // backwards
        QCOMPARE(chosen.size(), 1);
        const auto from = chosen.at(0).at(0).value<Micros>();
        const auto to = chosen.at(0).at(1).value<Micros>();
        QVERIFY(std::abs(from - (kFrom + 30 * kSecond)) < kSecond);
        QVERIFY(std::abs(to - (kFrom + 70 * kSecond)) < kSecond);
    }

    void aClickChoosesNothingAndADoubleClickAsksForAll()
    {
        QSignalSpy chosen(m_chart.get(), &TimeChart::rangeChosen);
        QSignalSpy reset(m_chart.get(), &TimeChart::rangeReset);
        QTest::mouseClick(m_chart->viewport(), Qt::LeftButton, {}, position(kFrom + 50 * kSecond));
        QTest::mouseDClick(m_chart->viewport(), Qt::LeftButton, {}, position(kFrom + 50 * kSecond));
        QCOMPARE(chosen.size(), 0);
        QCOMPARE(reset.size(), 1);
    }

    void keysMoveTheCursorFromSampleToSample()
    {
        QSignalSpy moved(m_chart.get(), &TimeChart::cursorMoved);
        QTest::keyClick(m_chart.get(), Qt::Key_Left);
        QCOMPARE(m_chart->cursorTime(), kFrom + 99 * kSecond);
        QTest::keyClick(m_chart.get(), Qt::Key_Left);
        QCOMPARE(m_chart->cursorTime(), kFrom + 98 * kSecond);
        m_chart->setCursorTime(kFrom + 50 * kSecond + kMillisecond); // between two samples
        QTest::keyClick(m_chart.get(), Qt::Key_Right);
        QCOMPARE(m_chart->cursorTime(), kFrom + 51 * kSecond);
        QTest::keyClick(m_chart.get(), Qt::Key_Home);
        QCOMPARE(m_chart->cursorTime(), kFrom);
        QCOMPARE(moved.size(), 4);
        QTest::keyClick(m_chart.get(), Qt::Key_Escape);
        QVERIFY(!m_chart->cursorTime());
    }

    void marksOutsideTheRangeAreNotDrawn()
    {
        const QImage before = m_chart->grab().toImage();
        m_chart->setMarks({{kFrom - kHour, MarkSeverity::Critical, QStringLiteral("XID 79")}});
        QCOMPARE(m_chart->grab().toImage(), before);
        m_chart->setMarks(
            {{kFrom + 20 * kSecond, MarkSeverity::Critical, QStringLiteral("XID 79")}});
        QVERIFY(columnHas(m_theme.tokens().critical, kFrom + 20 * kSecond));
    }

    void emptyLoadingAndFailedLookDifferent()
    {
        m_chart->setData(kFrom, kTo, 0, {});
        const QImage empty = m_chart->grab().toImage();
        m_chart->setLoading(true);
        const QImage loading = m_chart->grab().toImage();
        QVERIFY(loading != empty);
        m_chart->setMessage(QStringLiteral("The history file cannot be read"));
        QVERIFY(m_chart->grab().toImage() != loading);
        QCOMPARE(m_chart->currentText(), QStringLiteral("\u2014"));
    }

    void moreSeriesThanCanBeToldApartAreLeftOut()
    {
        m_chart->setData(kFrom, kTo, 0, std::vector<TimeSeries>(12, line(10)));
        QCOMPARE(m_chart->series().size(), 8U);
    }

private:
    static constexpr Micros kFrom = sampledata::kEnd - 100 * kSecond;
    static constexpr Micros kTo = sampledata::kEnd;

    static TimeSeries line(int count, double base = 100)
    {
        TimeSeries series{QStringLiteral("a"), 0, SeriesStyle::Line, {}};
        for (int i = 0; i < count; ++i)
            series.points.push_back(TimePoint::sample(kFrom + i * kSecond, base + i));
        return series;
    }

    QPoint position(Micros time)
    {
        return {qRound(m_chart->timeScale().x(time)), qRound(m_chart->plotRect().center().y())};
    }

    void drag(Micros from, Micros to)
    {
        QTest::mousePress(m_chart->viewport(), Qt::LeftButton, {}, position(from));
        QTest::mouseMove(m_chart->viewport(), position(to));
        QTest::mouseRelease(m_chart->viewport(), Qt::LeftButton, {}, position(to));
    }

    // A line that is one pixel wide is smoothed over two: its hue remains; the grid is darker.
    static bool similar(const QColor &seen, const QColor &colour)
    {
        return seen.saturation() > 60 && seen.value() > 100
            && std::abs(seen.hue() - colour.hue()) < 12;
    }

    bool columnHas(const QColor &colour, Micros time)
    {
        const QImage image = m_chart->grab().toImage();
        const int x = static_cast<int>(m_chart->timeScale().x(time));
        for (int y = qRound(m_chart->plotRect().top()) + 16; y < m_chart->plotRect().bottom();
             ++y) {
            for (int dx = -1; dx <= 1; ++dx) {
                if (similar(image.pixelColor(x + dx, y), colour))
                    return true;
            }
        }
        return false;
    }

    bool hueSeen(const QColor &colour) { return columnHas(colour, kFrom + 50 * kSecond); }

    Theme m_theme;
    std::unique_ptr<TimeChart> m_chart;
};

QTEST_MAIN(TestTimeChart)
#include "tst_timechart.moc"
