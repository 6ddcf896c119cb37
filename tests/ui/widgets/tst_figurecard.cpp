// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figurecard.h"
#include "ui/widgets/pixels.h"

#include <QSignalSpy>
#include <QTest>

using namespace pilothouse;

class TestFigureCard : public QObject {
    Q_OBJECT

    Theme m_theme;

private Q_SLOTS:
    void itsSizeDoesNotDependOnWhatItShows()
    {
        FigureCard card(m_theme);
        card.reserveLines(2);
        const QSize before = card.sizeHint();
        card.setTitle(QStringLiteral("Capacity"));
        card.setFigure(QStringLiteral("1,234,567.8"), QStringLiteral("PFLOPS"));
        card.setLines({QString(200, QLatin1Char('x')), QStringLiteral("b"), QStringLiteral("c")});
        card.setStale(QStringLiteral("42 s old"));
        card.setTone(State::Critical);
        card.setTrend({1, 2, 3});
        QCOMPARE(card.sizeHint(), before);
        card.reserveLines(1);
        QVERIFY(card.sizeHint().height() < before.height());
    }

    void aScreenReaderHearsTheFigureWithItsUnitAndLines()
    {
        FigureCard card(m_theme);
        card.setTitle(QStringLiteral("Alerts"));
        card.setFigure(QStringLiteral("3"), QStringLiteral("open"));
        card.setLines({QStringLiteral("1 critical")});
        card.setTone(State::Critical);
        QCOMPARE(card.accessibleName(), QStringLiteral("Alerts"));
        QCOMPARE(card.accessibleDescription(), QStringLiteral("3 open, Critical, 1 critical"));
    }

    void aMissingFigureSaysSo()
    {
        FigureCard card(m_theme);
        card.setFigure(QString());
        QCOMPARE(card.accessibleDescription(), QStringLiteral("no value"));
    }

    void anAlarmHasItsColour()
    {
        FigureCard card(m_theme);
        card.resize(card.sizeHint());
        card.setFigure(QStringLiteral("888"));
        const QColor critical = m_theme.tokens().critical;
        QCOMPARE(test::pixelsOf(test::pictureOf(card), critical), 0);
        card.setTone(State::Critical);
        QVERIFY(test::pixelsOf(test::pictureOf(card), critical) > 20);
    }

    void aStaleFigureIsNotDrawnAsIfItWereNew()
    {
        FigureCard card(m_theme);
        card.resize(card.sizeHint());
        card.setFigure(QStringLiteral("888"));
        const QColor text = m_theme.tokens().text;
        QVERIFY(test::pixelsOf(test::pictureOf(card), text) > 20);
        card.setStale(QStringLiteral("42 s old"));
        QCOMPARE(test::pixelsOf(test::pictureOf(card), text), 0);
        QVERIFY(card.accessibleDescription().contains(QStringLiteral("42 s old")));
        card.setStale(QString());
        QVERIFY(test::pixelsOf(test::pictureOf(card), text) > 20);
    }

    void isAButtonOnlyWhenAsked()
    {
        FigureCard card(m_theme);
        card.resize(card.sizeHint());
        card.show();
        QSignalSpy activated(&card, &FigureCard::activated);
        QTest::mouseClick(&card, Qt::LeftButton);
        QTest::keyClick(&card, Qt::Key_Return);
        QCOMPARE(activated.count(), 0);
        QCOMPARE(card.focusPolicy(), Qt::NoFocus);
        card.setActivatable(true);
        QTest::mouseClick(&card, Qt::LeftButton);
        QTest::keyClick(&card, Qt::Key_Return);
        QTest::keyClick(&card, Qt::Key_Space);
        QCOMPARE(activated.count(), 3);
        QCOMPARE(card.focusPolicy(), Qt::StrongFocus);
    }

    void followsTheTheme()
    {
        Theme theme;
        FigureCard card(theme);
        card.resize(card.sizeHint());
        QVERIFY(test::pixelsOf(test::pictureOf(card), tokensOf(ThemeKind::Dark).panel) > 1000);
        theme.setKind(ThemeKind::Light);
        QVERIFY(test::pixelsOf(test::pictureOf(card), tokensOf(ThemeKind::Light).panel) > 1000);
    }
};

QTEST_MAIN(TestFigureCard)
#include "tst_figurecard.moc"
