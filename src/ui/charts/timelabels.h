// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/timeaxis.h"
#include "ui/theme/theme.h"

#include <span>

class QPainter;

namespace pilothouse {

inline constexpr double kTimeAxisHeight = 18;
inline constexpr double kTimeLabelSpacing = 88;

// Ticks and labels of a time axis below a plot that ends at `top`.
void paintTimeLabels(QPainter &painter, const Theme &theme, const TimeScale &scale,
                     std::span<const TimeTick> ticks, double top);

} // namespace pilothouse
