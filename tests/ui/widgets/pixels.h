// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QImage>
#include <QWidget>

namespace pilothouse::test {

inline QImage pictureOf(QWidget &widget)
{
    return widget.grab().toImage();
}

// How many pixels of area (all of them by default) have this colour exactly.
inline int pixelsOf(const QImage &image, const QColor &color, QRect area = QRect())
{
    if (area.isNull())
        area = image.rect();
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x)
            count += image.pixel(x, y) == color.rgb() ? 1 : 0;
    }
    return count;
}

// The same for thin strokes, which are never quite of their colour.
inline int pixelsNear(const QImage &image, const QColor &color, const QRect &area)
{
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
        for (int x = area.left(); x <= area.right(); ++x) {
            const QColor seen(image.pixel(x, y));
            const int far = qAbs(seen.red() - color.red()) + qAbs(seen.green() - color.green())
                + qAbs(seen.blue() - color.blue());
            count += far < 76 ? 1 : 0;
        }
    }
    return count;
}

} // namespace pilothouse::test
