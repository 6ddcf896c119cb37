// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobmime.h"
#include "sampledata.h"
#include "ui/charts/board.h"

#include <QAccessible>
#include <QDragEnterEvent>
#include <QMimeData>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <memory>

using namespace pilothouse;

namespace {

// Notes the drag instead of running it: the offscreen platform has no drag and drop.
class NotedBoard : public Board {
public:
    using Board::Board;
    std::uint64_t dragged = 0;

protected:
    void dragJob(std::uint64_t job, int) override { dragged = job; }
};

BoardNode node(const char *name, std::initializer_list<std::uint64_t> jobs)
{
    BoardNode one{QLatin1String(name), BoardNodeState::Normal, {}};
    for (const std::uint64_t job : jobs)
        one.cells.push_back({job, job ? static_cast<int>(job) : -1});
    return one;
}

} // namespace

class TestBoard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_board = std::make_unique<NotedBoard>(m_theme);
        m_board->resize(400, 300);
        m_board->setLeaves(
            {{QStringLiteral("leaf-01"),
              QStringLiteral("3 nodes"),
              {node("n1", {1, 1, 0, 0}), node("n2", {2, 2, 2, 2}), node("n3", {0, 0, 0, 0})}},
             {QStringLiteral("leaf-02"),
              QStringLiteral("2 nodes"),
              {node("n4", {0, 0, 0, 0}), node("n5", {1, 1, 3, 3})}}});
        m_board->setJudge([](std::uint64_t job, int index) {
            return job == 1 && index != 1 ? QString() : QStringLiteral("no room");
        });
        m_board->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_board.get()));
        m_board->setFocus();
    }

    void everySpotIsFoundWhereItIsDrawn()
    {
        BoardLayout layout;
        const auto leaves = sampledata::leaves(7, 13);
        layout.fit(leaves, 640, 40);
        QVERIFY(layout.columns() > 1);
        QCOMPARE(layout.nodeCount(), 7 * 13);
        for (int index = 0; index < layout.nodeCount(); ++index) {
            for (int cell = 0; cell < 8; ++cell) {
                const auto spot = layout.spotAt(layout.cellRect(index, cell).center());
                QCOMPARE(spot, (BoardLayout::Spot{index, cell}));
            }
            QCOMPARE(layout.spotAt(layout.nameRect(index).center()),
                     (BoardLayout::Spot{index, -1}));
            QVERIFY(layout.cellsRect(index).right() <= 640);
        }
        QCOMPARE(layout.spotAt(layout.headerRect(0).center()).node, -1);
        QCOMPARE(layout.neighbour(0, 0, 1), 1);
        QCOMPARE(layout.neighbour(0, 1, 0), 13); // the first row of the leaf beside
        QCOMPARE(layout.neighbour(0, 0, -1), 0);
    }

    void aClickSelectsTheJob()
    {
        QSignalSpy selected(m_board.get(), &Board::jobSelected);
        QSignalSpy nodes(m_board.get(), &Board::nodesSelected);
        QTest::mouseClick(m_board->viewport(), Qt::LeftButton, {}, at(4, 3));
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.at(0).at(0).toULongLong(), 3ULL);
        QTest::mouseClick(m_board->viewport(), Qt::LeftButton, {}, at(2, 0)); // free
        QCOMPARE(selected.size(), 1);
        QCOMPARE(nodes.size(), 1);
        QCOMPARE(m_board->selectedNodes(), QList<int>{2});
    }

    void aJobIsDraggedFromItsCell()
    {
        drag(at(1, 0), at(3, 0));
        QCOMPARE(m_board->dragged, 2ULL);
        QVERIFY(m_board->selectedNodes().isEmpty());
    }

    void aLockedBoardDragsNothing()
    {
        m_board->setLocked(QStringLiteral("A past moment cannot be changed"));
        drag(at(1, 0), at(2, 1));
        QCOMPARE(m_board->dragged, 0ULL);
        const auto data = jobMimeData(1);
        QVERIFY(!enter(data.get(), at(2, 0)));
    }

    void aDragFromAFreeCellSelectsNodes()
    {
        QSignalSpy nodes(m_board.get(), &Board::nodesSelected);
        drag(at(0, 3), at(2, 1));
        QCOMPARE(nodes.size(), 1);
        QCOMPARE(m_board->selectedNodes(), QList<int>({0, 1, 2}));
        QCOMPARE(m_board->dragged, 0ULL);
        QTest::keyClick(m_board.get(), Qt::Key_Escape);
        QVERIFY(m_board->selectedNodes().isEmpty());
    }

    void aDropOnALegalNodeAsksForTheMove()
    {
        QSignalSpy dropped(m_board.get(), &Board::jobDropped);
        const auto data = jobMimeData(1);
        QVERIFY(drop(data.get(), at(3, 2)));
        QCOMPARE(dropped.size(), 1);
        QCOMPARE(dropped.at(0).at(0).toULongLong(), 1ULL);
        QCOMPARE(dropped.at(0).at(1).value<QList<int>>(), QList<int>{3});
        QVERIFY(!drop(data.get(), at(1, 0))); // not legal
        QCOMPARE(dropped.size(), 1);
    }

    void aDropOnASelectionTakesItsLegalNodes()
    {
        QSignalSpy dropped(m_board.get(), &Board::jobDropped);
        m_board->setSelectedNodes({1, 2, 3, 99});
        const auto data = jobMimeData(1);
        QVERIFY(drop(data.get(), at(2, 0)));
        QCOMPARE(dropped.at(0).at(1).value<QList<int>>(), QList<int>({2, 3}));
        QVERIFY(drop(data.get(), at(4, 0))); // beside the selection
        QCOMPARE(dropped.at(1).at(1).value<QList<int>>(), QList<int>{4});
    }

    void legalNodesLightUpWhileAJobIsDragged()
    {
        const QImage before = m_board->viewport()->grab().toImage();
        const auto data = jobMimeData(1);
        QVERIFY(enter(data.get(), at(2, 0)));
        const QImage during = m_board->viewport()->grab().toImage();
        QVERIFY(during != before);
        const QPoint edge = m_board->visibleCellRect(3, 0).topLeft().toPoint() + QPoint(-2, 6);
        QVERIFY(during.pixelColor(edge) != before.pixelColor(edge));
        QDragLeaveEvent leave;
        QCoreApplication::sendEvent(m_board->viewport(), &leave);
        QCOMPARE(m_board->viewport()->grab().toImage(), before);
    }

    void aDragOutlivesWhatTheCenterTellsMeanwhile()
    {
        QSignalSpy dropped(m_board.get(), &Board::jobDropped);
        const auto data = jobMimeData(1);
        QVERIFY(enter(data.get(), at(2, 0)));
        const QImage during = m_board->viewport()->grab().toImage();
        m_board->setLocked({});
        m_board->setLeaves({{QStringLiteral("leaf-01"),
                             QStringLiteral("4 nodes"),
                             {node("n1", {1, 1, 0, 0}), node("n2", {2, 2, 2, 2}),
                              node("n3", {0, 0, 0, 0}), node("n6", {0, 0, 0, 0})}}});
        const QPoint edge = m_board->visibleCellRect(2, 0).topLeft().toPoint() + QPoint(-2, 6);
        QCOMPARE(m_board->viewport()->grab().toImage().pixelColor(edge), during.pixelColor(edge));
        QDropEvent drop(at(3, 0), Qt::MoveAction, data.get(), Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_board->viewport(), &drop);
        QCOMPARE(dropped.size(), 1);
        QCOMPARE(dropped.at(0).at(1).value<QList<int>>(), QList<int>{3});
    }

    void aRefusingNodeSaysWhy()
    {
        const auto data = jobMimeData(1);
        QVERIFY(enter(data.get(), at(2, 0)));
        const QImage over = m_board->viewport()->grab().toImage();
        QDragMoveEvent move(at(1, 0), Qt::MoveAction, data.get(), Qt::LeftButton, {});
        QCoreApplication::sendEvent(m_board->viewport(), &move);
        QVERIFY(!move.isAccepted());
        const QImage refused = m_board->viewport()->grab().toImage();
        const QRect bottom(0, refused.height() - 40, refused.width(), 40);
        QVERIFY(refused.copy(bottom) != over.copy(bottom));
    }

    void strangeDataIsRefused()
    {
        QMimeData text;
        text.setText(QStringLiteral("48190"));
        QVERIFY(!enter(&text, at(2, 0)));
        for (const char *bytes : {"", "abc", "0", "-3", "99999999999999999999999"}) {
            QMimeData bad;
            bad.setData(kJobMimeType, bytes);
            QVERIFY(!jobOf(&bad));
        }
        QVERIFY(!jobOf(nullptr));
        QCOMPARE(jobOf(jobMimeData(48'190).get()), 48'190ULL);
    }

    void keysMoveSelectAndAskForAMove()
    {
        QSignalSpy selected(m_board.get(), &Board::jobSelected);
        QSignalSpy moves(m_board.get(), &Board::moveRequested);
        QTest::keyClick(m_board.get(), Qt::Key_Down);
        QCOMPARE(m_board->focusSpot(), (BoardLayout::Spot{0, 0}));
        QTest::keyClick(m_board.get(), Qt::Key_Down);
        QTest::keyClick(m_board.get(), Qt::Key_Right);
        QCOMPARE(m_board->focusSpot(), (BoardLayout::Spot{1, 1}));
        QTest::keyClick(m_board.get(), Qt::Key_Return);
        QCOMPARE(selected.at(0).at(0).toULongLong(), 2ULL);
        QTest::keyClick(m_board.get(), Qt::Key_M);
        QCOMPARE(moves.at(0).at(0).toULongLong(), 2ULL);
        QTest::keyClick(m_board.get(), Qt::Key_Down);
        QTest::keyClick(m_board.get(), Qt::Key_M); // a free cell, and no current job
        QCOMPARE(moves.size(), 1);
        m_board->setCurrentJob(3);
        QTest::keyClick(m_board.get(), Qt::Key_M);
        QCOMPARE(moves.at(1).at(0).toULongLong(), 3ULL);
        QTest::keyClick(m_board.get(), Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(m_board->selectedNodes(), QList<int>({1, 2}));
    }

    void theRightArrowGoesOnInTheLeafBeside()
    {
        m_board->setFocusSpot({0, 3});
        QTest::keyClick(m_board.get(), Qt::Key_Right);
        QCOMPARE(m_board->focusSpot(), (BoardLayout::Spot{3, 0}));
    }

    void aPreviewIsDrawnAndForgotten()
    {
        const QImage before = m_board->viewport()->grab().toImage();
        m_board->setPreview(1, {{3, {}}, {77, {}}});
        QVERIFY(m_board->viewport()->grab().toImage() != before);
        m_board->clearPreview();
        QCOMPARE(m_board->viewport()->grab().toImage(), before);
    }

    void statesOfANodeLookDifferent()
    {
        std::vector<QImage> images;
        for (const auto state :
             {BoardNodeState::Normal, BoardNodeState::Drained, BoardNodeState::Down}) {
            BoardNode one = node("n1", {0, 0, 0, 0});
            one.state = state;
            m_board->setLeaves({{QStringLiteral("leaf-01"), {}, {one}}});
            images.push_back(
                m_board->viewport()->grab(m_board->visibleCellRect(0, 1).toRect()).toImage());
        }
        QVERIFY(images[0] != images[1]);
        QVERIFY(images[1] != images[2]);
        QVERIFY(images[0] != images[2]);
    }

    void manyNodesScrollToTheFocus()
    {
        m_board->setLeaves(sampledata::leaves(40, 32));
        QVERIFY(m_board->verticalScrollBar()->maximum() > 0);
        m_board->setFocusSpot({40 * 32 - 1, 7});
        QVERIFY(
            QRectF(m_board->viewport()->rect()).contains(m_board->visibleCellRect(40 * 32 - 1, 7)));
        m_board->setCellText(
            [](int index, int cell) { return QStringLiteral("%1/%2").arg(index).arg(cell); });
        auto *accessible = QAccessible::queryAccessibleInterface(m_board.get());
        QCOMPARE(accessible->text(QAccessible::Description), QStringLiteral("1279/7"));
        m_board->setLeaves({});
        QTest::keyClick(m_board.get(), Qt::Key_Down);
        QVERIFY(!m_board->grab().isNull());
    }

private:
    QPoint at(int index, int cell)
    {
        return m_board->visibleCellRect(index, cell).center().toPoint();
    }

    void drag(QPoint from, QPoint to)
    {
        QTest::mousePress(m_board->viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(m_board->viewport(), to);
        QTest::mouseRelease(m_board->viewport(), Qt::LeftButton, {}, to);
    }

    bool enter(const QMimeData *data, QPoint where)
    {
        QDragEnterEvent event(where, Qt::MoveAction, data, Qt::LeftButton, Qt::NoModifier);
        event.ignore();
        QCoreApplication::sendEvent(m_board->viewport(), &event);
        return event.isAccepted();
    }

    bool drop(const QMimeData *data, QPoint where)
    {
        if (!enter(data, where))
            return false;
        QDragMoveEvent move(where, Qt::MoveAction, data, Qt::LeftButton, Qt::NoModifier);
        move.ignore();
        QCoreApplication::sendEvent(m_board->viewport(), &move);
        QDropEvent event(where, Qt::MoveAction, data, Qt::LeftButton, Qt::NoModifier);
        event.ignore();
        QCoreApplication::sendEvent(m_board->viewport(), &event);
        return move.isAccepted() && event.isAccepted();
    }

    Theme m_theme;
    std::unique_ptr<NotedBoard> m_board;
};

QTEST_MAIN(TestBoard)
#include "tst_board.moc"
