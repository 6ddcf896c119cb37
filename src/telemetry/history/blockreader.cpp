// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/blockcodec.h"
#include "telemetry/history/blockformat.h"
#include "telemetry/history/entropycoder.h"
#include "telemetry/history/planereader.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace pilothouse::history {

namespace {

constexpr std::uint64_t kMaxValues = 16U << 20U; // of one block

} // namespace

std::optional<BlockReader> BlockReader::open(const Body &body, std::size_t rowsWanted)
{
    if (body.first)
        return ofFormat1(body.bytes, rowsWanted);
    ByteReader reader(body.bytes);
    const std::uint64_t rows = reader.varint();
    const std::uint64_t columns = reader.varint();
    BlockReader result;
    result.m_scale = reader.u8();
    result.m_divisor = reader.varint();
    if (reader.failed() || rows > kMaxRows || columns > kMaxColumns || rows * columns > kMaxValues
        || columns > reader.left() || result.m_scale > kMaxScale)
        return std::nullopt;
    result.m_rows = static_cast<std::size_t>(rows);
    result.m_wanted = std::min(result.m_rows, rowsWanted);
    result.m_columns.resize(static_cast<std::size_t>(columns));
    std::int64_t base = 0;
    for (Column &column : result.m_columns) {
        if (!result.readColumn(reader, column, base))
            return std::nullopt;
        base = column.raw ? base : column.base;
    }
    if (!result.readResiduals(reader) || !result.readPlanes(reader) || reader.left() != 0)
        return std::nullopt;
    return result;
}

std::optional<BlockReader> BlockReader::ofFormat1(ByteSpan body, std::size_t rowsWanted)
{
    const auto planes = PlaneReader::open(body);
    if (!planes)
        return std::nullopt;
    BlockReader result;
    result.m_first = planes->decodeAll();
    result.m_rows = result.m_first->rows;
    result.m_wanted = std::min(result.m_rows, rowsWanted);
    return result;
}

bool BlockReader::readColumn(ByteReader &reader, Column &column, std::int64_t baseBefore)
{
    const std::uint8_t flags = reader.u8();
    column.raw = (flags & kRawFlag) != 0;
    column.zero = (flags & kZeroFlag) != 0;
    column.order = (flags >> kOrderShift) & kOrderMask;
    if ((flags & ~kKnownFlags) != 0 || column.order >= kOrders)
        return false;
    if (column.raw) {
        column.mask = reader.u8();
    } else {
        column.base =
            static_cast<std::int64_t>(static_cast<std::uint64_t>(baseBefore)
                                      + static_cast<std::uint64_t>(reader.signedVarint()));
        column.reference = reader.signedVarint();
    }
    if ((flags & kMissingFlag) != 0 && !readHoles(reader, column))
        return false;
    if ((flags & kExceptionFlag) != 0 && !readExceptions(reader, column))
        return false;
    if (!column.raw && !column.zero)
        column.stream = m_streams++;
    return !reader.failed();
}

bool BlockReader::readHoles(ByteReader &reader, Column &column) const
{
    const std::uint64_t count = reader.varint();
    if (count > m_rows)
        return false;
    column.missing.resize(static_cast<std::size_t>(count));
    std::uint64_t end = 0;
    for (Run &run : column.missing) {
        const std::uint64_t skipped = reader.varint();
        const std::uint64_t length = reader.varint();
        if (reader.failed() || skipped > m_rows - end || length > m_rows - end - skipped)
            return false;
        run = {static_cast<std::uint32_t>(end + skipped), static_cast<std::uint32_t>(length)};
        end += skipped + length;
    }
    return true;
}

bool BlockReader::readExceptions(ByteReader &reader, Column &column) const
{
    const std::uint64_t count = reader.varint();
    if (count > m_rows)
        return false;
    std::uint64_t row = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint64_t skipped = reader.varint();
        const double value = reader.f64();
        if (reader.failed() || skipped >= m_rows - row)
            return false;
        row += skipped;
        column.exceptions.push_back({static_cast<std::uint32_t>(row), value});
        ++row;
    }
    return true;
}

bool BlockReader::readResiduals(ByteReader &reader)
{
    m_residuals.resize(m_wanted * m_streams);
    m_integers.resize(m_wanted * m_columns.size());
    return decodeNumbers(reader, m_rows * m_streams, m_residuals);
}

bool BlockReader::readPlanes(ByteReader &reader)
{
    for (Column &column : m_columns) {
        for (unsigned plane = 0; column.raw && plane < 8; ++plane)
            column.planes.push_back((column.mask & (1U << plane)) != 0 ? reader.bytes(m_rows)
                                                                       : ByteSpan());
    }
    return !reader.failed();
}

// From residuals to quotients, for a column whose peers have theirs.
void BlockReader::integrate(std::size_t index)
{
    const Column &column = m_columns[index];
    const std::size_t rows = m_wanted;
    std::uint64_t *values = m_integers.data() + index * rows;
    if (column.raw || rows == 0)
        return;
    const auto reference = static_cast<std::uint64_t>(column.reference);
    const std::uint64_t step = column.order == kSecondDifference ? 0 : reference;
    if (column.zero) {
        std::fill_n(values, rows, step);
    } else {
        const std::uint64_t *residual = m_residuals.data() + column.stream;
        for (std::size_t i = 0; i < rows; ++i, residual += m_streams)
            values[i] = static_cast<std::uint64_t>(unzigzag(*residual)) + step;
    }
    const bool byPeers =
        (column.order == kPeerDifference || column.order == kPeerValue) && index > 0;
    if (byPeers) {
        const std::size_t count = peersOf(index);
        const int shift = std::countr_zero(count);
        const std::uint64_t *first = values - count * rows;
        std::uint64_t before = 0;
        for (std::size_t i = 0; i < rows; ++i) {
            std::uint64_t sum = 0;
            for (std::size_t c = 0; c < count; ++c)
                sum += first[c * rows + i];
            const auto mean = static_cast<std::uint64_t>(static_cast<std::int64_t>(sum) >> shift);
            values[i] += mean - before;
            before = column.order == kPeerDifference ? mean : 0;
        }
    }
    if (column.order == kSecondDifference) {
        values[0] = 0;
        if (rows > 1)
            values[1] = reference;
        for (std::size_t i = 2; i < rows; ++i)
            values[i] += values[i - 1];
    }
    if (column.order == kPlain || column.order == kPeerValue)
        return;
    values[0] = 0;
    for (std::size_t i = 1; i < rows; ++i)
        values[i] += values[i - 1];
}

void BlockReader::decodeRaw(const Column &column, std::span<double> out) const
{
    std::uint64_t last = 0;
    for (std::size_t i = 0; i < m_wanted; ++i) {
        for (unsigned plane = 0; plane < 8; ++plane) {
            if (!column.planes[plane].empty())
                last ^= static_cast<std::uint64_t>(column.planes[plane][i]) << (8 * plane);
        }
        out[i] = std::bit_cast<double>(last);
    }
}

void BlockReader::decode(std::size_t index, std::span<double> out)
{
    if (m_first) {
        std::ranges::copy(std::as_const(*m_first).column(index).first(m_wanted), out.begin());
        return;
    }
    const Column &column = m_columns[index];
    if (column.raw) {
        decodeRaw(column, out);
    } else {
        for (; m_integrated <= index; ++m_integrated)
            integrate(m_integrated);
        const std::uint64_t *values = m_integers.data() + index * m_wanted;
        const double power = kPowersOfTen[m_scale];
        const auto base = static_cast<std::uint64_t>(column.base);
        for (std::size_t i = 0; i < m_wanted; ++i)
            out[i] = static_cast<double>(static_cast<std::int64_t>(base + m_divisor * values[i]))
                / power;
    }
    for (const Run &run : column.missing) {
        for (std::size_t i = run.first; i < std::min<std::size_t>(run.first + run.length, m_wanted);
             ++i)
            out[i] = missingValue();
    }
    for (const Exception &exception : column.exceptions) {
        if (exception.row < m_wanted)
            out[exception.row] = exception.value;
    }
}

Matrix BlockReader::decodeAll()
{
    Matrix matrix(m_wanted, columns());
    for (std::size_t i = 0; i < columns(); ++i)
        decode(i, matrix.column(i));
    return matrix;
}

} // namespace pilothouse::history
