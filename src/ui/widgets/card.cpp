// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card.h"

#include "ui/widgets/elidedlabel.h"

#include <QHBoxLayout>
#include <QPainter>

namespace pilothouse {

Card::Card(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_title(new ElidedLabel(theme, this))
    , m_right(new ElidedLabel(theme, this))
    , m_header(new QHBoxLayout)
    , m_headerLeft(new QHBoxLayout)
    , m_body(new QVBoxLayout)
{
    m_title->setLook(fontsize::kBody, QFont::DemiBold);
    m_title->setTone(ElidedLabel::Tone::Muted);
    m_title->hide();
    m_right->setTone(ElidedLabel::Tone::Muted);
    m_right->setAlignment(Qt::AlignRight);
    m_right->hide();
    m_headerLeft->setSpacing(space::kMedium);
    m_headerLeft->addWidget(m_title, 0);
    m_header->setSpacing(space::kMedium);
    m_header->addLayout(m_headerLeft, 1);
    m_header->addStretch(0);
    m_header->addWidget(m_right, 0);
    m_body->setSpacing(space::kMedium);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::kLarge, space::kLarge - 2, space::kLarge, space::kLarge);
    column->setSpacing(space::kMedium);
    column->addLayout(m_header);
    column->addLayout(m_body, 1);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

void Card::setRightText(const QString &text)
{
    m_right->setText(text);
    m_right->setVisible(!text.isEmpty());
}

void Card::addHeaderWidget(QWidget *widget)
{
    m_headerLeft->addWidget(widget, 1);
}

void Card::addRightWidget(QWidget *widget)
{
    m_header->addWidget(widget, 0);
}

void Card::setEmphasized(bool on)
{
    m_emphasized = on;
    m_title->setTone(on ? ElidedLabel::Tone::Accent : ElidedLabel::Tone::Muted);
    update();
}

void Card::addContent(QWidget *widget, int stretch)
{
    m_body->addWidget(widget, stretch);
}

void Card::paintEvent(QPaintEvent *)
{
    const ThemeTokens &tokens = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(m_emphasized ? tokens.accent : tokens.line, 1));
    painter.setBrush(tokens.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::kRadius,
                            space::kRadius);
}

} // namespace pilothouse
