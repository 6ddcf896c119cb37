// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heatmapraster.h"

#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr QRgb kNoValue = 0; // transparent; every real colour is opaque
constexpr int kSoftCorner = 7; // blocks from this size on lose their corner pixels
constexpr int kHatchPeriod = 4;

void fill(QImage &image, const QRect &block, QRgb colour)
{
    for (int y = block.top(); y <= block.bottom(); ++y) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(y)) + block.left();
        std::fill_n(line, block.width(), colour);
    }
}

void set(QImage &image, int x, int y, QRgb colour)
{
    if (image.rect().contains(x, y))
        reinterpret_cast<QRgb *>(image.scanLine(y))[x] = colour;
}

QRgb half(QRgb left, QRgb right)
{
    return qRgb((qRed(left) + qRed(right)) / 2, (qGreen(left) + qGreen(right)) / 2,
                (qBlue(left) + qBlue(right)) / 2);
}

} // namespace

// Maps the layout's logical pixels to the image's.
struct HeatmapRaster::Block {
    QPointF offset;
    double ratio = 1;

    [[nodiscard]] QRect of(const QRectF &rect) const
    {
        const auto edge = [this](double value, double from) {
            return static_cast<int>(std::lround((value - from) * ratio));
        };
        const int left = edge(rect.left(), offset.x());
        const int top = edge(rect.top(), offset.y());
        const int right = std::max(left + 1, edge(rect.right(), offset.x()));
        const int bottom = std::max(top + 1, edge(rect.bottom(), offset.y()));
        return {left, top, right - left, bottom - top};
    }
};

HeatmapMarks HeatmapData::marksOf(int cell) const
{
    return cell >= 0 && static_cast<std::size_t>(cell) < marks.size()
        ? marks[static_cast<std::size_t>(cell)]
        : HeatmapMark::None;
}

HeatmapRaster::HeatmapRaster(const Theme &theme)
    : m_ramp(theme.ramp())
    , m_background(theme.tokens().panel.rgb())
    , m_empty(theme.tokens().hover.rgb())
    , m_line(theme.tokens().faint.rgb())
{
    for (int i = 0; i < kCategoryCount; ++i)
        m_categories[static_cast<std::size_t>(i)] = theme.category(i).rgb();
}

void HeatmapRaster::paint(QImage &image, const HeatmapLayout &layout, QPointF offset, double ratio,
                          const HeatmapData &data) const
{
    image.fill(m_background);
    const QRectF seen(offset, QSizeF(image.size()) / ratio);
    for (const int group : layout.groupsIn(seen))
        paintGroup(image, layout, group, {offset, ratio}, data);
}

void HeatmapRaster::paintGroup(QImage &image, const HeatmapLayout &layout, int group,
                               const Block &frame, const HeatmapData &data) const
{
    const HeatmapGroup &at = layout.groups()[static_cast<std::size_t>(group)];
    const std::span<const int> cells(at.cells);
    const auto drained = [&data](int cell) {
        return data.marksOf(cell).testFlag(HeatmapMark::Drained);
    };
    const auto block = [&](const QRectF &rect, std::span<const int> part) {
        const bool allDrained = std::ranges::all_of(part, drained);
        paintBlock(image, frame.of(rect), blend(data, part), allDrained);
    };
    if (layout.detail() == HeatmapLayout::Detail::Groups) {
        block(layout.groupRect(group), cells);
        return;
    }
    const auto columns = static_cast<std::size_t>(at.columns);
    const double pitch = layout.cellPitch().width();
    for (int node = 0; node < layout.nodeCount(group); ++node) {
        const std::size_t first = static_cast<std::size_t>(node) * columns;
        const auto part = cells.subspan(first, std::min(columns, cells.size() - first));
        const QRectF row = layout.nodeRect(group, node);
        if (layout.detail() == HeatmapLayout::Detail::Nodes) {
            block(row, part);
            continue;
        }
        const double width = row.width() - (at.columns - 1) * pitch;
        for (std::size_t i = 0; i < part.size(); ++i) {
            const QRectF cell(row.left() + static_cast<double>(i) * pitch, row.top(), width,
                              row.height());
            block(cell, part.subspan(i, 1));
        }
    }
}

QRgb HeatmapRaster::blend(const HeatmapData &data, std::span<const int> cells) const
{
    if (data.categorical) {
        std::array<int, kCategoryCount> counts{};
        int none = 0;
        for (const int cell : cells) {
            const auto at = static_cast<std::size_t>(cell);
            const int category = at < data.categories.size() ? data.categories[at] : -1;
            if (category < 0)
                ++none;
            else
                ++counts[static_cast<std::size_t>(category % kCategoryCount)];
        }
        const auto most = std::ranges::max_element(counts);
        return *most > 0 && *most >= none
            ? m_categories[static_cast<std::size_t>(most - counts.begin())]
            : m_empty;
    }
    double sum = 0;
    int count = 0;
    for (const int cell : cells) {
        const auto at = static_cast<std::size_t>(cell);
        if (at >= data.values.size() || std::isnan(data.values[at]))
            continue;
        sum += std::clamp(data.values[at], 0.0F, 1.0F);
        ++count;
    }
    if (count == 0)
        return kNoValue;
    const double share = sum / count * (kRampSize - 1);
    return m_ramp[static_cast<std::size_t>(std::lround(share))];
}

void HeatmapRaster::paintBlock(QImage &image, const QRect &block, QRgb colour, bool drained) const
{
    const QRect shown = block & image.rect();
    if (shown.isEmpty())
        return;
    if (drained) {
        strike(image, block);
        return;
    }
    if (colour == kNoValue) {
        hatch(image, block);
        return;
    }
    fill(image, shown, colour);
    if (block.width() >= kSoftCorner && block.height() >= kSoftCorner) {
        const QRgb soft = half(colour, m_background);
        set(image, block.left(), block.top(), soft);
        set(image, block.right(), block.top(), soft);
        set(image, block.left(), block.bottom(), soft);
        set(image, block.right(), block.bottom(), soft);
    }
}

void HeatmapRaster::hatch(QImage &image, const QRect &block) const
{
    const QRect shown = block & image.rect();
    const QRgb line = half(m_empty, m_line);
    for (int y = shown.top(); y <= shown.bottom(); ++y) {
        auto *row = reinterpret_cast<QRgb *>(image.scanLine(y));
        for (int x = shown.left(); x <= shown.right(); ++x)
            row[x] = (x + y) % kHatchPeriod == 0 ? line : m_background;
    }
}

void HeatmapRaster::strike(QImage &image, const QRect &block) const
{
    const QRect shown = block & image.rect();
    fill(image, shown, m_background);
    const QRgb line = half(m_background, m_line);
    for (int x = block.left(); x <= block.right(); ++x) {
        set(image, x, block.top(), line);
        set(image, x, block.bottom(), line);
    }
    for (int y = block.top(); y <= block.bottom(); ++y) {
        set(image, block.left(), y, line);
        set(image, block.right(), y, line);
        const int along = (y - block.top()) * (block.width() - 1) / std::max(1, block.height() - 1);
        set(image, block.left() + along, y, line);
    }
}

} // namespace pilothouse
