// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/timechart.h"

#include "ui/charts/timelabels.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr int kLeft = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine;
constexpr int kRight = Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine;
constexpr double kSwatch = 9;
constexpr double kReadoutLine = 16;
constexpr double kLabelHeight = 14;

double crisp(double x)
{
    return std::floor(x) + 0.5;
}

// The most that each may have so that all together stay within the room.
double evenShare(std::vector<double> widths, double room)
{
    std::sort(widths.begin(), widths.end());
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const double share = room / static_cast<double>(widths.size() - i);
        if (widths[i] > share)
            return share;
        room -= widths[i];
    }
    return widths.empty() ? 0 : widths.back() + 1;
}

} // namespace

void TimeChart::drawBackground(QPainter *painter, const QRectF &rect)
{
    painter->fillRect(rect, backgroundBrush());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setPen(QPen(m_theme.tokens().line, 1, Qt::DotLine));
    const int parts = m_form == Form::Compact ? 2 : 4;
    for (int i = 0; i <= parts && m_form == Form::Compact; ++i) {
        const double y = crisp(m_plot.top() + m_plot.height() * i / parts);
        painter->drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
    }
    if (m_form == Form::Large) {
        const double span = m_range.high - m_range.low;
        for (const double tick : valueTicks(m_range, parts, m_rounding)) {
            const double y = crisp(m_plot.bottom() - m_plot.height() * (tick - m_range.low) / span);
            painter->drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
        }
    }
    painter->restore();
}

void TimeChart::drawForeground(QPainter *painter, const QRectF &)
{
    painter->save();
    paintHeader(*painter);
    if (m_form == Form::Large)
        paintValueLabels(*painter);
    if (m_timeAxis)
        paintTimeLabels(*painter, m_theme, timeScale(), m_ticks, m_plot.bottom());
    if (showsLegend())
        paintLegend(*painter);
    paintMarks(*painter);
    if (hasValues() && m_message.isEmpty())
        paintCursor(*painter);
    paintState(*painter);
    painter->restore();
}

void TimeChart::paintHeader(QPainter &painter) const
{
    const ThemeTokens &tokens = m_theme.tokens();
    const bool large = m_form == Form::Large;
    if (m_title.isEmpty())
        return;
    const QFont valueFont = m_theme.font(fontsize::kBody - 1, QFont::DemiBold);
    const QFontMetricsF valueMetrics(valueFont, painter.device());
    double right = m_header.right();
    const bool oneValue = m_series.size() == 1;
    if (oneValue && m_message.isEmpty()) {
        const QString value = currentText();
        painter.setFont(valueFont);
        painter.setPen(tokens.text);
        painter.drawText(m_header, kRight, value);
        right -= valueMetrics.horizontalAdvance(value) + space::kMedium;
    }
    QString when;
    if (m_loading && hasValues())
        when = tr("Loading\u2026");
    else if (m_cursor && oneValue)
        when = momentText(*m_cursor, QTimeZone::systemTimeZone());
    painter.setFont(m_theme.font(fontsize::kSmall));
    const QFontMetricsF smallMetrics(painter.font(), painter.device());
    const QFont titleFont =
        m_theme.font(fontsize::kBody - 1, large ? QFont::DemiBold : QFont::Normal);
    const QFontMetricsF titleMetrics(titleFont, painter.device());
    const double titleWidth = titleMetrics.horizontalAdvance(m_title);
    const double whenWidth = smallMetrics.horizontalAdvance(when);
    if (!when.isEmpty() && titleWidth + whenWidth + space::kMedium < right) {
        painter.setPen(tokens.faint);
        painter.drawText(QRectF(0, m_header.top(), right, m_header.height()), kRight, when);
        right -= whenWidth + space::kMedium;
    }
    painter.setFont(titleFont);
    painter.setPen(tokens.muted);
    const QRectF box(0, m_header.top(), std::max(0.0, right), m_header.height());
    painter.drawText(box, kLeft, titleMetrics.elidedText(m_title, Qt::ElideRight, box.width()));
}

void TimeChart::paintValueLabels(QPainter &painter) const
{
    painter.setFont(m_theme.font(fontsize::kSmall));
    painter.setPen(m_theme.tokens().muted);
    const double span = m_range.high - m_range.low;
    const int parts = m_plot.height() < 80 ? 2 : 4;
    QString last; // steps finer than the words would repeat them
    for (const double tick : valueTicks(m_range, parts, m_rounding)) {
        const QString label = valueText(tick);
        if (std::exchange(last, label) == label)
            continue;
        const double y = m_plot.bottom() - m_plot.height() * (tick - m_range.low) / span;
        const QRectF box(0, y - kLabelHeight / 2, m_plot.left() - 6, kLabelHeight);
        painter.drawText(box, kRight, label);
    }
}

void TimeChart::paintLegend(QPainter &painter) const
{
    painter.setFont(m_theme.font(fontsize::kSmall));
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double top = viewport()->height() - kReadoutLine;
    // Where they do not all fit, the long names give way, and none pushes another out.
    std::vector<double> widths;
    for (const TimeSeries &one : m_series)
        widths.push_back(metrics.horizontalAdvance(one.name));
    const double fixed = kSwatch + space::kSmall + space::kLarge;
    const double share = evenShare(
        widths, m_plot.width() + space::kLarge - fixed * static_cast<double>(widths.size()));
    double left = m_plot.left();
    for (const TimeSeries &one : m_series) {
        const QString name = metrics.elidedText(one.name, Qt::ElideRight, share);
        const double width = metrics.horizontalAdvance(name);
        const bool line = one.style != SeriesStyle::Stacked;
        const QRectF swatch(left, top + (kReadoutLine - (line ? 2 : kSwatch)) / 2, kSwatch,
                            line ? 2 : kSwatch);
        painter.fillRect(swatch, colourOf(one));
        painter.setPen(m_theme.tokens().muted);
        painter.drawText(QRectF(swatch.right() + space::kSmall, top, width + 1, kReadoutLine),
                         kLeft, name);
        left = swatch.right() + space::kSmall + width + space::kLarge;
    }
}

void TimeChart::paintMarks(QPainter &painter) const
{
    const TimeScale scale = timeScale();
    painter.setFont(m_theme.font(fontsize::kSmall));
    const QFontMetricsF metrics(painter.font(), painter.device());
    double free = m_plot.left(); // labels do not overlap: the first one has the room
    for (const EventMark &mark : m_marks) {
        if (mark.time < m_from || mark.time > m_to)
            continue;
        const double x = crisp(scale.x(mark.time));
        const bool large = m_form == Form::Large;
        painter.setPen(QPen(colourOf(mark.severity), large ? 1 : 1.5));
        painter.drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
        if (!large || mark.severity == MarkSeverity::Info || mark.text.isEmpty())
            continue;
        const double width = metrics.horizontalAdvance(mark.text);
        double left = x + space::kSmall;
        if (left + width > m_plot.right())
            left = x - space::kSmall - width;
        if (left < free)
            continue;
        const QRectF box(left, m_plot.top(), width, kLabelHeight);
        QColor veil = m_theme.tokens().panel;
        veil.setAlphaF(0.75F);
        painter.fillRect(box.adjusted(-2, 0, 2, 0), veil);
        painter.drawText(box, kLeft, mark.text);
        free = std::max(x, box.right()) + space::kSmall;
    }
}

void TimeChart::paintCursor(QPainter &painter) const
{
    const TimeScale scale = timeScale();
    if (m_dragging && m_dragFrom) {
        QColor inside = m_theme.tokens().accent;
        inside.setAlphaF(0.18F);
        const QRectF range(QPointF(*m_dragFrom, m_plot.top()), QPointF(m_dragTo, m_plot.bottom()));
        painter.fillRect(range.normalized() & m_plot, inside);
    }
    if (!m_cursor || *m_cursor < m_from || *m_cursor > m_to)
        return;
    const double x = crisp(scale.x(*m_cursor));
    painter.setPen(QPen(m_theme.tokens().muted, 1));
    painter.drawLine(QPointF(x, m_plot.top()), QPointF(x, m_plot.bottom()));
    if (m_form == Form::Large && (m_series.size() > 1 || m_title.isEmpty()))
        paintReadout(painter);
}

void TimeChart::paintReadout(QPainter &painter) const
{
    const QFont font = m_theme.font(fontsize::kSmall);
    painter.setFont(font);
    const QFontMetricsF metrics(font, painter.device());
    const QString when = momentText(*m_cursor, QTimeZone::systemTimeZone());
    struct Row {
        const TimeSeries *series;
        QString value;
    };
    std::vector<Row> rows;
    double names = 0;
    double values = 0;
    for (const TimeSeries &one : m_series) {
        const auto point = shownPoint(one);
        QString value = point ? valueText(point->mean) : QStringLiteral("\u2014");
        if (point && point->minimum < point->maximum)
            value += tr(" (%1 to %2)").arg(valueText(point->minimum), valueText(point->maximum));
        names = std::max(names, metrics.horizontalAdvance(one.name));
        values = std::max(values, metrics.horizontalAdvance(value));
        rows.push_back({&one, value});
    }
    const double inner = std::max(metrics.horizontalAdvance(when),
                                  kSwatch + space::kSmall + names + space::kLarge + values);
    const QSizeF size(inner + 2 * space::kMedium,
                      kReadoutLine * static_cast<double>(rows.size() + 1) + space::kMedium);
    const double x = timeScale().x(*m_cursor);
    double left = x + space::kMedium;
    if (left + size.width() > viewport()->width())
        left = std::max(0.0, x - space::kMedium - size.width());
    const double top = std::clamp(m_plot.top() + kLabelHeight + space::kSmall, 0.0,
                                  std::max(0.0, viewport()->height() - size.height()));
    const QRectF box(QPointF(left, top), size);
    painter.setPen(m_theme.tokens().line);
    painter.setBrush(m_theme.tokens().raised);
    painter.drawRoundedRect(box, space::kSmallRadius, space::kSmallRadius);
    QRectF row = box.adjusted(space::kMedium, space::kSmall, -space::kMedium, 0);
    row.setHeight(kReadoutLine);
    painter.setPen(m_theme.tokens().muted);
    painter.drawText(row, kLeft, when);
    for (const Row &one : rows) {
        row.translate(0, kReadoutLine);
        painter.fillRect(QRectF(row.left(), row.center().y() - kSwatch / 2, kSwatch, kSwatch),
                         colourOf(*one.series));
        painter.setPen(m_theme.tokens().muted);
        painter.drawText(row.adjusted(kSwatch + space::kSmall, 0, 0, 0), kLeft, one.series->name);
        painter.setPen(m_theme.tokens().text);
        painter.drawText(row, kRight, one.value);
    }
}

void TimeChart::paintState(QPainter &painter) const
{
    QString text = m_message;
    if (text.isEmpty() && !hasValues())
        text = m_loading ? tr("Loading\u2026") : tr("No data in this range");
    if (text.isEmpty())
        return;
    painter.setFont(m_theme.font(fontsize::kBody - 1));
    painter.setPen(m_theme.tokens().faint);
    painter.drawText(m_plot, Qt::AlignCenter | Qt::TextWordWrap, text);
}

} // namespace pilothouse
