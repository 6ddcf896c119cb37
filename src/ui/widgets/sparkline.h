// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/roles.h"
#include "ui/theme/theme.h"

#include <QList>
#include <QWidget>

namespace pilothouse {

// Draws values, oldest first, as a thin line with a soft fill, scaled to their own lowest and
// highest. NaN leaves a gap; a value between two gaps is a dot; values that are all equal are a
// line in the middle.
void paintSparkline(QPainter &painter, const QRectF &box, const QList<double> &values,
                    const QColor &color);

// paintSparkline as a widget.
class Sparkline : public QWidget {
    Q_OBJECT

public:
    explicit Sparkline(const Theme &theme, QWidget *parent = nullptr);

    void setValues(const QList<double> &values);
    // Critical and Warning take their colours, everything else the accent.
    void setTone(State tone);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QList<double> m_values;
    State m_tone = State::None;
};

} // namespace pilothouse
