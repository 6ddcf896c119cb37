// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace pilothouse::history {

// Most measured values are decimal numbers with few digits. integer / 10^scale gives them back bit
// by bit, because the division of two exactly represented integers is correctly rounded.
inline constexpr int kMaxScale = 9;
inline constexpr std::array<double, kMaxScale + 1> kPowersOfTen{1,   1e1, 1e2, 1e3, 1e4,
                                                                1e5, 1e6, 1e7, 1e8, 1e9};
inline constexpr double kMaxExactInteger = 9007199254740992.0; // 2^53
inline constexpr std::uint64_t kMissingBits = 0x7ff8000000000000U; // the one NaN that means missing

inline double missingValue()
{
    return std::bit_cast<double>(kMissingBits);
}

inline bool isMissing(double value)
{
    return std::bit_cast<std::uint64_t>(value) == kMissingBits;
}

inline double fromDecimal(std::int64_t integer, int scale)
{
    return static_cast<double>(integer) / kPowersOfTen[static_cast<std::size_t>(scale)];
}

// False where the value is not exactly integer / 10^scale: -0.0, NaN, infinities, other fractions.
inline bool toDecimal(double value, int scale, std::int64_t &integer)
{
    const double scaled = value * kPowersOfTen[static_cast<std::size_t>(scale)];
    if (!(std::fabs(scaled) <= kMaxExactInteger))
        return false;
    integer = static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5));
    return std::bit_cast<std::uint64_t>(fromDecimal(integer, scale))
        == std::bit_cast<std::uint64_t>(value);
}

} // namespace pilothouse::history
