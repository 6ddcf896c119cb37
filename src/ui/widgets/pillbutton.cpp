// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pillbutton.h"

#include "ui/theme/statemark.h"

#include <QEvent>
#include <QPainter>
#include <QStringList>

#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kHeight = 28;
constexpr int kPadding = 10;
constexpr int kMarkRoom = 16;
constexpr int kGap = 7;

int widthOf(const QFont &font, const QString &text)
{
    return text.isEmpty() ? 0 : QFontMetrics(font).horizontalAdvance(text) + 1; // for rounding
}

} // namespace

PillButton::PillButton(const Theme &theme, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PillButton::setState(State state)
{
    if (state == m_state)
        return;
    m_state = state;
    describe();
}

void PillButton::setWords(const QString &muted, const QString &strong)
{
    if (muted == m_muted && strong == m_strong)
        return;
    m_muted = muted;
    m_strong = strong;
    describe();
}

void PillButton::setTrailing(const QString &trailing)
{
    m_trailing = trailing;
    describe();
}

void PillButton::describe()
{
    QStringList words{m_muted, m_strong};
    words.removeAll(QString());
    setAccessibleName(words.join(QLatin1Char(' ')));
    words = QStringList{stateName(m_state), m_trailing};
    words.removeAll(QString());
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    if (neededWidth() > m_widest) {
        m_widest = neededWidth();
        updateGeometry();
    }
    update();
}

int PillButton::neededWidth() const
{
    int width = 2 * kPadding + (m_state == State::None ? 0 : kMarkRoom);
    width += widthOf(m_theme.font(), m_muted);
    width += widthOf(m_theme.font(fontsize::kBody, QFont::Bold), m_strong);
    width += m_muted.isEmpty() || m_strong.isEmpty() ? 0 : kGap;
    return width + (m_trailing.isEmpty() ? 0 : 2 * kGap + widthOf(m_theme.font(), m_trailing));
}

QSize PillButton::sizeHint() const
{
    return {std::max(m_widest, neededWidth()), kHeight};
}

QSize PillButton::minimumSizeHint() const
{
    return {2 * kPadding + kMarkRoom + 2 * kGap, kHeight};
}

void PillButton::paintEvent(QPaintEvent *)
{
    const ThemeTokens &tokens = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(tokens.line, 1));
    painter.setBrush(underMouse() || isDown() ? tokens.hover : tokens.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::kRadius,
                            space::kRadius);
    QRect inner = rect().adjusted(kPadding, 0, -kPadding, 0);
    if (m_state != State::None) {
        paintStateMark(painter, QRectF(inner.left(), 0, 10, height()), m_state, tokens);
        inner.setLeft(inner.left() + kMarkRoom);
    }
    const auto draw = [&](const QFont &font, const QColor &color, const QString &text) {
        painter.setFont(font);
        painter.setPen(color);
        const QString shown =
            painter.fontMetrics().elidedText(text, Qt::ElideRight, std::max(0, inner.width() + 1));
        painter.drawText(inner, Qt::AlignLeft | Qt::AlignVCenter, shown);
        inner.setLeft(inner.left() + painter.fontMetrics().horizontalAdvance(shown) + kGap);
    };
    if (!m_trailing.isEmpty()) {
        painter.setFont(m_theme.font());
        painter.setPen(tokens.faint);
        painter.drawText(inner, Qt::AlignRight | Qt::AlignVCenter, m_trailing);
        inner.setRight(inner.right() - widthOf(m_theme.font(), m_trailing) - kGap);
    }
    if (!m_muted.isEmpty())
        draw(m_theme.font(), tokens.muted, m_muted);
    if (!m_strong.isEmpty())
        draw(m_theme.font(fontsize::kBody, QFont::Bold), tokens.text, m_strong);
    if (hasFocus())
        paintFocusRing(painter, rect(), tokens, space::kRadius);
}

void PillButton::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_widest = 0;
        describe();
    }
    QAbstractButton::changeEvent(event);
}

} // namespace pilothouse
