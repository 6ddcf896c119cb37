// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/center.h"
#include "models/chartfeed.h"
#include "models/plancontroller.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace pilothouse {

// What every page works with; owned by main, outlives the pages.
struct PageContext {
    Center &center;
    PlanController &plans;
    Theme &theme;
};

// One page of the window. Its address is what follows the page's name: fleet + "node/n007".
// While hidden it does no work.
class Page : public QWidget {
    Q_OBJECT
public:
    explicit Page(const PageContext &context, QWidget *parent = nullptr);

    virtual void open(const QString &address); // empty: the page's front
    [[nodiscard]] virtual QString address() const { return {}; }
    virtual void showRange(const ChartRange &range); // chosen in the time bar

Q_SIGNALS:
    void navigate(const QString &address); // to any page: fleet/node/n007
    void addressChanged(); // this page shows something else now

protected:
    virtual void refresh() = 0; // a new view, and the page is visible
    virtual void retranslate() = 0;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;

    [[nodiscard]] Center &center() const { return m_context.center; }
    [[nodiscard]] PlanController &plans() const { return m_context.plans; }
    [[nodiscard]] Theme &theme() const { return m_context.theme; }
    [[nodiscard]] const PageContext &context() const { return m_context; }

private:
    PageContext m_context;
};

} // namespace pilothouse
