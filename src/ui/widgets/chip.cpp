// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

#include "ui/theme/statemark.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kHeight = 20;
constexpr int kPadding = 7;
constexpr int kMarkRoom = 14;

} // namespace

Chip::Chip(const Theme &theme, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_text(text)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFont(theme.font(fontsize::kSmall));
    describe();
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Chip::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    describe();
}

void Chip::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    describe();
}

void Chip::describe()
{
    setAccessibleName(m_text);
    setAccessibleDescription(stateName(m_state));
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    const int mark = m_state == State::None ? 0 : kMarkRoom;
    return {fontMetrics().horizontalAdvance(m_text) + 1 + 2 * kPadding + mark, kHeight};
}

QSize Chip::minimumSizeHint() const
{
    return {2 * kPadding + kMarkRoom, kHeight};
}

void Chip::paintEvent(QPaintEvent *)
{
    const ThemeTokens &tokens = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens.hover);
    const QRect pill(0, 0, std::min(width(), sizeHint().width()), height());
    painter.drawRoundedRect(pill, space::kSmallRadius, space::kSmallRadius);
    QRect inner = pill.adjusted(kPadding, 0, -kPadding, 0);
    if (m_state != State::None) {
        paintStateMark(painter, QRectF(inner.left(), 0, 9, height()), m_state, tokens);
        inner.setLeft(inner.left() + kMarkRoom);
    }
    painter.setPen(m_state == State::None ? tokens.muted : stateColor(m_state, tokens));
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_text, Qt::ElideRight, inner.width()));
}

void Chip::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        describe();
    QWidget::changeEvent(event);
}

} // namespace pilothouse
