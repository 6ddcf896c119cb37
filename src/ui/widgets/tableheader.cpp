// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tableheader.h"

#include "ui/theme/statemark.h"

#include <QPainter>

#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kPadding = 8; // that of the cells
constexpr int kArrowRoom = 11;
constexpr int kHeight = 26;

void paintArrow(QPainter &painter, const QPointF &at, bool up, const QColor &color)
{
    const double tip = up ? -2.5 : 2.5;
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(
        QPolygonF({at + QPointF(-3.5, -tip), at + QPointF(3.5, -tip), at + QPointF(0, tip)}));
}

} // namespace

TableHeader::TableHeader(const Theme &theme, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_theme(theme)
{
    setSectionsClickable(true);
    setSectionsMovable(true);
    setStretchLastSection(true);
    setHighlightSections(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    setFixedHeight(kHeight);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

QString TableHeader::words(int column) const
{
    return model()->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int column) const
{
    const ThemeTokens &tokens = m_theme.tokens();
    const QVariant alignment = model()->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole);
    const bool right =
        alignment.isValid() && Qt::Alignment::fromInt(alignment.toInt()).testFlag(Qt::AlignRight);
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == column;

    painter->save();
    painter->fillRect(rect, tokens.panel);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.line);
    painter->setFont(m_theme.font(fontsize::kBody, QFont::DemiBold));
    painter->setPen(sorted ? tokens.text : tokens.muted);
    const QFontMetrics metrics = painter->fontMetrics();
    const QRect inner = rect.adjusted(kPadding, 0, -kPadding, 0);
    const int room = std::max(0, inner.width() - (sorted ? kArrowRoom : 0));
    const QString shown = metrics.elidedText(words(column), Qt::ElideRight, room);
    painter->drawText(inner, int((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter),
                      shown);
    if (sorted) {
        painter->setRenderHint(QPainter::Antialiasing);
        const int wide = metrics.horizontalAdvance(shown) + kArrowRoom - 4;
        const double x = right ? inner.right() - wide : inner.left() + wide;
        paintArrow(*painter, QPointF(x, rect.center().y() + 1),
                   sortIndicatorOrder() == Qt::AscendingOrder, tokens.text);
    }
    painter->restore();
}

QSize TableHeader::sectionSizeFromContents(int column) const
{
    const QFontMetrics metrics(m_theme.font(fontsize::kBody, QFont::DemiBold));
    return {metrics.horizontalAdvance(words(column)) + 2 * kPadding + kArrowRoom + 1, kHeight};
}

} // namespace pilothouse
