// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/boardlayout.h"
#include "ui/theme/theme.h"

#include <QAbstractScrollArea>
#include <QList>
#include <functional>
#include <optional>

namespace pilothouse {

// Where a planned job would run: cells of one node, all of them where none is named.
struct BoardTarget {
    int node = -1;
    std::vector<int> cells;
};

// Nodes by leaf switch, one cell per accelerator in the colour of its job. Nodes are numbered
// through all leaves. Nothing is changed here: a drop asks. GUI thread.
//
// Mouse: a click selects a cell's job, a drag of a cell drags its job, a drag from anywhere else
// selects nodes, a drop of a job asks for it to run there. Keys: arrows move, with Shift they
// select nodes, Enter selects the cell's job, M asks for its move, Escape clears the selection.
class Board : public QAbstractScrollArea {
    Q_OBJECT

public:
    // Why a node cannot take a job; empty: it can.
    using Judge = std::function<QString(std::uint64_t job, int node)>;

    explicit Board(const Theme &theme, QWidget *parent = nullptr);

    void setLeaves(std::vector<BoardLeaf> leaves);
    void setCurrentJob(std::uint64_t job); // highlighted; 0: none
    void setPreview(std::uint64_t job, std::vector<BoardTarget> targets);
    void clearPreview();
    // Asked for every node while a job is dragged; without it, nothing may be dropped.
    void setJudge(Judge judge);
    // Why jobs cannot be dragged (a past moment, a role); empty: they can.
    void setLocked(const QString &reason);
    void setCellText(std::function<QString(int node, int cell)> text); // for screen readers
    void setMessage(const QString &message); // shown where there are no nodes

    [[nodiscard]] std::uint64_t currentJob() const { return m_currentJob; }
    [[nodiscard]] QList<int> selectedNodes() const { return m_selected; }
    void setSelectedNodes(QList<int> nodes);
    [[nodiscard]] BoardLayout::Spot focusSpot() const { return m_focus; }
    void setFocusSpot(BoardLayout::Spot spot);
    [[nodiscard]] const BoardLayout &boardLayout() const { return m_layout; }
    [[nodiscard]] QRectF visibleCellRect(int node, int cell) const; // in the viewport
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void jobSelected(quint64 job);
    void jobDropped(quint64 job, const QList<int> &nodes);
    void moveRequested(quint64 job);
    void nodesSelected(const QList<int> &nodes);
    // On the selected nodes where the spot is one of them, else on its own.
    void menuRequested(const QList<int> &nodes, QPoint globalPosition);
    void hovered(int node, int cell, QPoint globalPosition); // -1, -1: none any more

protected:
    // Runs the drag of a job that was taken from a cell.
    virtual void dragJob(std::uint64_t job, int colour);

    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    enum class Drag { None, Pressed, Band };

    void retranslate();
    void relayout();
    void describeFocus();
    void moveFocus(int dx, int dy, bool extend);
    void selectNodes(QList<int> nodes);
    void setHovered(BoardLayout::Spot spot, QPoint globalPosition);
    void judgeDrop();
    void endDrop();
    void scrollTowards(QPointF position);
    [[nodiscard]] QPointF toContent(QPointF position) const;
    [[nodiscard]] const BoardNode &node(int index) const { return *m_nodes[std::size_t(index)]; }
    [[nodiscard]] const BoardCell *cell(BoardLayout::Spot spot) const;
    [[nodiscard]] bool isLegal(int node) const;
    [[nodiscard]] QList<int> dropNodes(int node) const;
    [[nodiscard]] QString message() const;

    void paintLeaf(QPainter &painter, int leaf) const;
    void paintNode(QPainter &painter, int index) const;
    void paintCell(QPainter &painter, const QRectF &box, const BoardNode &node,
                   const BoardCell &cell) const;
    void paintPreview(QPainter &painter, const QRectF &seen) const;
    void paintArrow(QPainter &painter, QPointF from, QPointF to) const;
    void paintRefusal(QPainter &painter) const;

    const Theme &m_theme;
    std::vector<BoardLeaf> m_leaves;
    std::vector<const BoardNode *> m_nodes; // into m_leaves
    BoardLayout m_layout;
    Judge m_judge;
    QString m_locked;
    QString m_message;
    std::function<QString(int, int)> m_cellText;

    std::uint64_t m_currentJob = 0;
    std::uint64_t m_previewJob = 0;
    std::vector<BoardTarget> m_preview;
    QList<int> m_selected;
    BoardLayout::Spot m_focus;
    int m_anchorNode = -1;
    BoardLayout::Spot m_hovered;

    Drag m_drag = Drag::None;
    QPointF m_dragFrom; // in the content
    QPointF m_dragTo;
    std::optional<std::uint64_t> m_dropJob; // while a drag is over the board
    std::vector<QString> m_dropRefusals; // by node, while a drag is over the board
    int m_dropNode = -1;
};

} // namespace pilothouse
