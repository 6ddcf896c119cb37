// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/host/collector.h"
#include "agent/host/throughput.h"

#include <filesystem>

namespace pilothouse::agent {

// What all whole disks read and write (/proc/diskstats): those that sysfs backs with a device, so
// no partitions, and nothing stacked on other disks, whose bytes would count twice.
class DiskCollector final : public HostCollector {
public:
    explicit DiskCollector(const std::filesystem::path &root);

    [[nodiscard]] std::span<const Metric> metrics() const override;
    void collect(Micros monotonic, std::span<double> values) override;

private:
    [[nodiscard]] MovedByDevice read() const;

    std::filesystem::path m_counters;
    std::filesystem::path m_disks;
    Throughput m_throughput;
};

} // namespace pilothouse::agent
