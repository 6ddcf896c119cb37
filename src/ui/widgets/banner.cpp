// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "ui/theme/statemark.h"
#include "ui/widgets/elidedlabel.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kHeight = 36;
constexpr int kMarkLeft = 16;
constexpr int kTextLeft = 36;

} // namespace

Banner::Banner(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_text(new ElidedLabel(theme, this))
    , m_count(new ElidedLabel(theme, this))
    , m_action(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setFixedHeight(kHeight);
    m_count->setTone(ElidedLabel::Tone::Muted);
    m_action->setProperty("look", QStringLiteral("link"));
    m_close->setProperty("look", QStringLiteral("quiet"));
    m_close->setText(QStringLiteral("✕"));
    m_close->setFocusPolicy(Qt::StrongFocus);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(kTextLeft, 0, space::kMedium, 1);
    row->setSpacing(space::kLarge);
    row->addWidget(m_text);
    row->addWidget(m_action);
    row->addStretch(1);
    row->addWidget(m_count);
    row->addWidget(m_close);
    connect(m_action, &QPushButton::clicked, this,
            [this] { Q_EMIT actionTriggered(m_messages.first().id); });
    connect(m_close, &QToolButton::clicked, this, &Banner::closeFirst);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    showFirst();
}

void Banner::post(const Message &message)
{
    const auto same = [&message](const Message &each) { return each.id == message.id; };
    const auto found = std::find_if(m_messages.begin(), m_messages.end(), same);
    if (found != m_messages.end() && found->state == message.state) {
        *found = message;
    } else {
        m_messages.removeIf(same);
        m_messages.append(message);
        std::stable_sort(m_messages.begin(), m_messages.end(),
                         [](const Message &a, const Message &b) { return a.state > b.state; });
        if (m_messages.size() > kMost) {
            const State least = m_messages.last().state;
            m_messages.erase(std::find_if(m_messages.begin(), m_messages.end(),
                                          [least](const Message &m) { return m.state == least; }));
        }
    }
    showFirst();
}

void Banner::remove(const QString &id)
{
    if (m_messages.removeIf([&id](const Message &each) { return each.id == id; }) > 0)
        showFirst();
}

QStringList Banner::ids() const
{
    QStringList ids;
    for (const Message &message : m_messages)
        ids << message.id;
    return ids;
}

void Banner::showFirst()
{
    m_close->setAccessibleName(tr("Close message"));
    m_close->setToolTip(tr("Close message"));
    setVisible(!m_messages.isEmpty());
    if (m_messages.isEmpty())
        return;
    const Message &first = m_messages.first();
    const bool news = m_text->text() != first.text;
    m_text->setText(first.text);
    m_action->setText(first.action);
    m_action->setVisible(!first.action.isEmpty());
    m_close->setVisible(first.closable);
    m_count->setText(m_messages.size() > 1 ? tr("1 of %1").arg(m_messages.size()) : QString());
    setAccessibleName(first.text);
    setAccessibleDescription(stateName(first.state));
    if (news) {
        QAccessibleEvent alert(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
    update();
}

void Banner::closeFirst()
{
    if (m_messages.isEmpty() || !m_messages.first().closable)
        return;
    const QString id = m_messages.takeFirst().id;
    showFirst();
    Q_EMIT closed(id);
}

void Banner::paintEvent(QPaintEvent *)
{
    if (m_messages.isEmpty())
        return;
    const ThemeTokens &tokens = m_theme.tokens();
    const State state = m_messages.first().state;
    QPainter painter(this);
    QColor surface = tokens.selection;
    if (state == State::Warning)
        surface = tokens.warningSurface;
    else if (state == State::Critical)
        surface = tokens.criticalSurface;
    painter.fillRect(rect(), surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), tokens.line);
    paintStateMark(painter, QRectF(kMarkLeft, 0, 12, height() - 1), state, tokens);
}

void Banner::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        closeFirst();
    else
        QWidget::keyPressEvent(event);
}

void Banner::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        showFirst();
    QWidget::changeEvent(event);
}

} // namespace pilothouse
