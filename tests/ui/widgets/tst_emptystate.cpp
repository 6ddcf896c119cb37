// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"
#include "ui/widgets/pixels.h"

#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace pilothouse;

class TestEmptyState : public QObject {
    Q_OBJECT

    Theme m_theme;

private Q_SLOTS:
    void saysWhatIsTheMatterAndWhatToDo()
    {
        EmptyState state(m_theme);
        state.setWords(QStringLiteral("No answer"), QStringLiteral("Check the address."));
        QCOMPARE(state.accessibleName(), QStringLiteral("No answer"));
        QCOMPARE(state.accessibleDescription(), QStringLiteral("Check the address."));
    }

    void hasAButtonOnlyWithAnAction()
    {
        EmptyState state(m_theme);
        state.show();
        auto *button = state.findChild<QPushButton *>();
        QVERIFY(!button->isVisible());
        state.setAction(QStringLiteral("Try again"));
        QVERIFY(button->isVisible());
        QSignalSpy triggered(&state, &EmptyState::actionTriggered);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(triggered.count(), 1);
        state.setAction(QString());
        QVERIFY(!button->isVisible());
    }

    void everyKindHasAMarkOfItsOwn()
    {
        QList<QImage> marks;
        for (const auto kind :
             {EmptyState::Kind::Empty, EmptyState::Kind::Loading, EmptyState::Kind::Failed,
              EmptyState::Kind::Stale, EmptyState::Kind::NoPermission}) {
            QImage image(32, 32, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            QPainter painter(&image);
            paintEmptyMark(painter, image.rect(), kind, m_theme.tokens());
            painter.end();
            QVERIFY(!marks.contains(image));
            marks << image;
        }
    }

    void fitsASmallCard()
    {
        EmptyState state(m_theme);
        state.setWords(QStringLiteral("The scheduler does not answer"),
                       QStringLiteral("Check the address and the token, then try again."));
        QVERIFY(state.minimumSizeHint().width() <= 200);
    }
};

QTEST_MAIN(TestEmptyState)
#include "tst_emptystate.moc"
