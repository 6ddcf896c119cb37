// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "telemetry/history/columncodec.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pilothouse::history {

inline constexpr Micros kRollupSpan = kMinute;
inline constexpr std::size_t kRollupsPerWindow = 10;

// What one series was in one minute. Without a sample, count is 0 and nothing else is meant.
struct Rollup {
    double minimum = 0;
    double maximum = 0;
    double sum = 0;
    double count = 0;
    double first = 0; // time of the first sample, microseconds after the start of the window
};

using WindowRollups = std::array<Rollup, kRollupsPerWindow>;

// Of one column; the times are those of its rows, within the window that starts at start.
[[nodiscard]] WindowRollups rollUp(std::span<const Micros> times, Micros start,
                                   std::span<const double> values);

// The rollups of a block's columns as a matrix for the column codec, and back.
[[nodiscard]] Matrix rollupMatrix(std::span<const Micros> times, Micros start, const Matrix &block);
[[nodiscard]] std::optional<WindowRollups> rollupsOf(const Matrix &matrix, std::size_t column);

} // namespace pilothouse::history
