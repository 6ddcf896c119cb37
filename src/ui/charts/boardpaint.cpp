// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/board.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr int kLeft = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine;
constexpr double kRound = 2;
constexpr double kDimmed = 0.30; // of other jobs' colours that lies under the panel's
constexpr std::size_t kMostArrows = 64;
constexpr double kArrowHead = 8;
constexpr double kLeastReach = 24; // sideways, before an arrow turns

struct Row {
    QRectF all; // name and cells
    QRectF cells;
};

// Between columns from the facing edge of one row to that of the other, so that names stay legible;
// within a column from middle to middle.
std::pair<QPointF, QPointF> arrowEnds(const Row &source, const Row &target)
{
    const double from = source.all.center().y();
    const double to = target.all.center().y();
    if (source.cells.right() < target.all.left())
        return {{source.cells.right(), from}, {target.all.left() - 1, to}};
    if (target.cells.right() < source.all.left())
        return {{source.all.left() - 1, from}, {target.cells.right() + 1, to}};
    return {source.cells.center(), target.cells.center()};
}

} // namespace

void Board::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const ThemeTokens &tokens = m_theme.tokens();
    painter.fillRect(viewport()->rect(), tokens.panel);
    if (m_nodes.empty()) {
        painter.setFont(m_theme.font());
        painter.setPen(tokens.muted);
        painter.drawText(viewport()->rect(), Qt::AlignCenter | Qt::TextWordWrap, message());
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-toContent({0, 0}));
    const QRectF seen(toContent({0, 0}), QSizeF(viewport()->size()));
    for (int leaf = 0; leaf < m_layout.leafCount(); ++leaf) {
        if (m_layout.headerRect(leaf).intersects(seen))
            paintLeaf(painter, leaf);
    }
    for (const int index : m_layout.nodesIn(seen))
        paintNode(painter, index);
    paintPreview(painter, seen);
    if (m_drag == Drag::Band) {
        QColor inside = tokens.accent;
        inside.setAlphaF(0.15F);
        painter.setPen(QPen(tokens.accent, 1));
        painter.setBrush(inside);
        painter.drawRect(QRectF(m_dragFrom, m_dragTo).normalized());
    }
    painter.resetTransform();
    paintRefusal(painter);
}

// Why the node below the pointer does not take the dragged job.
void Board::paintRefusal(QPainter &painter) const
{
    if (m_dropNode < 0 || !m_dropJob || isLegal(m_dropNode))
        return;
    constexpr double kHeight = 28;
    const QString &why = m_dropRefusals[static_cast<std::size_t>(m_dropNode)];
    painter.setFont(m_theme.font());
    const double width = std::min<double>(
        viewport()->width(), QFontMetricsF(painter.font()).horizontalAdvance(why) + 24);
    const QRectF box((viewport()->width() - width) / 2, viewport()->height() - kHeight - 4, width,
                     kHeight);
    painter.setPen(QPen(m_theme.tokens().warning, 1));
    painter.setBrush(m_theme.tokens().raised);
    painter.drawRoundedRect(box, 4, 4);
    painter.setPen(m_theme.tokens().text);
    painter.drawText(box, Qt::AlignCenter, why);
}

void Board::paintLeaf(QPainter &painter, int leaf) const
{
    const BoardLeaf &at = m_leaves[static_cast<std::size_t>(leaf)];
    QRectF box = m_layout.headerRect(leaf);
    painter.setFont(m_theme.font(fontsize::kSmall, QFont::DemiBold));
    painter.setPen(m_theme.tokens().muted);
    painter.drawText(box, kLeft, at.title);
    const QFontMetricsF metrics(painter.font(), painter.device());
    box.setLeft(box.left() + metrics.horizontalAdvance(at.title) + space::kMedium);
    painter.setFont(m_theme.font(fontsize::kSmall));
    painter.setPen(m_theme.tokens().faint);
    const QFontMetricsF plain(painter.font(), painter.device());
    painter.drawText(box, kLeft, plain.elidedText(at.subtitle, Qt::ElideRight, box.width()));
}

void Board::paintNode(QPainter &painter, int index) const
{
    const ThemeTokens &tokens = m_theme.tokens();
    const BoardNode &at = node(index);
    const bool dropping = m_dropJob.has_value();
    const bool legal = isLegal(index);
    const bool selected = m_selected.contains(index);
    painter.setFont(m_theme.font(fontsize::kSmall, selected ? QFont::DemiBold : QFont::Normal));
    painter.setPen(selected || legal                      ? tokens.text
                       : at.state == BoardNodeState::Down ? tokens.critical
                                                          : tokens.faint);
    const QRectF name = m_layout.nameRect(index);
    const QFontMetricsF metrics(painter.font(), painter.device());
    painter.drawText(name, kLeft, metrics.elidedText(at.name, Qt::ElideMiddle, name.width()));
    for (int i = 0; i < static_cast<int>(at.cells.size()); ++i)
        paintCell(painter, m_layout.cellRect(index, i), at, at.cells[static_cast<std::size_t>(i)]);

    const QRectF frame = m_layout.cellsRect(index).adjusted(-1.5, -1, 1.5, 1);
    painter.setBrush(Qt::NoBrush);
    if (dropping && !legal) {
        QColor veil = tokens.panel;
        veil.setAlphaF(0.6F);
        painter.fillRect(m_layout.rowRect(index), veil);
    } else if (legal) {
        QColor inside = tokens.accent;
        inside.setAlphaF(
            m_dropNode == index || (selected && m_selected.contains(m_dropNode)) ? 0.35F : 0.10F);
        painter.setPen(QPen(tokens.accent, m_dropNode == index ? 2 : 1));
        painter.setBrush(inside);
        painter.drawRoundedRect(frame, kRound, kRound);
    } else if (selected) {
        painter.setPen(QPen(tokens.accent, 1));
        painter.drawRoundedRect(frame, kRound, kRound);
    }
    painter.setBrush(Qt::NoBrush);
    if (hasFocus() && m_focus.node == index && m_focus.cell >= 0) {
        painter.setPen(QPen(tokens.text, 1.5));
        painter.drawRoundedRect(m_layout.cellRect(index, m_focus.cell).adjusted(-1, -1, 1, 1),
                                kRound, kRound);
    }
}

void Board::paintCell(QPainter &painter, const QRectF &box, const BoardNode &at,
                      const BoardCell &one) const
{
    const ThemeTokens &tokens = m_theme.tokens();
    const QRectF inner = box.adjusted(0.5, 0.5, -0.5, -0.5);
    const bool held = one.job != 0 && one.colour >= 0;
    if (held) {
        const bool current = one.job == m_currentJob;
        const QColor colour = m_theme.category(one.colour);
        painter.setPen(current ? QPen(tokens.text, 1) : QPen(Qt::NoPen));
        painter.setBrush(current ? colour : mixed(colour, tokens.panel, kDimmed));
        painter.drawRoundedRect(current ? inner : box, kRound, kRound);
    } else {
        painter.setPen(QPen(tokens.line, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(inner, kRound, kRound);
    }
    if (at.state == BoardNodeState::Normal)
        return;
    painter.save();
    painter.setClipRect(inner);
    painter.setPen(QPen(at.state == BoardNodeState::Down ? tokens.critical : tokens.faint, 1));
    if (at.state == BoardNodeState::Down) {
        painter.drawLine(inner.topLeft(), inner.bottomRight());
        painter.drawLine(inner.topRight(), inner.bottomLeft());
    } else {
        for (double x = inner.left() - inner.height(); x < inner.right(); x += 5)
            painter.drawLine(QPointF(x, inner.bottom()), QPointF(x + inner.height(), inner.top()));
    }
    painter.restore();
}

void Board::paintPreview(QPainter &painter, const QRectF &seen) const
{
    if (m_preview.empty())
        return;
    const ThemeTokens &tokens = m_theme.tokens();
    int colour = -1;
    std::vector<int> sources;
    for (int index = 0; index < static_cast<int>(m_nodes.size()); ++index) {
        const auto &cells = node(index).cells;
        const auto mine = std::ranges::find(cells, m_previewJob, &BoardCell::job);
        if (mine == cells.end())
            continue;
        colour = mine->colour;
        sources.push_back(index);
    }
    const QColor ink = colour >= 0 ? m_theme.category(colour) : tokens.accent;
    painter.setPen(QPen(ink, 1.5, Qt::DashLine));
    for (const BoardTarget &target : m_preview) {
        const auto count = static_cast<int>(node(target.node).cells.size());
        for (int i = 0; i < count; ++i) {
            if (!target.cells.empty() && std::ranges::find(target.cells, i) == target.cells.end())
                continue;
            const QRectF box = m_layout.cellRect(target.node, i);
            QColor inside = mixed(tokens.panel, ink, 0.18);
            painter.setBrush(inside);
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), kRound, kRound);
        }
    }
    // Each node to its own target where there are as many; otherwise they share.
    const std::size_t arrows = std::min(kMostArrows, std::max(sources.size(), m_preview.size()));
    for (std::size_t i = 0; i < arrows && !sources.empty(); ++i) {
        const int source = sources[i % sources.size()];
        const int target = m_preview[i % m_preview.size()].node;
        const auto [from, to] = arrowEnds({m_layout.rowRect(source), m_layout.cellsRect(source)},
                                          {m_layout.rowRect(target), m_layout.cellsRect(target)});
        if (source != target
            && QRectF(from, to).normalized().adjusted(-1, -1, 1, 1).intersects(seen))
            paintArrow(painter, from, to);
    }
}

void Board::paintArrow(QPainter &painter, QPointF from, QPointF to) const
{
    // Leaves and arrives sideways; in one column it bows out, so that it can be told from the rows.
    const double reach = std::max(kLeastReach, std::abs(to.x() - from.x()) / 2);
    const bool sameColumn = std::abs(to.x() - from.x()) < 1;
    const double out = to.x() < from.x() ? -reach : reach;
    const QPointF leave = from + QPointF(out, 0);
    const QPointF arrive = to + QPointF(sameColumn ? out : -out, 0);
    QPainterPath path(from);
    path.cubicTo(leave, arrive, to);
    const QColor ink = m_theme.tokens().text;
    QColor halo = m_theme.tokens().panel;
    halo.setAlphaF(0.7F);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(halo, 4));
    painter.drawPath(path);
    painter.setPen(QPen(ink, 1.5));
    painter.drawPath(path);

    const double direction = arrive.x() < to.x() ? 1 : -1;
    QPainterPath head(to);
    head.lineTo(to - QPointF(direction * kArrowHead, kArrowHead / 2));
    head.lineTo(to - QPointF(direction * kArrowHead, -kArrowHead / 2));
    head.closeSubpath();
    painter.fillPath(head, ink);
    painter.setBrush(ink);
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(from, 2.5, 2.5);
}

} // namespace pilothouse
