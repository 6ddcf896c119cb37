// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/planereader.h"

#include <algorithm>

namespace pilothouse::history {

namespace {

constexpr std::uint8_t kRawFlag = 0x01;
constexpr std::uint8_t kOrderShift = 1; // two bits
constexpr std::uint8_t kOrderMask = 0x03;
constexpr std::uint8_t kMissingFlag = 0x08;
constexpr std::uint8_t kExceptionFlag = 0x10;
constexpr std::uint8_t kKnownFlags = 0x1f;
constexpr std::uint64_t kMostColumns = 256;

} // namespace

std::optional<PlaneReader> PlaneReader::open(ByteSpan body)
{
    ByteReader reader(body);
    const std::uint64_t rows = reader.varint();
    const std::uint64_t columns = reader.varint();
    if (reader.failed() || rows > kMaxRows || columns > kMostColumns)
        return std::nullopt;
    PlaneReader result;
    result.m_rows = static_cast<std::size_t>(rows);
    result.m_columns.resize(static_cast<std::size_t>(columns));
    std::vector<std::uint8_t> masks(result.m_columns.size());
    for (std::size_t i = 0; i < masks.size(); ++i) {
        if (!result.readColumn(reader, result.m_columns[i], masks[i]))
            return std::nullopt;
    }
    if (!result.readPlanes(reader, masks))
        return std::nullopt;
    return result;
}

bool PlaneReader::readColumn(ByteReader &reader, Column &column, std::uint8_t &mask) const
{
    const std::uint8_t flags = reader.u8();
    mask = reader.u8();
    column.raw = (flags & kRawFlag) != 0;
    column.order = (flags >> kOrderShift) & kOrderMask;
    if ((flags & ~kKnownFlags) != 0 || column.order > 2)
        return false;
    if (!column.raw) {
        column.scale = reader.u8();
        column.base = reader.signedVarint();
        column.divisor = reader.varint();
        column.reference = reader.signedVarint();
        if (column.scale > kMaxScale)
            return false;
    }
    if ((flags & kMissingFlag) != 0) {
        const std::uint64_t runs = reader.varint();
        if (runs > m_rows)
            return false;
        column.missing.resize(static_cast<std::size_t>(runs));
    }
    if (!readHoles(reader, column))
        return false;
    if ((flags & kExceptionFlag) == 0)
        return !reader.failed();
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

bool PlaneReader::readHoles(ByteReader &reader, Column &column) const
{
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

bool PlaneReader::readPlanes(ByteReader &reader, std::span<const std::uint8_t> masks)
{
    for (unsigned plane = 0; plane < 8; ++plane) {
        for (std::size_t i = 0; i < masks.size(); ++i) {
            if ((masks[i] & (1U << plane)) != 0)
                m_columns[i].planes[plane] = reader.bytes(m_rows);
        }
    }
    return !reader.failed() && reader.left() == 0;
}

// From residuals to integers in place. Unsigned, so that damaged bytes cannot overflow.
void PlaneReader::integrate(const Column &column, std::span<std::uint64_t> residuals)
{
    const auto reference = static_cast<std::uint64_t>(column.reference);
    const std::uint64_t step = column.order < 2 ? reference : 0;
    for (std::size_t i = column.order; i < residuals.size(); ++i)
        residuals[i] = static_cast<std::uint64_t>(unzigzag(residuals[i])) + step;
    if (column.order >= 1 && !residuals.empty())
        residuals[0] = 0;
    if (column.order == 2) {
        if (residuals.size() > 1)
            residuals[1] = reference;
        for (std::size_t i = 2; i < residuals.size(); ++i)
            residuals[i] += residuals[i - 1];
    }
    if (column.order >= 1) {
        for (std::size_t i = 1; i < residuals.size(); ++i)
            residuals[i] += residuals[i - 1];
    }
    for (std::uint64_t &value : residuals)
        value = static_cast<std::uint64_t>(column.base) + column.divisor * value;
}

void PlaneReader::decode(const Column &column, std::span<double> out) const
{
    std::vector<std::uint64_t> values(m_rows);
    for (unsigned plane = 0; plane < 8; ++plane) {
        if (column.planes[plane].empty())
            continue;
        const std::uint8_t *bytes = column.planes[plane].data();
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] |= static_cast<std::uint64_t>(bytes[i]) << (8 * plane);
    }
    if (column.raw) {
        std::uint64_t last = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            last ^= values[i];
            out[i] = std::bit_cast<double>(last);
        }
    } else {
        integrate(column, values);
        for (std::size_t i = 0; i < values.size(); ++i)
            out[i] = fromDecimal(static_cast<std::int64_t>(values[i]), column.scale);
    }
    for (const Run &run : column.missing)
        std::fill_n(out.begin() + run.first, run.length, missingValue());
    for (const Exception &exception : column.exceptions)
        out[exception.row] = exception.value;
}

Matrix PlaneReader::decodeAll() const
{
    Matrix matrix(m_rows, m_columns.size());
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        decode(m_columns[i], matrix.column(i));
    return matrix;
}

} // namespace pilothouse::history
