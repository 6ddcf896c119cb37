// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/roles.h"
#include "models/tables.h"
#include "models/text.h"

#include <QCoreApplication>
#include <array>
#include <cmath>

namespace pilothouse {

namespace {

enum Column {
    Name,
    Rack,
    Leaf,
    Kind,
    StateColumn,
    Allocated,
    Tensor,
    Util,
    Memory,
    Power,
    Hottest,
    Cpu,
    Load,
    HostMemory,
    NetIn,
    NetOut,
    Age
};

constexpr std::array kColumns{
    TableColumn{
        .key = "node", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Node"), .width = 68},
    TableColumn{
        .key = "rack", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Rack"), .width = 48},
    TableColumn{.key = "leaf",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Leaf switch"),
                .shown = false,
                .width = 80},
    TableColumn{
        .key = "kind", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Kind"), .width = 92},
    TableColumn{
        .key = "state", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "State"), .width = 92},
    TableColumn{.key = "allocated",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Alloc."),
                .numeric = true,
                .width = 62},
    TableColumn{.key = "active",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Active"),
                .metric = Metric::TensorActive,
                .unit = Unit::Ratio,
                .numeric = true,
                .width = 106,
                .spare = true},
    TableColumn{.key = "util",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Busy"),
                .metric = Metric::Utilization,
                .unit = Unit::Ratio,
                .numeric = true,
                .width = 66},
    TableColumn{.key = "memory",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Acc. memory"),
                .metric = Metric::MemoryUsed,
                .unit = Unit::Bytes,
                .numeric = true,
                .shown = false,
                .width = 96},
    TableColumn{.key = "power",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Power"),
                .metric = Metric::Power,
                .unit = Unit::Watts,
                .numeric = true,
                .width = 70},
    TableColumn{.key = "temp",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Hottest"),
                .metric = Metric::Temperature,
                .unit = Unit::Celsius,
                .numeric = true,
                .width = 66},
    TableColumn{.key = "cpu",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "CPU"),
                .metric = Metric::CpuIdle,
                .unit = Unit::Ratio,
                .numeric = true,
                .width = 68},
    TableColumn{
        .key = "load", .title = nullptr, .metric = Metric::Load1, .numeric = true, .shown = false},
    TableColumn{.key = "ram",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Host memory"),
                .metric = Metric::HostMemoryUsed,
                .unit = Unit::Bytes,
                .numeric = true,
                .shown = false,
                .width = 100},
    TableColumn{.key = "rx",
                .title = nullptr,
                .metric = Metric::NetworkReceive,
                .unit = Unit::BytesPerSecond,
                .numeric = true,
                .shown = false},
    TableColumn{.key = "tx",
                .title = nullptr,
                .metric = Metric::NetworkTransmit,
                .unit = Unit::BytesPerSecond,
                .numeric = true,
                .shown = false},
    TableColumn{.key = "age",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Age"),
                .unit = Unit::Seconds,
                .numeric = true,
                .width = 58},
};

const FleetTopology::Node &node(const CenterView &view, int source)
{
    return view.topology().nodes[static_cast<std::size_t>(source)];
}

enum class Fold { Mean, Sum, Max };

double fold(const CenterView &view, int source, Metric metric, Fold how)
{
    const FleetTopology::Node &at = node(view, source);
    double sum = 0;
    double largest = -std::numeric_limits<double>::infinity();
    int count = 0;
    for (std::uint32_t i = 0; i < at.acceleratorCount; ++i) {
        const double value = view.value(metric, at.firstAccelerator + i);
        if (std::isnan(value))
            continue;
        sum += value;
        largest = std::max(largest, value);
        ++count;
    }
    if (count == 0)
        return std::numeric_limits<double>::quiet_NaN();
    return how == Fold::Mean ? sum / count : how == Fold::Sum ? sum : largest;
}

State mark(const CenterView &view, int source)
{
    const auto index = static_cast<NodeIndex>(source);
    const PlacementNode *placement = view.placementNode(index);
    if (placement != nullptr && placement->state == NodeState::Down)
        return State::Critical;
    if (view.isStale(index))
        return State::Unknown;
    if (placement != nullptr
        && (placement->state == NodeState::Draining || placement->state == NodeState::Drained))
        return State::Drained;
    return State::Ok;
}

} // namespace

NodeTable::NodeTable(QObject *parent)
    : LiveTable(kColumns, parent)
{
}

int NodeTable::sourceCount(const CenterView &view) const
{
    return static_cast<int>(view.topology().nodes.size());
}

quint64 NodeTable::id(const CenterView & /*view*/, int source) const
{
    return static_cast<quint64>(source);
}

quint64 NodeTable::idIn(const CenterView &before, const CenterView &after, quint64 id) const
{
    const NodeIndex node = after.topology().findNode(before.topology().nodes[id].info.name);
    return node == kNoIndex ? kGone : node;
}

QString NodeTable::text(const CenterView &view, int source, int column) const
{
    const FleetTopology::Node &at = node(view, source);
    switch (column) {
    case Name:
        return text::from(at.info.name);
    case Rack:
        return text::from(at.info.rack);
    case Leaf:
        return text::from(at.info.leafSwitch);
    case Kind:
        return at.info.accelerators.empty() ? QString()
                                            : text::from(at.info.accelerators.front().kind);
    case StateColumn: {
        const PlacementNode *placement = view.placementNode(static_cast<NodeIndex>(source));
        return placement == nullptr ? QString() : text::state(placement->state);
    }
    default:
        return {};
    }
}

double NodeTable::number(const CenterView &view, int source, int column) const
{
    const auto index = static_cast<NodeIndex>(source);
    if (column == Age) {
        const Micros age = view.nodeAge(index);
        return age < 0 ? std::numeric_limits<double>::quiet_NaN()
                       : static_cast<double>(age) / kSecond;
    }
    const FleetTopology::Node &at = node(view, source);
    if (column == Allocated) {
        int held = 0;
        for (std::uint32_t i = 0; i < at.acceleratorCount; ++i)
            held += view.jobOf[at.firstAccelerator + i] ? 1 : 0;
        return at.acceleratorCount == 0 ? std::numeric_limits<double>::quiet_NaN() : held;
    }
    if (view.isStale(index))
        return std::numeric_limits<double>::quiet_NaN();
    switch (column) {
    case Tensor:
        return fold(view, source, Metric::TensorActive, Fold::Mean);
    case Util:
        return fold(view, source, Metric::Utilization, Fold::Mean);
    case Memory:
        return fold(view, source, Metric::MemoryUsed, Fold::Sum);
    case Power:
        return fold(view, source, Metric::Power, Fold::Sum);
    case Hottest:
        return fold(view, source, Metric::Temperature, Fold::Max);
    case Cpu:
        return 1 - view.value(Metric::CpuIdle, index);
    case Load:
        return view.value(Metric::Load1, index);
    case HostMemory:
        return view.value(Metric::HostMemoryUsed, index);
    case NetIn:
        return view.value(Metric::NetworkReceive, index);
    case NetOut:
        return view.value(Metric::NetworkTransmit, index);
    default:
        return std::numeric_limits<double>::quiet_NaN();
    }
}

QVariant NodeTable::extra(const CenterView &view, int source, int column, int role) const
{
    if (role == StateRole && column == Name)
        return static_cast<int>(mark(view, source));
    if (role == LinkRole && column == Name)
        return true;
    if (role == BarRole && column == Tensor)
        return number(view, source, column);
    if (role == Qt::ToolTipRole && column == StateColumn) {
        const PlacementNode *placement = view.placementNode(static_cast<NodeIndex>(source));
        if (placement != nullptr && !placement->reason.empty())
            return text::from(placement->reason);
    }
    return {};
}

bool NodeTable::stale(const CenterView &view, int source) const
{
    return view.isStale(static_cast<NodeIndex>(source));
}

bool NodeTable::sameSources(const CenterView &before, const CenterView &after) const
{
    return before.fleet->topology == after.fleet->topology;
}

} // namespace pilothouse
