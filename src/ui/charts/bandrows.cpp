// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bandrows.h"

#include "ui/charts/rampkey.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kBandHeight = 150;
constexpr int kCaptionHeight = 20;
constexpr int kWidestLabel = 140;
constexpr int kRightMargin = 14; // room for the rows' scroll bar
constexpr int kBandColour = 2;
constexpr int kValueParts = 4;

} // namespace

BandRows::BandRows(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_band(new TimeChart(theme, TimeChart::Form::Large, this))
    , m_rows(new RowsView(theme, this))
    , m_formatter([](double value) { return QLocale().toString(value, 'g', 4); })
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    m_band->setFixedHeight(kBandHeight);
    m_band->setTimeAxisVisible(false);
    column->addWidget(m_band);
    column->addSpacing(kCaptionHeight);
    column->addWidget(m_rows, 1);

    connect(m_band, &TimeChart::cursorMoved, m_rows, &RowsView::setCursorTime);
    connect(m_band, &TimeChart::cursorLeft, m_rows, [this] { m_rows->setCursorTime({}); });
    connect(m_rows, &RowsView::cursorMoved, m_band, &TimeChart::setCursorTime);
    connect(m_rows, &RowsView::cursorLeft, m_band, [this] { m_band->setCursorTime({}); });
    connect(m_band, &TimeChart::cursorMoved, this, &BandRows::cursorMoved);
    connect(m_rows, &RowsView::cursorMoved, this, &BandRows::cursorMoved);
    connect(m_band, &TimeChart::cursorLeft, this, &BandRows::cursorLeft);
    connect(m_rows, &RowsView::cursorLeft, this, &BandRows::cursorLeft);
    connect(m_band, &TimeChart::rangeChosen, this, &BandRows::rangeChosen);
    connect(m_rows, &RowsView::rangeChosen, this, &BandRows::rangeChosen);
    connect(m_band, &TimeChart::rangeReset, this, &BandRows::rangeReset);
    connect(m_rows, &RowsView::rangeReset, this, &BandRows::rangeReset);
    connect(m_rows, &RowsView::rasterChanged, this, &BandRows::showBand);
    connect(m_rows, &RowsView::rowHovered, this, &BandRows::rowHovered);
    connect(m_rows, &RowsView::rowActivated, this, &BandRows::rowActivated);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

void BandRows::setFormatter(TimeChart::Formatter formatter, Rounding rounding)
{
    m_formatter = formatter;
    m_rounding = rounding;
    m_rows->setFormatter(formatter);
    m_band->setFormatter(std::move(formatter), rounding);
    alignPlots();
}

void BandRows::setFixedRange(double low, double high)
{
    m_low = low;
    m_high = high;
    m_band->setFixedRange(low, high);
    m_rows->setValueRange(low, high);
    alignPlots();
}

void BandRows::setData(Micros from, Micros to, Micros gap, std::vector<TimeRow> rows)
{
    m_from = from;
    m_to = to;
    m_rows->setData(from, to, gap, std::move(rows));
}

void BandRows::setMarks(std::vector<EventMark> marks)
{
    m_band->setMarks(std::move(marks));
}

void BandRows::setLoading(bool loading)
{
    m_band->setLoading(loading);
}

void BandRows::setMessage(const QString &message)
{
    m_band->setMessage(message);
}

void BandRows::setCursorTime(std::optional<Micros> time)
{
    m_band->setCursorTime(time);
    m_rows->setCursorTime(time);
}

void BandRows::showBand()
{
    m_band->setData(m_from, m_to, 0,
                    {{tr("mean"), kBandColour, SeriesStyle::Line, m_rows->raster().band()}});
    alignPlots();
}

void BandRows::alignPlots()
{
    const QFontMetricsF metrics(m_theme.font(fontsize::kSmall), this);
    double wanted = std::min(m_rows->labelWidth(), kWidestLabel);
    for (const double tick : valueTicks(m_band->valueRange(), kValueParts, m_rounding))
        wanted = std::max(wanted, metrics.horizontalAdvance(m_formatter(tick)));
    const int left = static_cast<int>(wanted) + space::kMedium;
    m_band->setPlotMargins(left, kRightMargin);
    m_rows->setPlotMargins(left, kRightMargin);
    update();
}

QRectF BandRows::captionRect() const
{
    const QRectF plot = m_band->plotRect();
    return {plot.left(), static_cast<double>(kBandHeight), plot.width(), kCaptionHeight};
}

void BandRows::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.tokens().panel);
    if (m_rows->raster().rows() == 0)
        return;
    const QRectF box = captionRect();
    painter.setFont(m_theme.font(fontsize::kSmall));
    painter.setPen(m_theme.tokens().muted);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter,
                     tr("minimum, mean and maximum of %Ln", nullptr, m_rows->raster().rows()));
    paintRampKey(painter, box, m_theme, m_formatter(m_low), m_formatter(m_high), {});
}

void BandRows::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void BandRows::retranslate()
{
    m_band->setAccessibleDescription(tr("Minimum, mean and maximum over all accelerators"));
    m_rows->setAccessibleName(tr("Accelerators over time"));
    showBand();
}

QSize BandRows::sizeHint() const
{
    return {860, 540};
}

} // namespace pilothouse
