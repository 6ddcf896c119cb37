// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/rollup.h"

#include "telemetry/history/decimal.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pilothouse::history {

namespace {

constexpr std::size_t kFields = 5;

// A sum of decimals is a decimal; floating addition leaves noise in the last bits, which would cost
// eight bytes. Taken off where it is within that noise.
double withoutNoise(double sum)
{
    const double noise = 4 * std::numeric_limits<double>::epsilon() * std::fabs(sum);
    for (const double power : kPowersOfTen) {
        const double scaled = sum * power;
        if (!(std::fabs(scaled) <= kMaxExactInteger))
            break;
        const double decimal = std::nearbyint(scaled) / power;
        if (std::fabs(decimal - sum) <= noise)
            return decimal;
    }
    return sum;
}

} // namespace

WindowRollups rollUp(std::span<const Micros> times, Micros start, std::span<const double> values)
{
    WindowRollups rollups{};
    std::array<long double, kRollupsPerWindow> sums{};
    for (std::size_t i = 0; i < times.size(); ++i) {
        const double value = values[i];
        if (std::isnan(value))
            continue;
        const auto minute = static_cast<std::size_t>((times[i] - start) / kRollupSpan);
        Rollup &rollup = rollups[minute];
        if (rollup.count == 0) {
            rollup.minimum = rollup.maximum = value;
            rollup.first = static_cast<double>(times[i] - start);
        } else if (value < rollup.minimum) {
            rollup.minimum = value;
        } else if (value > rollup.maximum) {
            rollup.maximum = value;
        }
        rollup.count += 1;
        sums[minute] += value;
    }
    for (std::size_t i = 0; i < rollups.size(); ++i)
        rollups[i].sum = withoutNoise(static_cast<double>(sums[i]));
    return rollups;
}

Matrix rollupMatrix(std::span<const Micros> times, Micros start, const Matrix &block)
{
    Matrix matrix(block.columns * kRollupsPerWindow, kFields);
    for (std::size_t c = 0; c < block.columns; ++c) {
        const WindowRollups rollups = rollUp(times, start, block.column(c));
        for (std::size_t i = 0; i < rollups.size(); ++i) {
            const std::size_t row = c * kRollupsPerWindow + i;
            matrix.column(3)[row] = rollups[i].count;
            if (rollups[i].count == 0)
                continue;
            matrix.column(0)[row] = rollups[i].minimum;
            matrix.column(1)[row] = rollups[i].maximum;
            matrix.column(2)[row] = rollups[i].sum;
            matrix.column(4)[row] = rollups[i].first;
        }
    }
    return matrix;
}

std::optional<WindowRollups> rollupsOf(const Matrix &matrix, std::size_t column)
{
    if (matrix.columns != kFields || matrix.rows % kRollupsPerWindow != 0)
        return std::nullopt;
    WindowRollups rollups{};
    if (column >= matrix.rows / kRollupsPerWindow)
        return rollups; // the node had fewer accelerators then
    for (std::size_t i = 0; i < rollups.size(); ++i) {
        const std::size_t row = column * kRollupsPerWindow + i;
        const auto offset = static_cast<double>(static_cast<Micros>(i) * kRollupSpan);
        Rollup &rollup = rollups[i];
        rollup.count = matrix.column(3)[row];
        if (rollup.count == 0)
            continue;
        rollup.minimum = matrix.column(0)[row];
        rollup.maximum = matrix.column(1)[row];
        rollup.sum = matrix.column(2)[row];
        rollup.first = matrix.column(4)[row];
        const bool sane = rollup.count >= 1 && rollup.count <= static_cast<double>(kMaxRows)
            && rollup.first >= offset && rollup.first < offset + static_cast<double>(kRollupSpan);
        if (!sane)
            return std::nullopt;
    }
    return rollups;
}

} // namespace pilothouse::history
