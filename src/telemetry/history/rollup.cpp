// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/rollup.h"

#include "telemetry/history/blockformat.h"
#include "telemetry/history/entropycoder.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace pilothouse::history {

namespace {

constexpr std::uint64_t kMaxRollups = 4U << 20U; // of one block

std::int64_t wrap(std::uint64_t value)
{
    return static_cast<std::int64_t>(value);
}

std::uint64_t unwrap(std::int64_t value)
{
    return static_cast<std::uint64_t>(value);
}

// The rows of each span of ten seconds; times ascend.
std::array<std::size_t, kTenSecondsPerWindow + 1> rowsOfSpans(std::span<const Micros> times,
                                                              Micros start)
{
    std::array<std::size_t, kTenSecondsPerWindow + 1> first{};
    std::size_t row = 0;
    for (std::size_t span = 0; span < kTenSecondsPerWindow; ++span) {
        first[span] = row;
        const Micros end = start + static_cast<Micros>(span + 1) * kTenSeconds;
        while (row < times.size() && times[row] < end)
            ++row;
    }
    first.back() = row;
    return first;
}

Rollup rollUp(std::span<const double> values)
{
    Rollup rollup;
    for (const double value : values) {
        if (std::isnan(value))
            continue;
        rollup.minimum = rollup.count == 0 ? value : std::min(rollup.minimum, value);
        rollup.maximum = rollup.count == 0 ? value : std::max(rollup.maximum, value);
        rollup.sum += value;
        rollup.last = value;
        ++rollup.count;
    }
    return rollup;
}

Rollup merged(const Rollup &first, const Rollup &second)
{
    if (first.count == 0 || second.count == 0)
        return first.count == 0 ? second : first;
    return {std::min(first.minimum, second.minimum), std::max(first.maximum, second.maximum),
            first.sum + second.sum, second.last, first.count + second.count};
}

} // namespace

RollupBlock RollupBlock::of(std::span<const Micros> times, Micros start, const Matrix &matrix,
                            const IntegerBlock &integers)
{
    RollupBlock block;
    block.m_series = matrix.columns;
    block.m_buckets = kTenSecondsPerWindow;
    block.m_scale = integers.scale;
    block.m_divisor = integers.divisor;
    block.m_doubles = !integers.exact();
    block.m_counts.resize(block.m_series * block.m_buckets);
    if (block.m_doubles)
        block.m_values.resize(block.m_counts.size());
    else
        block.m_integers.resize(block.m_counts.size());
    block.add(times, start, matrix, integers);
    return block;
}

void RollupBlock::add(std::span<const Micros> times, Micros start, const Matrix &matrix,
                      const IntegerBlock &integers)
{
    const auto first = rowsOfSpans(times, start);
    for (std::size_t s = 0; s < m_series; ++s) {
        const auto values = matrix.column(s);
        const auto column = integers.column(s);
        std::int64_t before = column.empty() ? 0 : column[0];
        for (std::size_t b = 0; b < m_buckets; ++b) {
            const std::size_t at = s * m_buckets + b;
            const std::size_t rows = first[b + 1] - first[b];
            if (m_doubles) {
                m_values[at] = rollUp(values.subspan(first[b], rows));
                m_counts[at] = m_values[at].count;
                continue;
            }
            const bool holes = integers.columns[s].missing;
            Integers sum{before, before, 0, before};
            std::uint32_t count = 0;
            for (std::size_t i = first[b]; i < first[b + 1]; ++i) {
                if (holes && isMissing(values[i]))
                    continue;
                if (count++ == 0)
                    sum = {column[i], column[i], 0, 0};
                sum.minimum = std::min(sum.minimum, column[i]);
                sum.maximum = std::max(sum.maximum, column[i]);
                sum.sum += column[i];
                sum.last = column[i];
            }
            m_counts[at] = count;
            m_integers[at] = sum;
            before = count > 0 ? sum.last : before;
        }
    }
}

RollupBlock RollupBlock::coarser(std::size_t factor) const
{
    RollupBlock block = *this;
    block.m_buckets = m_buckets / factor;
    const std::size_t size = m_series * block.m_buckets;
    block.m_counts.assign(size, 0);
    block.m_integers.resize(m_doubles ? 0 : size);
    block.m_values.resize(m_doubles ? size : 0);
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t part = i * factor; part < (i + 1) * factor; ++part) {
            if (m_doubles) {
                const Rollup &next = m_values[part];
                block.m_values[i] = part == i * factor ? next : merged(block.m_values[i], next);
            } else if (part == i * factor || (m_counts[part] > 0 && block.m_counts[i] == 0)) {
                block.m_integers[i] = m_integers[part];
            } else if (m_counts[part] > 0) {
                Integers &sum = block.m_integers[i];
                sum.minimum = std::min(sum.minimum, m_integers[part].minimum);
                sum.maximum = std::max(sum.maximum, m_integers[part].maximum);
                sum.sum += m_integers[part].sum;
                sum.last = m_integers[part].last;
            }
            block.m_counts[i] += m_counts[part];
        }
    }
    return block;
}

void RollupBlock::toDoubles()
{
    std::vector<Rollup> values;
    for (std::size_t i = 0; i < m_counts.size(); ++i)
        values.push_back(at(i / m_buckets, i % m_buckets));
    m_values = std::move(values);
    m_integers.clear();
    m_doubles = true;
}

// Integers of different scales are joined as doubles; those of the same metric mostly agree.
RollupBlock RollupBlock::joined(std::span<const RollupBlock> blocks)
{
    RollupBlock result;
    if (blocks.empty())
        return result;
    result = blocks[0];
    const bool alike = std::ranges::all_of(blocks, [&](const RollupBlock &block) {
        return !block.m_doubles && block.m_scale == result.m_scale;
    });
    result.m_divisor = 1;
    if (!alike && !result.m_doubles)
        result.toDoubles();
    for (RollupBlock block : blocks.subspan(1)) {
        if (!alike && !block.m_doubles)
            block.toDoubles();
        result.m_series += block.m_series;
        result.m_counts.insert(result.m_counts.end(), block.m_counts.begin(), block.m_counts.end());
        result.m_integers.insert(result.m_integers.end(), block.m_integers.begin(),
                                 block.m_integers.end());
        result.m_values.insert(result.m_values.end(), block.m_values.begin(), block.m_values.end());
    }
    return result;
}

Rollup RollupBlock::at(std::size_t series, std::size_t bucket) const
{
    const std::size_t i = series * m_buckets + bucket;
    Rollup rollup;
    if (m_doubles) {
        rollup = m_values[i];
    } else {
        rollup.minimum = fromDecimal(m_integers[i].minimum, m_scale);
        rollup.maximum = fromDecimal(m_integers[i].maximum, m_scale);
        rollup.sum = fromDecimal(m_integers[i].sum, m_scale);
        rollup.last = fromDecimal(m_integers[i].last, m_scale);
    }
    rollup.count = m_counts[i];
    return rollup;
}

namespace {

constexpr std::uint8_t kDoubles = 0x01;
constexpr std::uint8_t kByPeers = 0x02;
constexpr std::uint8_t kLastFromMaximum = 0x04;
constexpr std::uint8_t kKnown = 0x07;

} // namespace

// A series' minimum is predicted to be the one before it, moved as its peers moved; the first of a
// series, the first of the series before.
std::uint64_t RollupBlock::predicted(std::size_t series, std::size_t bucket, bool byPeers) const
{
    const auto minimum = [this](std::size_t s, std::size_t b) {
        return unwrap(m_integers[s * m_buckets + b].minimum);
    };
    if (bucket == 0)
        return series == 0 ? 0 : minimum(series - 1, 0);
    if (!byPeers || series == 0)
        return minimum(series, bucket - 1);
    const std::size_t count = peersOf(series);
    std::uint64_t moved = 0;
    for (std::size_t s = series - count; s < series; ++s)
        moved += minimum(s, bucket) - minimum(s, bucket - 1);
    const auto divisor = m_divisor;
    const std::int64_t steps = (wrap(moved) / divisor) >> std::countr_zero(count);
    return minimum(series, bucket - 1) + unwrap(steps) * unwrap(divisor);
}

void RollupBlock::encode(Bytes &out) const
{
    ByteWriter writer(out);
    if (m_doubles)
        encodeDoubles(writer);
    else
        encodeIntegers(writer, out);
}

void RollupBlock::encodeCounts(ByteWriter &writer) const
{
    writer.varint(m_series);
    writer.varint(m_buckets);
    for (std::size_t i = 0; i < m_counts.size();) {
        std::size_t end = i;
        while (end < m_counts.size() && m_counts[end] == m_counts[i])
            ++end;
        writer.varint(m_counts[i]);
        writer.varint(end - i);
        i = end;
    }
}

void RollupBlock::encodeDoubles(ByteWriter &writer) const
{
    writer.u8(kDoubles);
    encodeCounts(writer);
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        if (m_counts[i] == 0)
            continue;
        const Rollup &value = m_values[i];
        for (const double field : {value.minimum, value.maximum, value.sum, value.last})
            writer.f64(field);
    }
}

void RollupBlock::encodeIntegers(ByteWriter &writer, Bytes &out) const
{
    const std::size_t size = m_counts.size();
    std::uint64_t alone = 0;
    std::uint64_t amongPeers = 0;
    std::uint64_t fromMinimum = 0;
    std::uint64_t fromMaximum = 0;
    const auto missed = [&](std::size_t i, bool byPeers) {
        const std::int64_t off =
            wrap(unwrap(m_integers[i].minimum) - predicted(i / m_buckets, i % m_buckets, byPeers));
        return zigzag(i % m_buckets == 0 ? off : off / m_divisor); // it divides within a series
    };
    constexpr std::size_t kStride = 3;
    for (std::size_t i = 0; i < size; i += kStride) {
        alone += static_cast<std::uint64_t>(std::bit_width(missed(i, false)));
        amongPeers += static_cast<std::uint64_t>(std::bit_width(missed(i, true)));
        fromMinimum += unwrap(m_integers[i].last - m_integers[i].minimum);
        fromMaximum += unwrap(m_integers[i].maximum - m_integers[i].last);
    }
    const bool byPeers = amongPeers < alone;
    const bool lastFromMaximum = fromMaximum < fromMinimum;
    writer.u8(static_cast<std::uint8_t>((byPeers ? kByPeers : 0U)
                                        | (lastFromMaximum ? kLastFromMaximum : 0U)));
    encodeCounts(writer);
    writer.u8(static_cast<std::uint8_t>(m_scale));
    writer.varint(static_cast<std::uint64_t>(m_divisor));
    if (size == 0)
        return;
    const std::int64_t base = m_integers[0].minimum;
    writer.signedVarint(base);
    std::vector<std::uint64_t> numbers(size * 3);
    std::vector<std::uint64_t> sums(size);
    for (std::size_t i = 0; i < size; ++i) {
        const Integers &item = m_integers[i];
        numbers[i] = i == 0 ? 0 : missed(i, byPeers);
        const std::int64_t width = (item.maximum - item.minimum) / m_divisor;
        numbers[size + i] = unwrap(width);
        numbers[2 * size + i] = unwrap(
            (lastFromMaximum ? item.maximum - item.last : item.last - item.minimum) / m_divisor);
        if (m_counts[i] > 0) {
            const std::int64_t above =
                (item.sum - item.minimum * std::int64_t{m_counts[i]}) / m_divisor;
            sums[i] = zigzag(above - width * std::int64_t{m_counts[i]} / 2);
        }
    }
    encodeNumbers(numbers, out);
    encodeNumbers(sums, out);
}

std::optional<RollupBlock> RollupBlock::decode(ByteSpan body)
{
    ByteReader reader(body);
    RollupBlock block;
    const std::uint8_t flags = reader.u8();
    block.m_doubles = (flags & kDoubles) != 0;
    if ((flags & ~kKnown) != 0 || !block.decodeCounts(reader))
        return std::nullopt;
    const bool read = block.m_doubles
        ? block.decodeDoubles(reader)
        : block.decodeIntegers(reader, (flags & kByPeers) != 0, (flags & kLastFromMaximum) != 0);
    if (!read || reader.failed() || reader.left() != 0)
        return std::nullopt;
    return block;
}

bool RollupBlock::decodeCounts(ByteReader &reader)
{
    const std::uint64_t series = reader.varint();
    const std::uint64_t buckets = reader.varint();
    if (reader.failed() || series > kMaxRollups || buckets > kMaxRollups
        || series * buckets > kMaxRollups)
        return false;
    m_series = static_cast<std::size_t>(series);
    m_buckets = static_cast<std::size_t>(buckets);
    const std::size_t size = m_series * m_buckets;
    while (m_counts.size() < size) {
        const std::uint64_t count = reader.varint();
        const std::uint64_t run = reader.varint();
        if (reader.failed() || run == 0 || run > size - m_counts.size() || count > kMaxRows)
            return false;
        m_counts.insert(m_counts.end(), static_cast<std::size_t>(run),
                        static_cast<std::uint32_t>(count));
    }
    return true;
}

bool RollupBlock::decodeIntegers(ByteReader &reader, bool byPeers, bool lastFromMaximum)
{
    m_scale = reader.u8();
    m_divisor = wrap(reader.varint());
    if (reader.failed() || m_scale > kMaxScale || m_divisor <= 0)
        return false;
    const std::size_t size = m_counts.size();
    if (size == 0)
        return true;
    const std::int64_t base = reader.signedVarint();
    std::vector<std::uint64_t> numbers(size * 3);
    std::vector<std::uint64_t> sums(size);
    if (!decodeNumbers(reader, numbers.size(), numbers)
        || !decodeNumbers(reader, sums.size(), sums))
        return false;
    m_integers.resize(size);
    const std::uint64_t divisor = unwrap(m_divisor); // unsigned, so that damage may wrap
    for (std::size_t i = 0; i < size; ++i) {
        Integers &item = m_integers[i];
        const std::uint64_t step = i % m_buckets == 0 ? 1 : divisor;
        const std::uint64_t minimum = i == 0 ? unwrap(base)
                                             : predicted(i / m_buckets, i % m_buckets, byPeers)
                + unwrap(unzigzag(numbers[i])) * step;
        const std::uint64_t maximum = minimum + numbers[size + i] * divisor;
        const std::uint64_t off = numbers[2 * size + i] * divisor;
        item.minimum = wrap(minimum);
        item.maximum = wrap(maximum);
        item.last = wrap(lastFromMaximum ? maximum - off : minimum + off);
        if (m_counts[i] > 0) {
            const auto middle = wrap(numbers[size + i] * m_counts[i]) / 2;
            const std::uint64_t above = unwrap(unzigzag(sums[i])) + unwrap(middle);
            item.sum = wrap(minimum * m_counts[i] + above * divisor);
        }
    }
    return true;
}

bool RollupBlock::decodeDoubles(ByteReader &reader)
{
    if (reader.left() > m_counts.size() * 32)
        return false;
    m_values.resize(m_counts.size());
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        if (m_counts[i] == 0)
            continue;
        Rollup &value = m_values[i];
        for (double *field : {&value.minimum, &value.maximum, &value.sum, &value.last})
            *field = reader.f64();
        value.count = m_counts[i];
    }
    return true;
}

} // namespace pilothouse::history
