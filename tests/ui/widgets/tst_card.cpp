// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"
#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/pixels.h"

#include <QLabel>
#include <QTest>
#include <QVBoxLayout>

using namespace pilothouse;

class TestCard : public QObject {
    Q_OBJECT

    Theme m_theme;

private Q_SLOTS:
    void isNamedByItsTitle()
    {
        Card card(m_theme);
        card.setTitle(QStringLiteral("Needs you"));
        QCOMPARE(card.accessibleName(), QStringLiteral("Needs you"));
    }

    void aLongTitleDoesNotWidenIt()
    {
        Card card(m_theme);
        card.setTitle(QString(500, QLatin1Char('W')));
        card.setRightText(QString(500, QLatin1Char('W')));
        QVERIFY(card.minimumSizeHint().width() < 100);
    }

    void contentStandsBelowTheHeaderAndInside()
    {
        Card card(m_theme);
        card.setTitle(QStringLiteral("Title"));
        auto *content = new QLabel(QStringLiteral("content"), &card);
        card.addContent(content);
        card.resize(300, 200);
        card.show();
        QVERIFY(QTest::qWaitForWindowExposed(&card));
        const auto labels = card.findChildren<ElidedLabel *>();
        QVERIFY(content->y() > labels.first()->geometry().bottom());
        QVERIFY(card.rect().adjusted(8, 8, -8, -8).contains(content->geometry()));
    }

    void headerWidgetsStandAfterTheTitleAndAtTheRight()
    {
        Card card(m_theme);
        card.setTitle(QStringLiteral("Title"));
        auto *left = new QLabel(QStringLiteral("left"), &card);
        auto *right = new QLabel(QStringLiteral("right"), &card);
        card.addHeaderWidget(left);
        card.addRightWidget(right);
        card.resize(400, 100);
        card.show();
        QVERIFY(QTest::qWaitForWindowExposed(&card));
        QVERIFY(left->x() < right->x());
        QVERIFY(right->geometry().right() > card.width() - 20);
    }

    void emphasisFramesItInTheAccent()
    {
        Card card(m_theme);
        card.resize(100, 80);
        const QColor accent = m_theme.tokens().accent;
        QVERIFY(test::pixelsOf(test::pictureOf(card), accent) == 0);
        card.setEmphasized(true);
        QVERIFY(test::pixelsOf(test::pictureOf(card), accent) > 200);
    }

    void anElidedLabelGivesWayAndKeepsItsWholeText()
    {
        ElidedLabel label(m_theme);
        const QString text = QStringLiteral("Nanning AI Computing Center");
        label.setText(text);
        QCOMPARE(label.minimumSizeHint().width(), 0);
        QVERIFY(label.sizeHint().width() > 100);
        label.resize(40, 20);
        const int narrow = test::pixelsOf(test::pictureOf(label), m_theme.tokens().text);
        label.resize(300, 20);
        QVERIFY(narrow < test::pixelsOf(test::pictureOf(label), m_theme.tokens().text));
        QCOMPARE(label.text(), text);
        QCOMPARE(label.accessibleName(), text);
    }
};

QTEST_MAIN(TestCard)
#include "tst_card.moc"
