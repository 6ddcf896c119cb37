// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/widgets/choicechips.h"

#include <QApplication>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <memory>

using namespace pilothouse;

namespace {

std::unique_ptr<ChoiceChips> chips()
{
    auto made = std::make_unique<ChoiceChips>();
    made->addChoice(QStringLiteral("a"), QStringLiteral("Tensor active"));
    made->addChoice(QStringLiteral("b"), QStringLiteral("Utilization"));
    made->addChoice(QStringLiteral("c"), QStringLiteral("Memory"));
    made->addChoice(QStringLiteral("d"), QStringLiteral("Temperature"));
    return made;
}

QList<QToolButton *> visibleButtons(const ChoiceChips &chips)
{
    QList<QToolButton *> visible;
    for (QToolButton *each : chips.findChildren<QToolButton *>()) {
        if (each->isVisible())
            visible << each;
    }
    std::sort(visible.begin(), visible.end(),
              [](const QToolButton *a, const QToolButton *b) { return a->x() < b->x(); });
    return visible;
}

void show(ChoiceChips &chips, int width)
{
    chips.resize(width, chips.sizeHint().height());
    chips.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chips));
}

} // namespace

class TestChoiceChips : public QObject {
    Q_OBJECT

    Theme m_theme;

private Q_SLOTS:
    void initTestCase() { m_theme.apply(*qApp); }

    void theFirstChoiceIsCurrent()
    {
        QCOMPARE(chips()->current(), QStringLiteral("a"));
        QVERIFY(ChoiceChips().current().isEmpty());
    }

    void aClickChoosesOnceAndOnlyOneIsChecked()
    {
        const auto made = chips();
        show(*made, 600);
        QSignalSpy chosen(made.get(), &ChoiceChips::chosen);
        const auto buttons = visibleButtons(*made);
        QCOMPARE(buttons.size(), 4);
        QTest::mouseClick(buttons[2], Qt::LeftButton);
        QTest::mouseClick(buttons[2], Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("c"));
        for (const QToolButton *each : buttons)
            QCOMPARE(each->isChecked(), each == buttons[2]);
    }

    void settingTheCurrentChoiceIsSilent()
    {
        const auto made = chips();
        QSignalSpy chosen(made.get(), &ChoiceChips::chosen);
        made->setCurrent(QStringLiteral("d"));
        made->setCurrent(QStringLiteral("no such"));
        QCOMPARE(made->current(), QStringLiteral("d"));
        QCOMPARE(chosen.count(), 0);
    }

    void arrowsHomeAndEndChoose()
    {
        const auto made = chips();
        show(*made, 600);
        QSignalSpy chosen(made.get(), &ChoiceChips::chosen);
        QToolButton *first = visibleButtons(*made).first();
        QTest::keyClick(first, Qt::Key_Right);
        QCOMPARE(made->current(), QStringLiteral("b"));
        QTest::keyClick(first, Qt::Key_End);
        QCOMPARE(made->current(), QStringLiteral("d"));
        QTest::keyClick(first, Qt::Key_Right);
        QCOMPARE(made->current(), QStringLiteral("d"));
        QTest::keyClick(first, Qt::Key_Home);
        QTest::keyClick(first, Qt::Key_Left);
        QCOMPARE(made->current(), QStringLiteral("a"));
        QCOMPARE(chosen.count(), 3);
    }

    void onlyTheCurrentChipTakesTab()
    {
        const auto made = chips();
        show(*made, 600);
        made->setCurrent(QStringLiteral("b"));
        int takers = 0;
        for (const QToolButton *each : visibleButtons(*made))
            takers += (each->focusPolicy() & Qt::TabFocus) != 0 ? 1 : 0;
        QCOMPARE(takers, 1);
    }

    void whatDoesNotFitMovesIntoTheMenu()
    {
        const auto made = chips();
        show(*made, 200);
        const auto buttons = visibleButtons(*made);
        QVERIFY(buttons.size() < 5);
        for (const QToolButton *each : buttons)
            QVERIFY(each->geometry().right() < made->width());
        QMenu *menu = buttons.last()->menu();
        QVERIFY(menu != nullptr);
        Q_EMIT menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 4 - (buttons.size() - 1));
        QSignalSpy chosen(made.get(), &ChoiceChips::chosen);
        menu->actions().last()->trigger();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(made->current(), QStringLiteral("d"));
        QVERIFY(visibleButtons(*made).last()->text().startsWith(QStringLiteral("Temperature")));
        QVERIFY(visibleButtons(*made).last()->isChecked());
    }

    void aNewLanguageKeepsTheChoice()
    {
        const auto made = chips();
        show(*made, 600);
        made->setCurrent(QStringLiteral("b"));
        made->setText(QStringLiteral("b"), QStringLiteral("利用率"));
        QCOMPARE(made->current(), QStringLiteral("b"));
        QCOMPARE(visibleButtons(*made)[1]->text(), QStringLiteral("利用率"));
    }
};

QTEST_MAIN(TestChoiceChips)
#include "tst_choicechips.moc"
