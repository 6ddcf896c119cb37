// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/timelabels.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr double kTickLength = 3;
constexpr double kLabelHeight = 14;

} // namespace

void paintTimeLabels(QPainter &painter, const Theme &theme, const TimeScale &scale,
                     std::span<const TimeTick> ticks, double top)
{
    const double end = scale.left + scale.width + space::kSmall;
    for (const TimeTick &tick : ticks) {
        painter.setFont(theme.font(fontsize::kSmall, tick.date ? QFont::DemiBold : QFont::Normal));
        const QFontMetricsF metrics(painter.font(), painter.device());
        const double half = metrics.horizontalAdvance(tick.label) / 2 + 1;
        const double x = std::floor(scale.x(tick.time)) + 0.5;
        painter.setPen(theme.tokens().line);
        painter.drawLine(QPointF(x, top), QPointF(x, top + kTickLength));
        painter.setPen(tick.date ? theme.tokens().muted : theme.tokens().faint);
        const double left = std::clamp(x - half, 0.0, std::max(0.0, end - 2 * half));
        painter.drawText(QRectF(left, top + kTickLength, 2 * half, kLabelHeight), Qt::AlignCenter,
                         tick.label);
    }
}

} // namespace pilothouse
