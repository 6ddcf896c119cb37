// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/bytes.h"

#include <cstdint>
#include <span>

namespace pilothouse::history {

// Numbers of any size, small ones most often, as close to their entropy as their order of size
// tells: each is a class (four per power of two), coded with a range coder whose frequencies go
// before, and the bits below the class as they are. Range coding with asymmetric numeral systems:
// Duda, "Asymmetric numeral systems", arXiv:1311.2540. docs/format/history.md has the layout.
void encodeNumbers(std::span<const std::uint64_t> numbers, Bytes &out);

// Reads what encodeNumbers wrote of `count` numbers; out takes the first of them. False where the
// bytes are malformed. Never reads or writes out of bounds, whatever the bytes are.
[[nodiscard]] bool decodeNumbers(ByteReader &reader, std::size_t count,
                                 std::span<std::uint64_t> out);

} // namespace pilothouse::history
