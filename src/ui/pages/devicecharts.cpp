// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/devicecharts.h"

#include "models/text.h"

#include <QCoreApplication>
#include <array>
#include <cmath>

namespace pilothouse {

namespace {

constexpr std::uint32_t kMostLines = 8; // of a chart

// The CPU's modes are one chart, busiest first.
constexpr std::array<Metric, 7> kCpuModes{Metric::CpuUser, Metric::CpuSystem, Metric::CpuIowait,
                                          Metric::CpuNice, Metric::CpuIrq,    Metric::CpuSoftirq,
                                          Metric::CpuSteal};
constexpr std::array<Metric, 3> kLoads{Metric::Load1, Metric::Load5, Metric::Load15};
constexpr std::array<Metric, 3> kPressures{Metric::PressureCpu, Metric::PressureMemory,
                                           Metric::PressureIo};
constexpr std::array<Metric, 2> kNetwork{Metric::NetworkReceive, Metric::NetworkTransmit};
constexpr std::array<Metric, 2> kDisk{Metric::DiskRead, Metric::DiskWrite};
constexpr std::array<Metric, 2> kFilesystem{Metric::FilesystemUsed, Metric::FilesystemSize};
constexpr std::array<Metric, 6> kPanelMetrics{Metric::TensorActive, Metric::Utilization,
                                              Metric::MemoryUsed,   Metric::Power,
                                              Metric::Temperature,  Metric::Clock};

// Within a chart whose title says the rest.
QString shortName(Metric metric)
{
    const auto words = [](const char *text) {
        return QCoreApplication::translate("pilothouse::DeviceCharts", text);
    };
    switch (metric) {
    case Metric::CpuUser:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "user"));
    case Metric::CpuSystem:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "system"));
    case Metric::CpuIowait:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "I/O wait"));
    case Metric::CpuNice:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "nice"));
    case Metric::CpuIrq:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "irq"));
    case Metric::CpuSoftirq:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "soft irq"));
    case Metric::CpuSteal:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "steal"));
    case Metric::Load1:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "1 min"));
    case Metric::Load5:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "5 min"));
    case Metric::Load15:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "15 min"));
    case Metric::PressureCpu:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "CPU"));
    case Metric::PressureMemory:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "memory"));
    case Metric::PressureIo:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "I/O"));
    case Metric::NetworkReceive:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "receive"));
    case Metric::NetworkTransmit:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "transmit"));
    case Metric::DiskRead:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "read"));
    case Metric::DiskWrite:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "write"));
    case Metric::FilesystemUsed:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "used"));
    case Metric::FilesystemSize:
        return words(QT_TRANSLATE_NOOP("pilothouse::DeviceCharts", "size"));
    default:
        return text::metric(metric);
    }
}

std::string name(Metric metric)
{
    return std::string(metricInfo(metric).name);
}

template <std::size_t N>
ChartSpec group(const std::string &node, const QString &title, const std::array<Metric, N> &metrics)
{
    ChartSpec spec;
    spec.title = title;
    spec.unit = metricInfo(metrics.front()).unit;
    for (const Metric metric : metrics) {
        spec.keys.push_back({node, -1, name(metric)});
        spec.names << shortName(metric);
    }
    return spec;
}

ChartSpec single(const std::string &node, std::int32_t accelerator, Metric metric)
{
    const MetricInfo &info = metricInfo(metric);
    ChartSpec spec;
    spec.title = text::metric(metric);
    spec.unit = info.unit;
    spec.keys.push_back({node, accelerator, name(metric)});
    spec.maximum = info.unit == Unit::Ratio ? 1 : 0;
    spec.colour = static_cast<int>(metric);
    return spec;
}

bool sends(const CenterView &view, Metric metric, std::uint32_t device)
{
    return !std::isnan(view.value(metric, device));
}

} // namespace

std::vector<ChartSpec> hostCharts(const CenterView &view, NodeIndex node)
{
    const std::string &host = view.topology().nodes[node].info.name;
    std::vector<ChartSpec> specs;
    specs.push_back(group(
        host, QCoreApplication::translate("pilothouse::DeviceCharts", "CPU by mode"), kCpuModes));
    specs.back().maximum = 1;
    specs.push_back(
        group(host, QCoreApplication::translate("pilothouse::DeviceCharts", "Load"), kLoads));
    specs.push_back(single(host, -1, Metric::HostMemoryUsed));
    specs.push_back(group(host, QCoreApplication::translate("pilothouse::DeviceCharts", "Pressure"),
                          kPressures));
    specs.push_back(
        group(host, QCoreApplication::translate("pilothouse::DeviceCharts", "Network"), kNetwork));
    specs.push_back(
        group(host, QCoreApplication::translate("pilothouse::DeviceCharts", "Disk"), kDisk));
    specs.push_back(group(
        host, QCoreApplication::translate("pilothouse::DeviceCharts", "Filesystem"), kFilesystem));
    for (const Metric metric : {Metric::HostTemperature, Metric::HostPower,
                                Metric::HostMemoryAvailable, Metric::Uptime}) {
        if (sends(view, metric, node))
            specs.push_back(single(host, -1, metric));
    }
    return specs;
}

std::vector<ChartSpec> acceleratorCharts(const CenterView &view, AcceleratorIndex accelerator,
                                         bool many)
{
    const FleetTopology::Accelerator &at = view.topology().accelerators[accelerator];
    const std::string &host = view.topology().nodes[at.node].info.name;
    std::vector<ChartSpec> specs;
    if (!many) {
        for (const Metric metric : kPanelMetrics)
            specs.push_back(single(host, static_cast<std::int32_t>(at.index), metric));
        return specs;
    }
    for (const MetricInfo &info : metricCatalogue()) {
        if (info.scope == MetricScope::Accelerator && sends(view, info.id, accelerator))
            specs.push_back(single(host, static_cast<std::int32_t>(at.index), info.id));
    }
    return specs;
}

std::vector<ChartSpec> nodeAcceleratorCharts(const CenterView &view, NodeIndex node)
{
    const FleetTopology::Node &at = view.topology().nodes[node];
    std::vector<ChartSpec> specs;
    if (at.acceleratorCount == 0)
        return specs;
    for (const Metric metric : kPanelMetrics) {
        ChartSpec spec;
        spec.title = text::metric(metric);
        spec.unit = metricInfo(metric).unit;
        spec.maximum = spec.unit == Unit::Ratio ? 1 : 0;
        for (std::uint32_t i = 0; i < std::min(at.acceleratorCount, kMostLines); ++i) {
            spec.keys.push_back({at.info.name, static_cast<std::int32_t>(i), name(metric)});
            spec.names << QString::number(i); // eight names must fit below a chart
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

} // namespace pilothouse
