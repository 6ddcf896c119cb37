// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tables.h"
#include "ui/pages/page.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace pilothouse {

class ChoiceChips;
class FilterLine;
class JobActions;
class JobPage;
class TableView;

// All jobs in one table, with what their accelerators do at the moment. Addresses: "", "?filter",
// and "job/ID" for the page of one job.
class JobsPage final : public Page {
    Q_OBJECT
public:
    explicit JobsPage(const PageContext &context, QWidget *parent = nullptr);

    void open(const QString &address) override;
    [[nodiscard]] QString address() const override;

protected:
    void refresh() override;
    void retranslate() override;

private:
    QWidget *makeTable();
    void applyFilter();
    void openRow(const QModelIndex &index);
    void tableMenu(const QPoint &position);
    void selectionChanged();
    void submit();
    void updateCounts();

    QStackedWidget *m_stack; // the table, or one job
    JobPage *m_job;
    QLabel *m_title;
    ChoiceChips *m_states;
    FilterLine *m_filter;
    QPushButton *m_columns;
    QPushButton *m_export;
    QPushButton *m_submit;
    JobTable *m_model;
    TableView *m_view;
    JobActions *m_actions;
    std::vector<QToolButton *> m_buttons;
    Micros m_keysAt = 0;
};

} // namespace pilothouse
