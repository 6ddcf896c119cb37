// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <cmath>

namespace pilothouse::simulator {

// The hour of the day in the center (UTC+8), which passes at the center's speed.
class DayClock {
public:
    DayClock(Micros start, double speed)
        : m_start(start)
        , m_speed(speed)
    {
    }

    [[nodiscard]] double hour(Micros now) const
    {
        constexpr double kHoursFromUtc = 8;
        const double first =
            static_cast<double>(m_start % kDay) / static_cast<double>(kHour) + kHoursFromUtc;
        const double hour =
            first + static_cast<double>(now - m_start) * m_speed / static_cast<double>(kHour);
        return hour - 24 * std::floor(hour / 24);
    }

private:
    Micros m_start;
    double m_speed;
};

} // namespace pilothouse::simulator
