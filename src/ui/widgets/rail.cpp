// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rail.h"

#include "ui/widgets/railitem.h"

#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kWidth = 152;

} // namespace

Rail::Rail(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_column(new QVBoxLayout(this))
{
    setFixedWidth(kWidth);
    setAccessibleName(tr("Pages"));
    m_column->setContentsMargins(space::kMedium, space::kMedium, space::kMedium + 1,
                                 space::kMedium);
    m_column->setSpacing(2);
    m_column->addStretch(1);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Rail::addItem(const QString &id, const QString &text)
{
    auto *added = new RailItem(m_theme, id, this);
    added->setText(text);
    added->setAccessibleName(text);
    added->installEventFilter(this);
    m_column->insertWidget(int(m_items.size()), added);
    m_items.append(added);
    connect(added, &RailItem::clicked, this, [this, added] { choose(added->id()); });
    if (m_current.isEmpty())
        setCurrent(id);
}

void Rail::setText(const QString &id, const QString &text)
{
    if (RailItem *found = item(id)) {
        found->setText(text);
        found->setAccessibleName(text);
    }
}

void Rail::setCount(const QString &id, const QString &count)
{
    if (RailItem *found = item(id))
        found->setCount(count);
}

void Rail::setItemEnabled(const QString &id, bool enabled, const QString &why)
{
    if (RailItem *found = item(id)) {
        found->setEnabled(enabled);
        found->setToolTip(enabled ? QString() : why);
    }
}

void Rail::setCurrent(const QString &id)
{
    if (item(id) == nullptr)
        return;
    m_current = id;
    for (RailItem *each : std::as_const(m_items))
        each->setChecked(each->id() == id);
}

QSize Rail::sizeHint() const
{
    return {kWidth, m_column->sizeHint().height()};
}

RailItem *Rail::item(const QString &id) const
{
    const auto found = std::find_if(m_items.begin(), m_items.end(),
                                    [&id](const RailItem *each) { return each->id() == id; });
    return found == m_items.end() ? nullptr : *found;
}

void Rail::choose(const QString &id)
{
    setCurrent(id);
    Q_EMIT chosen(id); // the current one too: it leads back to the page's first view
}

void Rail::paintEvent(QPaintEvent *)
{
    const ThemeTokens &tokens = m_theme.tokens();
    QPainter painter(this);
    painter.fillRect(rect(), tokens.panel);
    painter.fillRect(QRect(width() - 1, 0, 1, height()), tokens.line);
}

void Rail::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        setAccessibleName(tr("Pages"));
    QWidget::changeEvent(event);
}

bool Rail::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress
        && moveFocus(static_cast<RailItem *>(watched), static_cast<QKeyEvent *>(event)->key()))
        return true;
    return QWidget::eventFilter(watched, event);
}

// Moves over disabled items. Enter presses an item like Space does.
bool Rail::moveFocus(RailItem *from, int key)
{
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        from->click();
        return true;
    }
    int at = int(m_items.indexOf(from));
    int step = key == Qt::Key_Up ? -1 : 1;
    if (key == Qt::Key_Home)
        at = -1;
    else if (key == Qt::Key_End) {
        at = int(m_items.size());
        step = -1;
    } else if (key != Qt::Key_Up && key != Qt::Key_Down)
        return false;
    for (at += step; at >= 0 && at < int(m_items.size()); at += step) {
        if (m_items[at]->isEnabled()) {
            m_items[at]->setFocus(Qt::TabFocusReason);
            break;
        }
    }
    return true;
}

} // namespace pilothouse
