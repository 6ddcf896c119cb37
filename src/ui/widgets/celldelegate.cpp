// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/celldelegate.h"

#include "ui/theme/statemark.h"

#include <QPainter>
#include <QStyleOptionViewItem>

#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr int kPadding = 8;
constexpr int kMarkRoom = 16;
constexpr int kBarRoom = 46; // the bar and its distance to the figure
constexpr int kBarWidth = 40;
constexpr int kBarHeight = 8;

State stateOf(const QModelIndex &index, int role)
{
    bool known = false;
    const int value = index.data(role).toInt(&known);
    return known ? State(value) : State::None;
}

Qt::Alignment alignmentOf(const QModelIndex &index)
{
    const QVariant value = index.data(Qt::TextAlignmentRole);
    return value.isValid() ? Qt::Alignment::fromInt(value.toInt()) : Qt::AlignLeft;
}

} // namespace

CellDelegate::CellDelegate(const Theme &theme, QObject *parent)
    : QAbstractItemDelegate(parent)
    , m_theme(theme)
    , m_normal{theme.font(), QFontMetrics(theme.font())}
    , m_bold{theme.font(fontsize::kBody, QFont::Bold),
             QFontMetrics(theme.font(fontsize::kBody, QFont::Bold))}
{
}

const CellDelegate::Face &CellDelegate::face(const QModelIndex &index) const
{
    const QVariant font = index.data(Qt::FontRole);
    const bool bold = font.isValid() && font.value<QFont>().weight() >= QFont::DemiBold;
    return bold ? m_bold : m_normal;
}

QColor CellDelegate::textColor(const QModelIndex &index) const
{
    const ThemeTokens &tokens = m_theme.tokens();
    if (index.data(StaleRole).toBool())
        return tokens.faint;
    if (index.data(LinkRole).toBool())
        return tokens.accent;
    return stateColor(stateOf(index, ToneRole), tokens);
}

void CellDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const ThemeTokens &tokens = m_theme.tokens();
    const QRect cell = option.rect;
    if (option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(cell, tokens.selection);
    painter->fillRect(QRect(cell.left(), cell.bottom(), cell.width(), 1), tokens.line);

    QRect inner = cell.adjusted(kPadding, 0, -kPadding, -1);
    const State state = stateOf(index, StateRole);
    if (state != State::None) {
        paintStateMark(*painter, QRectF(inner.left(), inner.top(), 10, inner.height()), state,
                       tokens);
        inner.setLeft(inner.left() + kMarkRoom);
    }
    const QVariant share = index.data(BarRole);
    if (share.isValid()) {
        paintBar(*painter, inner, index, share.toDouble());
        inner.setLeft(inner.left() + kBarRoom);
    }
    paintText(*painter, inner, index);
    if (option.state.testFlag(QStyle::State_HasFocus))
        paintFocusRing(*painter, cell.adjusted(0, 0, 0, -1), tokens);
}

void CellDelegate::paintBar(QPainter &painter, const QRect &rect, const QModelIndex &index,
                            double share) const
{
    if (!std::isfinite(share))
        return;
    const ThemeTokens &tokens = m_theme.tokens();
    const QRect track(rect.left(), rect.center().y() - kBarHeight / 2 + 1, kBarWidth, kBarHeight);
    painter.fillRect(track, tokens.hover);
    const int filled = int(std::lround(std::clamp(share, 0.0, 1.0) * kBarWidth));
    const bool some = share > 0;
    painter.fillRect(QRect(track.left(), track.top(), std::max(filled, some ? 1 : 0), kBarHeight),
                     index.data(StaleRole).toBool() ? tokens.faint : tokens.bar);
}

// At a point: text in a rectangle costs half as much again, and a table repaints every second.
void CellDelegate::paintText(QPainter &painter, const QRect &rect, const QModelIndex &index) const
{
    const Face &main = face(index);
    QString text = index.data(Qt::DisplayRole).toString();
    int wide = main.metrics.horizontalAdvance(text);
    if (wide > rect.width()) {
        text = main.metrics.elidedText(text, Qt::ElideRight, rect.width());
        wide = main.metrics.horizontalAdvance(text);
    }
    const Qt::Alignment alignment = alignmentOf(index);
    int left = rect.left();
    if (alignment.testFlag(Qt::AlignRight))
        left = rect.left() + rect.width() - wide;
    else if (alignment.testFlag(Qt::AlignHCenter))
        left = rect.left() + (rect.width() - wide) / 2;
    const int baseline = rect.top() + (rect.height() + main.metrics.capHeight() + 1) / 2;
    painter.setFont(main.font);
    painter.setPen(textColor(index));
    painter.drawText(QPointF(left, baseline), text);

    const QString sub = index.data(SubTextRole).toString();
    const int room = rect.width() - wide - space::kSmall;
    if (sub.isEmpty() || room <= 0)
        return;
    painter.setFont(m_normal.font);
    painter.setPen(m_theme.tokens().muted);
    painter.drawText(QPointF(left + wide + space::kSmall, baseline),
                     m_normal.metrics.elidedText(sub, Qt::ElideRight, room));
}

// For resizing a column to its contents.
QSize CellDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    int width = 2 * kPadding + face(index).metrics.horizontalAdvance(index.data().toString()) + 1;
    if (stateOf(index, StateRole) != State::None)
        width += kMarkRoom;
    if (index.data(BarRole).isValid())
        width += kBarRoom;
    const QString sub = index.data(SubTextRole).toString();
    if (!sub.isEmpty())
        width += space::kSmall + m_normal.metrics.horizontalAdvance(sub);
    return {width, space::kRow};
}

} // namespace pilothouse
