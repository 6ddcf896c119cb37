// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/exportpage.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace pilothouse {

namespace {

constexpr int kTitleHeight = 24;
constexpr int kLineHeight = 16;
constexpr int kHeaderGap = 8;
constexpr double kRowHeight = 18;
constexpr double kColumnGap = 12;
constexpr std::size_t kMeasuredRows = 500;
constexpr int kLeft = Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine;

struct Ink {
    QColor text;
    QColor muted;
    QColor line;
};

Ink inkOf(const ThemeTokens &tokens)
{
    return {tokens.text, tokens.muted, tokens.line};
}

double paintHeader(QPainter &painter, const Theme &theme, const Ink &ink,
                   const ExportContext &context, double left, double top, double width)
{
    if (!context.title.isEmpty()) {
        painter.setFont(theme.font(fontsize::kBody + 2, QFont::DemiBold));
        painter.setPen(ink.text);
        painter.drawText(QRectF(left, top, width, kTitleHeight), kLeft, context.title);
        top += kTitleHeight;
    }
    painter.setFont(theme.font(fontsize::kSmall));
    painter.setPen(ink.muted);
    for (const QString &line : context.lines()) {
        painter.drawText(QRectF(left, top, width, kLineHeight), kLeft, line);
        top += kLineHeight;
    }
    return top + kHeaderGap;
}

// As wide as their texts, narrowed in proportion where the page is narrower.
std::vector<double> columnWidths(const ExportTable &table, const QFontMetricsF &metrics,
                                 const QFontMetricsF &titleMetrics, double room)
{
    std::vector<double> widths;
    for (const QString &title : table.columns)
        widths.push_back(titleMetrics.horizontalAdvance(title) + kColumnGap);
    for (std::size_t row = 0; row < std::min(kMeasuredRows, table.rows.size()); ++row) {
        const QStringList &fields = table.rows[row];
        for (std::size_t i = 0;
             i < std::min<std::size_t>(widths.size(), std::size_t(fields.size())); ++i) {
            const QString &field = fields[static_cast<qsizetype>(i)];
            widths[i] = std::max(widths[i], metrics.horizontalAdvance(field) + kColumnGap);
        }
    }
    const double sum = std::accumulate(widths.begin(), widths.end(), 0.0);
    if (sum > room) {
        for (double &width : widths)
            width *= room / sum;
    }
    return widths;
}

void paintRow(QPainter &painter, const QStringList &fields, const std::vector<double> &widths,
              double top)
{
    const QFontMetricsF metrics(painter.font(), painter.device());
    double left = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const QString field = fields.value(static_cast<qsizetype>(i));
        bool number = false;
        (void)field.toDouble(&number);
        const QRectF box(left, top, widths[i] - kColumnGap, kRowHeight);
        const int flags =
            (number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter | Qt::TextSingleLine;
        painter.drawText(box, flags, metrics.elidedText(field, Qt::ElideRight, box.width() + 1));
        left += widths[i];
    }
}

} // namespace

QSize exportSize(QSize picture, const ExportContext &context)
{
    const int title = context.title.isEmpty() ? 0 : kTitleHeight;
    const int header = title + static_cast<int>(context.lines().size()) * kLineHeight + kHeaderGap;
    return picture + QSize(2 * kExportMargin, header + 2 * kExportMargin);
}

double paintExportHeader(QPainter &painter, const Theme &theme, const ExportContext &context,
                         double width)
{
    return paintHeader(painter, theme, inkOf(theme.tokens()), context, kExportMargin, kExportMargin,
                       width - 2 * kExportMargin);
}

void paintExportTable(QPainter &painter, const Theme &theme, const ExportTable &table,
                      const ExportContext &context, QSizeF page,
                      const std::function<void()> &newPage)
{
    const Ink ink = inkOf(tokensOf(ThemeKind::Light));
    const QFont plain = theme.font(fontsize::kSmall);
    const QFont strong = theme.font(fontsize::kSmall, QFont::DemiBold);
    const auto widths = columnWidths(table, QFontMetricsF(plain, painter.device()),
                                     QFontMetricsF(strong, painter.device()), page.width());
    const auto titles = [&](double top) {
        painter.setFont(strong);
        painter.setPen(ink.muted);
        paintRow(painter, table.columns, widths, top);
        painter.setPen(ink.line);
        painter.drawLine(QPointF(0, top + kRowHeight), QPointF(page.width(), top + kRowHeight));
        painter.setFont(plain);
        painter.setPen(ink.text);
        return top + kRowHeight + 2;
    };
    double top = titles(paintHeader(painter, theme, ink, context, 0, 0, page.width()));
    for (const QStringList &row : table.rows) {
        if (top + kRowHeight > page.height()) {
            newPage();
            top = titles(0);
        }
        paintRow(painter, row, widths, top);
        top += kRowHeight;
    }
}

} // namespace pilothouse
