// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/statemark.h"

#include <QtCore/QCoreApplication>
#include <QtGui/QPainter>

#include <algorithm>

namespace pilothouse {

namespace {

constexpr qreal kLargestMark = 10;
constexpr qreal kPenWidth = 1.5;

QRectF markRect(const QRectF &box)
{
    const qreal side = std::min({box.width(), box.height(), kLargestMark});
    return QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side);
}

void paintHalfDisc(QPainter &painter, const QRectF &rect, const QColor &color)
{
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, kPenWidth));
    const QRectF ring = rect.adjusted(0.75, 0.75, -0.75, -0.75);
    painter.drawEllipse(ring);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPie(ring, 90 * 16, 180 * 16);
}

void paintDiamond(QPainter &painter, const QRectF &rect, const QColor &color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const QPointF c = rect.center();
    const qreal reach = rect.width() / 2 + 0.5;
    painter.drawPolygon(QPolygonF({QPointF(c.x(), c.y() - reach), QPointF(c.x() + reach, c.y()),
                                   QPointF(c.x(), c.y() + reach), QPointF(c.x() - reach, c.y())}));
}

void paintRing(QPainter &painter, const QRectF &rect, const QColor &color)
{
    painter.setPen(QPen(color, kPenWidth));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(rect.adjusted(1, 1, -1, -1));
}

void paintDots(QPainter &painter, const QRectF &rect, const QColor &color)
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const qreal step = rect.width() / 2 - 1.4;
    for (const qreal x : {-step, 0.0, step})
        painter.drawEllipse(rect.center() + QPointF(x, 0), 1.4, 1.4);
}

void paintHatchedSquare(QPainter &painter, const QRectF &rect, const QColor &color)
{
    const QRectF square = rect.adjusted(1, 1, -1, -1);
    painter.setPen(QPen(color, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(square);
    painter.drawLine(square.topLeft(), square.bottomRight());
    painter.drawLine(QPointF(square.center().x(), square.top()),
                     QPointF(square.right(), square.center().y()));
    painter.drawLine(QPointF(square.left(), square.center().y()),
                     QPointF(square.center().x(), square.bottom()));
}

} // namespace

void paintStateMark(QPainter &painter, const QRectF &box, State state, const ThemeTokens &tokens)
{
    if (state == State::None)
        return;
    const QRectF rect = markRect(box);
    const QColor color = stateColor(state, tokens);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    switch (state) {
    case State::None:
        break;
    case State::Ok:
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5));
        break;
    case State::Info:
        painter.fillRect(rect.adjusted(1.5, 1.5, -1.5, -1.5), color);
        break;
    case State::Pending:
        paintDots(painter, rect, color);
        break;
    case State::Drained:
        paintHatchedSquare(painter, rect, color);
        break;
    case State::Unknown:
        paintRing(painter, rect, color);
        break;
    case State::Warning:
        paintHalfDisc(painter, rect, color);
        break;
    case State::Critical:
        paintDiamond(painter, rect, color);
        break;
    }
    painter.restore();
}

QColor stateColor(State state, const ThemeTokens &tokens)
{
    switch (state) {
    case State::None:
        return tokens.text;
    case State::Ok:
        return tokens.ok;
    case State::Info:
        return tokens.accent;
    case State::Pending:
    case State::Drained:
    case State::Unknown:
        return tokens.muted;
    case State::Warning:
        return tokens.warning;
    case State::Critical:
        return tokens.critical;
    }
    return tokens.text;
}

QString stateName(State state)
{
    switch (state) {
    case State::None:
        return QString();
    case State::Ok:
        return QCoreApplication::translate("State", "OK");
    case State::Info:
        return QCoreApplication::translate("State", "Notice");
    case State::Pending:
        return QCoreApplication::translate("State", "Waiting");
    case State::Drained:
        return QCoreApplication::translate("State", "Drained");
    case State::Unknown:
        return QCoreApplication::translate("State", "Unknown");
    case State::Warning:
        return QCoreApplication::translate("State", "Warning");
    case State::Critical:
        return QCoreApplication::translate("State", "Critical");
    }
    return QString();
}

void paintFocusRing(QPainter &painter, const QRectF &box, const ThemeTokens &tokens, qreal radius)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.accent, kPenWidth));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius);
    painter.restore();
}

} // namespace pilothouse
