// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/serieslayer.h"
#include "ui/charts/timeaxis.h"
#include "ui/charts/timeseries.h"
#include "ui/charts/valuerange.h"

#include <QChartView>
#include <functional>
#include <optional>

namespace pilothouse {

// One metric over time: up to eight series as lines, bands or stacked areas. Several charts show
// one cursor: connect cursorMoved() to the others' setCursorTime(). GUI thread.
//
// Mouse: hover moves the cursor, a drag chooses a range, a double click asks for the whole one.
// Keys: left and right move the cursor from sample to sample, Home and End to the first and last,
// Escape removes it.
class TimeChart : public QChartView {
    Q_OBJECT

public:
    enum class Form {
        Compact, // a header line and a plot without axis labels, 84 px high
        Large,
    };
    using Formatter = std::function<QString(double)>;

    explicit TimeChart(const Theme &theme, Form form = Form::Compact, QWidget *parent = nullptr);
    ~TimeChart() override;

    void setTitle(const QString &title);
    void setFormatter(Formatter formatter, Rounding rounding = Rounding::Decimal);
    void setValueSuffix(const QString &suffix); // after the current value, such as " of 400"
    void setFixedRange(double low, double high);
    void setAutoRange();
    // Beside the plot, for plots that stand above each other; 0: as wide as the labels need.
    void setPlotMargins(int left, int right);
    void setTimeAxisVisible(bool visible);

    // gap: neighbours farther apart are not joined, 0: all are.
    void setData(Micros from, Micros to, Micros gap, std::vector<TimeSeries> series);
    void setMarks(std::vector<EventMark> marks);
    void setLoading(bool loading);
    void setMessage(const QString &message); // why there is nothing to show; empty: data

    void setCursorTime(std::optional<Micros> time);
    [[nodiscard]] std::optional<Micros> cursorTime() const { return m_cursor; }

    [[nodiscard]] const std::vector<TimeSeries> &series() const { return m_series; }
    [[nodiscard]] const QString &title() const { return m_title; }
    [[nodiscard]] QRectF plotRect() const { return m_plot; } // in viewport coordinates
    [[nodiscard]] ValueRange valueRange() const { return m_range; }
    [[nodiscard]] TimeScale timeScale() const;
    [[nodiscard]] QString currentText() const; // at the cursor, otherwise the newest value

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cursorMoved(Micros time);
    void cursorLeft();
    void rangeChosen(Micros from, Micros to);
    void rangeReset();

protected:
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void themeChanged();
    void rebuild();
    void relayout();
    void describe();
    void moveCursor(std::optional<Micros> time);
    void stepCursor(int steps);
    void repaintCursor(std::optional<Micros> time);
    [[nodiscard]] bool hasValues() const;
    [[nodiscard]] bool showsLegend() const;
    [[nodiscard]] std::optional<TimePoint> shownPoint(const TimeSeries &series) const;
    [[nodiscard]] QString valueText(double value) const;
    [[nodiscard]] const EventMark *markAt(double x) const;
    [[nodiscard]] QColor colourOf(MarkSeverity severity) const;
    [[nodiscard]] QColor colourOf(const TimeSeries &series) const;

    void paintHeader(QPainter &painter) const;
    void paintValueLabels(QPainter &painter) const;
    void paintLegend(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    void paintCursor(QPainter &painter) const;
    void paintReadout(QPainter &painter) const;
    void paintState(QPainter &painter) const;

    const Theme &m_theme;
    const Form m_form;
    SeriesLayer m_layer;
    QString m_title;
    QString m_suffix;
    QString m_message;
    Formatter m_formatter;
    Rounding m_rounding = Rounding::Decimal;
    StickyRange m_sticky;
    std::optional<ValueRange> m_fixed;
    ValueRange m_range;
    int m_leftMargin = 0;
    int m_rightMargin = 0;
    bool m_timeAxis;
    bool m_loading = false;

    Micros m_from = 0;
    Micros m_to = 0;
    Micros m_gap = 0;
    std::vector<TimeSeries> m_series;
    std::vector<EventMark> m_marks;
    std::vector<TimeTick> m_ticks;
    std::optional<Micros> m_cursor;
    std::optional<double> m_dragFrom; // x in the viewport
    double m_dragTo = 0;
    bool m_dragging = false;

    QRectF m_header;
    QRectF m_plot;
};

} // namespace pilothouse
