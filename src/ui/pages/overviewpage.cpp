// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overviewpage.h"

#include "models/centertotals.h"
#include "models/tables.h"
#include "models/text.h"
#include "ui/charts/heatmap.h"
#include "ui/charts/timechart.h"
#include "ui/pages/attentionlist.h"
#include "ui/pages/capacitybars.h"
#include "ui/pages/chartdata.h"
#include "ui/pages/heatmapmodes.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choicechips.h"
#include "ui/widgets/figurecard.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace pilothouse {

namespace {

constexpr std::array<Metric, 5> kModes{Metric::TensorActive, Metric::Utilization,
                                       Metric::MemoryUsed, Metric::Power, Metric::Temperature};
constexpr std::array<const char *, 5> kTrends{kCenterCapacity, kCenterAllocated, kCenterTensor,
                                              kCenterPower, kCenterQueue};

SeriesKey centerKey(const std::string &metric)
{
    return {kCenterNode, -1, metric};
}

QString modeId(Metric metric)
{
    const std::string_view name = metricInfo(metric).name;
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

QList<double> means(const HistorySeries &series)
{
    QList<double> values;
    for (const HistoryPoint &point : series.points)
        values << point.mean;
    return values;
}

double sum(const HistorySeries &series)
{
    double total = 0;
    for (const HistoryPoint &point : series.points)
        total += point.mean;
    return total;
}

// Adds what was recorded at the same times; either may have begun later than the other.
void add(std::vector<TimePoint> &points, const std::vector<HistoryPoint> &others)
{
    auto other = others.begin();
    for (TimePoint &point : points) {
        while (other != others.end() && other->time < point.time)
            ++other;
        if (other != others.end() && other->time == point.time)
            point.mean += other->mean;
    }
}

// The largest tenants by name and the others together, as areas on top of each other; the last of
// the series, the active accelerators, as a line. All were recorded at the same times.
std::vector<TimeSeries> tenantAreas(const std::vector<HistorySeries> &series,
                                    const std::vector<Tenant> &tenants)
{
    constexpr std::size_t kNamed = 6;
    const std::size_t count = std::min(series.size() - 1, tenants.size());
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(
        order, [&series](std::size_t a, std::size_t b) { return sum(series[a]) > sum(series[b]); });
    std::vector<TimeSeries> areas;
    for (std::size_t i = 0; i < count; ++i) {
        const HistorySeries &at = series[order[i]];
        if (i < kNamed) {
            areas.push_back(chartSeries(at, text::from(tenants[order[i]].name),
                                        static_cast<int>(order[i]), SeriesStyle::Stacked));
        } else if (i == kNamed) {
            areas.push_back(chartSeries(at, OverviewPage::tr("others"), kCategoryCount - 1,
                                        SeriesStyle::Stacked));
        } else {
            add(areas.back().points, at.points);
        }
    }
    areas.push_back(chartSeries(series.back(), OverviewPage::tr("active"), -1));
    return areas;
}

} // namespace

OverviewPage::OverviewPage(const PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_tenantFeed(context.center)
    , m_trendFeed(context.center)
    , m_mode(QStringLiteral("tensor_active"))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    layout->setSpacing(space::kLarge);
    layout->addWidget(makeFigures());
    layout->addWidget(makeMiddle(), 5);
    layout->addWidget(makeBottom(), 2);

    m_trendFeed.setRange({.span = 15 * kMinute});
    m_trendFeed.setMaxPoints(120);
    std::vector<SeriesKey> trends;
    for (const char *metric : kTrends)
        trends.push_back(centerKey(metric));
    m_trendFeed.setKeys(std::move(trends));
    connect(&m_tenantFeed, &ChartFeed::changed, this, &OverviewPage::refreshTenants);
    connect(&m_trendFeed, &ChartFeed::changed, this, &OverviewPage::refreshTrends);
    retranslate();
}

void OverviewPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_tenantFeed.setActive(true);
    m_trendFeed.setActive(true);
}

void OverviewPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_tenantFeed.setActive(false);
    m_trendFeed.setActive(false);
}

QWidget *OverviewPage::makeFigures()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kLarge);
    for (FigureCard **card :
         {&m_capacity, &m_allocated, &m_tensor, &m_power, &m_queue, &m_alerts}) {
        *card = new FigureCard(theme());
        layout->addWidget(*card, 1);
    }
    m_queue->setActivatable(true);
    connect(m_queue, &FigureCard::activated, this,
            [this] { Q_EMIT navigate(QStringLiteral("placement")); });
    return row;
}

QWidget *OverviewPage::makeMiddle()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kLarge);
    m_heatmapCard = new Card(theme());
    m_modes = new ChoiceChips;
    for (const Metric metric : kModes)
        m_modes->addChoice(modeId(metric), {});
    m_modes->addChoice(QStringLiteral("job"), {});
    m_modes->addChoice(QStringLiteral("tenant"), {});
    m_modes->setCurrent(m_mode);
    m_heatmapCard->addHeaderWidget(m_modes);
    m_heatmap = new Heatmap(theme());
    m_heatmap->setCellText([this](int cell) { return cellText(cell); });
    m_heatmapCard->addContent(m_heatmap);
    layout->addWidget(m_heatmapCard, 3);
    m_attentionCard = new Card(theme());
    m_attentionList = new AttentionList(theme());
    m_attentionCard->addContent(m_attentionList);
    m_attentionCard->setMinimumWidth(240);
    layout->addWidget(m_attentionCard, 1);

    connect(m_modes, &ChoiceChips::chosen, this, [this](const QString &mode) {
        m_mode = mode;
        refreshHeatmap();
    });
    connect(m_heatmap, &Heatmap::hovered, this, [this](int cell, QPoint position) {
        if (cell >= 0)
            QToolTip::showText(position, cellText(cell), m_heatmap);
        else
            QToolTip::hideText();
    });
    connect(m_heatmap, &Heatmap::activated, this, &OverviewPage::openCell);
    connect(m_attentionList, &AttentionList::opened, this, &Page::navigate);
    return row;
}

QWidget *OverviewPage::makeBottom()
{
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::kLarge);
    m_tenantCard = new Card(theme());
    m_tenantChart = new TimeChart(theme(), TimeChart::Form::Large);
    m_tenantChart->setFormatter([](double value) {
        const bool whole = value == std::floor(value); // of accelerators there are no halves
        return whole ? text::count(static_cast<qint64>(value)) : QString();
    });
    m_tenantChart->setLoading(true);
    m_tenantCard->addContent(m_tenantChart);
    layout->addWidget(m_tenantCard, 1);
    m_capacityCard = new Card(theme());
    m_capacityBars = new CapacityBars(theme());
    m_capacityCard->addContent(m_capacityBars);
    layout->addWidget(m_capacityCard, 1);
    row->setMinimumHeight(190);
    return row;
}

void OverviewPage::retranslate()
{
    m_capacity->setTitle(tr("Capacity"));
    m_allocated->setTitle(tr("Allocated"));
    m_tensor->setTitle(text::metric(Metric::TensorActive));
    m_power->setTitle(text::metric(Metric::Power));
    m_queue->setTitle(tr("Queue"));
    m_alerts->setTitle(tr("Alerts"));
    m_heatmapCard->setTitle(tr("Every accelerator, now"));
    m_attentionCard->setTitle(tr("Needs you"));
    m_attentionCard->setRightText(tr("worst first"));
    m_attentionList->setEmptyText(
        tr("Nothing at the moment. Faults, lost nodes and idle allocations appear here."));
    m_tenantSpan = 0;
    m_capacityCard->setTitle(tr("Where the capacity goes, now"));
    for (const Metric metric : kModes)
        m_modes->setText(modeId(metric), text::metric(metric));
    m_modes->setText(QStringLiteral("job"), tr("Job"));
    m_modes->setText(QStringLiteral("tenant"), tr("Tenant"));
    m_grouped.reset();
}

void OverviewPage::refresh()
{
    refreshFigures();
    refreshHeatmap();
    m_capacityBars->setTotals(center().view()->totals);
    const CenterView &view = *center().view();
    chooseTenantSpan();
    std::vector<SeriesKey> keys;
    for (const Tenant &tenant : view.book->tenants)
        keys.push_back(centerKey(tenantSeries(tenant.name)));
    keys.push_back(centerKey(kCenterActive));
    if (view.book->tenants.empty()) {
        m_tenantChart->setLoading(false);
        m_tenantChart->setMessage(tr("Shown once a scheduler has told its tenants and jobs."));
    } else {
        m_tenantChart->setMessage({});
    }
    m_tenantFeed.setKeys(std::move(keys));
    if (view.now - m_attentionAt >= kSecond || view.now < m_attentionAt) {
        m_attentionAt = view.now;
        constexpr std::size_t kMost = 40;
        m_attentionList->setItems(m_attention.items(view, center().recentEvents(), kMost));
    }
}

void OverviewPage::refreshFigures()
{
    const CenterTotals &totals = center().view()->totals;
    const bool any = totals.accelerators > 0;
    const QString dot = QStringLiteral(" • ");
    m_capacity->setFigure(any ? QLocale().toString(totals.peakFlops / 1e15, 'f', 1) : QString(),
                          tr("PFLOPS FP16"));
    m_capacity->setLines({tr("%Ln accelerator(s)", "", static_cast<int>(totals.accelerators)) + dot
                          + tr("%Ln kind(s)", "", static_cast<int>(totals.kinds))});
    const double share = any
        ? static_cast<double>(totals.allocated) / static_cast<double>(totals.accelerators)
        : std::nan("");
    const text::Figure allocated =
        text::figure(center().view()->hasPlacement() ? share : std::nan(""), Unit::Ratio);
    m_allocated->setFigure(allocated.number, allocated.unit);
    m_allocated->setLines(
        {tr("%1 of %2")
             .arg(text::count(static_cast<qint64>(totals.allocated)),
                  text::count(static_cast<qint64>(totals.accelerators)))
         + dot
         + tr("%Ln fragmented", "",
              static_cast<int>(totals.uses[static_cast<std::size_t>(Use::Fragmented)]))});
    const text::Figure tensor = text::figure(totals.tensorActive, Unit::Ratio);
    m_tensor->setFigure(tensor.number, tensor.unit);
    m_tensor->setLines({tr("of allocated") + dot
                        + tr("%1 busy").arg(text::value(totals.utilization, Unit::Ratio))});
    const text::Figure power = text::figure(totals.power, Unit::Watts);
    m_power->setFigure(power.number, power.unit);
    m_power->setLines(
        {tr("accelerators of %1 nodes").arg(text::count(static_cast<qint64>(totals.nodesFresh)))});
    m_queue->setFigure(center().view()->hasPlacement()
                           ? text::count(static_cast<qint64>(totals.pending))
                           : QString(),
                       tr("jobs"));
    m_queue->setLines({totals.waitP50 < 0
                           ? tr("nobody waits")
                           : tr("waiting p50 %1 • p95 %2")
                                 .arg(text::age(totals.waitP50), text::age(totals.waitP95))});
    m_alerts->setFigure(QStringLiteral("0"), tr("open"));
    m_alerts->setLines({tr("none yet: no rules are set")});
}

void OverviewPage::updateGroups()
{
    const CenterView &view = *center().view();
    if (m_grouped == view.fleet->topology)
        return;
    m_grouped = view.fleet->topology;
    std::vector<HeatmapGroup> groups;
    std::string_view rack;
    for (const FleetTopology::Node &node : m_grouped->nodes) {
        if (node.acceleratorCount == 0)
            continue;
        if (groups.empty() || rack != node.info.rack) {
            rack = node.info.rack;
            groups.push_back({text::from(node.info.rack),
                              text::from(node.info.accelerators.front().kind),
                              {},
                              static_cast<int>(node.acceleratorCount)});
        }
        for (std::uint32_t i = 0; i < node.acceleratorCount; ++i)
            groups.back().cells.push_back(static_cast<int>(node.firstAccelerator + i));
    }
    m_heatmap->setGroups(std::move(groups));
    m_heatmapCard->setRightText(
        tr("group by rack • %Ln cell(s)", "", static_cast<int>(m_grouped->accelerators.size())));
}

void OverviewPage::refreshHeatmap()
{
    const CenterView &view = *center().view();
    updateGroups();
    if (view.topology().nodes.empty())
        m_heatmap->setMessage(tr(
            "No node has been described yet. Connections are listed behind the pill at the top."));
    else if (view.topology().accelerators.empty())
        m_heatmap->setMessage(
            tr("These nodes have no accelerators. Their host figures are on the Fleet page."));
    else
        m_heatmap->setMessage({});
    HeatmapColours colours = heatmapColours(view, m_mode);
    if (colours.categorical) {
        m_heatmap->setCategories(colours.categories, colours.names);
    } else {
        m_heatmap->setKey(colours.low, colours.high);
        m_heatmap->setValues(std::span<const double>(colours.values));
    }
}

void OverviewPage::chooseTenantSpan()
{
    const Micros span = usefulSpan(center().historyStatus().first, center().view()->now);
    if (span == m_tenantSpan)
        return;
    m_tenantSpan = span;
    m_tenantFeed.setRange({.span = span});
    m_tenantCard->setTitle(
        tr("Allocated and active accelerators, by tenant — %1").arg(text::span(span)));
}

void OverviewPage::refreshTenants(Micros from, Micros to)
{
    const auto &series = m_tenantFeed.series();
    if (series.empty())
        return;
    m_tenantChart->setLoading(false);
    m_tenantChart->setData(from, to, chartGap(series.back()),
                           tenantAreas(series, center().view()->book->tenants));
}

void OverviewPage::refreshTrends()
{
    const auto &series = m_trendFeed.series();
    if (series.size() != kTrends.size())
        return;
    const std::array<FigureCard *, kTrends.size()> cards{m_capacity, m_allocated, m_tensor, m_power,
                                                         m_queue};
    for (std::size_t i = 1; i < cards.size(); ++i) // capacity itself hardly moves
        cards[i]->setTrend(means(series[i]));
}

QString OverviewPage::cellText(int cell) const
{
    const CenterView &view = *center().view();
    const auto accelerator = static_cast<AcceleratorIndex>(cell);
    if (cell < 0 || accelerator >= view.topology().accelerators.size())
        return {};
    const FleetTopology::Accelerator &at = view.topology().accelerators[accelerator];
    const NodeInfo &node = view.topology().nodes[at.node].info;
    QStringList lines;
    lines << text::from(node.name) + QStringLiteral(" • ")
            + acceleratorName(node.accelerators[at.index], at.index) + QStringLiteral(" • ")
            + text::from(node.accelerators[at.index].kind);
    if (const JobPtr &job = view.jobOf[accelerator])
        lines << tr("Job %1 • %2 • tenant %3")
                     .arg(job->id)
                     .arg(text::from(job->name), text::from(job->tenant));
    else if (view.hasPlacement())
        lines << tr("no job");
    if (view.isStale(at.node)) {
        const Micros age = view.nodeAge(at.node);
        lines << (age < 0 ? tr("no telemetry yet") : tr("no telemetry for %1").arg(text::age(age)));
    } else {
        for (const Metric metric : kModes)
            lines << text::metric(metric) + QStringLiteral("  ")
                    + text::value(view.value(metric, accelerator), metricInfo(metric).unit);
    }
    return lines.join(u'\n');
}

void OverviewPage::openCell(int cell)
{
    const FleetTopology &topology = center().view()->topology();
    if (cell < 0 || static_cast<std::size_t>(cell) >= topology.accelerators.size())
        return;
    const FleetTopology::Accelerator &at = topology.accelerators[static_cast<std::size_t>(cell)];
    Q_EMIT navigate(QStringLiteral("fleet/accelerator/%1/%2")
                        .arg(text::from(topology.nodes[at.node].info.name))
                        .arg(at.index));
}

} // namespace pilothouse
