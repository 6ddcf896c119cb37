// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace pilothouse {

// A set of an enumeration's values, of which there are at most 32.
template <typename Enum> class Flags {
public:
    constexpr Flags() = default;
    constexpr Flags(Enum flag) { set(flag); } // NOLINT: one flag is a set too

    constexpr void set(Enum flag) { m_bits |= bit(flag); }
    constexpr void clear(Enum flag) { m_bits &= ~bit(flag); }
    [[nodiscard]] constexpr bool has(Enum flag) const { return (m_bits & bit(flag)) != 0; }
    [[nodiscard]] constexpr bool empty() const { return m_bits == 0; }

    bool operator==(const Flags &) const = default;

private:
    [[nodiscard]] static constexpr std::uint32_t bit(Enum flag)
    {
        return std::uint32_t{1} << static_cast<unsigned>(flag);
    }

    std::uint32_t m_bits = 0;
};

} // namespace pilothouse
