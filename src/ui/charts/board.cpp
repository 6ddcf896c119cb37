// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/board.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr double kMargin = 3; // room for frames around the outermost rows

} // namespace

Board::Board(const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAcceptDrops(true);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&theme, &Theme::changed, this, &Board::relayout);
    retranslate();
}

void Board::setLeaves(std::vector<BoardLeaf> leaves)
{
    m_leaves = std::move(leaves);
    m_nodes.clear();
    for (const BoardLeaf &leaf : m_leaves) {
        for (const BoardNode &one : leaf.nodes)
            m_nodes.push_back(&one);
    }
    const auto count = static_cast<int>(m_nodes.size());
    m_hovered = {};
    judgeDrop();
    std::erase_if(m_preview, [count](const BoardTarget &target) { return target.node >= count; });
    if (!cell(m_focus))
        m_focus = {};
    if (m_anchorNode >= count)
        m_anchorNode = -1;
    relayout();
    if (m_selected.removeIf([count](int index) { return index >= count; }) > 0)
        Q_EMIT nodesSelected(m_selected);
}

void Board::setCurrentJob(std::uint64_t job)
{
    m_currentJob = job;
    viewport()->update();
}

void Board::setPreview(std::uint64_t job, std::vector<BoardTarget> targets)
{
    const auto count = static_cast<int>(m_nodes.size());
    std::erase_if(targets, [count](const BoardTarget &target) {
        return target.node < 0 || target.node >= count;
    });
    m_previewJob = job;
    m_preview = std::move(targets);
    viewport()->update();
}

void Board::clearPreview()
{
    setPreview(0, {});
}

void Board::setJudge(Judge judge)
{
    m_judge = std::move(judge);
}

void Board::setLocked(const QString &reason)
{
    m_locked = reason;
    setToolTip(reason);
    if (!reason.isEmpty())
        endDrop();
}

void Board::setCellText(std::function<QString(int, int)> text)
{
    m_cellText = std::move(text);
    describeFocus();
}

void Board::setMessage(const QString &message)
{
    m_message = message;
    viewport()->update();
}

void Board::setSelectedNodes(QList<int> nodes)
{
    nodes.removeIf([this](int index) { return index < 0 || index >= m_layout.nodeCount(); });
    m_selected = std::move(nodes);
    viewport()->update();
}

void Board::selectNodes(QList<int> nodes)
{
    if (nodes == m_selected)
        return;
    m_selected = std::move(nodes);
    viewport()->update();
    Q_EMIT nodesSelected(m_selected);
}

void Board::setFocusSpot(BoardLayout::Spot spot)
{
    if (!cell(spot))
        return;
    m_focus = spot;
    const QRectF row = m_layout.rowRect(spot.node);
    QScrollBar *bar = verticalScrollBar();
    if (row.top() < bar->value())
        bar->setValue(static_cast<int>(row.top() - BoardLayout::kHeaderHeight));
    else if (row.bottom() + 2 * kMargin > bar->value() + viewport()->height())
        bar->setValue(static_cast<int>(std::ceil(row.bottom() + 2 * kMargin))
                      - viewport()->height());
    describeFocus();
    viewport()->update();
}

void Board::moveFocus(int dx, int dy, bool extend)
{
    if (m_nodes.empty())
        return;
    if (m_focus.node < 0) {
        m_anchorNode = 0;
        setFocusSpot({0, 0});
        return;
    }
    const int from = m_focus.node;
    BoardLayout::Spot next{from, m_focus.cell + dx};
    if (dy != 0 || !cell(next)) {
        next.node = m_layout.neighbour(from, dx, dy);
        const auto cells = static_cast<int>(node(next.node).cells.size());
        const int wanted = dy != 0 ? m_focus.cell : dx > 0 ? 0 : cells - 1;
        next.cell =
            next.node == from ? m_focus.cell : std::clamp(wanted, 0, std::max(0, cells - 1));
    }
    setFocusSpot(next);
    if (!extend) {
        m_anchorNode = next.node;
        return;
    }
    if (m_anchorNode < 0)
        m_anchorNode = from;
    QList<int> nodes;
    const auto [first, last] = std::minmax({m_anchorNode, m_focus.node});
    for (int index = first; index <= last; ++index)
        nodes.append(index);
    selectNodes(nodes);
}

void Board::describeFocus()
{
    const bool described = m_cellText && cell(m_focus);
    setAccessibleDescription(described ? m_cellText(m_focus.node, m_focus.cell) : QString());
}

const BoardCell *Board::cell(BoardLayout::Spot spot) const
{
    if (spot.node < 0 || spot.node >= static_cast<int>(m_nodes.size()) || spot.cell < 0)
        return nullptr;
    const auto &cells = node(spot.node).cells;
    return spot.cell < static_cast<int>(cells.size()) ? &cells[static_cast<std::size_t>(spot.cell)]
                                                      : nullptr;
}

QPointF Board::toContent(QPointF position) const
{
    return position + QPointF(-kMargin, verticalScrollBar()->value() - kMargin);
}

QRectF Board::visibleCellRect(int index, int cellIndex) const
{
    return m_layout.cellRect(index, cellIndex).translated(-toContent({0, 0}));
}

void Board::relayout()
{
    const QFontMetricsF metrics(m_theme.font(fontsize::kSmall), this);
    double names = 0;
    for (const BoardNode *one : m_nodes)
        names = std::max(names, metrics.horizontalAdvance(one->name));
    m_layout.fit(m_leaves, viewport()->width() - 2 * kMargin, std::ceil(names));
    const int content = static_cast<int>(std::ceil(m_layout.height() + 2 * kMargin));
    verticalScrollBar()->setSingleStep(static_cast<int>(BoardLayout::kRowHeight));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, content - viewport()->height()));
    viewport()->update();
}

QString Board::message() const
{
    return m_message.isEmpty() ? tr("No nodes to show") : m_message;
}

void Board::retranslate()
{
    setAccessibleName(tr("Nodes by leaf switch"));
    viewport()->update();
}

QSize Board::sizeHint() const
{
    return {540, 640};
}

void Board::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
}

void Board::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QAbstractScrollArea::changeEvent(event);
}

} // namespace pilothouse
