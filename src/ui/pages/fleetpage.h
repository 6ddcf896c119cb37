// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/tables.h"
#include "ui/charts/exporttable.h"
#include "ui/pages/page.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace pilothouse {

class Card;
class ChartPanel;
class ChoiceChips;
class DevicePage;
class FilterLine;
class TableView;

// Racks, nodes and accelerators in tables; at the right what is selected, in charts. Addresses:
// "", "nodes", "accelerators", "racks", each with "?filter", and "node/NAME",
// "accelerator/NODE/INDEX" for the page of one device.
class FleetPage final : public Page {
    Q_OBJECT
public:
    explicit FleetPage(const PageContext &context, QWidget *parent = nullptr);

    void open(const QString &address) override;
    [[nodiscard]] QString address() const override;
    void showRange(const ChartRange &range) override;

protected:
    void refresh() override;
    void retranslate() override;

private:
    QWidget *makeTables();
    QWidget *makeHeader();
    void addTable(const QString &id, LiveTable *model);
    void show(const QString &id);
    void applyFilter(const QString &line);
    void showSelected();
    void openRow(const QModelIndex &index);
    void openCurrent();
    void tableMenu(const QPoint &position);
    void updateCount();
    [[nodiscard]] ExportContext exportContext() const;
    [[nodiscard]] std::vector<std::string> selectedNodes() const;
    [[nodiscard]] quint64 currentId() const;
    [[nodiscard]] bool hasCurrent() const;

    struct Entry {
        QString id;
        LiveTable *model;
        TableView *view;
        QString filter;
    };
    [[nodiscard]] Entry &current() { return m_tables[static_cast<std::size_t>(m_current)]; }
    [[nodiscard]] const Entry &current() const
    {
        return m_tables[static_cast<std::size_t>(m_current)];
    }

    QStackedWidget *m_stack; // the tables, or one device
    DevicePage *m_device;
    QLabel *m_title;
    ChoiceChips *m_which;
    FilterLine *m_filter;
    QPushButton *m_columns;
    QPushButton *m_export;
    QStackedWidget *m_views;
    Card *m_panel;
    QPushButton *m_openButton;
    QLabel *m_about;
    ChartPanel *m_charts;
    std::vector<Entry> m_tables;
    int m_current = 0;
    quint64 m_shown = ~quint64{0};
    std::shared_ptr<const FleetTopology> m_shownIn; // what m_shown is an id of
};

} // namespace pilothouse
