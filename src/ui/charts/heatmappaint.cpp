// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heatmap.h"
#include "ui/charts/rampkey.h"

#include <QFontMetricsF>
#include <QPaintEvent>
#include <QPainter>
#include <algorithm>

namespace pilothouse {

namespace {

constexpr double kFinestRatio = 4;

} // namespace

void Heatmap::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const ThemeTokens &tokens = m_theme.tokens();
    painter.fillRect(rect(), tokens.panel);
    if (const QString text = message(); !text.isEmpty()) {
        painter.setFont(m_theme.font());
        painter.setPen(tokens.muted);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, text);
        return;
    }
    paintCells(painter);
    painter.save();
    painter.setClipRect(cellArea().adjusted(-2, -2, 2, 2));
    paintTitles(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    paintOutline(painter, m_selection, tokens.text, 1);
    paintOutline(painter, m_critical, tokens.critical, 2);
    if (m_hovered >= 0)
        paintOutline(painter, {m_hovered}, tokens.text, 1.5);
    if (hasFocus() && m_focusCell >= 0)
        paintOutline(painter, {m_focusCell}, tokens.accent, 2);
    if (m_drag == Drag::Select) {
        QColor inside = tokens.accent;
        inside.setAlphaF(0.15F);
        painter.setPen(QPen(tokens.accent, 1));
        painter.setBrush(inside);
        painter.drawRect(QRectF(m_dragFrom, m_dragTo).normalized());
    }
    painter.restore();
    paintKey(painter);
}

void Heatmap::paintCells(QPainter &painter)
{
    // Of the screen, or of what an export is scaled to.
    const double ratio = std::clamp(painter.deviceTransform().m11(), 1.0, kFinestRatio);
    const QSize wanted = (cellArea().size() * ratio).toSize();
    if (wanted.isEmpty())
        return;
    if (m_image.size() != wanted) {
        m_image = QImage(wanted, QImage::Format_RGB32);
        m_stale = true;
    }
    if (m_stale) {
        m_image.setDevicePixelRatio(1);
        m_raster.paint(m_image, m_layout, m_offset, ratio, m_data);
        m_stale = false;
    }
    m_image.setDevicePixelRatio(ratio);
    painter.drawImage(cellArea().topLeft(), m_image);
}

void Heatmap::paintTitles(QPainter &painter) const
{
    if (!m_layout.showsTitles())
        return;
    const QFont strong = m_theme.font(fontsize::kSmall, QFont::DemiBold);
    const QFont plain = m_theme.font(fontsize::kSmall);
    const QFontMetricsF strongMetrics(strong, painter.device());
    const QFontMetricsF plainMetrics(plain, painter.device());
    const QRectF seen(m_offset, cellArea().size());
    constexpr int kFlags = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine;
    for (const int group : m_layout.groupsIn(seen)) {
        const HeatmapGroup &at = m_layout.groups()[static_cast<std::size_t>(group)];
        QRectF box = m_layout.titleRect(group).translated(cellArea().topLeft() - m_offset);
        const QString title = strongMetrics.elidedText(at.title, Qt::ElideRight, box.width());
        painter.setFont(strong);
        painter.setPen(m_theme.tokens().muted);
        painter.drawText(box, kFlags, title);
        box.setLeft(box.left() + strongMetrics.horizontalAdvance(title) + space::kSmall);
        if (box.width() < plainMetrics.averageCharWidth() * 3)
            continue;
        painter.setFont(plain);
        painter.setPen(m_theme.tokens().faint);
        painter.drawText(box, kFlags,
                         plainMetrics.elidedText(at.subtitle, Qt::ElideRight, box.width()));
    }
}

// One frame for neighbours in a node; around the node or the group where cells are not drawn.
void Heatmap::paintOutline(QPainter &painter, const QList<int> &cells, const QColor &colour,
                           double width) const
{
    using Detail = HeatmapLayout::Detail;
    painter.setPen(QPen(colour, width));
    painter.setBrush(Qt::NoBrush);
    const QRectF seen = cellArea();
    QRectF run;
    const auto flush = [&] {
        if (!run.isNull() && run.intersects(seen)) {
            const double out = (width + 1) / 2;
            painter.drawRoundedRect(run.adjusted(-out, -out, out, out), 2, 2);
        }
        run = {};
    };
    HeatmapLayout::Place last;
    for (const int cell : cells) {
        const auto place = m_layout.place(cell);
        if (!place.isValid())
            continue;
        const int columns = m_layout.groups()[static_cast<std::size_t>(place.group)].columns;
        const bool sameNode = place.group == last.group && last.isValid()
            && place.index / columns == last.index / columns;
        const bool joined = m_layout.detail() == Detail::Groups ? place.group == last.group
            : m_layout.detail() == Detail::Nodes                ? sameNode
                                                 : sameNode && place.index == last.index + 1;
        if (!joined)
            flush();
        const QRectF rect = m_layout.detail() == Detail::Groups ? m_layout.groupRect(place.group)
            : m_layout.detail() == Detail::Nodes
            ? m_layout.nodeRect(place.group, place.index / columns)
            : m_layout.cellRect(place);
        run = run.united(rect.translated(cellArea().topLeft() - m_offset));
        last = place;
    }
    flush();
}

void Heatmap::paintKey(QPainter &painter) const
{
    const QRectF box(cellArea().left(), height() - kRampKeyHeight, cellArea().width(),
                     kRampKeyHeight);
    if (m_data.categorical)
        paintCategoryKey(painter, box, m_theme, m_names);
    else
        paintRampKey(painter, box, m_theme, m_low, m_high, tr("no telemetry"));
}

} // namespace pilothouse
