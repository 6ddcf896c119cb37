// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/timechart.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr double kMarkReach = 4; // px to either side of a mark
constexpr int kBigStep = 10; // samples, with Ctrl

} // namespace

// A cursor that moves over six charts at the rate of the mouse: only its strip is painted again.
void TimeChart::repaintCursor(std::optional<Micros> time)
{
    if (m_form == Form::Large || !time) {
        viewport()->update();
        return;
    }
    const double x = timeScale().x(*time);
    viewport()->update(QRectF(x - 3, m_plot.top(), 6, m_plot.height()).toAlignedRect());
    viewport()->update(m_header.toAlignedRect());
}

void TimeChart::moveCursor(std::optional<Micros> time)
{
    if (time == m_cursor)
        return;
    setCursorTime(time);
    if (time)
        Q_EMIT cursorMoved(*time);
    else
        Q_EMIT cursorLeft();
}

void TimeChart::stepCursor(int steps)
{
    if (m_series.empty() || m_series.front().points.empty())
        return;
    const auto &points = m_series.front().points;
    const auto last = static_cast<std::ptrdiff_t>(points.size()) - 1;
    std::ptrdiff_t index = last;
    if (m_cursor) {
        const auto at = std::ranges::lower_bound(points, *m_cursor, {}, &TimePoint::time);
        index = at - points.begin();
        const bool between = at == points.end() || at->time != *m_cursor;
        if (between && steps > 0)
            --index; // the next sample is the one that was found
        index = std::clamp<std::ptrdiff_t>(index + steps, 0, last);
    }
    moveCursor(std::clamp(points[static_cast<std::size_t>(index)].time, m_from, m_to));
}

const EventMark *TimeChart::markAt(double x) const
{
    const TimeScale scale = timeScale();
    const EventMark *best = nullptr;
    double distance = kMarkReach;
    for (const EventMark &mark : m_marks) {
        const double away = std::abs(scale.x(mark.time) - x);
        if (away <= distance) {
            distance = away;
            best = &mark;
        }
    }
    return best;
}

bool TimeChart::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const EventMark *mark = m_plot.contains(help->pos()) ? markAt(help->pos().x()) : nullptr;
        if (mark) {
            const QString when = momentText(mark->time, QTimeZone::systemTimeZone());
            QToolTip::showText(help->globalPos(), tr("%1\n%2").arg(when, mark->text), this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QChartView::viewportEvent(event);
}

void TimeChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_plot.contains(event->position())) {
        event->ignore();
        return;
    }
    m_dragFrom = m_dragTo = event->position().x();
    m_dragging = false;
}

void TimeChart::mouseMoveEvent(QMouseEvent *event)
{
    const double x = std::clamp(event->position().x(), m_plot.left(), m_plot.right());
    if (m_dragFrom) {
        m_dragTo = x;
        m_dragging |= std::abs(m_dragTo - *m_dragFrom) >= QApplication::startDragDistance() / 2.0;
        viewport()->update();
    }
    if (m_plot.contains(event->position()) || m_dragFrom)
        moveCursor(timeScale().time(x));
    else
        moveCursor(std::nullopt);
}

void TimeChart::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_dragFrom)
        return;
    const double from = *std::exchange(m_dragFrom, std::nullopt);
    if (!std::exchange(m_dragging, false))
        return;
    viewport()->update();
    const TimeScale scale = timeScale();
    const Micros begin = scale.time(from);
    const Micros end = scale.time(event->position().x());
    if (begin != end)
        Q_EMIT rangeChosen(std::min(begin, end), std::max(begin, end));
}

void TimeChart::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_dragFrom.reset();
    m_dragging = false;
    if (event->button() == Qt::LeftButton)
        Q_EMIT rangeReset();
}

void TimeChart::leaveEvent(QEvent *event)
{
    moveCursor(std::nullopt);
    QChartView::leaveEvent(event);
}

void TimeChart::keyPressEvent(QKeyEvent *event)
{
    const int step = event->modifiers().testFlag(Qt::ControlModifier) ? kBigStep : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return stepCursor(-step);
    case Qt::Key_Right:
        return stepCursor(step);
    case Qt::Key_Home:
        return moveCursor(m_from);
    case Qt::Key_End:
        return moveCursor(m_to);
    case Qt::Key_Escape:
        if (m_dragFrom || m_cursor) {
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

void TimeChart::focusInEvent(QFocusEvent *event)
{
    QChartView::focusInEvent(event);
    viewport()->update();
}

void TimeChart::focusOutEvent(QFocusEvent *event)
{
    QChartView::focusOutEvent(event);
    viewport()->update();
}

} // namespace pilothouse
