// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QRectF>
#include <QString>
#include <QStringList>

class QPainter;

namespace pilothouse {

inline constexpr int kRampKeyHeight = 20;

// The key to ramp colours, right-aligned in box: low, the ramp, high, and the hatch that stands for
// no value.
void paintRampKey(QPainter &painter, const QRectF &box, const Theme &theme, const QString &low,
                  const QString &high, const QString &noValue);

// The key to categorical colours, from the left as far as there is room, then "+n".
void paintCategoryKey(QPainter &painter, const QRectF &box, const Theme &theme,
                      const QStringList &names);

} // namespace pilothouse
