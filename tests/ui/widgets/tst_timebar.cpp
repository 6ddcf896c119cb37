// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pixels.h"
#include "ui/widgets/timebar.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <limits>

using namespace pilothouse;

namespace {

constexpr Micros kStart = 1'795'305'600 * kSecond; // 2026-11-22 00:00:00 UTC
constexpr int kLeft = 164; // where the strip begins
constexpr int kWidth = 1178; // 1000 px of strip
constexpr int kStripWidth = 1000;
constexpr int kMiddle = 30;

} // namespace

class TestTimeBar : public QObject {
    Q_OBJECT

    Theme m_theme;

    std::unique_ptr<TimeBar> bar()
    {
        auto made = std::make_unique<TimeBar>(m_theme);
        made->setTimeZone(QTimeZone::utc());
        made->resize(kWidth, 80);
        made->setRange(kStart, kStart + 1000 * kSecond);
        made->setNow(kStart + 1000 * kSecond);
        made->show();
        QApplication::setActiveWindow(made.get());
        return made;
    }

    static QPoint at(int second) { return QPoint(kLeft + second, kMiddle); }

    static void drag(TimeBar &bar, int from, int to)
    {
        QTest::mousePress(&bar, Qt::LeftButton, Qt::NoModifier, at(from));
        QMouseEvent move(QEvent::MouseMove, at(to), bar.mapToGlobal(at(to)), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&bar, &move);
        QTest::mouseRelease(&bar, Qt::LeftButton, Qt::NoModifier, at(to));
    }

private Q_SLOTS:
    void aDragChoosesARangeInEitherDirection()
    {
        const auto made = bar();
        QSignalSpy range(made.get(), &TimeBar::rangeChosen);
        QSignalSpy moment(made.get(), &TimeBar::momentChosen);
        drag(*made, 200, 300);
        drag(*made, 300, 200);
        QCOMPARE(range.count(), 2);
        for (const auto &chosen : range) {
            QCOMPARE(chosen[0].value<Micros>(), kStart + 200 * kSecond);
            QCOMPARE(chosen[1].value<Micros>(), kStart + 300 * kSecond);
        }
        QCOMPARE(moment.count(), 0);
    }

    void aClickChoosesAMoment()
    {
        const auto made = bar();
        QSignalSpy range(made.get(), &TimeBar::rangeChosen);
        QSignalSpy moment(made.get(), &TimeBar::momentChosen);
        QTest::mouseClick(made.get(), Qt::LeftButton, Qt::NoModifier, at(500));
        QCOMPARE(moment.count(), 1);
        QCOMPARE(moment.first().first().value<Micros>(), kStart + 500 * kSecond);
        QCOMPARE(range.count(), 0);
    }

    void aDragBeyondTheEndStaysInside()
    {
        const auto made = bar();
        QSignalSpy range(made.get(), &TimeBar::rangeChosen);
        drag(*made, 900, 5000);
        QCOMPARE(range.first()[1].value<Micros>(), kStart + kStripWidth * kSecond);
    }

    void theLeftBlockChoosesNothing()
    {
        const auto made = bar();
        QSignalSpy moment(made.get(), &TimeBar::momentChosen);
        QTest::mouseClick(made.get(), Qt::LeftButton, Qt::NoModifier, QPoint(40, kMiddle));
        QCOMPARE(moment.count(), 0);
    }

    void theWheelZoomsAroundThePointer()
    {
        const auto made = bar();
        QSignalSpy zoom(made.get(), &TimeBar::zoomRequested);
        for (const int turn : {120, -120}) {
            QWheelEvent wheel(at(250), made->mapToGlobal(at(250)), QPoint(), QPoint(0, turn),
                              Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(made.get(), &wheel);
        }
        QCOMPARE(zoom.count(), 2);
        QVERIFY(zoom[0][0].toDouble() < 1);
        QVERIFY(qFuzzyCompare(zoom[0][0].toDouble() * zoom[1][0].toDouble(), 1.0));
        QCOMPARE(zoom[0][1].value<Micros>(), kStart + 250 * kSecond);
    }

    void theKeyboardChoosesMomentsAndRanges()
    {
        const auto made = bar();
        QSignalSpy range(made.get(), &TimeBar::rangeChosen);
        QSignalSpy moment(made.get(), &TimeBar::momentChosen);
        QTest::keyClick(made.get(), Qt::Key_Left);
        QTest::keyClick(made.get(), Qt::Key_Return);
        QCOMPARE(moment.first().first().value<Micros>(), kStart + 995 * kSecond);
        QTest::keyClick(made.get(), Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(made.get(), Qt::Key_Left, Qt::ShiftModifier);
        QTest::keyClick(made.get(), Qt::Key_Return);
        QCOMPARE(range.count(), 1);
        QCOMPARE(range.first()[0].value<Micros>(), kStart + 985 * kSecond);
        QCOMPARE(range.first()[1].value<Micros>(), kStart + 995 * kSecond);
        QSignalSpy zoom(made.get(), &TimeBar::zoomRequested);
        QTest::keyClick(made.get(), Qt::Key_Plus);
        QTest::keyClick(made.get(), Qt::Key_Minus);
        QCOMPARE(zoom.count(), 2);
    }

    void saysTheMomentInTheChosenZone()
    {
        const auto made = bar();
        made->setNow(kStart);
        QVERIFY(made->accessibleDescription().contains(QStringLiteral("2026-11-22 00:00:00")));
        made->setTimeZone(QTimeZone(QByteArrayLiteral("Asia/Shanghai")));
        made->setNow(kStart);
        QVERIFY(made->accessibleDescription().contains(QStringLiteral("2026-11-22 08:00:00")));
    }

    void saysWhereTheCursorIs()
    {
        const auto made = bar();
        QTest::mouseMove(made.get(), at(60));
        QTRY_VERIFY(made->accessibleDescription().contains(QStringLiteral("00:01:00")));
    }

    void drawsItsEventsAndNotThoseOutside()
    {
        const auto made = bar();
        const QColor critical = m_theme.tokens().critical;
        made->setEvents({{kStart - kSecond, MarkSeverity::Critical, QString()}});
        QCOMPARE(test::pixelsOf(test::pictureOf(*made), critical), 0);
        made->setEvents({{kStart + 500 * kSecond, MarkSeverity::Critical, QString()}});
        const QRect around(kLeft + 490, 0, 20, 80);
        QVERIFY(test::pixelsOf(test::pictureOf(*made), critical, around) > 20);
    }

    void aMissingValueIsAGapInTheLine()
    {
        const auto made = bar();
        TimeSeries series;
        for (int i = 0; i <= 1000; ++i) {
            const bool missing = i > 400 && i < 600;
            const double value = missing ? std::numeric_limits<double>::quiet_NaN() : 1;
            series.points.push_back(TimePoint::sample(kStart + i * kSecond, value));
        }
        made->setNow(0);
        made->setSeries({series});
        const QImage picture = test::pictureOf(*made);
        const QColor panel = m_theme.tokens().panel;
        const QRect inside(kLeft + 410, 10, 180, 40);
        QCOMPARE(test::pixelsOf(picture, panel, inside), inside.width() * inside.height());
        const QRect before(kLeft + 100, 10, 180, 40);
        QVERIFY(test::pixelsOf(picture, panel, before) < before.width() * before.height());
    }

    void withoutARangeItIsQuiet()
    {
        TimeBar empty(m_theme);
        empty.resize(kWidth, 80);
        empty.show();
        QSignalSpy moment(&empty, &TimeBar::momentChosen);
        QTest::mouseClick(&empty, Qt::LeftButton, Qt::NoModifier, at(10));
        QTest::keyClick(&empty, Qt::Key_Return);
        QCOMPARE(moment.count(), 0);
    }
};

QTEST_MAIN(TestTimeBar)
#include "tst_timebar.moc"
