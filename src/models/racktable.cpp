// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/roles.h"
#include "models/tables.h"
#include "models/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>

namespace pilothouse {

namespace {

enum Column {
    Name,
    Leaf,
    Kind,
    Nodes,
    Accelerators,
    Allocated,
    Tensor,
    Util,
    Power,
    Hottest,
    Down
};

constexpr std::array kColumns{
    TableColumn{
        .key = "rack", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Rack"), .width = 80},
    TableColumn{.key = "leaf",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Leaf switch"),
                .width = 90},
    TableColumn{
        .key = "kind", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Kind"), .width = 110},
    TableColumn{.key = "nodes",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Nodes"),
                .numeric = true,
                .width = 70},
    TableColumn{.key = "accelerators",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Accelerators"),
                .numeric = true,
                .width = 96},
    TableColumn{.key = "allocated",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Allocated"),
                .numeric = true,
                .width = 84},
    TableColumn{.key = "active",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Tensor active"),
                .metric = Metric::TensorActive,
                .unit = Unit::Ratio,
                .numeric = true,
                .width = 128},
    TableColumn{.key = "util",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Utilization"),
                .metric = Metric::Utilization,
                .unit = Unit::Ratio,
                .numeric = true,
                .width = 90},
    TableColumn{.key = "power",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Power"),
                .metric = Metric::Power,
                .unit = Unit::Watts,
                .numeric = true,
                .width = 84},
    TableColumn{.key = "temp",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Hottest"),
                .metric = Metric::Temperature,
                .unit = Unit::Celsius,
                .numeric = true,
                .width = 76},
    TableColumn{.key = "silent",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Silent nodes"),
                .numeric = true,
                .width = 96},
};

} // namespace

RackTable::RackTable(QObject *parent)
    : LiveTable(kColumns, parent)
{
}

const std::vector<RackTable::Rack> &RackTable::racks(const CenterView &view) const
{
    if (m_topology == view.fleet->topology)
        return m_racks;
    m_topology = view.fleet->topology;
    m_racks.clear();
    const auto &nodes = m_topology->nodes;
    for (NodeIndex node = 0; node < nodes.size(); ++node) {
        if (m_racks.empty() || nodes[m_racks.back().first].info.rack != nodes[node].info.rack)
            m_racks.push_back({node, node});
        m_racks.back().last = node + 1;
    }
    return m_racks;
}

int RackTable::sourceCount(const CenterView &view) const
{
    return static_cast<int>(racks(view).size());
}

quint64 RackTable::id(const CenterView &view, int source) const
{
    return racks(view)[static_cast<std::size_t>(source)].first;
}

quint64 RackTable::idIn(const CenterView &before, const CenterView &after, quint64 id) const
{
    const std::string &name = before.topology().nodes[id].info.rack;
    const auto found = std::ranges::find_if(racks(after), [&](const Rack &rack) {
        return after.topology().nodes[rack.first].info.rack == name;
    });
    return found == racks(after).end() ? kGone : found->first;
}

QString RackTable::text(const CenterView &view, int source, int column) const
{
    const NodeInfo &first =
        view.topology().nodes[racks(view)[static_cast<std::size_t>(source)].first].info;
    switch (column) {
    case Name:
        return first.rack.empty() ? QCoreApplication::translate("pilothouse::Tables", "no rack")
                                  : text::from(first.rack);
    case Leaf:
        return text::from(first.leafSwitch);
    case Kind:
        return first.accelerators.empty() ? QString() : text::from(first.accelerators.front().kind);
    default:
        return {};
    }
}

double RackTable::number(const CenterView &view, int source, int column) const
{
    const Rack rack = racks(view)[static_cast<std::size_t>(source)];
    double sum = 0;
    double largest = -std::numeric_limits<double>::infinity();
    int count = 0;
    int accelerators = 0;
    int allocated = 0;
    int silent = 0;
    const Metric metric = kColumns[static_cast<std::size_t>(column)].metric;
    for (NodeIndex node = rack.first; node < rack.last; ++node) {
        const FleetTopology::Node &at = view.topology().nodes[node];
        accelerators += static_cast<int>(at.acceleratorCount);
        const bool stale = view.isStale(node);
        silent += stale ? 1 : 0;
        for (std::uint32_t i = 0; i < at.acceleratorCount; ++i) {
            allocated += view.jobOf[at.firstAccelerator + i] ? 1 : 0;
            if (metric == Metric::Count || stale)
                continue;
            const double value = view.value(metric, at.firstAccelerator + i);
            if (std::isnan(value))
                continue;
            sum += value;
            largest = std::max(largest, value);
            ++count;
        }
    }
    switch (column) {
    case Nodes:
        return rack.last - rack.first;
    case Accelerators:
        return accelerators;
    case Allocated:
        return allocated;
    case Down:
        return silent;
    default:
        break;
    }
    if (count == 0)
        return std::numeric_limits<double>::quiet_NaN();
    return column == Power ? sum : column == Hottest ? largest : sum / count;
}

QVariant RackTable::extra(const CenterView &view, int source, int column, int role) const
{
    if (role == BarRole && column == Tensor)
        return number(view, source, column);
    if (role == LinkRole && column == Name)
        return true;
    if (role == StateRole && column == Name)
        return static_cast<int>(number(view, source, Down) > 0 ? State::Warning : State::Ok);
    return {};
}

bool RackTable::stale(const CenterView &view, int source) const
{
    return number(view, source, Down) == number(view, source, Nodes);
}

bool RackTable::sameSources(const CenterView &before, const CenterView &after) const
{
    return before.fleet->topology == after.fleet->topology;
}

} // namespace pilothouse
