// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/livetable.h"

#include "models/roles.h"
#include "models/text.h"

#include <QCollator>
#include <QCoreApplication>
#include <QLocale>
#include <QSet>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <unordered_map>
#include <unordered_set>

namespace pilothouse {

LiveTable::LiveTable(std::span<const TableColumn> columns, QObject *parent)
    : QAbstractTableModel(parent)
    , m_columns(columns)
    , m_view(std::make_shared<CenterView>())
{
}

void LiveTable::setView(CenterViewPtr view)
{
    const bool due = view->now - m_ordered >= kSecond || view->now < m_ordered;
    if (due || !sameSources(*m_view, *view)) {
        m_ordered = view->now;
        apply(std::move(view));
        return;
    }
    m_view = std::move(view);
    announceValues();
}

void LiveTable::setFilter(const Filter &filter)
{
    m_filter = filter;
    apply(m_view);
}

std::vector<FilterKey> LiveTable::filterKeys() const
{
    std::vector<FilterKey> keys;
    for (int i = 0; i < static_cast<int>(m_columns.size()); ++i) {
        const TableColumn &at = column(i);
        FilterKey key{QLatin1String(at.key),
                      headerData(i, Qt::Horizontal, Qt::DisplayRole).toString(),
                      at.numeric,
                      {}};
        if (!at.numeric) {
            constexpr int kMostValues = 40;
            QSet<QString> seen;
            for (int source = 0; source < m_sources && seen.size() < kMostValues; ++source)
                seen.insert(text(*m_view, source, i));
            seen.remove({});
            if (seen.size() < kMostValues)
                key.values = seen.values();
            key.values.sort();
        }
        keys.push_back(std::move(key));
    }
    return keys;
}

int LiveTable::rowOf(quint64 id) const
{
    const auto found = std::ranges::find(m_rows.ids, id);
    return found == m_rows.ids.end() ? -1 : static_cast<int>(found - m_rows.ids.begin());
}

int LiveTable::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.ids.size());
}

int LiveTable::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QVariant LiveTable::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const int source = m_rows.sources[static_cast<std::size_t>(index.row())];
    const TableColumn &at = column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        if (!at.numeric)
            return text(*m_view, source, index.column());
        return text::value(number(*m_view, source, index.column()), at.unit);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::Alignment(at.numeric ? Qt::AlignRight | Qt::AlignVCenter
                                                            : Qt::AlignLeft | Qt::AlignVCenter));
    case ValueRole:
        if (at.numeric)
            return number(*m_view, source, index.column());
        return text(*m_view, source, index.column());
    case IdRole:
        return m_rows.ids[static_cast<std::size_t>(index.row())];
    case StaleRole:
        return stale(*m_view, source);
    default:
        return extra(*m_view, source, index.column(), role);
    }
}

QVariant LiveTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const TableColumn &at = column(section);
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(at.numeric ? Qt::AlignRight | Qt::AlignVCenter
                                                            : Qt::AlignLeft | Qt::AlignVCenter));
    }
    if (role == Qt::ToolTipRole && at.numeric && at.unit != Unit::None)
        return tr("In the filter: %1<… in %2").arg(QLatin1String(at.key), text::unitName(at.unit));
    if (role != Qt::DisplayRole)
        return {};
    if (at.title == nullptr)
        return text::metric(at.metric);
    return QCoreApplication::translate("pilothouse::Tables", at.title);
}

void LiveTable::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    apply(m_view);
}

void LiveTable::retranslate()
{
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    announceValues();
}

int LiveTable::columnOf(const QString &key) const
{
    const auto found = std::ranges::find_if(
        m_columns, [&key](const TableColumn &at) { return key == QLatin1String(at.key); });
    return found == m_columns.end() ? -1 : static_cast<int>(found - m_columns.begin());
}

quint64 LiveTable::idIn(const CenterView & /*before*/, const CenterView & /*after*/,
                        quint64 id) const
{
    return id;
}

void LiveTable::announceValues()
{
    if (!m_rows.ids.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1),
                           {Qt::DisplayRole});
}

bool LiveTable::passes(const CenterView &view, int source) const
{
    const FilterRow row{
        .text = [&](const QString &key) { return text(view, source, columnOf(key)); },
        .number =
            [&](const QString &key) {
                const int at = columnOf(key);
                if (stale(view, source) && column(at).metric != Metric::Count)
                    return std::numeric_limits<double>::quiet_NaN();
                return text::shown(number(view, source, at), column(at).unit);
            },
        .anyText =
            [&](const QString &wanted) {
                for (int i = 0; i < columnCount(); ++i) {
                    if (!column(i).numeric
                        && text(view, source, i).contains(wanted, Qt::CaseInsensitive))
                        return true;
                }
                return false;
            },
    };
    return matches(m_filter, row);
}

LiveTable::Rows LiveTable::wantedRows(const CenterView &view) const
{
    Rows rows;
    const int sources = sourceCount(view);
    rows.sources.reserve(static_cast<std::size_t>(sources));
    for (int source = 0; source < sources; ++source) {
        if (m_filter.terms.empty() || passes(view, source))
            rows.sources.push_back(source);
    }
    order(view, rows.sources);
    rows.ids.reserve(rows.sources.size());
    for (const int source : rows.sources)
        rows.ids.push_back(id(view, source));
    return rows;
}

// Missing figures come last in either direction; equal ones keep the natural order.
void LiveTable::order(const CenterView &view, std::vector<int> &rows) const
{
    if (m_sortColumn < 0 || m_sortColumn >= columnCount())
        return;
    const bool ascending = m_sortOrder == Qt::AscendingOrder;
    if (column(m_sortColumn).numeric) {
        std::vector<double> keys(static_cast<std::size_t>(sourceCount(view)));
        for (const int source : rows)
            keys[static_cast<std::size_t>(source)] = number(view, source, m_sortColumn);
        std::ranges::stable_sort(rows, [&](int a, int b) {
            const double left = keys[static_cast<std::size_t>(a)];
            const double right = keys[static_cast<std::size_t>(b)];
            if (std::isnan(left) || std::isnan(right))
                return !std::isnan(left) && std::isnan(right);
            return ascending ? left < right : left > right;
        });
        return;
    }
    QCollator collator{QLocale()};
    collator.setNumericMode(true);
    std::vector<std::pair<QCollatorSortKey, int>> keyed;
    keyed.reserve(rows.size());
    for (const int source : rows)
        keyed.emplace_back(collator.sortKey(text(view, source, m_sortColumn)), source);
    std::stable_sort(keyed.begin(), keyed.end(), [ascending](const auto &a, const auto &b) {
        return ascending ? a.first < b.first : b.first < a.first;
    });
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = keyed[i].second;
}

// Rows that go are first brought to the end and removed, then the new ones are appended, then all
// are put in order: at most one signal of each sort, and what is selected stays selected.
void LiveTable::apply(CenterViewPtr view)
{
    Rows wanted = wantedRows(*view);
    const int sources = sourceCount(*view);
    if (!sameSources(*m_view, *view)) {
        for (quint64 &id : m_rows.ids)
            id = idIn(*m_view, *view, id);
    }
    if (wanted.ids == m_rows.ids) {
        m_view = std::move(view);
        m_sources = sources;
        m_rows = std::move(wanted);
        announceValues();
        return;
    }
    std::unordered_map<quint64, std::size_t> place; // of an id in the wanted order
    for (std::size_t i = 0; i < wanted.ids.size(); ++i)
        place.emplace(wanted.ids[i], i);

    std::vector<std::size_t> order(m_rows.ids.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto firstGone = std::stable_partition(order.begin(), order.end(), [&](std::size_t row) {
        return place.contains(m_rows.ids[row]);
    });
    const auto stay = static_cast<std::size_t>(firstGone - order.begin());
    if (stay < m_rows.ids.size()) {
        if (!std::ranges::is_sorted(order))
            permute(order);
        beginRemoveRows({}, static_cast<int>(stay), rowCount() - 1);
        m_rows.sources.resize(stay);
        m_rows.ids.resize(stay);
        endRemoveRows();
    }

    m_view = std::move(view);
    m_sources = sources;
    for (std::size_t row = 0; row < stay; ++row)
        m_rows.sources[row] = wanted.sources[place.at(m_rows.ids[row])];
    if (wanted.ids.size() > stay) {
        const std::unordered_set<quint64> known(m_rows.ids.begin(), m_rows.ids.end());
        beginInsertRows({}, static_cast<int>(stay), static_cast<int>(wanted.ids.size()) - 1);
        for (std::size_t i = 0; i < wanted.ids.size(); ++i) {
            if (known.contains(wanted.ids[i]))
                continue;
            m_rows.ids.push_back(wanted.ids[i]);
            m_rows.sources.push_back(wanted.sources[i]);
        }
        endInsertRows();
    }

    std::vector<std::size_t> final(wanted.ids.size());
    for (std::size_t row = 0; row < m_rows.ids.size(); ++row)
        final[place.at(m_rows.ids[row])] = row;
    if (!std::ranges::is_sorted(final))
        permute(final);
    announceValues();
}

// Row i becomes what row order[i] was.
void LiveTable::permute(const std::vector<std::size_t> &order)
{
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    Rows sorted;
    std::vector<int> newRow(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        sorted.sources.push_back(m_rows.sources[order[i]]);
        sorted.ids.push_back(m_rows.ids[order[i]]);
        newRow[order[i]] = static_cast<int>(i);
    }
    m_rows = std::move(sorted);
    const QModelIndexList before = persistentIndexList();
    QModelIndexList after;
    after.reserve(before.size());
    for (const QModelIndex &at : before)
        after << index(newRow[static_cast<std::size_t>(at.row())], at.column());
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

} // namespace pilothouse
