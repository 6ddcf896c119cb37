// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/diskcollector.h"

#include "agent/host/text.h"

#include <array>

namespace pilothouse::agent {

namespace {

constexpr std::array kMetrics{Metric::DiskRead, Metric::DiskWrite};
constexpr std::uint64_t kSectorBytes = 512; // in diskstats, whatever the disk's own sectors are
constexpr std::size_t kName = 2;
constexpr std::size_t kSectorsRead = 5;
constexpr std::size_t kSectorsWritten = 9;

} // namespace

DiskCollector::DiskCollector(const std::filesystem::path &root)
    : m_counters(root / "proc/diskstats")
    , m_disks(root / "sys/block")
{
}

std::span<const Metric> DiskCollector::metrics() const
{
    return kMetrics;
}

MovedByDevice DiskCollector::read() const
{
    MovedByDevice devices;
    const auto text = readText(m_counters);
    if (!text)
        return devices;
    for (const std::string_view line : lines(*text)) {
        const auto fields = words(line);
        if (fields.size() <= kSectorsWritten)
            continue;
        std::error_code error;
        const auto read = toCount(fields[kSectorsRead]);
        const auto written = toCount(fields[kSectorsWritten]);
        if (read && written && std::filesystem::exists(m_disks / fields[kName] / "device", error))
            devices.emplace(fields[kName], Moved{*read * kSectorBytes, *written * kSectorBytes});
    }
    return devices;
}

void DiskCollector::collect(Micros monotonic, std::span<double> values)
{
    const Rates rates = m_throughput.update(read(), monotonic);
    values[0] = rates.in;
    values[1] = rates.out;
}

} // namespace pilothouse::agent
