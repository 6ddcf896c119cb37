// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

namespace pilothouse::agent {

// Microseconds of a clock that never jumps, from an arbitrary start: for rates and ages.
inline Micros steadyMicros()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

} // namespace pilothouse::agent
