// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric.h"

#include <algorithm>
#include <array>
#include <limits>

namespace pilothouse {

namespace {

using enum MetricScope;
using enum MetricKind;

constexpr double kHuge = std::numeric_limits<double>::max();
constexpr double kExa = 1e18;

// One metric, one line.
// clang-format off
constexpr std::array<MetricInfo, kMetricCount> kCatalogue{{
    {Metric::Utilization, "utilization", Accelerator, Unit::Ratio, Gauge, 0, 1, "Utilization", "利用率"},
    {Metric::TensorActive, "tensor_active", Accelerator, Unit::Ratio, Gauge, 0, 1, "Tensor active", "张量核活跃"},
    {Metric::MemoryActive, "memory_active", Accelerator, Unit::Ratio, Gauge, 0, 1, "Memory bandwidth", "显存带宽"},
    {Metric::MemoryUsed, "memory_used", Accelerator, Unit::Bytes, Gauge, 0, kExa, "Memory used", "显存占用"},
    {Metric::Power, "power", Accelerator, Unit::Watts, Gauge, 0, 1e5, "Power", "功率"},
    {Metric::Temperature, "temperature", Accelerator, Unit::Celsius, Gauge, -60, 250, "Temperature", "温度"},
    {Metric::MemoryTemperature, "memory_temperature", Accelerator, Unit::Celsius, Gauge, -60, 250, "Memory temperature", "显存温度"},
    {Metric::Clock, "clock", Accelerator, Unit::Hertz, Gauge, 0, 1e11, "Clock", "核心频率"},
    {Metric::LinkTransmit, "link_transmit", Accelerator, Unit::BytesPerSecond, Gauge, 0, kExa, "Link transmit", "互联发送"},
    {Metric::LinkReceive, "link_receive", Accelerator, Unit::BytesPerSecond, Gauge, 0, kExa, "Link receive", "互联接收"},
    {Metric::PcieTransmit, "pcie_transmit", Accelerator, Unit::BytesPerSecond, Gauge, 0, kExa, "PCIe transmit", "PCIe 发送"},
    {Metric::PcieReceive, "pcie_receive", Accelerator, Unit::BytesPerSecond, Gauge, 0, kExa, "PCIe receive", "PCIe 接收"},
    {Metric::Energy, "energy", Accelerator, Unit::Joules, Counter, 0, kHuge, "Energy", "能耗"},
    {Metric::EccCorrected, "ecc_corrected", Accelerator, Unit::None, Counter, 0, kHuge, "ECC corrected", "可纠正 ECC"},
    {Metric::EccUncorrected, "ecc_uncorrected", Accelerator, Unit::None, Counter, 0, kHuge, "ECC uncorrected", "不可纠正 ECC"},
    {Metric::FaultCode, "fault_code", Accelerator, Unit::None, State, -kHuge, kHuge, "Fault code", "故障码"},
    {Metric::Throttle, "throttle", Accelerator, Unit::None, State, 0, 1, "Throttled", "降频"},
    {Metric::Health, "health", Accelerator, Unit::None, State, 0, 1, "Health", "健康"},
    {Metric::CpuUser, "cpu_user", Host, Unit::Ratio, Gauge, 0, 1, "CPU user", "CPU 用户态"},
    {Metric::CpuNice, "cpu_nice", Host, Unit::Ratio, Gauge, 0, 1, "CPU nice", "CPU 低优先级"},
    {Metric::CpuSystem, "cpu_system", Host, Unit::Ratio, Gauge, 0, 1, "CPU system", "CPU 内核态"},
    {Metric::CpuIdle, "cpu_idle", Host, Unit::Ratio, Gauge, 0, 1, "CPU idle", "CPU 空闲"},
    {Metric::CpuIowait, "cpu_iowait", Host, Unit::Ratio, Gauge, 0, 1, "CPU I/O wait", "CPU 等待 I/O"},
    {Metric::CpuIrq, "cpu_irq", Host, Unit::Ratio, Gauge, 0, 1, "CPU interrupts", "CPU 中断"},
    {Metric::CpuSoftirq, "cpu_softirq", Host, Unit::Ratio, Gauge, 0, 1, "CPU soft interrupts", "CPU 软中断"},
    {Metric::CpuSteal, "cpu_steal", Host, Unit::Ratio, Gauge, 0, 1, "CPU stolen", "CPU 被占用"},
    {Metric::Load1, "load_1m", Host, Unit::None, Gauge, 0, 1e6, "Load, 1 min", "负载（1 分钟）"},
    {Metric::Load5, "load_5m", Host, Unit::None, Gauge, 0, 1e6, "Load, 5 min", "负载（5 分钟）"},
    {Metric::Load15, "load_15m", Host, Unit::None, Gauge, 0, 1e6, "Load, 15 min", "负载（15 分钟）"},
    {Metric::HostMemoryUsed, "host_memory_used", Host, Unit::Bytes, Gauge, 0, kExa, "Memory used", "内存占用"},
    {Metric::HostMemoryAvailable, "host_memory_available", Host, Unit::Bytes, Gauge, 0, kExa, "Memory available", "可用内存"},
    {Metric::PressureCpu, "pressure_cpu", Host, Unit::Ratio, Gauge, 0, 1, "CPU pressure", "CPU 压力"},
    {Metric::PressureMemory, "pressure_memory", Host, Unit::Ratio, Gauge, 0, 1, "Memory pressure", "内存压力"},
    {Metric::PressureIo, "pressure_io", Host, Unit::Ratio, Gauge, 0, 1, "I/O pressure", "I/O 压力"},
    {Metric::NetworkReceive, "network_receive", Host, Unit::BytesPerSecond, Gauge, 0, kExa, "Network receive", "网络接收"},
    {Metric::NetworkTransmit, "network_transmit", Host, Unit::BytesPerSecond, Gauge, 0, kExa, "Network transmit", "网络发送"},
    {Metric::DiskRead, "disk_read", Host, Unit::BytesPerSecond, Gauge, 0, kExa, "Disk read", "磁盘读取"},
    {Metric::DiskWrite, "disk_write", Host, Unit::BytesPerSecond, Gauge, 0, kExa, "Disk write", "磁盘写入"},
    {Metric::FilesystemUsed, "filesystem_used", Host, Unit::Bytes, Gauge, 0, kExa, "Filesystem used", "文件系统占用"},
    {Metric::FilesystemSize, "filesystem_size", Host, Unit::Bytes, Gauge, 0, kExa, "Filesystem size", "文件系统容量"},
    {Metric::HostTemperature, "host_temperature", Host, Unit::Celsius, Gauge, -60, 250, "Hottest sensor", "最高传感器温度"},
    {Metric::Uptime, "uptime", Host, Unit::Seconds, Gauge, 0, kExa, "Uptime", "运行时间"},
    {Metric::HostPower, "host_power", Host, Unit::Watts, Gauge, 0, 1e6, "Node power", "节点功率"},
}};
// clang-format on

constexpr bool inOrder()
{
    for (std::size_t i = 0; i < kCatalogue.size(); ++i) {
        if (static_cast<std::size_t>(kCatalogue[i].id) != i)
            return false;
    }
    return true;
}
static_assert(inOrder(), "the catalogue follows the enumeration");

} // namespace

std::span<const MetricInfo, kMetricCount> metricCatalogue()
{
    return kCatalogue;
}

const MetricInfo &metricInfo(Metric metric)
{
    return kCatalogue.at(static_cast<std::size_t>(metric));
}

std::optional<Metric> findMetric(std::string_view name)
{
    const auto found = std::ranges::find(kCatalogue, name, &MetricInfo::name);
    if (found == kCatalogue.end())
        return std::nullopt;
    return found->id;
}

} // namespace pilothouse
