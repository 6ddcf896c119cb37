// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/capacitybars.h"

#include "models/text.h"

#include <QPainter>
#include <array>

namespace pilothouse {

namespace {

constexpr int kRowHeight = 20;

QString name(Use use)
{
    switch (use) {
    case Use::Effective:
        return CapacityBars::tr("Effective compute");
    case Use::Stalled:
        return CapacityBars::tr("Allocated, stalled");
    case Use::Idle:
        return CapacityBars::tr("Allocated, idle");
    case Use::Fragmented:
        return CapacityBars::tr("Free, wanted but fragmented");
    case Use::Free:
        return CapacityBars::tr("Free, no demand");
    case Use::Drained:
        return CapacityBars::tr("Drained, maintenance");
    case Use::Down:
        return CapacityBars::tr("Down");
    case Use::Unknown:
        return CapacityBars::tr("Not known");
    }
    return {};
}

} // namespace

CapacityBars::CapacityBars(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CapacityBars::setTotals(const CenterTotals &totals)
{
    m_totals = totals;
    QStringList words;
    for (std::size_t i = 0; i < kUses; ++i)
        words << name(static_cast<Use>(i)) + QStringLiteral(": ")
                + text::count(static_cast<qint64>(totals.uses[i]));
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    update();
}

QSize CapacityBars::minimumSizeHint() const
{
    return {320, kRowHeight * static_cast<int>(kUses)};
}

QColor CapacityBars::color(Use use) const
{
    const ThemeTokens &tokens = m_theme.tokens();
    switch (use) {
    case Use::Effective:
        return QColor::fromRgb(m_theme.rampColor(0.68));
    case Use::Stalled:
        return QColor::fromRgb(m_theme.rampColor(0.36));
    case Use::Idle:
        return tokens.warning;
    case Use::Fragmented:
        return m_theme.category(3);
    case Use::Free:
        return tokens.faint;
    case Use::Drained:
        return tokens.muted;
    case Use::Down:
        return tokens.critical;
    case Use::Unknown:
        return tokens.line;
    }
    return tokens.line;
}

void CapacityBars::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const ThemeTokens &tokens = m_theme.tokens();
    const int labelWidth = width() * 43 / 100;
    const int figureWidth = 104;
    const int barWidth = width() - labelWidth - figureWidth - space::kMedium;
    const double all = std::max<double>(1, static_cast<double>(m_totals.accelerators));
    const int rowHeight = std::clamp(height() / static_cast<int>(kUses), 15, 24);
    for (std::size_t i = 0; i < kUses; ++i) {
        const auto use = static_cast<Use>(i);
        const double share = static_cast<double>(m_totals.uses[i]) / all;
        const QRect row(0, static_cast<int>(i) * rowHeight, width(), rowHeight);
        painter.setPen(tokens.muted);
        const QRect label(row.left(), row.top(), labelWidth, row.height());
        painter.drawText(label, Qt::AlignRight | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(name(use), Qt::ElideRight, labelWidth));
        const double length = std::max(m_totals.uses[i] > 0 ? 2.0 : 0.0, share * barWidth);
        const QRectF bar(label.right() + space::kMedium, row.top() + 3, length, row.height() - 6);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(use));
        painter.drawRoundedRect(bar, 2, 2);
        painter.setPen(tokens.text);
        painter.drawText(
            QRectF(bar.right() + space::kSmall + 2, row.top(), figureWidth, row.height()),
            Qt::AlignLeft | Qt::AlignVCenter,
            text::value(share, Unit::Ratio) + QStringLiteral("  ")
                + text::count(static_cast<qint64>(m_totals.uses[i])));
    }
}

} // namespace pilothouse
