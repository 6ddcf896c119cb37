// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/blockcodec.h"
#include "telemetry/history/blockformat.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace pilothouse::history {

namespace {

// The smallest scale from one on that fits a value; kMaxScale + 1: none does.
int scaleFor(double value, int from)
{
    std::int64_t integer = 0;
    int scale = from;
    while (scale <= kMaxScale && !toDecimal(value, scale, integer))
        ++scale;
    return scale;
}

// The scale that a value needs that does not fit the one tried; nothing where all went well.
std::optional<int> convert(std::span<const double> values, int scale,
                           std::span<std::int64_t> integers, IntegerBlock::Column &column)
{
    column = {};
    std::size_t leading = 0; // rows before the first integer
    std::int64_t last = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::int64_t integer = 0;
        if (toDecimal(values[i], scale, integer)) {
            if (leading == i)
                std::fill_n(integers.begin(), i, integer);
            last = integer;
        } else {
            leading += leading == i ? 1U : 0U;
            if (isMissing(values[i])) {
                column.missing = true;
            } else if (const int needed = scaleFor(values[i], scale + 1); needed <= kMaxScale) {
                return needed;
            } else if (++column.exceptions > values.size() / kMaxExceptionShare) {
                column.raw = true;
                column.missing = std::ranges::any_of(values, isMissing);
                return std::nullopt;
            }
        }
        integers[i] = last;
    }
    return std::nullopt;
}

std::int64_t commonDivisor(const IntegerBlock &block)
{
    std::int64_t divisor = 0;
    for (std::size_t c = 0; c < block.columns.size(); ++c) {
        if (block.columns[c].raw)
            continue;
        const std::span<const std::int64_t> integers = block.column(c);
        for (const std::int64_t integer : integers) {
            const std::int64_t off = integer - integers[0];
            if (off == 0 || (divisor != 0 && off % divisor == 0))
                continue;
            divisor = std::gcd(divisor, off);
            if (divisor == 1)
                return 1;
        }
    }
    return std::max<std::int64_t>(divisor, 1);
}

} // namespace

IntegerBlock IntegerBlock::of(const Matrix &matrix)
{
    IntegerBlock block;
    block.rows = matrix.rows;
    block.values.resize(matrix.rows * matrix.columns);
    block.columns.resize(matrix.columns);
    for (std::size_t c = 0; c < matrix.columns;) {
        const auto integers = std::span(block.values).subspan(c * matrix.rows, matrix.rows);
        const auto needed = convert(matrix.column(c), block.scale, integers, block.columns[c]);
        if (needed)
            block.scale = *needed;
        c = needed ? 0 : c + 1;
    }
    block.divisor = commonDivisor(block);
    return block;
}

bool IntegerBlock::exact() const
{
    return std::ranges::none_of(
        columns, [](const Column &column) { return column.raw || column.exceptions > 0; });
}

} // namespace pilothouse::history
