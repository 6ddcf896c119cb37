// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace pilothouse;

namespace {

Banner::Message message(const char *id, State state)
{
    const QString name = QString::fromLatin1(id);
    return {name, state, QStringLiteral("text of ") + name, QString(), true};
}

QStringList names(const char *spaced)
{
    return QString::fromLatin1(spaced).split(QLatin1Char(' '));
}

} // namespace

class TestBanner : public QObject {
    Q_OBJECT

    Theme m_theme;

private Q_SLOTS:
    void isHiddenWithoutMessages()
    {
        Banner banner(m_theme);
        QVERIFY(banner.isHidden());
        banner.post(message("a", State::Info));
        QVERIFY(!banner.isHidden());
        banner.remove(QStringLiteral("a"));
        QVERIFY(banner.isHidden());
    }

    void showsTheGravestThenTheOldest()
    {
        Banner banner(m_theme);
        banner.post(message("info", State::Info));
        banner.post(message("first", State::Warning));
        banner.post(message("second", State::Warning));
        QCOMPARE(banner.ids(), names("first second info"));
        QCOMPARE(banner.accessibleName(), QStringLiteral("text of first"));
        QCOMPARE(banner.accessibleDescription(), QStringLiteral("Warning"));
    }

    void aFourthPushesOutTheLeastGrave()
    {
        Banner banner(m_theme);
        banner.post(message("old", State::Info));
        banner.post(message("new", State::Info));
        banner.post(message("warning", State::Warning));
        banner.post(message("critical", State::Critical));
        QCOMPARE(banner.ids(), names("critical warning new"));
        QCOMPARE(banner.ids().size(), Banner::kMost);
    }

    void postingAnIdAgainReplacesItsMessageInPlace()
    {
        Banner banner(m_theme);
        banner.post(message("a", State::Warning));
        banner.post(message("b", State::Warning));
        Banner::Message changed = message("a", State::Warning);
        changed.text = QStringLiteral("changed");
        banner.post(changed);
        QCOMPARE(banner.ids(), names("a b"));
        QCOMPARE(banner.accessibleName(), QStringLiteral("changed"));
        banner.post(message("b", State::Critical));
        QCOMPARE(banner.ids(), names("b a"));
    }

    void closingShowsTheNextAndTellsWhich()
    {
        Banner banner(m_theme);
        banner.post(message("a", State::Critical));
        banner.post(message("b", State::Info));
        QSignalSpy closed(&banner, &Banner::closed);
        banner.show();
        QTest::mouseClick(banner.findChild<QToolButton *>(), Qt::LeftButton);
        QCOMPARE(closed.first().first().toString(), QStringLiteral("a"));
        QCOMPARE(banner.ids(), names("b"));
        QTest::keyClick(&banner, Qt::Key_Escape);
        QCOMPARE(closed.count(), 2);
        QVERIFY(banner.isHidden());
    }

    void aFastMessageStaysUntilItIsRemoved()
    {
        Banner banner(m_theme);
        Banner::Message fast = message("a", State::Critical);
        fast.closable = false;
        banner.post(fast);
        QVERIFY(banner.findChild<QToolButton *>()->isHidden());
        QTest::keyClick(&banner, Qt::Key_Escape);
        QCOMPARE(banner.ids(), names("a"));
    }

    void itsActionNamesTheMessage()
    {
        Banner banner(m_theme);
        Banner::Message withAction = message("a", State::Info);
        withAction.action = QStringLiteral("Show");
        banner.post(withAction);
        banner.show();
        QSignalSpy triggered(&banner, &Banner::actionTriggered);
        QTest::mouseClick(banner.findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(triggered.count(), 1);
        QCOMPARE(triggered.first().first().toString(), QStringLiteral("a"));
    }
};

QTEST_MAIN(TestBanner)
#include "tst_banner.moc"
