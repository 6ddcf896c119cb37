// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/bytes.h"
#include "telemetry/history/matrix.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pilothouse::history {

// Reads a matrix as format 1 stored it: residuals as byte planes. Refers to the bytes it was opened
// on.
class PlaneReader {
public:
    [[nodiscard]] static std::optional<PlaneReader> open(ByteSpan body);
    [[nodiscard]] Matrix decodeAll() const;

private:
    struct Run {
        std::uint32_t first = 0;
        std::uint32_t length = 0;
    };
    struct Exception {
        std::uint32_t row = 0;
        double value = 0;
    };
    struct Column {
        bool raw = false;
        std::uint8_t order = 0;
        std::uint8_t scale = 0;
        std::int64_t base = 0;
        std::uint64_t divisor = 1;
        std::int64_t reference = 0;
        std::array<ByteSpan, 8> planes; // least significant byte first, empty: all zero
        std::vector<Run> missing;
        std::vector<Exception> exceptions;
    };

    [[nodiscard]] bool readColumn(ByteReader &reader, Column &column, std::uint8_t &mask) const;
    [[nodiscard]] bool readHoles(ByteReader &reader, Column &column) const;
    [[nodiscard]] bool readPlanes(ByteReader &reader, std::span<const std::uint8_t> masks);
    void decode(const Column &column, std::span<double> out) const;
    static void integrate(const Column &column, std::span<std::uint64_t> residuals);

    std::size_t m_rows = 0;
    std::vector<Column> m_columns;
};

} // namespace pilothouse::history
