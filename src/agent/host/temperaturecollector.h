// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/host/collector.h"

#include <filesystem>
#include <vector>

namespace pilothouse::agent {

// The hottest of all of the node's sensors (/sys/class/hwmon).
class TemperatureCollector final : public HostCollector {
public:
    explicit TemperatureCollector(const std::filesystem::path &root);

    [[nodiscard]] std::span<const Metric> metrics() const override;
    void collect(Micros monotonic, std::span<double> values) override;

private:
    void findSensors();

    std::filesystem::path m_directory;
    std::vector<std::filesystem::path> m_sensors;
    unsigned m_readings = 0;
};

} // namespace pilothouse::agent
