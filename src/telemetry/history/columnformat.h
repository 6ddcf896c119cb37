// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace pilothouse::history {

// The first byte of a column's description.
inline constexpr std::uint8_t kRawFlag = 0x01;
inline constexpr std::uint8_t kOrderShift = 1; // two bits
inline constexpr std::uint8_t kOrderMask = 0x03;
inline constexpr std::uint8_t kMissingFlag = 0x08;
inline constexpr std::uint8_t kExceptionFlag = 0x10;
inline constexpr std::uint8_t kKnownFlags = 0x1f;

// Where more than one value in so many is no decimal, the whole column is kept as bits.
inline constexpr std::size_t kMaxExceptionShare = 16;

} // namespace pilothouse::history
