// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/timebarstrip.h"

#include "ui/theme/statemark.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr double kLabelDistance = 110;
constexpr int kLabelHeight = 18;
constexpr double kHeadroom = 0.15; // of the strip, above and below a line

struct Bounds {
    double low = 0;
    double high = 0;
    bool any = false;
};

Bounds boundsOf(const TimeSeries &series)
{
    Bounds bounds;
    for (const TimePoint &point : series.points) {
        if (!std::isfinite(point.mean))
            continue;
        bounds.low = bounds.any ? std::min(bounds.low, point.mean) : point.mean;
        bounds.high = bounds.any ? std::max(bounds.high, point.mean) : point.mean;
        bounds.any = true;
    }
    return bounds;
}

State stateOf(MarkSeverity severity)
{
    switch (severity) {
    case MarkSeverity::Info:
        return State::Info;
    case MarkSeverity::Warning:
        return State::Warning;
    case MarkSeverity::Critical:
        return State::Critical;
    }
    return State::None;
}

void paintRun(QPainter &painter, const QRect &box, const QPolygonF &run, const QColor &color,
              bool filled)
{
    if (run.isEmpty())
        return;
    if (filled) {
        QPolygonF area = run;
        area << QPointF(run.last().x(), box.bottom() + 1)
             << QPointF(run.first().x(), box.bottom() + 1);
        QColor fill = color;
        fill.setAlphaF(0.13F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawPolygon(area);
    }
    painter.setPen(QPen(color, 1.3));
    painter.setBrush(Qt::NoBrush);
    if (run.size() == 1)
        painter.drawPoint(run.first());
    else
        painter.drawPolyline(run);
}

void paintLine(QPainter &painter, const TimeStrip &strip, const TimeSeries &series,
               const QColor &color, bool filled)
{
    const Bounds bounds = boundsOf(series);
    if (!bounds.any)
        return;
    const double span = bounds.high - bounds.low;
    const double room = strip.box.height() * (1 - 2 * kHeadroom);
    const double bottom = strip.box.bottom() - strip.box.height() * kHeadroom;
    QPolygonF run;
    for (const TimePoint &point : series.points) {
        if (!std::isfinite(point.mean)) {
            paintRun(painter, strip.box, run, color, filled);
            run.clear();
            continue;
        }
        const double share = span > 0 ? (point.mean - bounds.low) / span : 0.5;
        run << QPointF(strip.scale.x(point.time), bottom - share * room);
    }
    paintRun(painter, strip.box, run, color, filled);
}

void paintEvents(QPainter &painter, const TimeStrip &strip, const QList<EventMark> &events,
                 const ThemeTokens &tokens)
{
    for (const EventMark &event : events) {
        if (event.time < strip.scale.from || event.time > strip.scale.to)
            continue;
        const State state = stateOf(event.severity);
        const double x = strip.scale.x(event.time);
        painter.fillRect(QRectF(x - 0.75, strip.box.top(), 1.5, strip.box.height()),
                         stateColor(state, tokens));
        paintStateMark(painter, QRectF(x - 4, strip.box.top() - 3, 8, 8), state, tokens);
    }
}

void paintLabels(QPainter &painter, const TimeStrip &strip, const Theme &theme)
{
    painter.setFont(theme.font(fontsize::kSmall));
    painter.setPen(theme.tokens().muted);
    const QFontMetrics metrics = painter.fontMetrics();
    for (const TimeTick &tick : timeTicks(strip.scale.from, strip.scale.to, strip.box.width(),
                                          kLabelDistance, strip.zone)) {
        const int wide = metrics.horizontalAdvance(tick.label);
        const int centred = int(strip.scale.x(tick.time)) - wide / 2;
        const int left = std::clamp(centred, strip.box.left(),
                                    std::max(strip.box.left(), strip.box.right() - wide));
        painter.drawText(QRect(left, strip.box.bottom() + 3, wide + 1, kLabelHeight),
                         Qt::AlignVCenter, tick.label);
    }
}

} // namespace

void paintTimeStrip(QPainter &painter, const TimeStrip &strip, const QList<TimeSeries> &series,
                    const QList<EventMark> &events, const Theme &theme)
{
    if (strip.scale.to <= strip.scale.from || strip.box.width() <= 0)
        return;
    const ThemeTokens &tokens = theme.tokens();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(strip.box.adjusted(0, -4, 1, 1));
    bool first = true;
    for (const TimeSeries &each : series) {
        paintLine(painter, strip, each, first ? tokens.accent : tokens.ok, first);
        first = false;
    }
    painter.setClipping(false);
    paintEvents(painter, strip, events, tokens);
    if (strip.now >= strip.scale.from && strip.now <= strip.scale.to)
        painter.fillRect(
            QRectF(strip.scale.x(strip.now) - 1, strip.box.top() - 4, 2, strip.box.height() + 6),
            tokens.ok);
    paintLabels(painter, strip, theme);
    painter.restore();
}

} // namespace pilothouse
