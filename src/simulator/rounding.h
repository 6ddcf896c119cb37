// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace pilothouse::simulator {

// Rounds a value that is not negative to 1/Parts, as the nearest double of that decimal: dividing
// gives 0.123 where multiplying by 0.001 would give its neighbour. Casting is much faster than
// floor.
template <int Parts> [[nodiscard]] inline double rounded(double value)
{
    return static_cast<double>(static_cast<std::int64_t>(value * Parts + 0.5)) / Parts;
}

// Rounds a value that is not negative down to a multiple of a step.
[[nodiscard]] inline double coarse(double value, double step)
{
    return static_cast<double>(static_cast<std::int64_t>(value / step)) * step;
}

} // namespace pilothouse::simulator
