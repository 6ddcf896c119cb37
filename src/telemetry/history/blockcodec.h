// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/bytes.h"
#include "telemetry/history/envelope.h"
#include "telemetry/history/matrix.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace pilothouse::history {

// A matrix as decimal integers of one scale, as far as its values are such.
struct IntegerBlock {
    struct Column {
        bool raw = false; // too few of its values are decimals
        bool missing = false; // some are
        std::size_t exceptions = 0; // values that are neither missing nor decimals of the scale
    };
    std::size_t rows = 0;
    int scale = 0;
    std::int64_t divisor = 1; // of all differences within the columns
    std::vector<std::int64_t> values; // column by column; where there is none, the one before
    std::vector<Column> columns;

    [[nodiscard]] static IntegerBlock of(const Matrix &matrix);
    [[nodiscard]] std::span<const std::int64_t> column(std::size_t index) const
    {
        return std::span(values).subspan(index * rows, rows);
    }
    [[nodiscard]] bool exact() const; // every present value is its integer
};

// Columns as decimal integers, each predicted from what is before it and beside it, what is left
// coded by its entropy; columns that are no decimals as the bits of their doubles. Exact for any
// double. docs/format/history.md. True where the bytes may be worth compressing further.
bool encodeBlock(const Matrix &matrix, const IntegerBlock &integers, Bytes &out);
bool encodeBlock(const Matrix &matrix, Bytes &out);

// Reads an encoded matrix. Refers to the bytes it was opened on.
class BlockReader {
public:
    static constexpr std::size_t kAllRows = std::numeric_limits<std::size_t>::max();

    // Of rows beyond the first so many nothing is known.
    [[nodiscard]] static std::optional<BlockReader> open(const Body &body,
                                                         std::size_t rowsWanted = kAllRows);

    [[nodiscard]] std::size_t rows() const { return m_rows; }
    [[nodiscard]] std::size_t columns() const
    {
        return m_first ? m_first->columns : m_columns.size();
    }
    // out has as many values as rows are wanted. Columns are cheapest in ascending order.
    void decode(std::size_t column, std::span<double> out);
    [[nodiscard]] Matrix decodeAll();

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
        bool zero = false;
        std::uint8_t order = 0;
        std::uint8_t mask = 0; // of a raw column: bytes that are not always zero
        std::int64_t base = 0;
        std::int64_t reference = 0;
        std::size_t stream = 0; // which of the columns with residuals it is
        std::vector<ByteSpan> planes; // of a raw column
        std::vector<Run> missing;
        std::vector<Exception> exceptions;
    };

    [[nodiscard]] static std::optional<BlockReader> ofFormat1(ByteSpan body,
                                                              std::size_t rowsWanted);
    [[nodiscard]] bool readColumn(ByteReader &reader, Column &column, std::int64_t baseBefore);
    [[nodiscard]] bool readHoles(ByteReader &reader, Column &column) const;
    [[nodiscard]] bool readExceptions(ByteReader &reader, Column &column) const;
    [[nodiscard]] bool readResiduals(ByteReader &reader);
    [[nodiscard]] bool readPlanes(ByteReader &reader);
    void integrate(std::size_t column);
    void decodeRaw(const Column &column, std::span<double> out) const;

    std::optional<Matrix> m_first; // what a block of format 1 holds
    std::size_t m_rows = 0;
    std::size_t m_wanted = 0; // rows
    std::uint8_t m_scale = 0;
    std::uint64_t m_divisor = 1;
    std::vector<Column> m_columns;
    std::size_t m_streams = 0;
    std::vector<std::uint64_t> m_residuals; // row by row, of the columns that have some
    std::size_t m_integrated = 0; // columns
    std::vector<std::uint64_t> m_integers; // column by column; unsigned, so that damage may wrap
};

} // namespace pilothouse::history
