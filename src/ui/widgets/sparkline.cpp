// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sparkline.h"

#include "ui/theme/statemark.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

struct Scale {
    double lowest = 0;
    double highest = 0;
    bool any = false;
};

Scale scaleOf(const QList<double> &values)
{
    Scale scale;
    for (const double value : values) {
        if (!std::isfinite(value))
            continue;
        scale.lowest = scale.any ? std::min(scale.lowest, value) : value;
        scale.highest = scale.any ? std::max(scale.highest, value) : value;
        scale.any = true;
    }
    return scale;
}

void paintRun(QPainter &painter, const QRectF &box, const QPolygonF &run, const QColor &color)
{
    if (run.size() == 1) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(run.first(), 1.2, 1.2);
        return;
    }
    QPolygonF area = run;
    area << QPointF(run.last().x(), box.bottom()) << QPointF(run.first().x(), box.bottom());
    QColor fill = color;
    fill.setAlphaF(0.22F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawPolygon(area);
    painter.setPen(QPen(color, 1.3));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(run);
}

} // namespace

void paintSparkline(QPainter &painter, const QRectF &box, const QList<double> &values,
                    const QColor &color)
{
    const Scale scale = scaleOf(values);
    if (!scale.any)
        return;
    const QRectF plot = box.adjusted(1, 1.5, -1, -1.5);
    const double span = scale.highest - scale.lowest;
    const double step = values.size() > 1 ? plot.width() / double(values.size() - 1) : 0;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPolygonF run;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double value = values[i];
        if (!std::isfinite(value)) {
            if (!run.isEmpty())
                paintRun(painter, box, run, color);
            run.clear();
            continue;
        }
        const double height = span > 0 ? (value - scale.lowest) / span : 0.5;
        const double x = step > 0 ? plot.left() + double(i) * step : plot.center().x();
        run << QPointF(x, plot.bottom() - height * plot.height());
    }
    if (!run.isEmpty())
        paintRun(painter, box, run, color);
    painter.restore();
}

Sparkline::Sparkline(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Sparkline::setValues(const QList<double> &values)
{
    m_values = values;
    update();
}

void Sparkline::setTone(State tone)
{
    m_tone = tone;
    update();
}

QSize Sparkline::sizeHint() const
{
    return {64, space::kRow};
}

void Sparkline::paintEvent(QPaintEvent *)
{
    const bool alarming = m_tone == State::Warning || m_tone == State::Critical;
    const ThemeTokens &tokens = m_theme.tokens();
    QPainter painter(this);
    paintSparkline(painter, rect(), m_values,
                   alarming ? stateColor(m_tone, tokens) : tokens.accent);
}

} // namespace pilothouse
