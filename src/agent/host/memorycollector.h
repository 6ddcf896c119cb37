// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/host/collector.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace pilothouse::agent {

// Bytes of /proc/meminfo. Used is what is not available: total minus available.
struct Memory {
    std::uint64_t total = 0;
    std::optional<std::uint64_t> available; // since Linux 3.14
};

[[nodiscard]] std::optional<Memory> readMemory(const std::filesystem::path &root);

class MemoryCollector final : public HostCollector {
public:
    explicit MemoryCollector(std::filesystem::path root);

    [[nodiscard]] std::span<const Metric> metrics() const override;
    void collect(Micros monotonic, std::span<double> values) override;

private:
    std::filesystem::path m_root;
};

} // namespace pilothouse::agent
