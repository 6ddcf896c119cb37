// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/rowraster.h"
#include "ui/charts/timeaxis.h"

#include <QAbstractScrollArea>
#include <functional>
#include <optional>

namespace pilothouse {

// The lower part of BandRows: one strip per row, as high as the widget allows, at least 6 px; a
// time axis below that stays while the rows scroll.
class RowsView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit RowsView(const Theme &theme, QWidget *parent = nullptr);

    void setFormatter(std::function<QString(double)> formatter);
    void setValueRange(double low, double high);
    void setPlotMargins(int left, int right);
    void setData(Micros from, Micros to, Micros gap, std::vector<TimeRow> rows);
    void setCursorTime(std::optional<Micros> time);
    void setFocusRow(int row);

    [[nodiscard]] const RowRaster &raster() const { return m_raster; }
    [[nodiscard]] int focusRow() const { return m_focusRow; }
    [[nodiscard]] int rowAt(QPointF position) const; // in viewport coordinates, -1: none
    [[nodiscard]] QRectF rowRect(int row) const;
    [[nodiscard]] TimeScale timeScale() const;
    [[nodiscard]] QStringList labels() const;
    [[nodiscard]] int labelWidth() const; // of the widest label
    [[nodiscard]] QString valueText(int row, Micros time) const;

Q_SIGNALS:
    void cursorMoved(Micros time);
    void cursorLeft();
    void rangeChosen(Micros from, Micros to);
    void rangeReset();
    void rowHovered(int row, QPoint globalPosition); // -1: none any more
    void rowActivated(int row);
    void rasterChanged(); // other data, or another number of buckets

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void relayout();
    void rebuild();
    void describe();
    void moveCursor(std::optional<Micros> time);
    void setHoveredRow(int row, QPoint globalPosition);
    void stepCursor(int steps);
    [[nodiscard]] QRectF plotRect() const;
    void paintLabels(QPainter &painter, int first, int last) const;
    void paintRows(QPainter &painter, int first, int last) const;
    void paintCursor(QPainter &painter) const;
    void paintReadout(QPainter &painter) const;

    const Theme &m_theme;
    std::function<QString(double)> m_formatter;
    RowRaster m_raster;
    QImage m_image;
    std::vector<TimeRow> m_rows;
    std::vector<TimeTick> m_ticks;
    Micros m_from = 0;
    Micros m_to = 1;
    Micros m_gap = 0;
    double m_low = 0;
    double m_high = 1;
    int m_left = 64;
    int m_right = space::kSmall;
    double m_rowHeight = 6;
    int m_hoveredRow = -1;
    int m_focusRow = -1;
    std::optional<Micros> m_cursor;
    std::optional<double> m_dragFrom;
    double m_dragTo = 0;
    bool m_dragging = false;
};

} // namespace pilothouse
