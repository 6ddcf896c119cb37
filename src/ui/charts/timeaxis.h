// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <QString>
#include <QTimeZone>
#include <vector>

namespace pilothouse {

struct TimeTick {
    Micros time = 0;
    QString label; // HH:mm:ss, HH:mm, or the date at midnight
    bool date = false;
};

// The round wall-clock times of zone in [from, to], at most one per minimumSpacing pixels of a plot
// of this width. Ticks stand on round local times, across changes of daylight saving too.
[[nodiscard]] std::vector<TimeTick> timeTicks(Micros from, Micros to, double width,
                                              double minimumSpacing, const QTimeZone &zone);

// A moment in words, for a readout: "11-22 19:12:31", with the year where it is not this one's.
[[nodiscard]] QString momentText(Micros time, const QTimeZone &zone);

// Linear mapping of a time range onto pixels.
struct TimeScale {
    Micros from = 0;
    Micros to = 1;
    double left = 0;
    double width = 1;

    [[nodiscard]] double x(Micros time) const;
    [[nodiscard]] Micros time(double x) const; // kept inside [from, to]
};

} // namespace pilothouse
