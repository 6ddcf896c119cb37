// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/entropycoder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>

namespace pilothouse::history {

namespace {

constexpr unsigned kScaleBits = 11;
constexpr std::uint32_t kScale = 1U << kScaleBits; // frequencies add up to this
constexpr std::uint32_t kLow = 1U << 16U; // states are at least this
constexpr std::size_t kSymbols = 256;
constexpr std::size_t kFewNumbers = 64; // fewer are not worth a table of frequencies
constexpr std::size_t kManyNumbers = 2'048; // from here on, four states run side by side
constexpr std::size_t kLanes = 4;

// Numbers below 16 are a class each; above, the two bits after the highest one tell four classes.
constexpr std::uint64_t kPlain = 16;

struct ClassInfo {
    std::uint64_t base = 0; // the smallest number of the class
    unsigned bits = 0; // that follow
};

constexpr std::array<ClassInfo, kSymbols> makeClasses()
{
    std::array<ClassInfo, kSymbols> classes{};
    for (unsigned symbol = 0; symbol < kSymbols; ++symbol) {
        if (symbol < kPlain) {
            classes[symbol] = {symbol, 0};
            continue;
        }
        const unsigned bits = 2 + (symbol - static_cast<unsigned>(kPlain)) / 4;
        classes[symbol] = {(4ULL + (symbol - kPlain) % 4) << bits, bits};
    }
    return classes;
}

constexpr std::array<ClassInfo, kSymbols> kClasses = makeClasses();

inline std::uint8_t classOf(std::uint64_t number)
{
    if (number < kPlain)
        return static_cast<std::uint8_t>(number);
    const auto bits = static_cast<unsigned>(std::bit_width(number)) - 3;
    return static_cast<std::uint8_t>(kPlain + (bits - 2) * 4 + ((number >> bits) & 3U));
}

using Frequencies = std::array<std::uint32_t, kSymbols>;

// Counts as shares of kScale, each that occurs at least 1.
Frequencies normalized(const Frequencies &counts, std::size_t total)
{
    Frequencies shares{};
    std::uint32_t sum = 0;
    std::size_t largest = 0;
    for (std::size_t i = 0; i < kSymbols; ++i) {
        if (counts[i] == 0)
            continue;
        const auto share =
            static_cast<std::uint32_t>((std::uint64_t{counts[i]} * kScale + total / 2) / total);
        shares[i] = std::max(share, 1U);
        sum += shares[i];
        if (shares[i] > shares[largest])
            largest = i;
    }
    while (sum > kScale) { // too many rare ones: the frequent ones pay
        const auto most = std::ranges::max_element(shares);
        const std::uint32_t taken = std::min(sum - kScale, *most / 2);
        *most -= taken;
        sum -= taken;
    }
    shares[largest] += kScale - sum;
    return shares;
}

void writeFrequencies(const Frequencies &shares, ByteWriter &writer)
{
    std::size_t first = 0;
    while (shares[first] == 0)
        ++first;
    std::size_t last = kSymbols - 1;
    while (shares[last] == 0)
        --last;
    writer.u8(static_cast<std::uint8_t>(first));
    writer.u8(static_cast<std::uint8_t>(last));
    for (std::size_t i = first; i < last; ++i) // the last one is what remains
        writer.varint(shares[i]);
}

[[nodiscard]] bool readFrequencies(ByteReader &reader, Frequencies &shares)
{
    shares = {};
    const std::size_t first = reader.u8();
    const std::size_t last = reader.u8();
    std::uint64_t sum = 0;
    for (std::size_t i = first; i < last; ++i) {
        const std::uint64_t share = reader.varint();
        sum += std::min<std::uint64_t>(share, kScale + 1);
        if (reader.failed() || sum > kScale)
            return false;
        shares[i] = static_cast<std::uint32_t>(share);
    }
    if (first > last || reader.failed() || sum >= kScale)
        return false;
    shares[last] = static_cast<std::uint32_t>(kScale - sum);
    return true;
}

std::size_t lanesFor(std::size_t count)
{
    return count >= kManyNumbers ? kLanes : 1;
}

// The states from the last number to the first, so that they are read from the first to the last.
void writeStates(std::span<const std::uint8_t> symbols, const Frequencies &shares,
                 ByteWriter &writer)
{
    std::array<std::uint32_t, kSymbols> starts{};
    std::uint32_t start = 0;
    for (std::size_t i = 0; i < kSymbols; ++i) {
        starts[i] = start;
        start += shares[i];
    }
    const std::size_t lanes = lanesFor(symbols.size());
    std::array<std::uint32_t, kLanes> states{};
    states.fill(kLow);
    Bytes words(symbols.size() * 2); // filled from its end
    std::size_t at = words.size();
    for (std::size_t i = symbols.size(); i-- > 0;) {
        std::uint32_t &state = states[i % lanes];
        const std::uint32_t share = shares[symbols[i]];
        if (std::uint64_t{state} >= std::uint64_t{share} << (32 - kScaleBits)) {
            words[--at] = static_cast<std::uint8_t>(state >> 8U);
            words[--at] = static_cast<std::uint8_t>(state);
            state >>= 16U;
        }
        state = ((state / share) << kScaleBits) + state % share + starts[symbols[i]];
    }
    writer.varint((words.size() - at) / 2);
    for (std::size_t lane = 0; lane < lanes; ++lane)
        writer.u32(states[lane]);
    writer.bytes(ByteSpan(words).subspan(at));
}

// Bits from the lowest of the first byte on.
class BitWriter {
public:
    explicit BitWriter(std::size_t numbers)
        : m_bytes(numbers * sizeof(std::uint64_t) + sizeof(std::uint64_t))
    {
    }
    void put(std::uint64_t value, unsigned count)
    {
        if (count > 32) {
            put(value & 0xffffffffU, 32);
            value >>= 32U;
            count -= 32;
        }
        m_held |= value << m_count;
        m_count += count;
        if (m_count >= 32) {
            store();
            m_held >>= 32U;
            m_count -= 32;
            m_size += 4;
        }
    }
    [[nodiscard]] ByteSpan finish()
    {
        store();
        return ByteSpan(m_bytes).first(m_size + (m_count + 7) / 8);
    }

private:
    void store()
    {
        std::memcpy(m_bytes.data() + m_size, &m_held, sizeof m_held);
        static_assert(std::endian::native == std::endian::little);
    }

    Bytes m_bytes;
    std::size_t m_size = 0;
    std::uint64_t m_held = 0;
    unsigned m_count = 0; // below 32 between calls
};

class BitReader {
public:
    explicit BitReader(ByteSpan data)
        : m_data(data)
    {
    }
    // Zeros beyond the end.
    std::uint64_t take(unsigned count)
    {
        if (count <= 32)
            return takeFew(count);
        const std::uint64_t low = takeFew(32);
        return low | takeFew(count - 32) << 32U;
    }
    [[nodiscard]] bool beyond() const { return m_at > m_data.size() * 8; }

private:
    std::uint64_t takeFew(unsigned count)
    {
        const std::size_t byte = m_at >> 3U;
        std::uint64_t word = 0;
        if (byte + 8 <= m_data.size()) {
            std::memcpy(&word, m_data.data() + byte, 8);
            static_assert(std::endian::native == std::endian::little);
        } else {
            for (std::size_t i = 0; i < 8 && byte + i < m_data.size(); ++i)
                word |= std::uint64_t{m_data[byte + i]} << (8 * i);
        }
        word >>= m_at & 7U;
        m_at += count;
        return word & ((std::uint64_t{1} << count) - 1);
    }

    ByteSpan m_data;
    std::size_t m_at = 0;
};

struct Slot {
    std::uint16_t share = 0;
    std::uint16_t offset = 0; // within the class's part of the scale
    std::uint8_t symbol = 0;
};
using Slots = std::array<Slot, kScale>;

void fillSlots(const Frequencies &shares, Slots &slots)
{
    std::size_t at = 0;
    for (std::size_t symbol = 0; symbol < kSymbols; ++symbol) {
        for (std::uint32_t i = 0; i < shares[symbol]; ++i) {
            slots[at++] = {static_cast<std::uint16_t>(shares[symbol]),
                           static_cast<std::uint16_t>(i), static_cast<std::uint8_t>(symbol)};
        }
    }
}

// The words that states are refilled from; zeros beyond the end.
class WordReader {
public:
    explicit WordReader(ByteSpan data)
        : m_at(data.data())
        , m_end(data.data() + data.size() / 2 * 2)
    {
    }
    std::uint32_t next()
    {
        if (m_at == m_end)
            return 0;
        const std::uint32_t word = m_at[0] | static_cast<std::uint32_t>(m_at[1]) << 8U;
        m_at += 2;
        return word;
    }

private:
    const std::uint8_t *m_at;
    const std::uint8_t *m_end;
};

inline std::uint64_t takeNumber(std::uint32_t &state, const Slots &slots, WordReader &words,
                                BitReader &bits)
{
    const Slot slot = slots[state & (kScale - 1)];
    state = slot.share * (state >> kScaleBits) + slot.offset;
    if (state < kLow)
        state = state << 16U | words.next();
    const ClassInfo &info = kClasses[slot.symbol];
    return info.bits == 0 ? info.base : info.base + bits.take(info.bits);
}

template <std::size_t Lanes>
void takeNumbers(std::array<std::uint32_t, kLanes> states, const Slots &slots, WordReader words,
                 BitReader &bits, std::span<std::uint64_t> out)
{
    std::size_t i = 0;
    for (; i + Lanes <= out.size(); i += Lanes) {
        for (std::size_t lane = 0; lane < Lanes; ++lane)
            out[i + lane] = takeNumber(states[lane], slots, words, bits);
    }
    for (std::size_t lane = 0; i < out.size(); ++i, ++lane)
        out[i] = takeNumber(states[lane], slots, words, bits);
}

bool takeFew(ByteReader &reader, std::size_t count, std::span<std::uint64_t> out)
{
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint64_t number = reader.varint();
        if (i < out.size())
            out[i] = number;
    }
    return !reader.failed();
}

} // namespace

void encodeNumbers(std::span<const std::uint64_t> numbers, Bytes &out)
{
    ByteWriter writer(out);
    if (numbers.size() < kFewNumbers) {
        for (const std::uint64_t number : numbers)
            writer.varint(number);
        return;
    }
    Frequencies counts{};
    std::vector<std::uint8_t> symbols(numbers.size());
    BitWriter bits(numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        symbols[i] = classOf(numbers[i]);
        ++counts[symbols[i]];
        const ClassInfo &info = kClasses[symbols[i]];
        if (info.bits > 0)
            bits.put(numbers[i] - info.base, info.bits);
    }
    const Frequencies shares = normalized(counts, numbers.size());
    writeFrequencies(shares, writer);
    writeStates(symbols, shares, writer);
    const ByteSpan rest = bits.finish();
    writer.varint(rest.size());
    writer.bytes(rest);
}

bool decodeNumbers(ByteReader &reader, std::size_t count, std::span<std::uint64_t> out)
{
    if (out.size() > count)
        return false;
    if (count < kFewNumbers)
        return takeFew(reader, count, out);
    Frequencies shares{};
    if (!readFrequencies(reader, shares))
        return false;
    const std::uint64_t words = reader.varint();
    std::array<std::uint32_t, kLanes> states{};
    const std::size_t lanes = lanesFor(count);
    for (std::size_t lane = 0; lane < lanes; ++lane)
        states[lane] = reader.u32();
    if (words > count)
        return false;
    const WordReader wordReader(reader.bytes(words * 2));
    BitReader bits(reader.bytes(reader.varint()));
    if (reader.failed())
        return false;
    static thread_local Slots slots;
    fillSlots(shares, slots);
    if (lanes == 1)
        takeNumbers<1>(states, slots, wordReader, bits, out);
    else
        takeNumbers<kLanes>(states, slots, wordReader, bits, out);
    return !bits.beyond();
}

} // namespace pilothouse::history
