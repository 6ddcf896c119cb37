// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/topbar.h"

#include "ui/widgets/elidedlabel.h"
#include "ui/widgets/pillbutton.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QToolButton>

namespace pilothouse {

namespace {

constexpr int kHeight = 44;
constexpr int kSearchWidth = 340;
constexpr int kLeftMargin = 14;

} // namespace

TopBar::TopBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_row(new QHBoxLayout(this))
    , m_center(new ElidedLabel(theme, this))
    , m_search(new PillButton(theme, this))
    , m_connection(new PillButton(theme, this))
    , m_scheduler(new PillButton(theme, this))
    , m_user(new PillButton(theme, this))
{
    setFixedHeight(kHeight);
    auto *product = new ElidedLabel(theme, this);
    product->setText(QStringLiteral("Pilothouse"));
    product->setLook(fontsize::kBody, QFont::Bold);
    product->setMinimumWidth(product->sizeHint().width());
    m_center->setTone(ElidedLabel::Tone::Muted);
    m_search->setMaximumWidth(kSearchWidth);
    m_search->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_connection->hide();
    m_scheduler->hide();
    m_user->hide();

    auto *left = new QHBoxLayout;
    left->setSpacing(space::kMedium);
    left->addWidget(product);
    left->addWidget(m_center, 1);
    left->addStretch(0);
    m_row->setContentsMargins(kLeftMargin, 0, kLeftMargin, 1);
    m_row->setSpacing(space::kLarge);
    m_row->addLayout(left, 3);
    m_row->addWidget(m_search, 4);
    m_row->addStretch(1);
    m_row->addWidget(m_connection);
    m_row->addWidget(m_scheduler);
    m_row->addWidget(m_user);

    connect(m_search, &PillButton::clicked, this, &TopBar::searchRequested);
    connect(m_connection, &PillButton::clicked, this, &TopBar::connectionClicked);
    connect(m_scheduler, &PillButton::clicked, this, &TopBar::schedulerClicked);
    connect(m_user, &PillButton::clicked, this, &TopBar::userClicked);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

void TopBar::setCenter(const QString &name)
{
    m_center->setText(name);
}

void TopBar::setSearchKey(const QString &key)
{
    m_search->setTrailing(key);
}

void TopBar::setConnection(State state, const QString &text, const QString &toolTip)
{
    m_connection->setState(state);
    m_connection->setWords(text, QString());
    m_connection->setToolTip(toolTip);
    m_connection->setVisible(!text.isEmpty());
}

void TopBar::setScheduler(State state, const QString &engine, const QString &name,
                          const QString &toolTip)
{
    m_scheduler->setState(state);
    m_scheduler->setWords(engine, name);
    m_scheduler->setToolTip(toolTip);
    m_scheduler->setVisible(!engine.isEmpty() || !name.isEmpty());
}

void TopBar::setUser(const QString &role, const QString &name)
{
    m_user->setWords(role, name);
    m_user->setVisible(!role.isEmpty() || !name.isEmpty());
}

QToolButton *TopBar::addMenu(const QString &text, const QString &accessibleName, QMenu *menu)
{
    auto *button = new QToolButton(this);
    button->setText(text);
    button->setAccessibleName(accessibleName);
    button->setToolTip(accessibleName);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    button->setFocusPolicy(Qt::StrongFocus);
    m_row->addWidget(button);
    return button;
}

void TopBar::paintEvent(QPaintEvent *)
{
    const ThemeTokens &tokens = m_theme.tokens();
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
}

void TopBar::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void TopBar::retranslate()
{
    m_search->setWords(tr("Find a node, job, tenant, or run a command"), QString());
}

} // namespace pilothouse
