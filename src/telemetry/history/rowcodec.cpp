// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/rowcodec.h"

#include "telemetry/history/decimal.h"

namespace pilothouse::history {

namespace {

// A value is one varint. Even: twice the zigzag difference to the row before. Odd: what follows it.
constexpr std::uint64_t kMissing = kMaxScale + 1;
constexpr std::uint64_t kRaw = kMaxScale + 2;

void encodeChangedScale(double value, std::size_t column, RowState &state, ByteWriter &writer)
{
    std::int64_t integer = 0;
    for (int scale = 0; scale <= kMaxScale; ++scale) {
        if (!toDecimal(value, scale, integer))
            continue;
        state.scales[column] = static_cast<std::uint8_t>(scale);
        state.integers[column] = integer;
        writer.varint(static_cast<std::uint64_t>(scale) << 1U | 1U);
        writer.signedVarint(integer);
        return;
    }
    writer.varint(kRaw << 1U | 1U);
    writer.f64(value);
}

} // namespace

void encodeRow(std::span<const double> values, RowState &state, Bytes &out)
{
    ByteWriter writer(out);
    for (std::size_t i = 0; i < values.size(); ++i) {
        std::int64_t integer = 0;
        if (isMissing(values[i])) {
            writer.varint(kMissing << 1U | 1U);
        } else if (toDecimal(values[i], state.scales[i], integer)) {
            writer.varint(zigzag(integer - state.integers[i]) << 1U);
            state.integers[i] = integer;
        } else {
            encodeChangedScale(values[i], i, state, writer);
        }
    }
}

bool decodeRow(ByteSpan row, RowState &state, std::span<double> values)
{
    if (state.integers.size() != values.size())
        return false;
    ByteReader reader(row);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::uint64_t word = reader.varint();
        const std::uint64_t rest = word >> 1U;
        if ((word & 1U) == 0) {
            // Unsigned, so that a damaged row cannot overflow.
            state.integers[i] =
                static_cast<std::int64_t>(static_cast<std::uint64_t>(state.integers[i])
                                          + static_cast<std::uint64_t>(unzigzag(rest)));
            values[i] = fromDecimal(state.integers[i], state.scales[i]);
        } else if (rest <= static_cast<std::uint64_t>(kMaxScale)) {
            state.scales[i] = static_cast<std::uint8_t>(rest);
            state.integers[i] = reader.signedVarint();
            values[i] = fromDecimal(state.integers[i], state.scales[i]);
        } else if (rest == kMissing) {
            values[i] = missingValue();
        } else if (rest == kRaw) {
            values[i] = reader.f64();
        } else {
            return false;
        }
    }
    return !reader.failed() && reader.left() == 0;
}

} // namespace pilothouse::history
