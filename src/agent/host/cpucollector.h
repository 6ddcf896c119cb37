// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/host/collector.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>

namespace pilothouse::agent {

// How the time of all CPUs went since the last reading, by mode, as shares of 1 (/proc/stat).
class CpuCollector final : public HostCollector {
public:
    explicit CpuCollector(const std::filesystem::path &root);

    [[nodiscard]] std::span<const Metric> metrics() const override;
    void collect(Micros monotonic, std::span<double> values) override;

private:
    static constexpr std::size_t kModes = 8;
    using Ticks = std::array<std::uint64_t, kModes>;

    [[nodiscard]] std::optional<Ticks> read() const;

    std::filesystem::path m_file;
    std::optional<Ticks> m_last;
};

} // namespace pilothouse::agent
