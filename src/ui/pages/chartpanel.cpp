// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/chartpanel.h"

#include "models/errortext.h"
#include "models/text.h"
#include "ui/charts/chartexport.h"
#include "ui/charts/charttables.h"
#include "ui/charts/timechart.h"
#include "ui/pages/chartdata.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choicechips.h"

#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <array>

namespace pilothouse {

namespace {

struct RangeChoice {
    const char *id;
    Micros span;
};
constexpr std::array<RangeChoice, 4> kRanges{{
    {"15m", 15 * kMinute},
    {"1h", kHour},
    {"6h", 6 * kHour},
    {"24h", kDay},
}};
constexpr int kCompactHeight = 92;
constexpr int kNormalHeight = 172;
constexpr int kChartWidth = 380; // narrower and one column goes

} // namespace

ChartPanel::ChartPanel(const PageContext &context, Density density, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_density(density)
    , m_feed(context.center)
    , m_ranges(new ChoiceChips)
    , m_dragged(new QPushButton)
    , m_scroll(new QScrollArea)
    , m_content(new QWidget)
    , m_grid(new QGridLayout(m_content))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kMedium);
    for (const RangeChoice &choice : kRanges)
        m_ranges->addChoice(QLatin1String(choice.id), {});
    auto *ranges = new QHBoxLayout;
    ranges->setSpacing(space::kMedium);
    ranges->addWidget(m_ranges, 1);
    ranges->addWidget(m_dragged);
    layout->addLayout(ranges);
    m_dragged->setProperty("look", QStringLiteral("quiet"));
    m_dragged->hide();
    connect(m_dragged, &QPushButton::clicked, this, [this] { setRange({}); });
    m_scroll->setWidget(m_content);
    m_scroll->setWidgetResizable(true);
    m_scroll->viewport()->setAutoFillBackground(false);
    m_content->setAutoFillBackground(false);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    layout->addWidget(m_scroll, 1);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(m_density == Density::Compact ? space::kSmall : space::kLarge);

    connect(m_ranges, &ChoiceChips::chosen, this, [this](const QString &id) {
        for (const RangeChoice &choice : kRanges) {
            if (id == QLatin1String(choice.id))
                setRange({.span = choice.span});
        }
    });
    connect(&m_feed, &ChartFeed::changed, this, &ChartPanel::show);
    connect(&m_feed, &ChartFeed::failed, this, [this](const Error &error) {
        for (TimeChart *chart : m_charts)
            chart->setMessage(errorText(error));
    });
    retranslate();
}

void ChartPanel::setCharts(std::vector<ChartSpec> specs)
{
    std::vector<SeriesKey> keys;
    for (const ChartSpec &spec : specs)
        keys.insert(keys.end(), spec.keys.begin(), spec.keys.end());
    const bool sameCount = specs.size() == m_charts.size();
    m_specs = std::move(specs);
    if (!sameCount) {
        qDeleteAll(m_cells);
        m_cells.clear();
        m_charts.clear();
        while (m_charts.size() < m_specs.size()) {
            m_charts.push_back(makeChart());
            m_cells.push_back(makeCell(m_charts.back()));
        }
        m_arranged = 0;
        arrange();
    }
    for (std::size_t i = 0; i < m_specs.size(); ++i) {
        const ChartSpec &spec = m_specs[i];
        m_charts[i]->setTitle(spec.title);
        m_charts[i]->setFormatter(
            [unit = spec.unit](double value) { return text::value(value, unit); },
            spec.unit == Unit::Bytes ? Rounding::Binary : Rounding::Decimal);
        if (spec.maximum > 0)
            m_charts[i]->setFixedRange(0, spec.maximum);
        else
            m_charts[i]->setAutoRange();
    }
    if (keys == m_feed.keys())
        show(m_from, m_to); // by new names
    else
        m_feed.setKeys(std::move(keys));
}

void ChartPanel::setEventNode(const std::string &node)
{
    if (node == m_eventNode)
        return;
    m_eventNode = node;
    m_eventsAt = 0;
}

void ChartPanel::setColumns(int columns)
{
    m_columns = columns;
    arrange();
}

TimeChart *ChartPanel::makeChart()
{
    const bool compact = m_density == Density::Compact;
    auto *chart =
        new TimeChart(m_context.theme, compact ? TimeChart::Form::Compact : TimeChart::Form::Large);
    chart->setLoading(true);
    if (compact)
        chart->setFixedHeight(kCompactHeight);
    else
        chart->setMinimumHeight(kNormalHeight);
    connect(chart, &TimeChart::cursorMoved, this, [this](Micros time) {
        for (TimeChart *other : m_charts)
            other->setCursorTime(time);
    });
    chart->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(chart, &QWidget::customContextMenuRequested, this,
            [this, chart](const QPoint &position) {
                QMenu menu;
                ChartExport::addExportActions(
                    menu, m_context.theme,
                    {.picture = chart,
                     .table = [chart] { return tableOf(*chart); },
                     .context = [this, chart] { return exportContext(*chart); }});
                menu.exec(chart->mapToGlobal(position));
            });
    connect(chart, &TimeChart::cursorLeft, this, [this] {
        for (TimeChart *other : m_charts)
            other->setCursorTime(std::nullopt);
    });
    connect(chart, &TimeChart::rangeChosen, this, [this](Micros from, Micros to) {
        setRange({.span = to - from, .from = from, .to = to});
    });
    connect(chart, &TimeChart::rangeReset, this, [this] { setRange({}); });
    return chart;
}

QWidget *ChartPanel::makeCell(TimeChart *chart)
{
    if (m_density == Density::Compact)
        return chart;
    auto *card = new Card(m_context.theme);
    card->addContent(chart);
    return card;
}

void ChartPanel::setRange(const ChartRange &range)
{
    QString chip; // none for a dragged range
    for (const RangeChoice &choice : kRanges) {
        if (range.live() && choice.span == range.span)
            chip = QLatin1String(choice.id);
    }
    m_ranges->setCurrent(chip);
    m_dragged->setVisible(!range.live());
    m_eventsAt = 0;
    m_feed.setRange(range);
    retranslate();
}

void ChartPanel::show(Micros from, Micros to)
{
    m_from = from;
    m_to = to;
    const auto &series = m_feed.series();
    std::size_t at = 0;
    for (std::size_t i = 0; i < m_specs.size(); ++i) {
        const ChartSpec &spec = m_specs[i];
        std::vector<TimeSeries> shown;
        Micros gap = 0;
        for (std::size_t k = 0; k < spec.keys.size() && at < series.size(); ++k, ++at) {
            const QString name = k < static_cast<std::size_t>(spec.names.size())
                ? spec.names[static_cast<qsizetype>(k)]
                : spec.title;
            const bool alone = spec.keys.size() == 1;
            shown.push_back(chartSeries(series[at], name, alone ? spec.colour : static_cast<int>(k),
                                        alone ? SeriesStyle::FilledLine : SeriesStyle::Line));
            gap = std::max(gap, chartGap(series[at]));
        }
        m_charts[i]->setMessage({}); // of a read that failed before
        m_charts[i]->setData(from, to, gap, std::move(shown));
    }
    constexpr Micros kEventsEvery = 10 * kSecond;
    if (!m_eventNode.empty() && to - m_eventsAt > kEventsEvery) {
        m_eventsAt = to;
        loadEvents();
    }
}

void ChartPanel::loadEvents()
{
    constexpr std::size_t kMost = 500;
    const Micros now = nowMicros();
    m_context.center.history().events(this, m_feed.range().begin(now), m_feed.range().end(now),
                                      m_eventNode, kMost, [this](HistoryReader::Events events) {
                                          if (!events)
                                              return; // the series' own error is shown already
                                          const std::vector<EventMark> marks =
                                              eventMarks(*events, false);
                                          for (TimeChart *chart : m_charts)
                                              chart->setMarks(marks);
                                      });
}

ExportContext ChartPanel::exportContext(const TimeChart &chart) const
{
    const Micros now = nowMicros();
    ExportContext about;
    about.title = QString::fromStdString(m_eventNode) + QStringLiteral(" • ") + chart.title();
    about.range = text::dateTime(m_feed.range().begin(now)) + QStringLiteral(" – ")
        + text::dateTime(m_feed.range().end(now));
    about.center = m_context.center.name();
    return about;
}

void ChartPanel::arrange()
{
    const int byWidth = std::max(1, width() / kChartWidth);
    const int columns = m_columns > 0 ? m_columns : byWidth;
    if (columns == m_arranged)
        return;
    for (int column = 0; column < std::max(columns, m_arranged); ++column)
        m_grid->setColumnStretch(column, column < columns ? 1 : 0);
    m_arranged = columns;
    for (std::size_t i = 0; i < m_charts.size(); ++i) {
        m_grid->addWidget(m_cells[i], static_cast<int>(i) / columns, static_cast<int>(i) % columns);
        m_cells[i]->show();
    }
    // Normal charts share the height there is; compact ones stay at the top.
    const int rows = (static_cast<int>(m_charts.size()) + columns - 1) / columns;
    for (int row = std::max(rows, m_grid->rowCount()); row >= 0; --row)
        m_grid->setRowStretch(
            row, m_density == Density::Normal ? (row < rows ? 1 : 0) : (row == rows ? 1 : 0));
    m_feed.setMaxPoints(static_cast<std::size_t>(std::max(200, width() / columns)));
}

void ChartPanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_feed.setActive(true);
}

void ChartPanel::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_feed.setActive(false);
}

void ChartPanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ChartPanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ChartPanel::retranslate()
{
    m_ranges->setText(QStringLiteral("15m"), tr("15 min"));
    m_ranges->setText(QStringLiteral("1h"), tr("1 h"));
    m_ranges->setText(QStringLiteral("6h"), tr("6 h"));
    m_ranges->setText(QStringLiteral("24h"), tr("24 h"));
    const ChartRange &range = m_feed.range();
    m_dragged->setText(text::timeOfDay(range.from) + QStringLiteral(" – ")
                       + text::timeOfDay(range.to) + QStringLiteral("  ✕"));
    m_dragged->setToolTip(tr("Back to the present"));
    m_dragged->setAccessibleName(m_dragged->toolTip());
}

} // namespace pilothouse
