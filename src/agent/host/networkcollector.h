// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/host/collector.h"
#include "agent/host/throughput.h"

#include <filesystem>

namespace pilothouse::agent {

// What all physical network interfaces receive and transmit (/proc/net/dev): those that sysfs
// backs with a device, so neither loopback nor bridges, bonds, tunnels and the ends of containers,
// whose bytes would count twice.
class NetworkCollector final : public HostCollector {
public:
    explicit NetworkCollector(const std::filesystem::path &root);

    [[nodiscard]] std::span<const Metric> metrics() const override;
    void collect(Micros monotonic, std::span<double> values) override;

private:
    [[nodiscard]] MovedByDevice read() const;

    std::filesystem::path m_counters;
    std::filesystem::path m_interfaces;
    Throughput m_throughput;
};

} // namespace pilothouse::agent
