// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "telemetry/history/blockcodec.h"
#include "telemetry/history/keys.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pilothouse::history {

inline constexpr Micros kTenSeconds = 10 * kSecond;
inline constexpr auto kTenSecondsPerWindow = static_cast<std::size_t>(kWindow / kTenSeconds);
inline constexpr auto kMinutesPerWindow = static_cast<std::size_t>(kWindow / kMinute);

// The samples of one series within one span. Without a sample, count is 0 and nothing else is
// meant.
struct Rollup {
    double minimum = 0;
    double maximum = 0;
    double sum = 0;
    double last = 0;
    std::uint32_t count = 0;
};

// Rollups of some series over the same spans, series by series. As decimal integers where all
// values are, so that sums are exact; as doubles otherwise.
class RollupBlock {
public:
    // Of a block whose rows have these times, in spans of ten seconds from start.
    [[nodiscard]] static RollupBlock of(std::span<const Micros> times, Micros start,
                                        const Matrix &matrix, const IntegerBlock &integers);
    // Every so many neighbouring spans as one.
    [[nodiscard]] RollupBlock coarser(std::size_t factor) const;
    // The series of several blocks of equal spans, one after the other.
    [[nodiscard]] static RollupBlock joined(std::span<const RollupBlock> blocks);

    void encode(Bytes &out) const;
    [[nodiscard]] static std::optional<RollupBlock> decode(ByteSpan body);

    [[nodiscard]] std::size_t series() const { return m_series; }
    [[nodiscard]] std::size_t buckets() const { return m_buckets; }
    [[nodiscard]] Rollup at(std::size_t series, std::size_t bucket) const;

private:
    struct Integers {
        std::int64_t minimum = 0;
        std::int64_t maximum = 0;
        std::int64_t sum = 0;
        std::int64_t last = 0;
    };

    void add(std::span<const Micros> times, Micros start, const Matrix &matrix,
             const IntegerBlock &integers);
    void toDoubles();
    void encodeIntegers(ByteWriter &writer, Bytes &out) const;
    void encodeDoubles(ByteWriter &writer) const;
    void encodeCounts(ByteWriter &writer) const;
    [[nodiscard]] bool decodeCounts(ByteReader &reader);
    [[nodiscard]] bool decodeIntegers(ByteReader &reader, bool byPeers, bool lastFromMaximum);
    [[nodiscard]] bool decodeDoubles(ByteReader &reader);
    // What a minimum is predicted to be.
    [[nodiscard]] std::uint64_t predicted(std::size_t series, std::size_t bucket,
                                          bool byPeers) const;

    std::size_t m_series = 0;
    std::size_t m_buckets = 0;
    bool m_doubles = false;
    int m_scale = 0;
    std::int64_t m_divisor = 1;
    std::vector<std::uint32_t> m_counts;
    std::vector<Integers> m_integers; // where count is 0: the one before, with no width
    std::vector<Rollup> m_values; // instead, where they are doubles
};

} // namespace pilothouse::history
