// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/rowsview.h"
#include "ui/charts/timechart.h"

#include <QWidget>

namespace pilothouse {

// All accelerators of a job on one time axis: their minimum, mean and maximum above, one row for
// each below. Both share one cursor. GUI thread.
class BandRows : public QWidget {
    Q_OBJECT

public:
    explicit BandRows(const Theme &theme, QWidget *parent = nullptr);

    void setFormatter(TimeChart::Formatter formatter, Rounding rounding = Rounding::Decimal);
    void setFixedRange(double low, double high); // of the band's axis and of the ramp
    // gap: neighbours farther apart are not joined, 0: all are.
    void setData(Micros from, Micros to, Micros gap, std::vector<TimeRow> rows);
    void setMarks(std::vector<EventMark> marks);
    void setLoading(bool loading);
    void setMessage(const QString &message);
    void setCursorTime(std::optional<Micros> time);

    [[nodiscard]] TimeChart *band() const { return m_band; }
    [[nodiscard]] RowsView *rowsView() const { return m_rows; }
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void cursorMoved(Micros time);
    void cursorLeft();
    void rangeChosen(Micros from, Micros to);
    void rangeReset();
    void rowHovered(int row, QPoint globalPosition); // -1: none any more
    void rowActivated(int row);

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void retranslate();
    void showBand();
    void alignPlots();
    [[nodiscard]] QRectF captionRect() const;

    const Theme &m_theme;
    TimeChart *m_band;
    RowsView *m_rows;
    TimeChart::Formatter m_formatter;
    Rounding m_rounding = Rounding::Decimal;
    Micros m_from = 0;
    Micros m_to = 1;
    double m_low = 0;
    double m_high = 1;
};

} // namespace pilothouse
