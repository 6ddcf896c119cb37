// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/bytes.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pilothouse::history {

inline constexpr std::size_t kMaxRows = 65'536; // of one node in one window
inline constexpr std::size_t kMaxColumns = 256;

// Values of some columns, one column after the other.
struct Matrix {
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<double> values;

    Matrix() = default;
    Matrix(std::size_t rowCount, std::size_t columnCount);

    [[nodiscard]] std::span<double> column(std::size_t index);
    [[nodiscard]] std::span<const double> column(std::size_t index) const;
};

// Columns as decimal integers, their differences split into byte planes for the compressor; columns
// that are no decimals as the bits of their doubles. Exact for any double. docs/format/history.md.
void encodeColumns(const Matrix &matrix, Bytes &out);

// Reads single columns of an encoded matrix. Refers to the bytes it was opened on.
class ColumnReader {
public:
    [[nodiscard]] static std::optional<ColumnReader> open(ByteSpan body);

    [[nodiscard]] std::size_t rows() const { return m_rows; }
    [[nodiscard]] std::size_t columns() const { return m_columns.size(); }
    void decode(std::size_t column, std::span<double> out) const; // out has rows() values
    [[nodiscard]] Matrix decodeAll() const;

private:
    struct Run {
        std::uint32_t first = 0;
        std::uint32_t length = 0;
    };
    struct Exception {
        std::uint32_t row = 0;
        double value = 0;
    };
    struct Column {
        bool raw = false;
        std::uint8_t order = 0;
        std::uint8_t scale = 0;
        std::int64_t base = 0;
        std::uint64_t divisor = 1;
        std::int64_t reference = 0;
        std::array<ByteSpan, 8> planes; // least significant byte first, empty: all zero
        std::vector<Run> missing;
        std::vector<Exception> exceptions;
    };

    [[nodiscard]] bool readColumn(ByteReader &reader, Column &column, std::uint8_t &mask) const;
    [[nodiscard]] bool readHoles(ByteReader &reader, Column &column) const;
    [[nodiscard]] bool readPlanes(ByteReader &reader, std::span<const std::uint8_t> masks);
    static void integrate(const Column &column, std::span<std::uint64_t> residuals);

    std::size_t m_rows = 0;
    std::vector<Column> m_columns;
};

} // namespace pilothouse::history
