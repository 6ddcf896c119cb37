// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/heatmaplayout.h"
#include "ui/charts/heatmapraster.h"

#include <QList>
#include <QStringList>
#include <QWidget>
#include <functional>
#include <span>

namespace pilothouse {

// Every accelerator as one cell, in titled groups that fill the widget. Cells are global indices.
//
// Mouse: hover, click activates, drag selects, wheel zooms at the pointer, middle drag (or space
// and drag) pans. Keys: arrows move the focus cell, with Shift they extend the selection, Enter
// activates, Escape clears the selection, + - zoom, 0 shows everything again. GUI thread.
class Heatmap : public QWidget {
    Q_OBJECT

public:
    explicit Heatmap(const Theme &theme, QWidget *parent = nullptr);

    void setGroups(std::vector<HeatmapGroup> groups);
    // By cell, 0 to 1; NaN is drawn as "no telemetry". Shows them on the ramp.
    void setValues(std::span<const float> values);
    void setValues(std::span<const double> values);
    // By cell, index into the theme's categorical palette, -1 none. names: the key, by index.
    void setCategories(std::span<const int> categories, const QStringList &names = {});
    void setMarks(std::vector<HeatmapMarks> marks);

    void setKey(const QString &low, const QString &high); // what the ramp's ends stand for
    void setMessage(const QString &message); // shown in place of cells; empty: cells
    // What a screen reader says of a cell.
    void setCellText(std::function<QString(int cell)> text);

    [[nodiscard]] const HeatmapLayout &cellLayout() const { return m_layout; }
    [[nodiscard]] QRectF visibleCellRect(int cell) const; // in this widget
    [[nodiscard]] int cellAt(QPointF position) const;
    [[nodiscard]] QList<int> selection() const { return m_selection; }
    void setSelection(QList<int> cells);
    [[nodiscard]] int focusCell() const { return m_focusCell; }
    void setFocusCell(int cell);

    [[nodiscard]] double zoom() const { return m_zoom; }
    void zoomAt(QPointF position, double factor);
    void resetView();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void hovered(int cell, QPoint globalPosition); // -1: none any more
    void activated(int cell);
    void selectionChanged(const QList<int> &cells);
    void zoomChanged(double zoom);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    enum class Drag { None, Pressed, Select, Pan };

    [[nodiscard]] QRectF cellArea() const;
    [[nodiscard]] QPointF toContent(QPointF position) const;
    [[nodiscard]] QString message() const;
    void retranslate();
    void themeChanged();
    void relayout();
    void clampOffset();
    void redraw();
    void setHovered(int cell, QPoint globalPosition);
    void moveFocus(int dx, int dy, bool extend);
    void select(QList<int> cells);
    void showCell(int cell);
    void describeFocus();

    void paintCells(QPainter &painter);
    void paintTitles(QPainter &painter) const;
    void paintOutline(QPainter &painter, const QList<int> &cells, const QColor &colour,
                      double width) const;
    void paintKey(QPainter &painter) const;

    const Theme &m_theme;
    HeatmapLayout m_layout;
    HeatmapRaster m_raster;
    HeatmapData m_data;
    QImage m_image; // of the cell area, kept between paints
    bool m_stale = true;

    QList<int> m_critical;
    QList<int> m_selection;
    QStringList m_names;
    QString m_low;
    QString m_high;
    QString m_message;
    std::function<QString(int)> m_cellText;

    double m_zoom = 1;
    QPointF m_offset;
    int m_hovered = -1;
    int m_focusCell = -1;
    int m_anchorCell = -1; // where a selection by keys began
    Drag m_drag = Drag::None;
    bool m_spaceHeld = false;
    QPointF m_dragFrom;
    QPointF m_dragTo;
};

} // namespace pilothouse
