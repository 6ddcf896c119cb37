// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heatmap.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>
#include <cmath>

namespace pilothouse {

namespace {

constexpr double kZoomStep = 1.25;
constexpr int kWheelStep = 120; // angle delta of one notch, as Qt counts it

} // namespace

void Heatmap::setHovered(int cell, QPoint globalPosition)
{
    if (cell == m_hovered)
        return;
    m_hovered = cell;
    update();
    Q_EMIT hovered(cell, globalPosition);
}

void Heatmap::mousePressEvent(QMouseEvent *event)
{
    m_dragFrom = m_dragTo = event->position();
    const bool pans =
        event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_spaceHeld);
    if (pans) {
        m_drag = Drag::Pan;
        setCursor(Qt::ClosedHandCursor);
    } else if (event->button() == Qt::LeftButton) {
        m_drag = Drag::Pressed;
    } else {
        QWidget::mousePressEvent(event);
    }
}

void Heatmap::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF at = event->position();
    const bool moved = (at - m_dragFrom).manhattanLength() >= QApplication::startDragDistance();
    if (m_drag == Drag::Pan) {
        m_offset -= at - m_dragTo;
        m_dragTo = at;
        clampOffset();
        redraw();
        return;
    }
    if (m_drag == Drag::Pressed && moved)
        m_drag = Drag::Select;
    if (m_drag == Drag::Select) {
        m_dragTo = at;
        update();
        return;
    }
    setHovered(cellAt(at), event->globalPosition().toPoint());
}

void Heatmap::mouseReleaseEvent(QMouseEvent *event)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    if (drag == Drag::Pan) {
        unsetCursor();
    } else if (drag == Drag::Select) {
        const QRectF band(toContent(m_dragFrom), toContent(event->position()));
        const auto cells = m_layout.cellsIn(band.normalized());
        select(QList<int>(cells.begin(), cells.end()));
        update();
    } else if (drag == Drag::Pressed) {
        const int cell = cellAt(event->position());
        if (cell < 0) {
            select({});
            return;
        }
        m_anchorCell = cell;
        setFocusCell(cell);
        Q_EMIT activated(cell);
    }
}

void Heatmap::wheelEvent(QWheelEvent *event)
{
    const double notches = static_cast<double>(event->angleDelta().y()) / kWheelStep;
    const bool nothingToDo = notches == 0 || (m_zoom == 1 && notches < 0);
    if (nothingToDo || m_layout.cellCount() == 0) {
        event->ignore(); // a scrolling page around may take it
        return;
    }
    zoomAt(event->position(), std::pow(kZoomStep, notches));
    event->accept();
}

void Heatmap::leaveEvent(QEvent *event)
{
    setHovered(-1, QCursor::pos());
    QWidget::leaveEvent(event);
}

void Heatmap::keyPressEvent(QKeyEvent *event)
{
    const bool extend = event->modifiers().testFlag(Qt::ShiftModifier);
    const QPointF middle = cellArea().center();
    switch (event->key()) {
    case Qt::Key_Left:
        return moveFocus(-1, 0, extend);
    case Qt::Key_Right:
        return moveFocus(1, 0, extend);
    case Qt::Key_Up:
        return moveFocus(0, -1, extend);
    case Qt::Key_Down:
        return moveFocus(0, 1, extend);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_focusCell >= 0)
            Q_EMIT activated(m_focusCell);
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomAt(middle, kZoomStep);
    case Qt::Key_Minus:
        return zoomAt(middle, 1 / kZoomStep);
    case Qt::Key_0:
        return resetView();
    case Qt::Key_Space:
        m_spaceHeld = true;
        return QWidget::keyPressEvent(event);
    case Qt::Key_Escape:
        if (!m_selection.isEmpty())
            return select({});
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

void Heatmap::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat())
        m_spaceHeld = false;
    QWidget::keyReleaseEvent(event);
}

void Heatmap::focusOutEvent(QFocusEvent *event)
{
    m_spaceHeld = false;
    QWidget::focusOutEvent(event);
    update();
}

} // namespace pilothouse
