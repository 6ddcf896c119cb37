// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace pilothouse::simulator {

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): one number well mixed.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x)
{
    x += 0x9e3779b97f4a7c15U;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebU;
    return x ^ (x >> 31U);
}

[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b)
{
    return mix(a ^ mix(b));
}

// A hash as a number in [0, 1).
[[nodiscard]] constexpr double unit(std::uint64_t hash)
{
    return static_cast<double>(hash >> 11U) * 0x1.0p-53;
}

// A stream of random numbers of one seed. Each purpose has its own, so that what one part draws
// does not change what another part sees.
class Random {
public:
    explicit constexpr Random(std::uint64_t seed)
        : m_state(mix(seed))
    {
    }

    constexpr std::uint64_t next()
    {
        m_state += 0x9e3779b97f4a7c15U;
        return mix(m_state);
    }
    constexpr double uniform() { return unit(next()); }
    constexpr double uniform(double low, double high) { return low + (high - low) * uniform(); }
    constexpr std::size_t below(std::size_t count)
    {
        return static_cast<std::size_t>(uniform() * static_cast<double>(count));
    }
    constexpr bool chance(double probability) { return uniform() < probability; }
    double exponential(double mean) { return -mean * std::log1p(-uniform()); }

    // An index with a probability in proportion to its weight.
    std::size_t weighted(std::span<const double> weights)
    {
        double total = 0;
        for (const double weight : weights)
            total += weight;
        double at = uniform() * total;
        for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
            at -= weights[i];
            if (at < 0)
                return i;
        }
        return weights.size() - 1;
    }

private:
    std::uint64_t m_state;
};

} // namespace pilothouse::simulator
