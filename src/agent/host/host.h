// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/host/collector.h"
#include "core/frame.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace pilothouse::agent {

// All host metrics of a node, in one order. Used from one thread.
class Host {
public:
    explicit Host(const std::filesystem::path &root); // "/" but in tests

    [[nodiscard]] std::vector<std::string> metricNames() const;
    // Appends one value per metric.
    void collect(Micros monotonic, std::vector<double> &values);

private:
    std::vector<std::unique_ptr<HostCollector>> m_collectors;
};

// What does not change while the node runs: boot id, kernel, CPUs, memory. The name is the host's.
[[nodiscard]] NodeInfo readNodeInfo(const std::filesystem::path &root);

} // namespace pilothouse::agent
