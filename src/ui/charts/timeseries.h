// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <QString>
#include <vector>

namespace pilothouse {

// One bucket of a series, or one sample where minimum == mean == maximum. NaN: no value.
struct TimePoint {
    Micros time = 0;
    double minimum = 0;
    double mean = 0;
    double maximum = 0;

    [[nodiscard]] static TimePoint sample(Micros time, double value)
    {
        return {time, value, value, value};
    }
};

enum class SeriesStyle {
    Line, // the mean; a band behind it where minimum and maximum differ
    FilledLine, // the same, filled down to zero
    Stacked, // an area on top of the stacked series before it
};

struct TimeSeries {
    QString name;
    int colour = 0; // index into the theme's categorical palette, -1: the text colour
    SeriesStyle style = SeriesStyle::Line;
    std::vector<TimePoint> points; // ascending in time
};

enum class MarkSeverity { Info, Warning, Critical };

// Something that happened, drawn as a tick on a time axis.
struct EventMark {
    Micros time = 0;
    MarkSeverity severity = MarkSeverity::Info;
    QString text;
};

} // namespace pilothouse
