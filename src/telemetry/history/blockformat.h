// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace pilothouse::history {

// The first byte of a column's description in a block.
inline constexpr std::uint8_t kRawFlag = 0x01;
inline constexpr std::uint8_t kOrderShift = 1; // three bits
inline constexpr std::uint8_t kOrderMask = 0x07;
inline constexpr std::uint8_t kMissingFlag = 0x10;
inline constexpr std::uint8_t kExceptionFlag = 0x20;
inline constexpr std::uint8_t kZeroFlag = 0x40; // no residual of the column differs from zero
inline constexpr std::uint8_t kKnownFlags = 0x7f;

// What a value is predicted to be; the residual is what it is off.
enum Order : std::uint8_t {
    kPlain = 0, // the reference
    kDifference = 1, // the value before, plus the reference
    kSecondDifference = 2, // the value before, plus the last difference
    kPeerDifference = 3, // the value before, plus the peers' difference, plus the reference
    kPeerValue = 4, // the peers, plus the reference
    kOrders = 5,
};

// The peers of a column are those right before it: the accelerators of a node mostly do the same.
inline std::size_t peersOf(std::size_t column)
{
    return std::bit_floor(column < 8 ? column : std::size_t{8});
}

// Where more than one value in so many is no decimal, the whole column is kept as bits.
inline constexpr std::size_t kMaxExceptionShare = 16;

} // namespace pilothouse::history
