// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/timeaxis.h"
#include "ui/charts/timeseries.h"
#include "ui/theme/theme.h"

#include <QList>
#include <QRect>
#include <QTimeZone>

class QPainter;

namespace pilothouse {

// Where the time bar's lines stand. Labels stand below box.
struct TimeStrip {
    QRect box;
    TimeScale scale;
    Micros now = 0;
    QTimeZone zone;
};

// Draws the lines, what happened, the present moment and round times.
void paintTimeStrip(QPainter &painter, const TimeStrip &strip, const QList<TimeSeries> &series,
                    const QList<EventMark> &events, const Theme &theme);

} // namespace pilothouse
