// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobmime.h"
#include "ui/charts/board.h"
#include "ui/charts/jobdrag.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QScrollBar>
#include <algorithm>

namespace pilothouse {

namespace {

constexpr double kScrollEdge = 24; // near an edge a drag scrolls
constexpr int kScrollStep = 12;

} // namespace

void Board::setHovered(BoardLayout::Spot spot, QPoint globalPosition)
{
    if (spot == m_hovered)
        return;
    m_hovered = spot;
    const BoardCell *at = cell(spot);
    viewport()->setCursor(at && at->job != 0 && m_locked.isEmpty() ? Qt::OpenHandCursor
                                                                   : Qt::ArrowCursor);
    Q_EMIT hovered(spot.node, spot.cell, globalPosition);
}

bool Board::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        setHovered({}, QCursor::pos());
    return QAbstractScrollArea::viewportEvent(event);
}

void Board::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        event->ignore();
        return;
    }
    m_drag = Drag::Pressed;
    m_dragFrom = m_dragTo = toContent(event->position());
}

void Board::mouseMoveEvent(QMouseEvent *event)
{
    m_dragTo = toContent(event->position());
    if (m_drag == Drag::None) {
        setHovered(m_layout.spotAt(m_dragTo), event->globalPosition().toPoint());
        return;
    }
    const bool moved =
        (m_dragTo - m_dragFrom).manhattanLength() >= QApplication::startDragDistance();
    if (m_drag == Drag::Pressed && moved) {
        const BoardCell *taken = cell(m_layout.spotAt(m_dragFrom));
        if (taken && taken->job != 0 && m_locked.isEmpty()) {
            m_drag = Drag::None;
            dragJob(taken->job, taken->colour);
            return;
        }
        m_drag = Drag::Band;
    }
    viewport()->update();
}

void Board::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const Drag drag = std::exchange(m_drag, Drag::None);
    viewport()->update();
    const QPointF at = toContent(event->position());
    if (drag == Drag::Band) {
        const auto nodes = m_layout.nodesIn(QRectF(m_dragFrom, at).normalized());
        selectNodes(QList<int>(nodes.begin(), nodes.end()));
    } else if (drag == Drag::Pressed) {
        const BoardLayout::Spot spot = m_layout.spotAt(at);
        const BoardCell *clicked = cell(spot);
        setFocusSpot(spot);
        m_anchorNode = spot.node;
        if (clicked && clicked->job != 0)
            Q_EMIT jobSelected(clicked->job);
        else
            selectNodes(spot.node >= 0 ? QList<int>{spot.node} : QList<int>{});
    }
}

void Board::contextMenuEvent(QContextMenuEvent *event)
{
    const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
    const BoardLayout::Spot spot = keyboard ? m_focus : m_layout.spotAt(toContent(event->pos()));
    if (spot.node < 0)
        return;
    if (!m_selected.contains(spot.node))
        selectNodes({spot.node});
    const QPoint focus = visibleCellRect(spot.node, std::max(0, spot.cell)).center().toPoint();
    Q_EMIT menuRequested(m_selected,
                         keyboard ? viewport()->mapToGlobal(focus) : event->globalPos());
}

void Board::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    const BoardCell *at = cell(m_focus);
    switch (event->key()) {
    case Qt::Key_Left:
        return moveFocus(-1, 0, false);
    case Qt::Key_Right:
        return moveFocus(1, 0, false);
    case Qt::Key_Up:
        return moveFocus(0, -1, extend);
    case Qt::Key_Down:
        return moveFocus(0, 1, extend);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (at && at->job != 0)
            Q_EMIT jobSelected(at->job);
        return;
    case Qt::Key_M:
        if (const std::uint64_t job = at && at->job != 0 ? at->job : m_currentJob; job != 0)
            Q_EMIT moveRequested(job);
        return;
    case Qt::Key_Escape:
        if (!m_selected.isEmpty())
            return selectNodes({});
        break;
    default:
        break;
    }
    event->ignore();
}

void Board::dragJob(std::uint64_t job, int colour)
{
    pilothouse::dragJob(this, m_theme, job, colour);
}

bool Board::isLegal(int index) const
{
    return m_dropJob && index >= 0 && index < static_cast<int>(m_dropRefusals.size())
        && m_dropRefusals[static_cast<std::size_t>(index)].isEmpty();
}

QList<int> Board::dropNodes(int index) const
{
    if (!isLegal(index))
        return {};
    if (!m_selected.contains(index))
        return {index};
    QList<int> nodes = m_selected;
    nodes.removeIf([this](int one) { return !isLegal(one); });
    return nodes;
}

// Again whenever the nodes changed below the drag.
void Board::judgeDrop()
{
    if (!m_dropJob)
        return;
    m_dropRefusals.resize(m_nodes.size());
    for (int index = 0; index < static_cast<int>(m_nodes.size()); ++index)
        m_dropRefusals[static_cast<std::size_t>(index)] = m_judge(*m_dropJob, index);
    if (m_dropNode >= static_cast<int>(m_nodes.size()))
        m_dropNode = -1;
    viewport()->update();
}

void Board::endDrop()
{
    m_dropJob.reset();
    m_dropRefusals.clear();
    m_dropNode = -1;
    viewport()->update();
}

void Board::scrollTowards(QPointF position)
{
    QScrollBar *bar = verticalScrollBar();
    if (position.y() < kScrollEdge)
        bar->setValue(bar->value() - kScrollStep);
    else if (position.y() > viewport()->height() - kScrollEdge)
        bar->setValue(bar->value() + kScrollStep);
}

void Board::dragEnterEvent(QDragEnterEvent *event)
{
    const auto job = jobOf(event->mimeData());
    if (!job || !m_locked.isEmpty() || !m_judge) {
        event->ignore();
        return;
    }
    m_dropJob = job;
    judgeDrop();
    event->acceptProposedAction();
}

void Board::dragMoveEvent(QDragMoveEvent *event)
{
    scrollTowards(event->position());
    const int index = m_layout.spotAt(toContent(event->position())).node;
    if (index != m_dropNode) {
        m_dropNode = index;
        viewport()->update();
    }
    if (isLegal(index))
        event->acceptProposedAction();
    else
        event->ignore();
}

void Board::dragLeaveEvent(QDragLeaveEvent *)
{
    endDrop();
}

void Board::dropEvent(QDropEvent *event)
{
    const QList<int> nodes = dropNodes(m_layout.spotAt(toContent(event->position())).node);
    const auto job = m_dropJob;
    endDrop();
    if (!job || nodes.isEmpty()) {
        event->ignore();
        return;
    }
    event->acceptProposedAction();
    Q_EMIT jobDropped(*job, nodes);
}

} // namespace pilothouse
