// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/heatmaplayout.h"
#include "ui/theme/theme.h"

#include <QFlags>
#include <QImage>
#include <array>
#include <span>
#include <vector>

namespace pilothouse {

// What stands on a cell beside its value.
enum class HeatmapMark {
    None = 0,
    Critical = 1, // outlined
    Drained = 2, // outlined and struck through instead of its value
};
Q_DECLARE_FLAGS(HeatmapMarks, HeatmapMark)
Q_DECLARE_OPERATORS_FOR_FLAGS(HeatmapMarks)

// What a heatmap shows, by cell. Cells beyond the end of a vector have no value and no mark.
struct HeatmapData {
    std::vector<float> values; // 0..1, NaN: no telemetry
    std::vector<int> categories; // index into the theme's palette, -1: none
    bool categorical = false; // which of the two is shown
    std::vector<HeatmapMarks> marks;

    [[nodiscard]] HeatmapMarks marksOf(int cell) const;
};

// Paints the blocks of a heatmap into an image of device pixels. One pass over the visible cells,
// or nodes or groups where cells are too small; no painter.
class HeatmapRaster {
public:
    explicit HeatmapRaster(const Theme &theme);

    // offset: the content's point at the image's top left corner, in logical pixels.
    void paint(QImage &image, const HeatmapLayout &layout, QPointF offset, double ratio,
               const HeatmapData &data) const;

    // The colour of a range of cells: of their mean, or of their most frequent category.
    // Fully transparent where no cell has a value.
    [[nodiscard]] QRgb blend(const HeatmapData &data, std::span<const int> cells) const;

private:
    struct Block;

    void paintGroup(QImage &image, const HeatmapLayout &layout, int group, const Block &frame,
                    const HeatmapData &data) const;
    void paintBlock(QImage &image, const QRect &block, QRgb colour, bool drained) const;
    void hatch(QImage &image, const QRect &block) const;
    void strike(QImage &image, const QRect &block) const;

    Ramp m_ramp;
    std::array<QRgb, kCategoryCount> m_categories;
    QRgb m_background;
    QRgb m_empty; // a cell of no category
    QRgb m_line;
};

} // namespace pilothouse
