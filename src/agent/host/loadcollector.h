// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/host/collector.h"

#include <filesystem>

namespace pilothouse::agent {

// Load averages and uptime (/proc/loadavg, /proc/uptime).
class LoadCollector final : public HostCollector {
public:
    explicit LoadCollector(const std::filesystem::path &root);

    [[nodiscard]] std::span<const Metric> metrics() const override;
    void collect(Micros monotonic, std::span<double> values) override;

private:
    std::filesystem::path m_load;
    std::filesystem::path m_uptime;
};

} // namespace pilothouse::agent
