// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/elidedlabel.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace pilothouse {

ElidedLabel::ElidedLabel(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFont(theme.font());
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ElidedLabel::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void ElidedLabel::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void ElidedLabel::setLook(int pixelSize, QFont::Weight weight)
{
    setFont(m_theme.font(pixelSize, weight));
    updateGeometry();
}

void ElidedLabel::setAlignment(Qt::Alignment alignment)
{
    m_alignment = alignment;
    update();
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_text) + 1, fontMetrics().height()};
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {0, fontMetrics().height()};
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(color());
    painter.drawText(rect(), int(m_alignment | Qt::AlignVCenter),
                     fontMetrics().elidedText(m_text, Qt::ElideRight, width()));
}

QColor ElidedLabel::color() const
{
    const ThemeTokens &tokens = m_theme.tokens();
    switch (m_tone) {
    case Tone::Text:
        return tokens.text;
    case Tone::Muted:
        return tokens.muted;
    case Tone::Faint:
        return tokens.faint;
    case Tone::Accent:
        return tokens.accent;
    }
    return tokens.text;
}

bool ElidedLabel::event(QEvent *event)
{
    const bool elided = fontMetrics().horizontalAdvance(m_text) > width();
    if (event->type() != QEvent::ToolTip || !toolTip().isEmpty() || !elided)
        return QWidget::event(event);
    QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), m_text, this);
    return true;
}

} // namespace pilothouse
