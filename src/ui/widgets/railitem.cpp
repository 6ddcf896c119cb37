// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/railitem.h"

#include "ui/theme/statemark.h"

#include <QPainter>

namespace pilothouse {

namespace {

constexpr int kHeight = 30;
constexpr int kPadding = 10;

} // namespace

RailItem::RailItem(const Theme &theme, const QString &id, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_id(id)
{
    setCheckable(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RailItem::setCount(const QString &count)
{
    if (count == m_count)
        return;
    m_count = count;
    setAccessibleDescription(count);
    update();
}

QSize RailItem::sizeHint() const
{
    return {130, kHeight};
}

void RailItem::paintEvent(QPaintEvent *)
{
    const ThemeTokens &tokens = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (isChecked() || (underMouse() && isEnabled())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? tokens.selection : tokens.hover);
        painter.drawRoundedRect(rect(), space::kSmallRadius, space::kSmallRadius);
    }
    QRect inner = rect().adjusted(kPadding, 0, -kPadding, 0);
    painter.setFont(m_theme.font(fontsize::kSmall));
    painter.setPen(isChecked() ? tokens.muted : tokens.faint);
    painter.drawText(inner, Qt::AlignRight | Qt::AlignVCenter, m_count);
    if (!m_count.isEmpty())
        inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(m_count) - 6);

    painter.setFont(m_theme.font(fontsize::kBody, isChecked() ? QFont::Bold : QFont::Normal));
    painter.setPen(isEnabled() ? (isChecked() ? tokens.text : tokens.muted) : tokens.faint);
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, inner.width()));
    if (hasFocus())
        paintFocusRing(painter, rect(), tokens);
}

} // namespace pilothouse
