// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roles.h"
#include "ui/theme/theme.h"

#include <QList>
#include <QStringList>
#include <QWidget>

namespace pilothouse {

// One figure with its title, unit, one or two lines below and the recent trend at the right.
// Its height depends on the number of lines reserved, never on what it shows. Words that do not
// fit are elided and then shown in the tool tip.
class FigureCard : public QWidget {
    Q_OBJECT

public:
    explicit FigureCard(const Theme &theme, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    // An empty figure is a missing one and reads as a dash.
    void setFigure(const QString &figure, const QString &unit = QString());
    void setLines(const QStringList &lines);
    void reserveLines(int count); // 1 by default; lines beyond are not shown
    void setTrend(const QList<double> &values); // oldest first, NaN: gap
    // Warning and Critical colour the figure and the trend and draw their mark.
    void setTone(State tone);
    // Says why the figure is old, for example "42 s old"; empty: it is fresh.
    void setStale(const QString &why);
    // Makes the card a button: activated() on click, Enter and Space.
    void setActivatable(bool on);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void activated();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool event(QEvent *event) override;

private:
    void paintTitle(QPainter &painter, const QRect &row) const;
    void paintFigure(QPainter &painter, const QRect &row) const;
    [[nodiscard]] int figureWidth() const; // with the unit
    void fitTrend();
    void describe();

    const Theme &m_theme;
    QString m_title;
    QString m_figure;
    QString m_unit;
    QString m_stale;
    QStringList m_lines;
    QList<double> m_trend;
    int m_reservedLines = 1;
    int m_trendWidth = 0; // gives way to a wider figure and does not come back
    State m_tone = State::None;
    bool m_activatable = false;
};

} // namespace pilothouse
