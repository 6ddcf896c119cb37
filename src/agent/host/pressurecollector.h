// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/host/collector.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace pilothouse::agent {

// The share of time since the last reading in which some task waited for CPU, memory or I/O
// (/proc/pressure; the kernel counts it in microseconds).
class PressureCollector final : public HostCollector {
public:
    explicit PressureCollector(const std::filesystem::path &root);

    [[nodiscard]] std::span<const Metric> metrics() const override;
    void collect(Micros monotonic, std::span<double> values) override;

private:
    struct Resource {
        std::filesystem::path file;
        std::optional<std::uint64_t> stalled;
    };

    std::array<Resource, 3> m_resources;
    Micros m_lastTime = 0;
};

} // namespace pilothouse::agent
