// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metric.h"
#include "models/centerview.h"
#include "models/filter.h"

#include <QAbstractTableModel>
#include <span>
#include <vector>

namespace pilothouse {

// A column of a live table. key is what the filter line calls it.
struct TableColumn {
    const char *key;
    const char *title; // QT_TRANSLATE_NOOP("pilothouse::Tables", ...), or null: that of metric
    Metric metric = Metric::Count;
    Unit unit = Unit::None;
    bool numeric = false; // right-aligned, compared as a figure
    bool shown = true; // by default
    int width = 88; // pixels, by default
    bool spare = false; // takes what the others leave of the width, and is at least so wide
};

// A table over the center's newest view: typed columns, sorting and filtering by an index vector of
// its own (a proxy over ten thousand moving rows costs ten times as much). Rows keep their identity
// (id) while values move, so that selections stay. Order is renewed at most once a second.
class LiveTable : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit LiveTable(std::span<const TableColumn> columns, QObject *parent = nullptr);

    void setView(CenterViewPtr view); // the rows follow
    void setFilter(const Filter &filter);
    [[nodiscard]] std::vector<FilterKey> filterKeys() const;
    [[nodiscard]] int total() const { return m_sources; } // rows before the filter
    [[nodiscard]] const TableColumn &column(int column) const
    {
        return m_columns[static_cast<std::size_t>(column)];
    }
    [[nodiscard]] int rowOf(quint64 id) const; // -1: not there

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;
    void retranslate();

protected:
    static constexpr quint64 kGone = ~quint64{0};

    // What a kind of row is. source counts from 0 below sourceCount().
    virtual int sourceCount(const CenterView &view) const = 0;
    virtual quint64 id(const CenterView &view, int source) const = 0;
    // Where ids are places in a view: the id, in after, of what id named in before; kGone: left.
    virtual quint64 idIn(const CenterView &before, const CenterView &after, quint64 id) const;
    virtual QString text(const CenterView &view, int source, int column) const = 0;
    virtual double number(const CenterView &view, int source, int column) const = 0; // base units
    virtual QVariant extra(const CenterView &view, int source, int column, int role) const = 0;
    virtual bool stale(const CenterView &view, int source) const = 0;
    // Whether the sources themselves changed, so that rows come and go.
    virtual bool sameSources(const CenterView &before, const CenterView &after) const = 0;

    [[nodiscard]] const CenterView &view() const { return *m_view; }

private:
    struct Rows {
        std::vector<int> sources; // in the order to show
        std::vector<quint64> ids;
    };
    [[nodiscard]] bool passes(const CenterView &view, int source) const;
    [[nodiscard]] Rows wantedRows(const CenterView &view) const;
    void order(const CenterView &view, std::vector<int> &rows) const;
    void apply(CenterViewPtr view);
    void announceValues();
    void permute(const std::vector<std::size_t> &order);
    [[nodiscard]] int columnOf(const QString &key) const;

    std::span<const TableColumn> m_columns;
    CenterViewPtr m_view;
    Filter m_filter;
    Rows m_rows;
    int m_sources = 0;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    Micros m_ordered = 0;
};

} // namespace pilothouse
