// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"
#include "ui/widgets/pixels.h"

#include <QTest>

using namespace pilothouse;

class TestChip : public QObject {
    Q_OBJECT

    Theme m_theme;

private Q_SLOTS:
    void makesRoomForItsMark()
    {
        Chip chip(m_theme, QStringLiteral("RUNNING"));
        const int plain = chip.sizeHint().width();
        chip.setState(State::Ok);
        QVERIFY(chip.sizeHint().width() > plain);
        QCOMPARE(chip.sizeHint().height(), 20);
    }

    void saysItsStateInAWord()
    {
        Chip chip(m_theme, QStringLiteral("n059"));
        QVERIFY(chip.accessibleDescription().isEmpty());
        chip.setState(State::Drained);
        QCOMPARE(chip.accessibleName(), QStringLiteral("n059"));
        QCOMPARE(chip.accessibleDescription(), QStringLiteral("Drained"));
    }

    void drawsTheMarkOfItsState()
    {
        Chip chip(m_theme);
        chip.setState(State::Critical);
        chip.resize(chip.sizeHint());
        QVERIFY(test::pixelsOf(test::pictureOf(chip), m_theme.tokens().critical) > 10);
    }

    void isNoWiderThanItsWords()
    {
        Chip chip(m_theme, QStringLiteral("16 × H800"));
        chip.resize(400, 20);
        const QImage image = test::pictureOf(chip);
        const QColor surface = m_theme.tokens().hover;
        QVERIFY(test::pixelsOf(image, surface, QRect(0, 0, chip.sizeHint().width(), 20)) > 100);
        QCOMPARE(test::pixelsOf(image, surface, QRect(chip.sizeHint().width() + 1, 0, 200, 20)), 0);
    }
};

QTEST_MAIN(TestChip)
#include "tst_chip.moc"
