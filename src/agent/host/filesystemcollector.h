// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/host/collector.h"

#include <filesystem>

namespace pilothouse::agent {

// Space of the root filesystem. Used counts as df does: what is reserved for root is not used.
class FilesystemCollector final : public HostCollector {
public:
    explicit FilesystemCollector(std::filesystem::path root);

    [[nodiscard]] std::span<const Metric> metrics() const override;
    void collect(Micros monotonic, std::span<double> values) override;

private:
    std::filesystem::path m_root;
};

} // namespace pilothouse::agent
