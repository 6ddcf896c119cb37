// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/rampkey.h"

#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr double kRampWidth = 96;
constexpr double kSwatch = 9;
constexpr double kMinimumName = 24;

void paintText(QPainter &painter, const QRectF &box, const QString &text)
{
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
}

void paintHatchedSwatch(QPainter &painter, const QRectF &box, const Theme &theme)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(box, QBrush(theme.tokens().faint, Qt::BDiagPattern));
    painter.setPen(theme.tokens().line);
    painter.drawRect(box.adjusted(0, 0, -1, -1));
    painter.restore();
}

} // namespace

void paintRampKey(QPainter &painter, const QRectF &box, const Theme &theme, const QString &low,
                  const QString &high, const QString &noValue)
{
    painter.setFont(theme.font(fontsize::kSmall));
    painter.setPen(theme.tokens().muted);
    const QFontMetricsF metrics(painter.font(), painter.device());
    double right = box.right();
    const auto take = [&](double width) {
        right -= width;
        return QRectF(right, box.top(), width, box.height());
    };
    const auto centred = [](const QRectF &in, double height) {
        return QRectF(in.left(), in.center().y() - height / 2, in.width(), height);
    };
    if (!noValue.isEmpty()) {
        paintText(painter, take(std::ceil(metrics.horizontalAdvance(noValue)) + 1), noValue);
        take(space::kSmall);
        paintHatchedSwatch(painter, centred(take(kSwatch), kSwatch), theme);
        take(space::kLarge);
    }
    paintText(painter, take(std::ceil(metrics.horizontalAdvance(high))), high);
    take(space::kSmall);
    const QRectF bar = centred(take(kRampWidth), kSwatch - 1);
    QImage ramp(kRampSize, 1, QImage::Format_RGB32);
    for (int i = 0; i < kRampSize; ++i)
        ramp.setPixel(i, 0, theme.ramp()[static_cast<std::size_t>(i)]);
    painter.drawImage(bar, ramp);
    painter.setPen(theme.tokens().line);
    painter.drawRect(bar);
    painter.setPen(theme.tokens().muted);
    take(space::kSmall);
    paintText(painter, take(std::ceil(metrics.horizontalAdvance(low))), low);
}

void paintCategoryKey(QPainter &painter, const QRectF &box, const Theme &theme,
                      const QStringList &names)
{
    painter.setFont(theme.font(fontsize::kSmall));
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double restRoom = metrics.horizontalAdvance(QStringLiteral("+9999"));
    double left = box.left();
    for (int i = 0; i < names.size(); ++i) {
        const double wanted = std::max(kMinimumName, metrics.horizontalAdvance(names[i]));
        const double width = kSwatch + space::kSmall + wanted + space::kLarge;
        const bool last = i + 1 == names.size();
        painter.setPen(theme.tokens().muted);
        if (left + width - space::kLarge + (last ? 0 : restRoom) > box.right()) {
            const QRectF rest(left, box.top(), box.right() - left, box.height());
            paintText(painter, rest, QStringLiteral("+%1").arg(names.size() - i));
            return;
        }
        const QRectF swatch(left, box.center().y() - kSwatch / 2, kSwatch, kSwatch);
        painter.fillRect(swatch, theme.category(i));
        paintText(painter,
                  QRectF(swatch.right() + space::kSmall, box.top(), wanted + 1, box.height()),
                  names[i]);
        left += width;
    }
}

} // namespace pilothouse
