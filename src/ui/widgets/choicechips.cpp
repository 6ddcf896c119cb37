// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/choicechips.h"

#include "ui/theme/tokens.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kHeight = 22;
constexpr int kGap = space::kSmall;

} // namespace

ChoiceChips::ChoiceChips(QWidget *parent)
    : QWidget(parent)
    , m_more(newChip())
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(new QMenu(m_more));
    m_more->hide();
    connect(m_more->menu(), &QMenu::aboutToShow, this, &ChoiceChips::fillOverflow);
}

QToolButton *ChoiceChips::newChip()
{
    auto *button = new QToolButton(this);
    button->setProperty("look", QStringLiteral("chip"));
    button->setCheckable(true);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    button->installEventFilter(this);
    return button;
}

void ChoiceChips::addChoice(const QString &id, const QString &text)
{
    QToolButton *button = newChip();
    button->setText(text);
    button->show();
    m_choices.append({id, button});
    connect(button, &QToolButton::clicked, this, [this, id] { choose(indexOf(id)); });
    if (m_current < 0)
        m_current = 0;
    updateGeometry();
    arrange();
}

void ChoiceChips::setText(const QString &id, const QString &text)
{
    const int index = indexOf(id);
    if (index < 0)
        return;
    m_choices[index].button->setText(text);
    updateGeometry();
    arrange();
}

void ChoiceChips::clear()
{
    for (const Choice &choice : std::as_const(m_choices))
        delete choice.button;
    m_choices.clear();
    m_current = -1;
    updateGeometry();
    arrange();
}

void ChoiceChips::setCurrent(const QString &id)
{
    const int index = indexOf(id);
    if ((index < 0 && !id.isEmpty()) || index == m_current)
        return;
    m_current = index;
    arrange();
}

QString ChoiceChips::current() const
{
    return m_current < 0 ? QString() : m_choices[m_current].id;
}

int ChoiceChips::indexOf(const QString &id) const
{
    const auto found = std::find_if(m_choices.begin(), m_choices.end(),
                                    [&id](const Choice &choice) { return choice.id == id; });
    return found == m_choices.end() ? -1 : int(found - m_choices.begin());
}

void ChoiceChips::choose(int index)
{
    if (index < 0)
        return;
    const bool changed = index != m_current;
    m_current = index;
    arrange();
    if (changed)
        Q_EMIT chosen(current());
}

QSize ChoiceChips::sizeHint() const
{
    int width = -kGap;
    for (const Choice &choice : m_choices)
        width += choice.button->sizeHint().width() + kGap;
    return {std::max(width, 0), kHeight};
}

QSize ChoiceChips::minimumSizeHint() const
{
    int widest = 0;
    for (const Choice &choice : m_choices)
        widest = std::max(widest, choice.button->sizeHint().width());
    return {widest + space::kRow, kHeight}; // the menu's button with the longest choice on it
}

void ChoiceChips::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ChoiceChips::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::FontChange
        || event->type() == QEvent::StyleChange)
        arrange();
}

// How many chips fit if so much room is kept for the menu's button.
int ChoiceChips::fitting(int reserved) const
{
    const int room = width() - reserved;
    int x = 0;
    int count = 0;
    for (const Choice &choice : m_choices) {
        const int wide = choice.button->sizeHint().width();
        if (x + wide > room)
            break;
        x += wide + kGap;
        ++count;
    }
    return count;
}

// Gives every chip its place. Only the current one takes Tab, as in any group of exclusive buttons.
void ChoiceChips::arrange()
{
    int count = fitting(0);
    if (count < int(m_choices.size())) {
        labelOverflow(int(m_choices.size()));
        count = fitting(m_more->sizeHint().width() + kGap);
        if (m_current >= count) {
            labelOverflow(m_current);
            count = std::min(m_current, fitting(m_more->sizeHint().width() + kGap));
        }
    }
    const int top = (height() - kHeight) / 2;
    int x = 0;
    for (int i = 0; i < int(m_choices.size()); ++i) {
        QToolButton *button = m_choices[i].button;
        button->setVisible(i < count);
        button->setChecked(i == m_current);
        button->setFocusPolicy(i == m_current ? Qt::StrongFocus : Qt::ClickFocus);
        if (i < count) {
            const int wide = button->sizeHint().width();
            button->setGeometry(x, top, wide, kHeight);
            x += wide + kGap;
        }
    }
    labelOverflow(count);
    m_more->setVisible(count < int(m_choices.size()));
    if (count < int(m_choices.size()))
        m_more->setGeometry(x, top, std::min(m_more->sizeHint().width(), width() - x), kHeight);
}

void ChoiceChips::labelOverflow(int firstHidden)
{
    const bool currentInside = m_current >= firstHidden;
    const QString text = currentInside ? m_choices[m_current].button->text() : QString();
    m_more->setText(currentInside ? QString(text + QStringLiteral(" ▾")) : QStringLiteral("▾"));
    m_more->setAccessibleName(currentInside ? text : tr("More choices"));
    m_more->setChecked(currentInside);
}

void ChoiceChips::fillOverflow()
{
    m_more->menu()->clear();
    for (int i = 0; i < int(m_choices.size()); ++i) {
        if (m_choices[i].button->isVisibleTo(this))
            continue;
        QAction *action = m_more->menu()->addAction(m_choices[i].button->text());
        action->setCheckable(true);
        action->setChecked(i == m_current);
        connect(action, &QAction::triggered, this, [this, i] { choose(i); });
    }
}

bool ChoiceChips::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && handleKey(static_cast<QKeyEvent *>(event)->key()))
        return true;
    return QWidget::eventFilter(watched, event);
}

bool ChoiceChips::handleKey(int key)
{
    const int last = int(m_choices.size()) - 1;
    int next = m_current;
    if (key == Qt::Key_Left)
        next = std::max(0, m_current - 1);
    else if (key == Qt::Key_Right)
        next = std::min(last, m_current + 1);
    else if (key == Qt::Key_Home)
        next = 0;
    else if (key == Qt::Key_End)
        next = last;
    else
        return false;
    choose(next);
    if (next >= 0) {
        QToolButton *chip = m_choices[next].button;
        (chip->isVisibleTo(this) ? chip : m_more)->setFocus(Qt::TabFocusReason);
    }
    return true;
}

} // namespace pilothouse
