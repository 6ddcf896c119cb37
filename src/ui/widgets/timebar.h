// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "ui/charts/timeaxis.h"
#include "ui/charts/timeseries.h"
#include "ui/theme/theme.h"

#include <QList>
#include <QPixmap>
#include <QTimeZone>
#include <QWidget>

namespace pilothouse {

// The bar at the bottom of the window: the moment that the window shows, and the time around it
// with one or two thin lines and what happened. Drag chooses a range, a click a moment, the wheel
// zooms. By keyboard: Left and Right move the cursor (Shift: drag with it), Enter chooses, plus and
// minus zoom, Escape gives up. Each series has a scale of its own.
class TimeBar : public QWidget {
    Q_OBJECT

public:
    explicit TimeBar(const Theme &theme, QWidget *parent = nullptr);

    void setTimeZone(const QTimeZone &zone); // the system's by default
    void setRange(Micros from, Micros to);
    void setNow(Micros now);
    // Drawn in the accent, then in the colour of Ok. colour and style of the series do not matter.
    void setSeries(const QList<TimeSeries> &series);
    void setEvents(const QList<EventMark> &events);
    void setHint(const QString &hint); // muted words below the date

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void rangeChosen(pilothouse::Micros from, pilothouse::Micros to);
    void momentChosen(pilothouse::Micros time);
    // factor below 1 zooms in around anchor.
    void zoomRequested(double factor, pilothouse::Micros anchor);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    [[nodiscard]] QRect strip() const; // where the lines are
    [[nodiscard]] TimeScale scale() const;
    [[nodiscard]] const EventMark *eventNear(double x) const;
    [[nodiscard]] QString momentWords(Micros time) const;
    void redraw();
    void paintMoment(QPainter &painter) const;
    void paintCursor(QPainter &painter) const;
    void moveCursor(double x, bool select);
    void clearCursor();
    void choose();
    void describe();

    const Theme &m_theme;
    QTimeZone m_zone;
    Micros m_from = 0;
    Micros m_to = 0;
    Micros m_now = 0;
    QList<TimeSeries> m_series;
    QList<EventMark> m_events;
    QString m_hint;
    QPixmap m_drawn; // everything but the cursor and the left block
    double m_cursor = -1; // x; below 0: none
    double m_anchor = -1; // where a drag began; below 0: none
};

} // namespace pilothouse
