// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pilothouse::history {

using Bytes = std::vector<std::uint8_t>;
using ByteSpan = std::span<const std::uint8_t>;

inline std::uint64_t zigzag(std::int64_t value)
{
    return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63);
}

inline std::int64_t unzigzag(std::uint64_t value)
{
    return static_cast<std::int64_t>(value >> 1U) ^ -static_cast<std::int64_t>(value & 1U);
}

// Little-endian numbers and LEB128 varints, appended to a byte string.
class ByteWriter {
public:
    explicit ByteWriter(Bytes &out)
        : m_out(out)
    {
    }
    void u8(std::uint8_t value) { m_out.push_back(value); }
    void u32(std::uint32_t value) { fixed(value, 4); }
    void u64(std::uint64_t value) { fixed(value, 8); }
    void f64(double value) { u64(std::bit_cast<std::uint64_t>(value)); }
    void varint(std::uint64_t value)
    {
        while (value >= 0x80U) {
            m_out.push_back(static_cast<std::uint8_t>(value | 0x80U));
            value >>= 7U;
        }
        m_out.push_back(static_cast<std::uint8_t>(value));
    }
    void signedVarint(std::int64_t value) { varint(zigzag(value)); }
    void bytes(ByteSpan data) { m_out.insert(m_out.end(), data.begin(), data.end()); }
    void text(std::string_view value)
    {
        varint(value.size());
        m_out.insert(m_out.end(), value.begin(), value.end());
    }

private:
    void fixed(std::uint64_t value, int size)
    {
        for (int i = 0; i < size; ++i)
            m_out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }

    Bytes &m_out;
};

// Reads what a ByteWriter wrote. Beyond the end, or on a malformed varint, it gives zeros and
// stays failed.
class ByteReader {
public:
    explicit ByteReader(ByteSpan data)
        : m_data(data)
    {
    }
    [[nodiscard]] bool failed() const { return m_failed; }
    [[nodiscard]] std::size_t left() const { return m_data.size() - m_at; }
    std::uint8_t u8()
    {
        if (m_at >= m_data.size()) {
            m_failed = true;
            return 0;
        }
        return m_data[m_at++];
    }
    std::uint32_t u32() { return static_cast<std::uint32_t>(fixed(4)); }
    std::uint64_t u64() { return fixed(8); }
    double f64() { return std::bit_cast<double>(u64()); }
    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::uint8_t byte = u8();
            value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
            if (byte < 0x80U)
                return value;
        }
        m_failed = true;
        return 0;
    }
    std::int64_t signedVarint() { return unzigzag(varint()); }
    ByteSpan bytes(std::uint64_t size)
    {
        if (size > left()) {
            m_failed = true;
            m_at = m_data.size();
            return {};
        }
        const ByteSpan part = m_data.subspan(m_at, static_cast<std::size_t>(size));
        m_at += part.size();
        return part;
    }
    std::string text()
    {
        const ByteSpan part = bytes(varint());
        return {part.begin(), part.end()};
    }

private:
    std::uint64_t fixed(std::size_t size)
    {
        std::uint64_t value = 0;
        const ByteSpan part = bytes(size);
        for (std::size_t i = 0; i < part.size(); ++i)
            value |= static_cast<std::uint64_t>(part[i]) << (8 * i);
        return value;
    }

    ByteSpan m_data;
    std::size_t m_at = 0;
    bool m_failed = false;
};

} // namespace pilothouse::history
