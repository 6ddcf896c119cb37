// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/timechart.h"

#include "ui/charts/timelabels.h"

#include <QChart>
#include <QEvent>
#include <QFontMetricsF>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

constexpr std::size_t kMaximumSeries = 8;
constexpr std::size_t kMaximumPoints = 700; // per series; merged from there on
constexpr int kCompactHeight = 84;
constexpr double kHeaderHeight = 18;
constexpr double kLegendHeight = 18;
constexpr int kParts = 4;

QString plainNumber(double value)
{
    return QLocale().toString(value, 'g', 4);
}

} // namespace

TimeChart::TimeChart(const Theme &theme, Form form, QWidget *parent)
    : QChartView(new QChart, parent)
    , m_theme(theme)
    , m_form(form)
    , m_layer(*chart())
    , m_formatter(plainNumber)
    , m_timeAxis(form == Form::Large)
{
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setMargins({});
    chart()->setContentsMargins(0, 0, 0, 0);
    chart()->setAcceptHoverEvents(false);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding,
                  form == Form::Large ? QSizePolicy::Expanding : QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &TimeChart::themeChanged);
    themeChanged();
    describe();
}

TimeChart::~TimeChart() = default;

void TimeChart::setTitle(const QString &title)
{
    m_title = title;
    describe();
}

void TimeChart::setFormatter(Formatter formatter, Rounding rounding)
{
    m_formatter = formatter ? std::move(formatter) : Formatter(plainNumber);
    if (rounding != m_rounding)
        m_sticky = StickyRange(rounding);
    m_rounding = rounding;
    rebuild();
}

void TimeChart::setValueSuffix(const QString &suffix)
{
    m_suffix = suffix;
    describe();
}

void TimeChart::setFixedRange(double low, double high)
{
    m_fixed = ValueRange{low, std::max(high, low + 1e-9)};
    rebuild();
}

void TimeChart::setAutoRange()
{
    m_fixed.reset();
    rebuild();
}

void TimeChart::setPlotMargins(int left, int right)
{
    m_leftMargin = left;
    m_rightMargin = right;
    relayout();
}

void TimeChart::setTimeAxisVisible(bool visible)
{
    m_timeAxis = visible;
    relayout();
}

void TimeChart::setData(Micros from, Micros to, Micros gap, std::vector<TimeSeries> series)
{
    m_from = from;
    m_to = std::max(to, from + 1);
    m_gap = gap;
    m_series = std::move(series);
    if (m_series.size() > kMaximumSeries)
        m_series.resize(kMaximumSeries);
    m_loading = false;
    rebuild();
}

void TimeChart::setMarks(std::vector<EventMark> marks)
{
    m_marks = std::move(marks);
    viewport()->update();
}

void TimeChart::setLoading(bool loading)
{
    m_loading = loading;
    describe();
}

void TimeChart::setMessage(const QString &message)
{
    m_message = message;
    describe();
}

void TimeChart::setCursorTime(std::optional<Micros> time)
{
    if (time == m_cursor)
        return;
    repaintCursor(m_cursor);
    m_cursor = time;
    repaintCursor(m_cursor);
    describe();
}

TimeScale TimeChart::timeScale() const
{
    return {m_from, m_to, m_plot.left(), m_plot.width()};
}

bool TimeChart::hasValues() const
{
    return std::ranges::any_of(m_series, [](const TimeSeries &one) {
        return std::ranges::any_of(
            one.points, [](const TimePoint &point) { return std::isfinite(point.mean); });
    });
}

bool TimeChart::showsLegend() const
{
    return m_form == Form::Large && m_series.size() > 1;
}

std::optional<TimePoint> TimeChart::shownPoint(const TimeSeries &series) const
{
    if (m_cursor)
        return pointAt(series.points, *m_cursor, m_gap);
    return series.points.empty() ? std::nullopt : pointAt(series.points, m_to, 2 * m_gap);
}

QString TimeChart::valueText(double value) const
{
    return m_formatter(value);
}

QString TimeChart::currentText() const
{
    if (m_series.empty())
        return QStringLiteral("\u2014");
    const auto point = shownPoint(m_series.front());
    return point ? valueText(point->mean) + m_suffix : QStringLiteral("\u2014");
}

void TimeChart::describe()
{
    setAccessibleName(m_title.isEmpty() ? currentText() : tr("%1: %2").arg(m_title, currentText()));
    viewport()->update();
}

void TimeChart::rebuild()
{
    PathFrame frame{m_from, m_to, m_gap, 0};
    const double seconds = std::max(1e-6, frame.x(m_to));
    frame.dotSeconds = m_plot.width() > 0 ? seconds / m_plot.width() : 0;
    auto paths = seriesPaths(m_series, frame, kMaximumPoints);
    const ValueRange extent = extentOf(paths);
    m_range = m_fixed ? *m_fixed : m_sticky.follow(extent.low, extent.high);
    m_layer.show(std::move(paths), seconds, m_range, m_theme);
    relayout();
    describe();
}

void TimeChart::relayout()
{
    const QFontMetricsF metrics(m_theme.font(fontsize::kSmall), this);
    double left = m_leftMargin;
    if (m_form == Form::Large && m_leftMargin == 0) {
        for (const double tick : valueTicks(m_range, kParts, m_rounding))
            left = std::max(left, metrics.horizontalAdvance(valueText(tick)) + space::kMedium);
        // In steps, so that small changes do not move the plot.
        left = std::ceil(left / space::kMedium) * space::kMedium;
    }
    const QSizeF size = viewport()->size();
    const double header = m_form == Form::Large && m_title.isEmpty() ? 0 : kHeaderHeight;
    m_header = QRectF(0, 0, size.width(), header);
    const bool large =
        m_form == Form::Large; // the outermost value labels stand half beside the plot
    const double below = (m_timeAxis  ? kTimeAxisHeight
                              : large ? space::kMedium
                                      : space::kSmall)
        + (showsLegend() ? kLegendHeight : 0);
    const double top = header + (large ? space::kMedium : 2);
    const int right = m_rightMargin > 0 ? m_rightMargin : m_timeAxis ? space::kSmall : 1;
    m_plot = QRectF(left, top, std::max(1.0, size.width() - left - right),
                    std::max(1.0, size.height() - top - below));
    chart()->setPlotArea(m_plot);
    m_ticks =
        timeTicks(m_from, m_to, m_plot.width(), kTimeLabelSpacing, QTimeZone::systemTimeZone());
    viewport()->update();
}

void TimeChart::themeChanged()
{
    setBackgroundBrush(m_theme.tokens().panel);
    m_layer.colour(m_theme);
    relayout();
}

QColor TimeChart::colourOf(MarkSeverity severity) const
{
    switch (severity) {
    case MarkSeverity::Critical:
        return m_theme.tokens().critical;
    case MarkSeverity::Warning:
        return m_theme.tokens().warning;
    case MarkSeverity::Info:
        break;
    }
    return m_theme.tokens().accent;
}

QColor TimeChart::colourOf(const TimeSeries &series) const
{
    return series.colour < 0 ? m_theme.tokens().text : m_theme.category(series.colour);
}

QSize TimeChart::sizeHint() const
{
    return m_form == Form::Compact ? QSize(360, kCompactHeight) : QSize(560, 180);
}

QSize TimeChart::minimumSizeHint() const
{
    return m_form == Form::Compact ? QSize(120, kCompactHeight) : QSize(200, 120);
}

void TimeChart::resizeEvent(QResizeEvent *event)
{
    QChartView::resizeEvent(event);
    relayout();
}

void TimeChart::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange)
        describe();
    QChartView::changeEvent(event);
}

} // namespace pilothouse
