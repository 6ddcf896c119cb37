// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace pilothouse {

// The metric catalogue: every metric once. The order is that of the enumeration below and is not
// stored or sent anywhere; names are.
enum class Metric : std::uint8_t {
    // Accelerator
    Utilization,
    TensorActive,
    MemoryActive,
    MemoryUsed,
    Power,
    Temperature,
    MemoryTemperature,
    Clock,
    LinkTransmit,
    LinkReceive,
    PcieTransmit,
    PcieReceive,
    Energy,
    EccCorrected,
    EccUncorrected,
    FaultCode,
    Throttle,
    Health,
    // Host
    CpuUser,
    CpuNice,
    CpuSystem,
    CpuIdle,
    CpuIowait,
    CpuIrq,
    CpuSoftirq,
    CpuSteal,
    Load1,
    Load5,
    Load15,
    HostMemoryUsed,
    HostMemoryAvailable,
    PressureCpu,
    PressureMemory,
    PressureIo,
    NetworkReceive,
    NetworkTransmit,
    DiskRead,
    DiskWrite,
    FilesystemUsed,
    FilesystemSize,
    HostTemperature,
    Uptime,
    HostPower,
    Count,
};

inline constexpr std::size_t kMetricCount = static_cast<std::size_t>(Metric::Count);

enum class MetricScope : std::uint8_t { Accelerator, Host };
enum class MetricKind : std::uint8_t { Gauge, Counter, State };
enum class Unit : std::uint8_t {
    None, // a plain number: load, error count, code
    Ratio, // 0 to 1
    Bytes,
    BytesPerSecond,
    Watts,
    Joules,
    Celsius,
    Hertz,
    Seconds,
};

struct MetricInfo {
    Metric id;
    std::string_view name; // canonical; what frames and history carry
    MetricScope scope;
    Unit unit;
    MetricKind kind;
    double minimum; // of the range in which a value is believed
    double maximum;
    std::string_view labelEn;
    std::string_view labelZh;
};

[[nodiscard]] std::span<const MetricInfo, kMetricCount> metricCatalogue();
[[nodiscard]] const MetricInfo &metricInfo(Metric metric);
[[nodiscard]] std::optional<Metric> findMetric(std::string_view name);

} // namespace pilothouse
