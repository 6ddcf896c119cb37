// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/bytes.h"

#include <cstdint>
#include <span>
#include <vector>

namespace pilothouse::history {

// The row before, as decimal integers: what the next row of the same node is the difference to.
struct RowState {
    std::vector<std::int64_t> integers;
    std::vector<std::uint8_t> scales;

    void reset(std::size_t width)
    {
        integers.assign(width, 0);
        scales.assign(width, 0);
    }
};

// One frame's values as differences of decimal integers, exact for any double.
void encodeRow(std::span<const double> values, RowState &state, Bytes &out);

// False where the bytes are not a row of that width.
[[nodiscard]] bool decodeRow(ByteSpan row, RowState &state, std::span<double> values);

} // namespace pilothouse::history
