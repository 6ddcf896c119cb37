// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/boardlayout.h"

#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr double kColumnGap = 16;
constexpr double kNameGap = 8;
constexpr double kNarrowestCell = 18; // while there is a choice
constexpr double kWidestCell = 40;
constexpr double kNarrowestNames = 32;
constexpr double kWidestNames = 120;
constexpr double kCellGap = 2;

} // namespace

void BoardLayout::fit(const std::vector<BoardLeaf> &leaves, double width, double nameWidth)
{
    m_leaves.clear();
    m_nodes.clear();
    std::size_t mostCells = 1;
    for (const BoardLeaf &leaf : leaves) {
        for (const BoardNode &node : leaf.nodes)
            mostCells = std::max(mostCells, node.cells.size());
    }
    const auto cells = static_cast<double>(mostCells);
    m_nameWidth = std::clamp(nameWidth, kNarrowestNames, kWidestNames) + kNameGap;
    const double narrowest = m_nameWidth + cells * kNarrowestCell + kColumnGap;
    const auto most = static_cast<int>(std::max<std::size_t>(1, leaves.size()));
    m_columns = std::clamp(static_cast<int>((width + kColumnGap) / narrowest), 1, most);
    // No more columns than the rows of leaves need, so that the last row is full too.
    const int leafRows = (most + m_columns - 1) / m_columns;
    m_columns = (most + leafRows - 1) / leafRows;
    const double column = (width + kColumnGap) / m_columns;
    m_cellPitch =
        std::clamp(std::floor((column - kColumnGap - m_nameWidth) / cells), 3.0, kWidestCell);

    double top = 0;
    double bandHeight = 0;
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        const auto slot = static_cast<int>(i) % m_columns;
        if (slot == 0 && i > 0) {
            top += bandHeight + kLeafGap;
            bandHeight = 0;
        }
        const auto count = static_cast<int>(leaves[i].nodes.size());
        const double height = kHeaderHeight + count * kRowHeight;
        bandHeight = std::max(bandHeight, height);
        const QRectF box(std::floor(slot * column), top, column - kColumnGap, height);
        m_leaves.push_back({box, nodeCount(), count});
        for (const BoardNode &node : leaves[i].nodes)
            m_nodes.push_back({static_cast<int>(i), static_cast<int>(node.cells.size())});
    }
    m_height = top + bandHeight;
}

QRectF BoardLayout::headerRect(int leaf) const
{
    QRectF box = m_leaves[static_cast<std::size_t>(leaf)].box;
    box.setHeight(kHeaderHeight);
    return box;
}

QRectF BoardLayout::rowRect(int node) const
{
    if (node < 0 || node >= nodeCount())
        return {};
    const Leaf &leaf =
        m_leaves[static_cast<std::size_t>(m_nodes[static_cast<std::size_t>(node)].leaf)];
    const double top = leaf.box.top() + kHeaderHeight + (node - leaf.firstNode) * kRowHeight;
    return {leaf.box.left(), top, leaf.box.width(), kRowHeight};
}

QRectF BoardLayout::nameRect(int node) const
{
    QRectF row = rowRect(node);
    row.setWidth(m_nameWidth - kNameGap);
    return row;
}

QRectF BoardLayout::cellsRect(int node) const
{
    if (node < 0 || node >= nodeCount())
        return {};
    const QRectF row = rowRect(node);
    const int cells = m_nodes[static_cast<std::size_t>(node)].cells;
    return {row.left() + m_nameWidth, row.top() + 1, std::max(0.0, cells * m_cellPitch - kCellGap),
            row.height() - kCellGap};
}

QRectF BoardLayout::cellRect(int node, int cell) const
{
    const QRectF all = cellsRect(node);
    return {all.left() + cell * m_cellPitch, all.top(), m_cellPitch - kCellGap, all.height()};
}

BoardLayout::Spot BoardLayout::spotAt(QPointF point) const
{
    for (const Leaf &leaf : m_leaves) {
        if (!leaf.box.contains(point) || point.y() < leaf.box.top() + kHeaderHeight)
            continue;
        const int row = static_cast<int>((point.y() - leaf.box.top() - kHeaderHeight) / kRowHeight);
        if (row >= leaf.nodes)
            return {};
        const int node = leaf.firstNode + row;
        const double x = point.x() - cellsRect(node).left();
        const int cell = x < 0 ? -1 : static_cast<int>(x / m_cellPitch);
        const bool beside = cell >= m_nodes[static_cast<std::size_t>(node)].cells;
        return {node, beside ? -1 : cell};
    }
    return {};
}

std::vector<int> BoardLayout::nodesIn(const QRectF &rect) const
{
    std::vector<int> nodes;
    for (const Leaf &leaf : m_leaves) {
        if (!leaf.box.intersects(rect))
            continue;
        const double first = leaf.box.top() + kHeaderHeight;
        const int from =
            std::max(0, static_cast<int>(std::floor((rect.top() - first) / kRowHeight)));
        const int to = std::min(leaf.nodes - 1,
                                static_cast<int>(std::floor((rect.bottom() - first) / kRowHeight)));
        for (int row = from; row <= to; ++row)
            nodes.push_back(leaf.firstNode + row);
    }
    return nodes;
}

int BoardLayout::neighbour(int node, int dx, int dy) const
{
    if (node < 0 || node >= nodeCount())
        return node;
    const QPointF from = rowRect(node).center();
    int best = node;
    double distance = 0;
    for (int other = 0; other < nodeCount(); ++other) {
        const QPointF away = rowRect(other).center() - from;
        const double along = away.x() * dx + away.y() * dy;
        const double across = std::abs(away.x() * dy) + std::abs(away.y() * dx);
        if (along <= 0)
            continue;
        const double cost = along + 4 * across;
        if (best == node || cost < distance) {
            best = other;
            distance = cost;
        }
    }
    return best;
}

} // namespace pilothouse
