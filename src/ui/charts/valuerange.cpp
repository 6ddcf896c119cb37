// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/valuerange.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace pilothouse {

namespace {

constexpr int kParts = 4;

ValueRange niceRange(double low, double high, Rounding rounding)
{
    low = std::min(low, 0.0);
    high = std::max(high, 0.0);
    if (high - low <= 0)
        high = low + 1;
    const double step = niceStep(high - low, kParts, rounding);
    return {std::floor(low / step) * step, std::ceil(high / step) * step};
}

bool contains(ValueRange range, double low, double high)
{
    return range.low <= low && high <= range.high;
}

} // namespace

double niceStep(double span, int parts, Rounding rounding)
{
    if (!std::isfinite(span) || span <= 0 || parts < 1)
        return 1;
    const double raw = span / parts;
    if (rounding == Rounding::Binary && raw >= 1)
        return std::exp2(std::ceil(std::log2(raw)));
    const double decade = std::pow(10.0, std::floor(std::log10(raw)));
    constexpr std::array kFactors{1.0, 2.0, 2.5, 5.0};
    for (const double factor : kFactors) {
        if (factor * decade >= raw * (1 - 1e-9))
            return factor * decade;
    }
    return 10 * decade;
}

std::vector<double> valueTicks(ValueRange range, int parts, Rounding rounding)
{
    std::vector<double> ticks;
    const double span = range.high - range.low;
    if (!std::isfinite(span) || span <= 0 || parts < 1)
        return ticks;
    const double step = niceStep(span, parts, rounding);
    const double tolerance = step * 1e-6;
    for (double i = std::ceil((range.low - tolerance) / step); i * step <= range.high + tolerance;
         ++i)
        ticks.push_back(i * step);
    return ticks;
}

ValueRange StickyRange::follow(double low, double high)
{
    if (!std::isfinite(low) || !std::isfinite(high) || low > high)
        return current();
    const ValueRange wanted = niceRange(low, high, m_rounding);
    const bool grows = !m_range || !contains(*m_range, low, high);
    const bool shrinks =
        m_range && wanted.high - wanted.low <= 0.5 * (m_range->high - m_range->low);
    if (grows || shrinks)
        m_range = wanted;
    return *m_range;
}

} // namespace pilothouse
