// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pillbutton.h"
#include "ui/widgets/pixels.h"
#include "ui/widgets/topbar.h"

#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace pilothouse;

namespace {

PillButton *pillNamed(const TopBar &bar, const QString &name)
{
    for (PillButton *each : bar.findChildren<PillButton *>()) {
        if (each->accessibleName() == name)
            return each;
    }
    return nullptr;
}

} // namespace

class TestTopBar : public QObject {
    Q_OBJECT

    Theme m_theme;

private Q_SLOTS:
    void everyPillTellsOfItsClick()
    {
        TopBar bar(m_theme);
        bar.setConnection(State::Ok, QStringLiteral("128/128"));
        bar.setScheduler(State::None, QStringLiteral("Slurm"), QStringLiteral("nn-ctl0"));
        bar.setUser(QStringLiteral("Admin"), QStringLiteral("ops"));
        bar.resize(1200, 44);
        bar.show();
        QSignalSpy search(&bar, &TopBar::searchRequested);
        QSignalSpy connection(&bar, &TopBar::connectionClicked);
        QSignalSpy scheduler(&bar, &TopBar::schedulerClicked);
        QSignalSpy user(&bar, &TopBar::userClicked);
        QTest::mouseClick(bar.findChild<PillButton *>(), Qt::LeftButton);
        QTest::mouseClick(pillNamed(bar, QStringLiteral("128/128")), Qt::LeftButton);
        QTest::keyClick(pillNamed(bar, QStringLiteral("Slurm nn-ctl0")), Qt::Key_Space);
        QTest::mouseClick(pillNamed(bar, QStringLiteral("Admin ops")), Qt::LeftButton);
        QCOMPARE(search.count(), 1);
        QCOMPARE(connection.count(), 1);
        QCOMPARE(scheduler.count(), 1);
        QCOMPARE(user.count(), 1);
    }

    void aPillWithoutWordsIsHidden()
    {
        TopBar bar(m_theme);
        bar.show();
        QCOMPARE(bar.findChildren<PillButton *>().size(), 4);
        int visible = 0;
        for (const PillButton *each : bar.findChildren<PillButton *>())
            visible += each->isVisible() ? 1 : 0;
        QCOMPARE(visible, 1); // search
        bar.setConnection(State::Ok, QStringLiteral("1/1"));
        QVERIFY(pillNamed(bar, QStringLiteral("1/1"))->isVisible());
        bar.setConnection(State::None, QString());
        QVERIFY(pillNamed(bar, QStringLiteral("1/1")) == nullptr);
    }

    void theConnectionSaysItsStateInAWordAndAMark()
    {
        TopBar bar(m_theme);
        bar.setConnection(State::Critical, QStringLiteral("0/128"));
        PillButton *pill = pillNamed(bar, QStringLiteral("0/128"));
        QCOMPARE(pill->accessibleDescription(), QStringLiteral("Critical"));
        pill->resize(pill->sizeHint());
        QVERIFY(test::pixelsOf(test::pictureOf(*pill), m_theme.tokens().critical) > 10);
    }

    void aPillDoesNotShrinkWhenItsWordsDo()
    {
        PillButton pill(m_theme);
        pill.setWords(QStringLiteral("128/128 streaming 1084 ms"), QString());
        const int wide = pill.sizeHint().width();
        pill.setWords(QStringLiteral("4 ms"), QString());
        QCOMPARE(pill.sizeHint().width(), wide);
        QEvent language(QEvent::LanguageChange);
        QCoreApplication::sendEvent(&pill, &language);
        QVERIFY(pill.sizeHint().width() < wide);
    }

    void aMenuButtonHasANameAndItsMenu()
    {
        TopBar bar(m_theme);
        QMenu menu;
        const QToolButton *button = bar.addMenu(QStringLiteral("☰"), QStringLiteral("Menu"), &menu);
        QCOMPARE(button->accessibleName(), QStringLiteral("Menu"));
        QCOMPARE(button->menu(), &menu);
        QVERIFY((button->focusPolicy() & Qt::TabFocus) != 0);
    }

    void itsHeightIsFixedAndItFitsASmallWindow()
    {
        TopBar bar(m_theme);
        bar.setCenter(QString(80, QLatin1Char('W')));
        bar.setConnection(State::Ok, QStringLiteral("128/128 streaming 1 Hz 84 ms"));
        bar.setScheduler(State::None, QStringLiteral("Slurm"), QStringLiteral("nn-ctl0"));
        bar.setUser(QStringLiteral("Admin"), QStringLiteral("ops-admin"));
        QVERIFY(bar.minimumSizeHint().width() <= 800);
        QCOMPARE(bar.minimumHeight(), bar.maximumHeight());
    }
};

QTEST_MAIN(TestTopBar)
#include "tst_topbar.moc"
