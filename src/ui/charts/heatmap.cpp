// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/heatmap.h"

#include "ui/charts/rampkey.h"

#include <QEvent>
#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr double kMaximumZoom = 64;
constexpr double kLargestZoomedPitch = 64;
constexpr double kMargin = 3; // room for the frames around the outermost cells

// The offset at which [begin, end] is inside a view of this size, moved as little as possible.
double offsetShowing(double begin, double end, double offset, double view)
{
    if (end > offset + view)
        offset = end - view;
    return std::min(offset, begin);
}

} // namespace

Heatmap::Heatmap(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_raster(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&theme, &Theme::changed, this, &Heatmap::themeChanged);
    retranslate();
}

void Heatmap::setGroups(std::vector<HeatmapGroup> groups)
{
    m_layout.setGroups(std::move(groups));
    m_hovered = -1;
    if (!m_layout.place(m_focusCell).isValid())
        m_focusCell = m_anchorCell = -1;
    const auto gone = [this](int cell) { return !m_layout.place(cell).isValid(); };
    if (m_selection.removeIf(gone) > 0)
        Q_EMIT selectionChanged(m_selection);
    relayout();
}

void Heatmap::setValues(std::span<const float> values)
{
    m_data.values.assign(values.begin(), values.end());
    m_data.categorical = false;
    redraw();
}

void Heatmap::setValues(std::span<const double> values)
{
    m_data.values.resize(values.size());
    std::ranges::transform(values, m_data.values.begin(),
                           [](double value) { return static_cast<float>(value); });
    m_data.categorical = false;
    redraw();
}

void Heatmap::setCategories(std::span<const int> categories, const QStringList &names)
{
    m_data.categories.assign(categories.begin(), categories.end());
    m_data.categorical = true;
    m_names = names;
    redraw();
}

void Heatmap::setMarks(std::vector<HeatmapMarks> marks)
{
    m_data.marks = std::move(marks);
    m_critical.clear();
    for (int cell = 0; cell < static_cast<int>(m_data.marks.size()); ++cell) {
        if (m_data.marksOf(cell).testFlag(HeatmapMark::Critical))
            m_critical.append(cell);
    }
    redraw();
}

void Heatmap::setKey(const QString &low, const QString &high)
{
    m_low = low;
    m_high = high;
    update();
}

void Heatmap::setMessage(const QString &message)
{
    m_message = message;
    update();
}

void Heatmap::setCellText(std::function<QString(int)> text)
{
    m_cellText = std::move(text);
    describeFocus();
}

QSize Heatmap::sizeHint() const
{
    return {888, 380};
}

QSize Heatmap::minimumSizeHint() const
{
    return {160, 96};
}

QRectF Heatmap::cellArea() const
{
    const double below = kRampKeyHeight + space::kSmall;
    return {kMargin, kMargin, std::max(0.0, width() - 2 * kMargin),
            std::max(0.0, height() - kMargin - below)};
}

QPointF Heatmap::toContent(QPointF position) const
{
    return position - cellArea().topLeft() + m_offset;
}

QRectF Heatmap::visibleCellRect(int cell) const
{
    return m_layout.cellRect(cell).translated(cellArea().topLeft() - m_offset);
}

int Heatmap::cellAt(QPointF position) const
{
    return cellArea().contains(position) ? m_layout.cellAt(toContent(position)) : -1;
}

void Heatmap::setSelection(QList<int> cells)
{
    cells.removeIf([this](int cell) { return !m_layout.place(cell).isValid(); });
    m_selection = std::move(cells);
    update();
}

void Heatmap::select(QList<int> cells)
{
    if (cells == m_selection)
        return;
    m_selection = std::move(cells);
    update();
    Q_EMIT selectionChanged(m_selection);
}

void Heatmap::setFocusCell(int cell)
{
    if (!m_layout.place(cell).isValid())
        return;
    m_focusCell = cell;
    showCell(cell);
    describeFocus();
    update();
}

void Heatmap::moveFocus(int dx, int dy, bool extend)
{
    if (m_layout.cellCount() == 0)
        return;
    const int from = m_focusCell;
    if (from < 0) {
        const auto &groups = m_layout.groups();
        const auto first =
            std::ranges::find_if(groups, [](const auto &g) { return !g.cells.empty(); });
        setFocusCell(first->cells.front());
        m_anchorCell = m_focusCell;
        return;
    }
    setFocusCell(m_layout.neighbour(from, dx, dy));
    if (!extend) {
        m_anchorCell = m_focusCell;
        return;
    }
    if (m_anchorCell < 0)
        m_anchorCell = from;
    const QRectF both = m_layout.cellRect(m_anchorCell).united(m_layout.cellRect(m_focusCell));
    const auto cells = m_layout.cellsIn(both);
    select(QList<int>(cells.begin(), cells.end()));
}

void Heatmap::describeFocus()
{
    setAccessibleDescription(m_cellText && m_focusCell >= 0 ? m_cellText(m_focusCell) : QString());
}

void Heatmap::showCell(int cell)
{
    const QRectF wanted = m_layout.cellRect(cell);
    const QSizeF seen = cellArea().size();
    const QPointF before = m_offset;
    m_offset.setX(offsetShowing(wanted.left(), wanted.right(), m_offset.x(), seen.width()));
    m_offset.setY(offsetShowing(wanted.top(), wanted.bottom(), m_offset.y(), seen.height()));
    clampOffset();
    if (m_offset != before)
        redraw();
}

void Heatmap::relayout()
{
    m_layout.fit(cellArea().size() * m_zoom, HeatmapLayout::kLargestPitch * m_zoom);
    clampOffset();
    redraw();
}

void Heatmap::clampOffset()
{
    const QSizeF spare = m_layout.contentSize() - cellArea().size();
    m_offset.setX(std::clamp(m_offset.x(), 0.0, std::max(0.0, spare.width())));
    m_offset.setY(std::clamp(m_offset.y(), 0.0, std::max(0.0, spare.height())));
}

void Heatmap::zoomAt(QPointF position, double factor)
{
    const double zoom = std::clamp(m_zoom * factor, 1.0, kMaximumZoom);
    const QSizeF pitch = m_layout.cellPitch();
    const bool largeEnough = std::min(pitch.width(), pitch.height()) >= kLargestZoomedPitch;
    if (zoom == m_zoom || (factor > 1 && largeEnough))
        return;
    // The layout may flow differently at another zoom: what stays under the pointer is a place in a
    // group, not a distance.
    const QPointF before = toContent(position);
    const int group = m_layout.groupAt(before);
    QPointF share;
    if (group >= 0) {
        const QRectF rect = m_layout.groupRect(group);
        share = {(before.x() - rect.left()) / std::max(1.0, rect.width()),
                 (before.y() - rect.top()) / std::max(1.0, rect.height())};
    }
    const double growth = zoom / m_zoom;
    m_zoom = zoom;
    m_layout.fit(cellArea().size() * m_zoom, HeatmapLayout::kLargestPitch * m_zoom);
    QPointF after = before * growth;
    if (group >= 0) {
        const QRectF rect = m_layout.groupRect(group);
        after = rect.topLeft() + QPointF(share.x() * rect.width(), share.y() * rect.height());
    }
    m_offset = after - (position - cellArea().topLeft());
    clampOffset();
    redraw();
    Q_EMIT zoomChanged(m_zoom);
}

void Heatmap::resetView()
{
    if (m_zoom == 1)
        return;
    m_zoom = 1;
    m_offset = {};
    relayout();
    Q_EMIT zoomChanged(m_zoom);
}

void Heatmap::redraw()
{
    m_stale = true;
    update();
}

void Heatmap::themeChanged()
{
    m_raster = HeatmapRaster(m_theme);
    redraw();
}

void Heatmap::retranslate()
{
    setAccessibleName(tr("Accelerator grid"));
    update();
}

QString Heatmap::message() const
{
    return m_message.isEmpty() && m_layout.cellCount() == 0 ? tr("No accelerators to show")
                                                            : m_message;
}

void Heatmap::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    relayout();
}

void Heatmap::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace pilothouse
