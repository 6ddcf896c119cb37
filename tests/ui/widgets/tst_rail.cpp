// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rail.h"
#include "ui/widgets/railitem.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace pilothouse;

class TestRail : public QObject {
    Q_OBJECT

    Theme m_theme;

    std::unique_ptr<Rail> makeRail()
    {
        auto rail = std::make_unique<Rail>(m_theme);
        for (const char *id : {"overview", "fleet", "jobs", "placement"})
            rail->addItem(QString::fromLatin1(id), QString::fromLatin1(id).toUpper());
        rail->show();
        return rail;
    }

    static QList<RailItem *> items(const Rail &rail) { return rail.findChildren<RailItem *>(); }

private Q_SLOTS:
    void theFirstItemIsCurrent()
    {
        const auto rail = makeRail();
        QCOMPARE(rail->current(), QStringLiteral("overview"));
        QVERIFY(items(*rail)[0]->isChecked());
    }

    void aClickChoosesAndChecksOnlyThatItem()
    {
        const auto rail = makeRail();
        QSignalSpy chosen(rail.get(), &Rail::chosen);
        QTest::mouseClick(items(*rail)[2], Qt::LeftButton);
        QCOMPARE(chosen.count(), 1);
        QTest::mouseClick(items(*rail)[2], Qt::LeftButton); // back to the page's first view
        QCOMPARE(chosen.count(), 2);
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("jobs"));
        for (const RailItem *each : items(*rail))
            QCOMPARE(each->isChecked(), each->id() == QStringLiteral("jobs"));
    }

    void settingTheCurrentItemIsSilentAndIgnoresUnknownOnes()
    {
        const auto rail = makeRail();
        QSignalSpy chosen(rail.get(), &Rail::chosen);
        rail->setCurrent(QStringLiteral("fleet"));
        rail->setCurrent(QStringLiteral("no such"));
        QCOMPARE(rail->current(), QStringLiteral("fleet"));
        QCOMPARE(chosen.count(), 0);
    }

    void keysMoveOverDisabledItemsAndEnterChooses()
    {
        const auto rail = makeRail();
        QApplication::setActiveWindow(rail.get());
        rail->setItemEnabled(QStringLiteral("fleet"), false, QStringLiteral("not for viewers"));
        QCOMPARE(items(*rail)[1]->toolTip(), QStringLiteral("not for viewers"));
        QSignalSpy chosen(rail.get(), &Rail::chosen);
        items(*rail)[0]->setFocus();
        QTest::keyClick(items(*rail)[0], Qt::Key_Down);
        QVERIFY(items(*rail)[2]->hasFocus());
        QTest::keyClick(items(*rail)[2], Qt::Key_Return);
        QCOMPARE(chosen.first().first().toString(), QStringLiteral("jobs"));
        QTest::keyClick(items(*rail)[2], Qt::Key_End);
        QVERIFY(items(*rail)[3]->hasFocus());
        QTest::keyClick(items(*rail)[3], Qt::Key_Down);
        QVERIFY(items(*rail)[3]->hasFocus());
        QTest::keyClick(items(*rail)[3], Qt::Key_Home);
        QVERIFY(items(*rail)[0]->hasFocus());
    }

    void aDisabledItemCannotBeClicked()
    {
        const auto rail = makeRail();
        rail->setItemEnabled(QStringLiteral("jobs"), false);
        QSignalSpy chosen(rail.get(), &Rail::chosen);
        QTest::mouseClick(items(*rail)[2], Qt::LeftButton);
        QCOMPARE(chosen.count(), 0);
    }

    void aScreenReaderHearsNameAndCount()
    {
        const auto rail = makeRail();
        rail->setText(QStringLiteral("jobs"), QStringLiteral("作业"));
        rail->setCount(QStringLiteral("jobs"), QStringLiteral("412"));
        QCOMPARE(items(*rail)[2]->accessibleName(), QStringLiteral("作业"));
        QCOMPARE(items(*rail)[2]->accessibleDescription(), QStringLiteral("412"));
    }

    void itsWidthDoesNotDependOnItsCounts()
    {
        const auto rail = makeRail();
        const int before = rail->width();
        rail->setCount(QStringLiteral("placement"), QString(60, QLatin1Char('9')));
        QCOMPARE(rail->width(), before);
        QCOMPARE(rail->sizeHint().width(), before);
    }
};

QTEST_MAIN(TestRail)
#include "tst_rail.moc"
