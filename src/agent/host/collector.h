// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metric.h"
#include "core/time.h"

#include <limits>
#include <span>

namespace pilothouse::agent {

inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Reads some of a node's metrics from below a root directory, "/" but in tests. Used from one
// thread. What cannot be read is missing (NaN), and so is a rate until it was read twice.
class HostCollector {
public:
    HostCollector() = default;
    virtual ~HostCollector() = default;
    HostCollector(const HostCollector &) = delete;
    HostCollector &operator=(const HostCollector &) = delete;

    [[nodiscard]] virtual std::span<const Metric> metrics() const = 0;
    // One value per metric, in their order. monotonic: a clock that never jumps.
    virtual void collect(Micros monotonic, std::span<double> values) = 0;
};

} // namespace pilothouse::agent
