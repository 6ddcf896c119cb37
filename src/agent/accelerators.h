// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "core/metric.h"

#include <span>
#include <vector>

namespace pilothouse::agent {

// Reads the accelerators of a node. A vendor's library behind one interface; a node without
// accelerators is a normal one. Used from one thread.
class Accelerators {
public:
    Accelerators() = default;
    virtual ~Accelerators() = default;
    Accelerators(const Accelerators &) = delete;
    Accelerators &operator=(const Accelerators &) = delete;

    [[nodiscard]] virtual const std::vector<AcceleratorInfo> &infos() const = 0;
    [[nodiscard]] virtual std::span<const Metric> metrics() const = 0;
    // metrics() times infos() values: for each metric one per accelerator. NaN where missing.
    virtual void collect(std::span<double> values) = 0;
    // What happened since the last call, with time and accelerator set.
    [[nodiscard]] virtual std::vector<Event> takeEvents() = 0;
};

} // namespace pilothouse::agent
