// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/rowsview.h"

#include "ui/charts/timelabels.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QResizeEvent>
#include <QScrollBar>
#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr double kLowestRow = 6;
constexpr double kHighestRow = 24;
constexpr double kLabelHeight = 13;
constexpr double kGapFrom = 8; // rows from this height on are kept apart by a gap
constexpr int kMostColumns = 2'000;

} // namespace

RowsView::RowsView(const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
    , m_formatter([](double value) { return QLocale().toString(value, 'g', 4); })
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&theme, &Theme::changed, this, [this] {
        m_image = m_raster.image(m_theme, m_low, m_high);
        viewport()->update();
    });
}

void RowsView::setFormatter(std::function<QString(double)> formatter)
{
    m_formatter = std::move(formatter);
    describe();
}

void RowsView::setValueRange(double low, double high)
{
    m_low = low;
    m_high = high;
    m_image = m_raster.image(m_theme, m_low, m_high);
    viewport()->update();
}

void RowsView::setPlotMargins(int left, int right)
{
    m_left = left;
    m_right = right;
    relayout();
}

void RowsView::setData(Micros from, Micros to, Micros gap, std::vector<TimeRow> rows)
{
    m_from = from;
    m_to = std::max(to, from + 1);
    m_gap = gap;
    m_rows = std::move(rows);
    if (m_focusRow >= static_cast<int>(m_rows.size()))
        m_focusRow = -1;
    m_hoveredRow = std::min(m_hoveredRow, static_cast<int>(m_rows.size()) - 1);
    relayout();
    rebuild();
}

void RowsView::setCursorTime(std::optional<Micros> time)
{
    if (time == m_cursor)
        return;
    m_cursor = time;
    describe();
}

void RowsView::setFocusRow(int row)
{
    if (row < 0 || row >= static_cast<int>(m_rows.size()))
        return;
    m_focusRow = row;
    const QRectF rect = rowRect(row);
    if (rect.top() < 0)
        verticalScrollBar()->setValue(static_cast<int>(row * m_rowHeight));
    else if (rect.bottom() > plotRect().bottom())
        verticalScrollBar()->setValue(
            static_cast<int>(std::ceil((row + 1) * m_rowHeight - plotRect().height())));
    describe();
}

void RowsView::describe()
{
    const bool focused = m_focusRow >= 0 && m_focusRow < static_cast<int>(m_rows.size());
    QString text;
    if (focused) {
        text = m_rows[static_cast<std::size_t>(m_focusRow)].label;
        if (m_cursor)
            text = tr("%1: %2").arg(text, valueText(m_focusRow, *m_cursor));
    }
    setAccessibleDescription(text);
    viewport()->update();
}

QRectF RowsView::plotRect() const
{
    const QSizeF size = viewport()->size();
    const int bar = verticalScrollBar()->isVisible() ? verticalScrollBar()->width() : 0;
    return {static_cast<double>(m_left), 0, std::max(1.0, size.width() + bar - m_left - m_right),
            std::max(0.0, size.height() - kTimeAxisHeight)};
}

TimeScale RowsView::timeScale() const
{
    const QRectF plot = plotRect();
    return {m_from, m_to, plot.left(), plot.width()};
}

QStringList RowsView::labels() const
{
    QStringList all;
    for (const TimeRow &row : m_rows)
        all += row.label;
    return all;
}

int RowsView::labelWidth() const
{
    const QFontMetricsF metrics(m_theme.font(fontsize::kSmall, QFont::DemiBold), this);
    double width = 0;
    for (const TimeRow &row : m_rows)
        width = std::max(width, metrics.horizontalAdvance(row.label));
    return static_cast<int>(std::ceil(width));
}

QRectF RowsView::rowRect(int row) const
{
    const QRectF plot = plotRect();
    return {plot.left(), row * m_rowHeight - verticalScrollBar()->value(), plot.width(),
            m_rowHeight};
}

int RowsView::rowAt(QPointF position) const
{
    if (position.y() < 0 || position.y() >= plotRect().bottom())
        return -1;
    const double y = position.y() + verticalScrollBar()->value();
    const int row = static_cast<int>(y / m_rowHeight);
    return row < static_cast<int>(m_rows.size()) ? row : -1;
}

QString RowsView::valueText(int row, Micros time) const
{
    const float value = m_raster.value(row, m_raster.columnAt(time));
    return std::isnan(value) ? tr("no data") : m_formatter(value);
}

void RowsView::relayout()
{
    const double room = plotRect().height();
    const double count = std::max<double>(1, static_cast<double>(m_rows.size()));
    m_rowHeight = std::clamp(std::floor(room / count), kLowestRow, kHighestRow);
    const int content = static_cast<int>(std::ceil(m_rowHeight * count));
    verticalScrollBar()->setPageStep(static_cast<int>(room));
    verticalScrollBar()->setSingleStep(static_cast<int>(m_rowHeight));
    verticalScrollBar()->setRange(0, std::max(0, content - static_cast<int>(room)));
    const TimeScale scale = timeScale();
    m_ticks = timeTicks(m_from, m_to, scale.width, kTimeLabelSpacing, QTimeZone::systemTimeZone());
    viewport()->update();
}

void RowsView::rebuild()
{
    const int columns = std::clamp(static_cast<int>(plotRect().width()), 1, kMostColumns);
    m_raster.build(m_rows, m_from, m_to, m_gap, columns);
    m_image = m_raster.image(m_theme, m_low, m_high);
    describe();
    Q_EMIT rasterChanged();
}

void RowsView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    relayout();
    if (event->oldSize().width() != event->size().width())
        rebuild();
}

void RowsView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.tokens().panel);
    if (m_rows.empty())
        return;
    const QRectF plot = plotRect();
    const int offset = verticalScrollBar()->value();
    const int first = static_cast<int>(offset / m_rowHeight);
    const int last = std::min(static_cast<int>(m_rows.size()) - 1,
                              static_cast<int>((offset + plot.height()) / m_rowHeight));
    painter.save();
    painter.setClipRect(QRectF(0, 0, viewport()->width(), plot.bottom()));
    paintRows(painter, first, last);
    paintLabels(painter, first, last);
    paintCursor(painter);
    painter.restore();
    const double end = std::min(plot.bottom(), rowRect(last).bottom());
    paintTimeLabels(painter, m_theme, timeScale(), m_ticks, end);
    paintReadout(painter);
}

void RowsView::paintRows(QPainter &painter, int first, int last) const
{
    const double gap = m_rowHeight >= kGapFrom ? 2 : 1;
    for (int row = first; row <= last; ++row) {
        const QRectF target = rowRect(row).adjusted(0, 0, 0, -gap);
        painter.drawImage(target, m_image, QRectF(0, row, m_image.width(), 1));
    }
    if (hasFocus() && m_focusRow >= first && m_focusRow <= last) {
        painter.setPen(QPen(m_theme.tokens().accent, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(rowRect(m_focusRow).adjusted(0.5, -0.5, -0.5, 0.5 - gap));
    }
}

void RowsView::paintLabels(QPainter &painter, int first, int last) const
{
    const int every = static_cast<int>(std::ceil(kLabelHeight / m_rowHeight));
    for (int row = first; row <= last; ++row) {
        const TimeRow &at = m_rows[static_cast<std::size_t>(row)];
        const bool pointed = row == m_hoveredRow || (hasFocus() && row == m_focusRow);
        if (row % every != 0 && !(every == 1 && at.highlighted))
            continue;
        painter.setFont(m_theme.font(fontsize::kSmall, pointed ? QFont::DemiBold : QFont::Normal));
        painter.setPen(at.highlighted ? m_theme.tokens().warning
                           : pointed  ? m_theme.tokens().text
                                      : m_theme.tokens().muted);
        const QFontMetricsF metrics(painter.font(), painter.device());
        const QRectF cell = rowRect(row);
        const QRectF box(0, cell.center().y() - kLabelHeight / 2 - 1, m_left - 6, kLabelHeight);
        painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                         metrics.elidedText(at.label, Qt::ElideMiddle, box.width()));
    }
}

void RowsView::paintCursor(QPainter &painter) const
{
    const QRectF plot = plotRect();
    if (m_dragging && m_dragFrom) {
        QColor inside = m_theme.tokens().accent;
        inside.setAlphaF(0.25F);
        const QRectF range(QPointF(*m_dragFrom, 0), QPointF(m_dragTo, plot.bottom()));
        painter.fillRect(range.normalized() & plot, inside);
    }
    if (!m_cursor || *m_cursor < m_from || *m_cursor > m_to)
        return;
    const double x = std::floor(timeScale().x(*m_cursor)) + 0.5;
    painter.setPen(m_theme.tokens().text);
    const double end = rowRect(static_cast<int>(m_rows.size()) - 1).bottom();
    painter.drawLine(QPointF(x, 0), QPointF(x, std::min(plot.bottom(), end)));
}

void RowsView::paintReadout(QPainter &painter) const
{
    const int row = m_hoveredRow >= 0 ? m_hoveredRow : hasFocus() ? m_focusRow : -1;
    if (!m_cursor || row < 0 || row >= static_cast<int>(m_rows.size()))
        return;
    const QString when = momentText(*m_cursor, QTimeZone::systemTimeZone());
    const QString text =
        tr("%1   %2   %3")
            .arg(m_rows[static_cast<std::size_t>(row)].label, when, valueText(row, *m_cursor));
    painter.setFont(m_theme.font(fontsize::kSmall));
    const QFontMetricsF metrics(painter.font(), painter.device());
    const QSizeF size(metrics.horizontalAdvance(text) + 2 * space::kMedium, 22);
    const QRectF at = rowRect(row);
    const double x = timeScale().x(*m_cursor);
    double left = x + space::kMedium;
    if (left + size.width() > viewport()->width())
        left = std::max(0.0, x - space::kMedium - size.width());
    double top = at.bottom() + space::kSmall;
    if (top + size.height() > plotRect().bottom())
        top = std::max(0.0, at.top() - space::kSmall - size.height());
    const QRectF box(QPointF(left, top), size);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.tokens().line);
    painter.setBrush(m_theme.tokens().raised);
    painter.drawRoundedRect(box, space::kSmallRadius, space::kSmallRadius);
    painter.setPen(m_theme.tokens().text);
    painter.drawText(box, Qt::AlignCenter, text);
}

} // namespace pilothouse
