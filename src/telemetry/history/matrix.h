// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/decimal.h"

#include <cstddef>
#include <span>
#include <vector>

namespace pilothouse::history {

inline constexpr std::size_t kMaxRows = 65'536; // of one node in one window
inline constexpr std::size_t kMaxColumns = 4'096;

// Values of some columns, one column after the other.
struct Matrix {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<double> values;

    Matrix() = default;
    Matrix(std::size_t rowCount, std::size_t columnCount)
        : rows(rowCount)
        , columns(columnCount)
        , values(rowCount * columnCount, missingValue())
    {
    }

    [[nodiscard]] std::span<double> column(std::size_t index)
    {
        return std::span(values).subspan(index * rows, rows);
    }
    [[nodiscard]] std::span<const double> column(std::size_t index) const
    {
        return std::span(values).subspan(index * rows, rows);
    }
};

} // namespace pilothouse::history
