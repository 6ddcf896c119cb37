// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/roles.h"
#include "models/tables.h"
#include "models/text.h"

#include <QCoreApplication>
#include <array>
#include <limits>

namespace pilothouse {

namespace {

enum Column {
    Name,
    Node,
    Rack,
    Kind,
    JobColumn,
    TenantColumn,
    StateColumn,
    FirstMetric,
    Age = FirstMetric + 8
};

constexpr std::array kColumns{
    TableColumn{.key = "accelerator",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Accelerator"),
                .width = 96},
    TableColumn{
        .key = "node", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Node"), .width = 76},
    TableColumn{
        .key = "rack", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Rack"), .width = 60},
    TableColumn{
        .key = "kind", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Kind"), .shown = false},
    TableColumn{.key = "job", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Job"), .width = 76},
    TableColumn{
        .key = "tenant", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Tenant"), .width = 110},
    TableColumn{.key = "state",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Use"),
                .shown = false,
                .width = 150},
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
                .width = 72},
    TableColumn{.key = "memory",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Memory"),
                .metric = Metric::MemoryUsed,
                .unit = Unit::Bytes,
                .numeric = true,
                .width = 84},
    TableColumn{.key = "power",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Power"),
                .metric = Metric::Power,
                .unit = Unit::Watts,
                .numeric = true,
                .width = 72},
    TableColumn{.key = "temp",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Temp."),
                .metric = Metric::Temperature,
                .unit = Unit::Celsius,
                .numeric = true,
                .width = 66},
    TableColumn{.key = "clock",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Clock"),
                .metric = Metric::Clock,
                .unit = Unit::Hertz,
                .numeric = true,
                .shown = false},
    TableColumn{.key = "bandwidth",
                .title = nullptr,
                .metric = Metric::MemoryActive,
                .unit = Unit::Ratio,
                .numeric = true,
                .shown = false},
    TableColumn{.key = "ecc",
                .title = nullptr,
                .metric = Metric::EccUncorrected,
                .numeric = true,
                .shown = false},
    TableColumn{.key = "age",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Age"),
                .unit = Unit::Seconds,
                .numeric = true,
                .width = 64},
};

class Words {
    Q_DECLARE_TR_FUNCTIONS(pilothouse::Tables)
};

NodeIndex nodeOf(const CenterView &view, int source)
{
    return view.topology().accelerators[static_cast<std::size_t>(source)].node;
}

QString useName(Use use)
{
    switch (use) {
    case Use::Effective:
        return Words::tr("allocated, effective");
    case Use::Stalled:
        return Words::tr("allocated, stalled");
    case Use::Idle:
        return Words::tr("allocated, idle");
    case Use::Fragmented:
    case Use::Free:
        return Words::tr("free");
    case Use::Drained:
        return Words::tr("drained");
    case Use::Down:
        return Words::tr("down");
    case Use::Unknown:
        return Words::tr("not known");
    }
    return {};
}

State mark(const CenterView &view, int source)
{
    const auto accelerator = static_cast<AcceleratorIndex>(source);
    const double health = view.value(Metric::Health, accelerator);
    const double throttled = view.value(Metric::Throttle, accelerator);
    const Use use = view.useOf(accelerator);
    if (use == Use::Down)
        return State::Critical;
    if (view.isStale(nodeOf(view, source)))
        return State::Unknown;
    if (health == 0)
        return State::Critical;
    if (use == Use::Drained)
        return State::Drained;
    return throttled > 0 ? State::Warning : State::Ok;
}

} // namespace

QString acceleratorName(const AcceleratorInfo &info, std::uint32_t index)
{
    if (info.vendor == "Huawei")
        return QStringLiteral("NPU %1").arg(index);
    if (info.vendor == "Cambricon")
        return QStringLiteral("MLU %1").arg(index);
    return QStringLiteral("GPU %1").arg(index);
}

AcceleratorTable::AcceleratorTable(QObject *parent)
    : LiveTable(kColumns, parent)
{
}

int AcceleratorTable::sourceCount(const CenterView &view) const
{
    return static_cast<int>(view.topology().accelerators.size());
}

quint64 AcceleratorTable::id(const CenterView & /*view*/, int source) const
{
    return static_cast<quint64>(source);
}

quint64 AcceleratorTable::idIn(const CenterView &before, const CenterView &after, quint64 id) const
{
    const FleetTopology::Accelerator &at = before.topology().accelerators[id];
    const NodeIndex node = after.topology().findNode(before.topology().nodes[at.node].info.name);
    if (node == kNoIndex || at.index >= after.topology().nodes[node].acceleratorCount)
        return kGone;
    return after.topology().nodes[node].firstAccelerator + at.index;
}

QString AcceleratorTable::text(const CenterView &view, int source, int column) const
{
    const auto accelerator = static_cast<AcceleratorIndex>(source);
    const FleetTopology::Accelerator &at = view.topology().accelerators[accelerator];
    const NodeInfo &node = view.topology().nodes[at.node].info;
    const JobPtr &job = view.jobOf[accelerator];
    switch (column) {
    case Name:
        return acceleratorName(node.accelerators[at.index], at.index);
    case Node:
        return text::from(node.name);
    case Rack:
        return text::from(node.rack);
    case Kind:
        return text::from(node.accelerators[at.index].kind);
    case JobColumn:
        return job ? QString::number(job->id) : QString();
    case TenantColumn:
        return job ? text::from(job->tenant) : QString();
    case StateColumn:
        return useName(view.useOf(accelerator));
    default:
        return {};
    }
}

double AcceleratorTable::number(const CenterView &view, int source, int column) const
{
    const NodeIndex node = nodeOf(view, source);
    if (column == Age) {
        const Micros age = view.nodeAge(node);
        return age < 0 ? std::numeric_limits<double>::quiet_NaN()
                       : static_cast<double>(age) / kSecond;
    }
    if (column < FirstMetric || view.isStale(node))
        return std::numeric_limits<double>::quiet_NaN();
    return view.value(kColumns[static_cast<std::size_t>(column)].metric,
                      static_cast<std::uint32_t>(source));
}

QVariant AcceleratorTable::extra(const CenterView &view, int source, int column, int role) const
{
    switch (role) {
    case StateRole:
        return column == Name ? QVariant(static_cast<int>(mark(view, source))) : QVariant();
    case LinkRole:
        return column == JobColumn || column == Name ? QVariant(true) : QVariant();
    case BarRole:
        return column == FirstMetric ? QVariant(number(view, source, column)) : QVariant();
    default:
        return {};
    }
}

bool AcceleratorTable::stale(const CenterView &view, int source) const
{
    return view.isStale(nodeOf(view, source));
}

bool AcceleratorTable::sameSources(const CenterView &before, const CenterView &after) const
{
    return before.fleet->topology == after.fleet->topology;
}

} // namespace pilothouse
