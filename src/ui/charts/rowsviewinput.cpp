// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/rowsview.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>
#include <cmath>

namespace pilothouse {

void RowsView::moveCursor(std::optional<Micros> time)
{
    if (time == m_cursor)
        return;
    setCursorTime(time);
    if (time)
        Q_EMIT cursorMoved(*time);
    else
        Q_EMIT cursorLeft();
}

void RowsView::setHoveredRow(int row, QPoint globalPosition)
{
    if (row == m_hoveredRow)
        return;
    m_hoveredRow = row;
    viewport()->update();
    Q_EMIT rowHovered(row, globalPosition);
}

void RowsView::stepCursor(int steps)
{
    if (m_raster.columns() == 0 || m_rows.empty())
        return;
    const int at = m_cursor ? m_raster.columnAt(*m_cursor) : m_raster.columns();
    moveCursor(m_raster.columnTime(std::clamp(at + steps, 0, m_raster.columns() - 1)));
}

void RowsView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !plotRect().contains(event->position())) {
        event->ignore();
        return;
    }
    m_dragFrom = m_dragTo = event->position().x();
    m_dragging = false;
}

void RowsView::mouseMoveEvent(QMouseEvent *event)
{
    const QRectF plot = plotRect();
    const double x = std::clamp(event->position().x(), plot.left(), plot.right());
    if (m_dragFrom) {
        m_dragTo = x;
        m_dragging |= std::abs(m_dragTo - *m_dragFrom) >= QApplication::startDragDistance() / 2.0;
        viewport()->update();
    }
    const bool inside = plot.contains(event->position());
    setHoveredRow(inside ? rowAt(event->position()) : -1, event->globalPosition().toPoint());
    if (inside || m_dragFrom)
        moveCursor(timeScale().time(x));
    else
        moveCursor(std::nullopt);
}

void RowsView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_dragFrom)
        return;
    const double from = *std::exchange(m_dragFrom, std::nullopt);
    viewport()->update();
    if (!std::exchange(m_dragging, false)) {
        const int row = rowAt(event->position());
        if (row < 0)
            return;
        setFocusRow(row);
        Q_EMIT rowActivated(row);
        return;
    }
    const Micros begin = timeScale().time(from);
    const Micros end = timeScale().time(event->position().x());
    if (begin != end)
        Q_EMIT rangeChosen(std::min(begin, end), std::max(begin, end));
}

void RowsView::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_dragFrom.reset();
    m_dragging = false;
    if (event->button() == Qt::LeftButton)
        Q_EMIT rangeReset();
}

bool RowsView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave) {
        setHoveredRow(-1, {});
        moveCursor(std::nullopt);
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void RowsView::keyPressEvent(QKeyEvent *event)
{
    const auto page = std::max(1, static_cast<int>(plotRect().height() / m_rowHeight) - 1);
    const auto last = static_cast<int>(m_rows.size()) - 1;
    const auto moveRow = [&](int by) {
        setFocusRow(std::clamp(m_focusRow + by, 0, std::max(0, last)));
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return stepCursor(-1);
    case Qt::Key_Right:
        return stepCursor(1);
    case Qt::Key_Up:
        return moveRow(-1);
    case Qt::Key_Down:
        return moveRow(1);
    case Qt::Key_PageUp:
        return moveRow(-page);
    case Qt::Key_PageDown:
        return moveRow(page);
    case Qt::Key_Home:
        return setFocusRow(0);
    case Qt::Key_End:
        return setFocusRow(last);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_focusRow >= 0)
            Q_EMIT rowActivated(m_focusRow);
        return;
    case Qt::Key_Escape:
        if (m_cursor || m_dragFrom) {
            m_dragFrom.reset();
            m_dragging = false;
            return moveCursor(std::nullopt);
        }
        break;
    default:
        break;
    }
    event->ignore();
}

} // namespace pilothouse
