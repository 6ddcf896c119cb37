// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heatmaplayout.h"

#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr double kSmallestBlock = 3; // below this, a block cannot be told from its neighbours
constexpr double kTitledPitch = 5; // smaller cells need the room that titles would take
constexpr double kTallest = 1.7; // a cell's height by its width
constexpr double kWidest = 2.2; // and its width by its height
constexpr double kTitleHeight = 18;
constexpr double kTitledGap = 10;
constexpr double kCompactGap = 2;
constexpr double kWidestGap = 2.5; // times the gap that was planned
constexpr double kTitleRoom = 40; // narrower groups have no room for a title
constexpr double kFoldedShare = 0.92; // one row per node reads best; folding must pay
constexpr int kMaximumCell = 1 << 22; // indices beyond this are not believed

double gapOf(bool titles)
{
    return titles ? kTitledGap : kCompactGap;
}

double nodeGapOf(bool titles)
{
    return titles ? 4 : 2;
}

// 1, 2, 3 ... while there are few, then about a tenth more each time.
std::vector<int> candidates(int limit)
{
    std::vector<int> values;
    for (int value = 1; value < limit; value += std::max(1, value / 10))
        values.push_back(value);
    values.push_back(std::max(1, limit));
    return values;
}

std::vector<int> foldings(int nodes)
{
    std::vector<int> values{1};
    for (int value = 2; value <= nodes; value *= 2)
        values.push_back(value);
    return values;
}

int ceilDiv(int value, int by)
{
    return (value + by - 1) / by;
}

} // namespace

void HeatmapLayout::setGroups(std::vector<HeatmapGroup> groups)
{
    m_groups = std::move(groups);
    m_places.clear();
    m_cellCount = 0;
    m_maxColumns = 1;
    m_maxNodes = 1;
    for (int g = 0; g < static_cast<int>(m_groups.size()); ++g) {
        auto &group = m_groups[static_cast<std::size_t>(g)];
        group.columns = std::max(1, group.columns);
        std::erase_if(group.cells, [](int cell) { return cell < 0 || cell > kMaximumCell; });
        m_maxColumns = std::max(m_maxColumns, group.columns);
        m_maxNodes = std::max(m_maxNodes, nodeCount(g));
        m_cellCount += static_cast<int>(group.cells.size());
        for (int i = 0; i < static_cast<int>(group.cells.size()); ++i) {
            const auto cell = static_cast<std::size_t>(group.cells[static_cast<std::size_t>(i)]);
            if (cell >= m_places.size())
                m_places.resize(cell + 1);
            m_places[cell] = {g, i};
        }
    }
}

int HeatmapLayout::nodeCount(int group) const
{
    const auto &at = m_groups[static_cast<std::size_t>(group)];
    return ceilDiv(static_cast<int>(at.cells.size()), at.columns);
}

std::vector<int> HeatmapLayout::bandRows(int perRow, int across) const
{
    std::vector<int> rows;
    for (int g = 0; g < static_cast<int>(m_groups.size()); ++g) {
        if (g % perRow == 0)
            rows.push_back(1);
        rows.back() = std::max(rows.back(), ceilDiv(nodeCount(g), across));
    }
    return rows;
}

// unit is what has to stay visible: it is made as large, and as square, as the area allows.
HeatmapLayout::Arrangement HeatmapLayout::arrange(QSizeF area, int perRow, int across, bool titles,
                                                  Detail unit) const
{
    const auto rows = bandRows(perRow, across);
    int rowCount = 0;
    for (const int count : rows)
        rowCount += count;
    const double gap = gapOf(titles);
    const double groupWidth = area.width() / perRow - gap - (across - 1) * nodeGapOf(titles);
    const double height =
        area.height() - static_cast<double>(rows.size()) * (gap + (titles ? kTitleHeight : 0));
    Arrangement result{perRow, across, 0, 0, -1};
    if (groupWidth <= 0 || height <= 0 || (titles && groupWidth < kTitleRoom))
        return result;

    const bool byCell = unit == Detail::Cells;
    const double cellsWide = byCell ? 1
        : unit == Detail::Nodes     ? m_maxColumns
                                    : across * m_maxColumns;
    const double rowsHigh = unit == Detail::Groups ? ceilDiv(m_maxNodes, across) : 1;
    const double x = std::min(groupWidth / (across * m_maxColumns), m_largestPitch) * cellsWide;
    const double y = std::min(height / rowCount, m_largestPitch) * rowsHigh;
    const double blockX = std::min(x, y * (byCell ? kWidest : 2 * kWidest));
    const double blockY = std::min(y, x * (byCell ? kTallest : 1));
    result.pitchX = blockX / cellsWide;
    result.pitchY = blockY / rowsHigh;
    result.smallest = std::min(blockX, blockY);
    result.score =
        (result.smallest + 0.01 * std::max(blockX, blockY)) * (across > 1 ? kFoldedShare : 1);
    return result;
}

HeatmapLayout::Arrangement HeatmapLayout::best(QSizeF area, bool titles, Detail unit) const
{
    Arrangement chosen;
    for (const int across : foldings(m_maxNodes)) {
        for (const int perRow : candidates(static_cast<int>(m_groups.size()))) {
            const Arrangement one = arrange(area, perRow, across, titles, unit);
            if (one.score > chosen.score)
                chosen = one;
        }
    }
    return chosen;
}

void HeatmapLayout::fit(QSizeF area, double largestPitch)
{
    m_largestPitch = std::max(1.0, largestPitch);
    m_bandTop.clear();
    m_content = {};
    if (m_groups.empty() || area.width() < 1 || area.height() < 1)
        return;
    const bool titled = std::ranges::any_of(
        m_groups, [](const HeatmapGroup &group) { return !group.title.isEmpty(); });
    if (titled) {
        const Arrangement chosen = best(area, true, Detail::Cells);
        if (chosen.smallest >= kTitledPitch) {
            m_detail = Detail::Cells;
            return apply(area, chosen, true);
        }
    }
    for (const Detail unit : {Detail::Cells, Detail::Nodes, Detail::Groups}) {
        const Arrangement chosen = best(area, false, unit);
        m_detail = unit;
        if (chosen.smallest >= kSmallestBlock || unit == Detail::Groups)
            return apply(area, chosen, false);
    }
}

void HeatmapLayout::apply(QSizeF area, const Arrangement &chosen, bool titles)
{
    m_perRow = chosen.perRow;
    m_across = chosen.across;
    m_pitchX = std::max(chosen.pitchX, 1e-3);
    m_pitchY = std::max(chosen.pitchY, 1e-3);
    if (m_detail == Detail::Cells) {
        m_pitchX = std::floor(m_pitchX);
        m_pitchY = std::floor(m_pitchY);
    } else if (m_detail == Detail::Nodes) {
        m_pitchX = std::floor(m_pitchX * m_maxColumns) / m_maxColumns;
        m_pitchY = std::floor(m_pitchY);
    }
    const double smaller = std::min(m_pitchX, m_pitchY);
    m_cellGap = m_detail == Detail::Cells ? (smaller >= 10 ? 2 : smaller >= 4 ? 1 : 0) : 0;
    m_nodePitchX = m_pitchX * m_maxColumns + nodeGapOf(titles);
    m_titleHeight = titles ? kTitleHeight : 0;
    // What whole pixels leave over widens the gaps, a little.
    const double gap = gapOf(titles);
    const double groupWidth = m_across * m_nodePitchX - nodeGapOf(titles);
    m_slotWidth = std::min(area.width() / m_perRow, groupWidth + gap * kWidestGap);
    const auto rows = bandRows(m_perRow, m_across);
    double height = 0;
    for (const int count : rows)
        height += m_titleHeight + count * m_pitchY + gap;
    const double spare = (area.height() - height) / static_cast<double>(rows.size());
    const double bandGap = gap + std::clamp(spare, 0.0, gap);

    double y = 0;
    for (const int count : rows) {
        m_bandTop.push_back(y);
        y += m_titleHeight + count * m_pitchY + bandGap;
    }
    m_bandTop.push_back(y);
    const int columns = std::min<int>(m_perRow, static_cast<int>(m_groups.size()));
    m_content = QSizeF(columns * m_slotWidth, y);
}

QRectF HeatmapLayout::groupRect(int group) const
{
    if (m_bandTop.empty())
        return {};
    const double left = std::ceil((group % m_perRow) * m_slotWidth);
    const double top =
        std::ceil(m_bandTop[static_cast<std::size_t>(group / m_perRow)] + m_titleHeight);
    const int nodes = nodeCount(group);
    const int across = std::min(nodes, m_across);
    const double nodeWidth = m_groups[static_cast<std::size_t>(group)].columns * m_pitchX;
    const double width = across > 0 ? (across - 1) * m_nodePitchX + nodeWidth : 0;
    return {left, top, width, ceilDiv(nodes, m_across) * m_pitchY};
}

QRectF HeatmapLayout::titleRect(int group) const
{
    if (m_titleHeight <= 0 || m_bandTop.empty())
        return {};
    const QRectF cells = groupRect(group);
    return {cells.left(), cells.top() - m_titleHeight, m_slotWidth - 4, m_titleHeight};
}

QRectF HeatmapLayout::nodeRect(int group, int node) const
{
    const QRectF all = groupRect(group);
    const int columns = m_groups[static_cast<std::size_t>(group)].columns;
    return {all.left() + (node % m_across) * m_nodePitchX, all.top() + (node / m_across) * m_pitchY,
            columns * m_pitchX - m_cellGap,
            m_pitchY - std::max(m_cellGap, m_pitchY >= 3 ? 1.0 : 0.0)};
}

QRectF HeatmapLayout::cellRect(Place place) const
{
    if (!place.isValid() || m_bandTop.empty())
        return {};
    const int columns = m_groups[static_cast<std::size_t>(place.group)].columns;
    const QRectF node = nodeRect(place.group, place.index / columns);
    return {node.left() + (place.index % columns) * m_pitchX, node.top(), m_pitchX - m_cellGap,
            node.height()};
}

QRectF HeatmapLayout::cellRect(int cell) const
{
    return cellRect(place(cell));
}

HeatmapLayout::Place HeatmapLayout::place(int cell) const
{
    return cell >= 0 && cell < static_cast<int>(m_places.size())
        ? m_places[static_cast<std::size_t>(cell)]
        : Place{};
}

int HeatmapLayout::cell(Place place) const
{
    if (!place.isValid() || place.group >= static_cast<int>(m_groups.size()))
        return -1;
    const auto &cells = m_groups[static_cast<std::size_t>(place.group)].cells;
    return place.index < static_cast<int>(cells.size())
        ? cells[static_cast<std::size_t>(place.index)]
        : -1;
}

int HeatmapLayout::groupAt(QPointF point) const
{
    if (m_bandTop.empty() || point.x() < 0 || point.y() < 0 || point.y() >= m_bandTop.back())
        return -1;
    const int slot = static_cast<int>(point.x() / m_slotWidth);
    const auto next = std::ranges::upper_bound(m_bandTop, point.y());
    const int band = static_cast<int>(next - m_bandTop.begin()) - 1;
    const int group = band * m_perRow + slot;
    return slot < m_perRow && group < static_cast<int>(m_groups.size()) ? group : -1;
}

int HeatmapLayout::cellAt(QPointF point) const
{
    const int group = groupAt(point);
    if (group < 0)
        return -1;
    const QPointF at = point - groupRect(group).topLeft();
    if (at.x() < 0 || at.y() < 0)
        return -1;
    const int nodeColumn = static_cast<int>(at.x() / m_nodePitchX);
    const int column = static_cast<int>((at.x() - nodeColumn * m_nodePitchX) / m_pitchX);
    const int columns = m_groups[static_cast<std::size_t>(group)].columns;
    if (nodeColumn >= m_across || column >= columns)
        return -1;
    const int node = static_cast<int>(at.y() / m_pitchY) * m_across + nodeColumn;
    return cell({group, node * columns + column});
}

std::vector<int> HeatmapLayout::cellsIn(const QRectF &rect) const
{
    std::vector<int> cells;
    for (const int group : groupsIn(rect)) {
        const auto count = static_cast<int>(m_groups[static_cast<std::size_t>(group)].cells.size());
        for (int i = 0; i < count; ++i) {
            if (cellRect(Place{group, i}).intersects(rect))
                cells.push_back(cell({group, i}));
        }
    }
    return cells;
}

std::vector<int> HeatmapLayout::groupsIn(const QRectF &rect) const
{
    std::vector<int> groups;
    if (m_bandTop.empty())
        return groups;
    for (int band = 0; band + 1 < static_cast<int>(m_bandTop.size()); ++band) {
        const auto at = static_cast<std::size_t>(band);
        if (m_bandTop[at + 1] < rect.top() || m_bandTop[at] > rect.bottom())
            continue;
        const int first = std::max(0, static_cast<int>(rect.left() / m_slotWidth));
        const int last = std::min(m_perRow - 1, static_cast<int>(rect.right() / m_slotWidth));
        for (int slot = first; slot <= last; ++slot) {
            const int group = band * m_perRow + slot;
            if (group < static_cast<int>(m_groups.size()))
                groups.push_back(group);
        }
    }
    return groups;
}

int HeatmapLayout::neighbour(int cell, int dx, int dy) const
{
    const QRectF from = cellRect(cell);
    if (from.isNull() || (dx == 0 && dy == 0))
        return cell;
    const QPointF step(dx * m_pitchX * 0.5, dy * m_pitchY * 0.5);
    const QRectF bounds(QPointF(0, 0), m_content);
    for (QPointF at = from.center() + step; bounds.contains(at); at += step) {
        const int found = cellAt(at);
        if (found >= 0 && found != cell)
            return found;
    }
    return cell;
}

} // namespace pilothouse
