// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QString>
#include <cstdint>
#include <vector>

namespace pilothouse {

struct BoardCell {
    std::uint64_t job = 0; // 0: free
    int colour = -1; // index into the theme's categorical palette
};

enum class BoardNodeState { Normal, Drained, Down };

struct BoardNode {
    QString name;
    BoardNodeState state = BoardNodeState::Normal;
    std::vector<BoardCell> cells; // one per accelerator
};

// The nodes below one leaf switch.
struct BoardLeaf {
    QString title; // "leaf-01"
    QString subtitle; // "16 nodes, 400 Gb/s"
    std::vector<BoardNode> nodes;
};

// Where the board draws what, in the coordinates of its content. Leaf switches flow in columns of
// equal width from left to right, then down. Nodes are numbered through all leaves.
class BoardLayout {
public:
    static constexpr double kRowHeight = 17;
    static constexpr double kHeaderHeight = 20;
    static constexpr double kLeafGap = 14;

    struct Spot {
        int node = -1;
        int cell = -1; // -1: beside the cells

        bool operator==(const Spot &) const = default;
    };

    // nameWidth: of the widest node name.
    void fit(const std::vector<BoardLeaf> &leaves, double width, double nameWidth);

    [[nodiscard]] int nodeCount() const { return static_cast<int>(m_nodes.size()); }
    [[nodiscard]] int leafCount() const { return static_cast<int>(m_leaves.size()); }
    [[nodiscard]] int columns() const { return m_columns; }
    [[nodiscard]] double height() const { return m_height; }

    [[nodiscard]] QRectF headerRect(int leaf) const;
    [[nodiscard]] QRectF rowRect(int node) const; // name and cells
    [[nodiscard]] QRectF nameRect(int node) const;
    [[nodiscard]] QRectF cellsRect(int node) const;
    [[nodiscard]] QRectF cellRect(int node, int cell) const;

    [[nodiscard]] Spot spotAt(QPointF point) const;
    [[nodiscard]] std::vector<int> nodesIn(const QRectF &rect) const;
    // The nearest row in a direction; the node itself at an edge.
    [[nodiscard]] int neighbour(int node, int dx, int dy) const;

private:
    struct Leaf {
        QRectF box;
        int firstNode = 0;
        int nodes = 0;
    };
    struct Node {
        int leaf = 0;
        int cells = 0;
    };

    std::vector<Leaf> m_leaves;
    std::vector<Node> m_nodes;
    int m_columns = 1;
    double m_nameWidth = 0;
    double m_cellPitch = 1;
    double m_height = 0;
};

} // namespace pilothouse
