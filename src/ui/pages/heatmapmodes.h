// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/centerview.h"

#include <QString>
#include <QStringList>
#include <vector>

namespace pilothouse {

// What the cells of the Overview's heatmap show.
struct HeatmapColours {
    bool categorical = false;
    std::vector<double> values; // 0 to 1, NaN: no telemetry
    std::vector<int> categories; // -1: none
    QStringList names; // of the categories, where they are few
    QString low; // what the ramp's ends stand for
    QString high;
};

// mode: a metric's catalogue name, "job" or "tenant".
[[nodiscard]] HeatmapColours heatmapColours(const CenterView &view, const QString &mode);

// A job's colour among the theme's categories; the same on every page.
[[nodiscard]] int jobColour(JobId job);

} // namespace pilothouse
