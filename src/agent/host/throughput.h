// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <cstdint>
#include <map>
#include <string>

namespace pilothouse::agent {

// Bytes that a device has moved since it came up.
struct Moved {
    std::uint64_t in = 0;
    std::uint64_t out = 0;
};

using MovedByDevice = std::map<std::string, Moved, std::less<>>;

struct Rates {
    double in; // bytes per second, NaN when unknown
    double out;
};

// Turns the counters of several devices into one sum of rates. A device that came or went between
// two readings does not count; where a counter went back (the device was reset) the rate is
// unknown.
class Throughput {
public:
    Rates update(MovedByDevice devices, Micros monotonic);

private:
    MovedByDevice m_last;
    Micros m_lastTime = 0;
};

} // namespace pilothouse::agent
