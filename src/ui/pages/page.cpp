// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/page.h"

#include <QEvent>

namespace pilothouse {

Page::Page(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
{
    connect(&m_context.center, &Center::updated, this, [this] {
        if (isVisible())
            refresh();
    });
}

void Page::open(const QString & /*address*/) { }

void Page::showRange(const ChartRange & /*range*/) { }

void Page::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    refresh();
}

void Page::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        if (isVisible())
            refresh();
    }
}

} // namespace pilothouse
