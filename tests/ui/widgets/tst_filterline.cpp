// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filterline.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QCompleter>
#include <QSignalSpy>
#include <QTest>

using namespace pilothouse;

class TestFilterLine : public QObject {
    Q_OBJECT

    Theme m_theme;

    std::unique_ptr<FilterLine> line()
    {
        auto made = std::make_unique<FilterLine>(m_theme);
        made->setKeys({{QStringLiteral("kind"),
                        QStringLiteral("Kind"),
                        false,
                        {QStringLiteral("H800"), QStringLiteral("910B")}},
                       {QStringLiteral("util"), QStringLiteral("Utilization"), true, {}}});
        made->resize(500, 28);
        made->show();
        QApplication::setActiveWindow(made.get());
        made->setFocus();
        return made;
    }

    static QAbstractItemView *popup(const FilterLine &line)
    {
        return line.findChild<QCompleter *>()->popup();
    }

private Q_SLOTS:
    void tellsOfTheTrimmedTextOnlyWhenItChanges()
    {
        const auto made = line();
        QSignalSpy changed(made.get(), &FilterLine::changed);
        made->setText(QStringLiteral("  speech "));
        made->setText(QStringLiteral("speech"));
        made->setText(QStringLiteral("speech "));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().first().toString(), QStringLiteral("speech"));
    }

    void typingOffersKeysAndEnterTakesOne()
    {
        const auto made = line();
        QTest::keyClicks(made.get(), QStringLiteral("k"));
        QTRY_VERIFY(popup(*made)->isVisible());
        QTest::keyClick(popup(*made), Qt::Key_Down);
        QTest::keyClick(popup(*made), Qt::Key_Return);
        QCOMPARE(made->text(), QStringLiteral("kind:"));
        QTRY_VERIFY(popup(*made)->isVisible()); // now with values
        QTest::keyClick(popup(*made), Qt::Key_Down);
        QTest::keyClick(popup(*made), Qt::Key_Return);
        QCOMPARE(made->text(), QStringLiteral("kind:H800 "));
        QCOMPARE(made->cursorPosition(), 10);
    }

    void controlSpaceOffersAllKeys()
    {
        const auto made = line();
        QTest::keyClick(made.get(), Qt::Key_Space, Qt::ControlModifier);
        QTRY_VERIFY(popup(*made)->isVisible());
        QCOMPARE(popup(*made)->model()->rowCount(), 3);
        QVERIFY(made->text().isEmpty());
    }

    void escapeClearsIt()
    {
        const auto made = line();
        made->setText(QStringLiteral("kind:H800"));
        QTest::keyClick(made.get(), Qt::Key_Escape);
        QVERIFY(made->text().isEmpty());
    }

    void anErrorIsShownToldAndGoesAway()
    {
        const auto made = line();
        const QString error = QStringLiteral("There is no column “colour”.");
        const QImage before = made->grab().toImage();
        made->setError(error);
        QCOMPARE(made->toolTip(), error);
        QCOMPARE(made->accessibleDescription(), error);
        QVERIFY(made->property("invalid").toBool());
        QVERIFY(made->grab().toImage() != before);
        made->setError(QString());
        QVERIFY(made->toolTip().isEmpty());
        QVERIFY(!made->property("invalid").toBool());
    }

    void typedTextDoesNotMoveWhenTheCountChanges()
    {
        const auto made = line();
        made->setCount(QStringLiteral("1,024 of 1,024"));
        const QMargins margins = made->textMargins();
        made->setCount(QStringLiteral("3 of 1,024"));
        QCOMPARE(made->textMargins(), margins);
        made->setCount(QString());
        QCOMPARE(made->textMargins(), margins);
    }
};

QTEST_MAIN(TestFilterLine)
#include "tst_filterline.moc"
