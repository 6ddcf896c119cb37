// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <cstddef>

namespace pilothouse::simulator {

class Engine;

// Where jobs come from.
class JobSource {
public:
    JobSource() = default;
    virtual ~JobSource() = default;
    JobSource(const JobSource &) = delete;
    JobSource &operator=(const JobSource &) = delete;

    [[nodiscard]] virtual Micros nextArrival() const = 0;
    // Adds the jobs that are due at the engine's time.
    virtual void arrive(Engine &engine) = 0;
    // Jobs that were never going to fit.
    [[nodiscard]] virtual std::size_t leftOut() const { return 0; }
};

} // namespace pilothouse::simulator
