// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/timebar.h"

#include "ui/theme/statemark.h"
#include "ui/widgets/timebarstrip.h"

#include <QDateTime>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr int kHeight = 80;
constexpr int kMomentWidth = 164; // as wide as the rail and a page's margin
constexpr int kRightMargin = 14;
constexpr int kStripTop = 8;
constexpr int kStripHeight = 46;
constexpr double kGrabDistance = 4;
constexpr double kZoomStep = 0.8;

} // namespace

TimeBar::TimeBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_zone(QTimeZone::systemTimeZone())
{
    setFixedHeight(kHeight);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    connect(&theme, &Theme::changed, this, &TimeBar::redraw);
    describe();
}

void TimeBar::setTimeZone(const QTimeZone &zone)
{
    m_zone = zone;
    redraw();
}

void TimeBar::setRange(Micros from, Micros to)
{
    m_from = from;
    m_to = std::max(from, to);
    redraw();
}

void TimeBar::setNow(Micros now)
{
    m_now = now;
    describe();
    redraw();
}

void TimeBar::setSeries(const QList<TimeSeries> &series)
{
    m_series = series;
    redraw();
}

void TimeBar::setEvents(const QList<EventMark> &events)
{
    m_events = events;
    redraw();
}

void TimeBar::setHint(const QString &hint)
{
    m_hint = hint;
    update();
}

QSize TimeBar::sizeHint() const
{
    return {640, kHeight};
}

QRect TimeBar::strip() const
{
    const int wide = std::max(0, width() - kMomentWidth - kRightMargin);
    return QRect(kMomentWidth, kStripTop, wide, kStripHeight);
}

TimeScale TimeBar::scale() const
{
    return {m_from, m_to, double(strip().left()), double(strip().width())};
}

QString TimeBar::momentWords(Micros time) const
{
    return QDateTime::fromMSecsSinceEpoch(time / kMillisecond, m_zone)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

const EventMark *TimeBar::eventNear(double x) const
{
    const EventMark *nearest = nullptr;
    double distance = kGrabDistance;
    for (const EventMark &event : m_events) {
        const double away = std::abs(scale().x(event.time) - x);
        if (away <= distance) {
            distance = away;
            nearest = &event;
        }
    }
    return nearest;
}

void TimeBar::describe()
{
    setAccessibleName(tr("Time bar"));
    QString words = m_now > 0 ? tr("Live, %1").arg(momentWords(m_now)) : tr("Live");
    if (m_cursor >= 0)
        words = tr("Cursor at %1").arg(momentWords(scale().time(m_cursor)));
    setAccessibleDescription(words);
}

void TimeBar::redraw()
{
    m_drawn = QPixmap();
    update();
}

void TimeBar::paintEvent(QPaintEvent *)
{
    if (m_drawn.isNull()) {
        const qreal ratio = devicePixelRatioF();
        m_drawn = QPixmap(size() * ratio);
        m_drawn.setDevicePixelRatio(ratio);
        m_drawn.fill(m_theme.tokens().panel);
        QPainter painter(&m_drawn);
        painter.fillRect(QRect(0, 0, width(), 1), m_theme.tokens().line);
        paintTimeStrip(painter, {strip(), scale(), m_now, m_zone}, m_series, m_events, m_theme);
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_drawn);
    paintMoment(painter);
    paintCursor(painter);
    if (hasFocus())
        paintFocusRing(painter, strip().adjusted(-3, -3, 3, 3), m_theme.tokens());
}

void TimeBar::paintMoment(QPainter &painter) const
{
    const ThemeTokens &tokens = m_theme.tokens();
    const int left = 14;
    const int wide = kMomentWidth - left - space::kMedium;
    paintStateMark(painter, QRectF(left, 14, 11, 20), State::Ok, tokens);
    painter.setFont(m_theme.font(fontsize::kBody, QFont::Bold));
    painter.setPen(tokens.ok);
    painter.drawText(QRect(left + 16, 14, wide - 16, 20), Qt::AlignVCenter, tr("LIVE"));
    painter.setFont(m_theme.font());
    painter.setPen(tokens.text);
    if (m_now > 0)
        painter.drawText(QRect(left, 33, wide, 20), Qt::AlignVCenter, momentWords(m_now));
    painter.setFont(m_theme.font(fontsize::kSmall));
    painter.setPen(tokens.faint);
    painter.drawText(QRect(left, 52, wide, 18), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_hint, Qt::ElideRight, wide));
}

void TimeBar::paintCursor(QPainter &painter) const
{
    if (m_cursor < 0 || m_to <= m_from)
        return;
    const ThemeTokens &tokens = m_theme.tokens();
    const QRect box = strip();
    if (m_anchor >= 0) {
        QColor veil = tokens.accent;
        veil.setAlphaF(0.25F);
        const double left = std::min(m_anchor, m_cursor);
        painter.fillRect(QRectF(left, box.top(), std::abs(m_cursor - m_anchor), box.height()),
                         veil);
    }
    painter.fillRect(QRectF(m_cursor, box.top(), 1, box.height()), tokens.text);

    const QString words = momentWords(scale().time(m_cursor));
    painter.setFont(m_theme.font(fontsize::kSmall));
    const int wide = painter.fontMetrics().horizontalAdvance(words) + 2 * space::kMedium;
    const int left =
        std::clamp(int(m_cursor) - wide / 2, box.left(), std::max(box.left(), width() - wide - 2));
    const QRect label(left, box.bottom() + 3, wide, 18);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.hover);
    painter.drawRoundedRect(label, space::kSmallRadius, space::kSmallRadius);
    painter.setPen(tokens.text);
    painter.drawText(label, Qt::AlignCenter, words);
}

void TimeBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    clearCursor();
    redraw();
}

void TimeBar::moveCursor(double x, bool select)
{
    const QRect box = strip();
    const double before = m_cursor;
    m_cursor = std::clamp(x, double(box.left()), double(box.left() + box.width()));
    if (select && m_anchor < 0)
        m_anchor = before < 0 ? m_cursor : before;
    else if (!select)
        m_anchor = -1;
    describe();
    update();
}

void TimeBar::clearCursor()
{
    m_cursor = -1;
    m_anchor = -1;
    describe();
    update();
}

// A drag shorter than the hand's tremble is a click.
void TimeBar::choose()
{
    if (m_cursor < 0 || m_to <= m_from)
        return;
    const Micros at = scale().time(m_cursor);
    if (m_anchor >= 0 && std::abs(m_cursor - m_anchor) > kGrabDistance) {
        const Micros other = scale().time(m_anchor);
        Q_EMIT rangeChosen(std::min(at, other), std::max(at, other));
    } else {
        Q_EMIT momentChosen(at);
    }
    m_anchor = -1;
    update();
}

void TimeBar::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || event->position().x() < strip().left())
        return;
    moveCursor(event->position().x(), false);
    m_anchor = m_cursor;
}

void TimeBar::mouseMoveEvent(QMouseEvent *event)
{
    const double x = event->position().x();
    const bool dragging = event->buttons().testFlag(Qt::LeftButton) && m_anchor >= 0;
    if (x < strip().left() && !dragging) {
        clearCursor();
        return;
    }
    moveCursor(x, dragging);
    const EventMark *near = eventNear(x);
    if (near == nullptr)
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPosition().toPoint(), near->text, this);
}

void TimeBar::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_anchor >= 0)
        choose();
}

void TimeBar::leaveEvent(QEvent *event)
{
    QWidget::leaveEvent(event);
    if (m_anchor < 0)
        clearCursor();
}

void TimeBar::wheelEvent(QWheelEvent *event)
{
    const int turned = event->angleDelta().y();
    if (turned == 0 || m_to <= m_from || event->position().x() < strip().left())
        return;
    const double x = std::min(event->position().x(), double(strip().right()));
    Q_EMIT zoomRequested(std::pow(kZoomStep, turned / 120.0), scale().time(x));
    event->accept();
}

void TimeBar::keyPressEvent(QKeyEvent *event)
{
    const QRect box = strip();
    const double at = m_cursor < 0 ? box.left() + box.width() : m_cursor;
    const double step = std::max(1.0, box.width() / 200.0);
    const bool select = event->modifiers().testFlag(Qt::ShiftModifier);
    switch (event->key()) {
    case Qt::Key_Left:
        moveCursor(at - step, select);
        break;
    case Qt::Key_Right:
        moveCursor(at + step, select);
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose();
        break;
    case Qt::Key_Escape:
        clearCursor();
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        Q_EMIT zoomRequested(kZoomStep, scale().time(at));
        break;
    case Qt::Key_Minus:
        Q_EMIT zoomRequested(1 / kZoomStep, scale().time(at));
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void TimeBar::focusOutEvent(QFocusEvent *event)
{
    clearCursor();
    QWidget::focusOutEvent(event);
}

void TimeBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        describe();
        redraw();
    }
    QWidget::changeEvent(event);
}

} // namespace pilothouse
