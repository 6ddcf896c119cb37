// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

namespace pilothouse {

struct ValueRange {
    double low = 0;
    double high = 1;

    bool operator==(const ValueRange &) const = default;
};

// Bytes read round in powers of two, everything else in powers of ten.
enum class Rounding { Decimal, Binary };

// The round step that divides span into about `parts` parts: 1, 2, 2.5 or 5 times a power of ten,
// or a power of two.
[[nodiscard]] double niceStep(double span, int parts, Rounding rounding);

// The round values in range, both ends among them where they are round.
[[nodiscard]] std::vector<double> valueTicks(ValueRange range, int parts, Rounding rounding);

// The range of an axis that follows its data without jumping: it grows as soon as data leaves it
// and shrinks only when data has needed less than half of it.
class StickyRange {
public:
    explicit StickyRange(Rounding rounding = Rounding::Decimal)
        : m_rounding(rounding)
    {
    }

    // What the axis shows for data between low and high; values that are not finite are ignored.
    // Data of one sign gets an axis that starts at zero.
    ValueRange follow(double low, double high);
    void reset() { m_range.reset(); }
    [[nodiscard]] ValueRange current() const { return m_range.value_or(ValueRange{}); }

private:
    Rounding m_rounding;
    std::optional<ValueRange> m_range;
};

} // namespace pilothouse
