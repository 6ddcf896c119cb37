// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/jobpage.h"

#include "models/reasontext.h"
#include "models/tables.h"
#include "models/text.h"
#include "ui/charts/bandrows.h"
#include "ui/pages/chartdata.h"
#include "ui/pages/jobactions.h"
#include "ui/pages/waitcard.h"
#include "ui/widgets/card.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/choicechips.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/figurecard.h"
#include "ui/widgets/tableview.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <array>
#include <cmath>

namespace pilothouse {

namespace {

constexpr std::array<Metric, 6> kMetrics{Metric::TensorActive, Metric::Utilization,
                                         Metric::MemoryUsed,   Metric::Power,
                                         Metric::Temperature,  Metric::LinkTransmit};
constexpr std::size_t kMostRows = 1024;

QString idOf(Metric metric)
{
    const std::string_view name = metricInfo(metric).name;
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

double hours(Micros span)
{
    return static_cast<double>(span) / kHour;
}

// Today's by the time of day, older ones by the date too.
QString moment(Micros time)
{
    const bool today = QDateTime::fromMSecsSinceEpoch(time / 1000).date() == QDate::currentDate();
    return today ? text::timeOfDay(time) : text::dateTime(time).left(16);
}

// Where axis and ramp end: what the device can do at most, or for links what was seen.
double ceilingOf(Metric metric, const AcceleratorInfo *info,
                 const std::vector<HistorySeries> &series)
{
    if (metricInfo(metric).unit == Unit::Ratio)
        return 1;
    if (metric == Metric::MemoryUsed && info != nullptr && info->memoryBytes > 0)
        return static_cast<double>(info->memoryBytes);
    if (metric == Metric::Power && info != nullptr && info->powerLimitWatts > 0)
        return info->powerLimitWatts;
    if (metric == Metric::Temperature)
        return 100;
    double largest = 0;
    for (const HistorySeries &at : series) {
        for (const HistoryPoint &point : at.points)
            largest = std::max(largest, point.maximum);
    }
    return largest > 0 ? largest : 1;
}

} // namespace

JobPage::JobPage(const PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_feed(context.center)
    , m_metric(idOf(Metric::TensorActive))
    , m_rangeId(QStringLiteral("15m"))
    , m_back(new QPushButton)
    , m_title(new QLabel)
    , m_state(new Chip(context.theme))
    , m_size(new Chip(context.theme))
    , m_tenant(new Chip(context.theme))
    , m_scenario(new Chip(context.theme))
    , m_framework(new Chip(context.theme))
    , m_missing(new EmptyState(context.theme))
{
    m_actions = new JobActions(context, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    layout->setSpacing(space::kLarge);
    layout->addWidget(makeHeader());
    m_body = new QWidget;
    auto *column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::kLarge);
    column->addWidget(makeFigures());
    m_middle = makeMiddle();
    column->addWidget(m_middle, 1);
    m_wait = new WaitCard(context);
    column->addWidget(m_wait, 1);
    layout->addWidget(m_body, 1);
    layout->addWidget(m_missing, 1);

    connect(m_back, &QPushButton::clicked, this,
            [this] { Q_EMIT navigate(QStringLiteral("jobs")); });
    connect(m_metrics, &ChoiceChips::chosen, this, [this](const QString &metric) {
        m_metric = metric;
        refresh();
    });
    connect(m_ranges, &ChoiceChips::chosen, this, &JobPage::useRange);
    connect(m_wait, &WaitCard::openJob, this,
            [this](quint64 job) { Q_EMIT navigate(QStringLiteral("jobs/job/%1").arg(job)); });
    connect(&m_feed, &ChartFeed::changed, this, &JobPage::showRows);
    connect(m_chart, &BandRows::rangeChosen, this, [this](Micros from, Micros to) {
        showRange({.span = to - from, .from = from, .to = to});
    });
    connect(m_chart, &BandRows::rangeReset, this, [this] { useRange(m_rangeId); });
    retranslate();
}

QWidget *JobPage::makeHeader()
{
    auto *header = new QWidget;
    auto *rows = new QVBoxLayout(header);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(space::kMedium);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kMedium);
    auto *chips = new QHBoxLayout;
    chips->setSpacing(space::kMedium);
    rows->addLayout(row);
    rows->addLayout(chips);
    m_back->setProperty("look", QStringLiteral("link"));
    m_title->setFont(theme().font(fontsize::kHeadline, QFont::DemiBold));
    for (QWidget *widget : std::initializer_list<QWidget *>{m_back, m_title, m_state})
        row->addWidget(widget);
    row->addStretch(1);
    for (Chip *chip : {m_size, m_tenant, m_scenario, m_framework})
        chips->addWidget(chip);
    chips->addStretch(1);
    for (QAction *action : {m_actions->hold(), m_actions->release(), m_actions->requeue(),
                            m_actions->move(), m_actions->cancel()}) {
        auto *button = new QToolButton;
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setProperty("look",
                            action == m_actions->cancel() ? QStringLiteral("danger") : QString());
        row->addWidget(button);
    }
    return header;
}

QWidget *JobPage::makeFigures()
{
    auto *figures = new QWidget;
    auto *row = new QHBoxLayout(figures);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::kLarge);
    for (FigureCard **card : {&m_tensor, &m_busy, &m_memory, &m_power, &m_used, &m_lost}) {
        *card = new FigureCard(theme());
        row->addWidget(*card, 1);
    }
    return figures;
}

QWidget *JobPage::makeMiddle()
{
    auto *middle = new QWidget;
    auto *row = new QHBoxLayout(middle);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::kLarge);
    m_chartCard = new Card(theme());
    m_metrics = new ChoiceChips;
    for (const Metric metric : kMetrics)
        m_metrics->addChoice(idOf(metric), {});
    m_ranges = new ChoiceChips;
    for (const char *id : {"15m", "1h", "all"})
        m_ranges->addChoice(QLatin1String(id), {});
    m_chartCard->addHeaderWidget(m_metrics);
    m_chartCard->addRightWidget(m_ranges);
    m_chart = new BandRows(theme());
    m_chartCard->addContent(m_chart);
    row->addWidget(m_chartCard, 3);

    auto *side = new QVBoxLayout;
    side->setSpacing(space::kLarge);
    m_peerCard = new Card(theme());
    m_peers = new QStandardItemModel(0, 3, this);
    m_peerView = new TableView(theme());
    m_peerView->setModel(m_peers);
    m_peerView->setSortingEnabled(false);
    m_peerView->setColumnWidth(1, 64);
    m_peerView->setColumnWidth(2, 80);
    m_peerView->setSpareColumn(0, 64);
    m_peerCard->addContent(m_peerView);
    side->addWidget(m_peerCard, 1);
    m_eventCard = new Card(theme());
    m_events = new QListWidget;
    m_events->setFrameShape(QFrame::NoFrame);
    m_events->setWordWrap(true);
    m_events->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_eventCard->addContent(m_events);
    side->addWidget(m_eventCard, 1);
    row->addLayout(side, 1);
    connect(m_peerView, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT navigate(index.siblingAtColumn(0).data(Qt::UserRole + 100).toString());
    });
    return middle;
}

void JobPage::retranslate()
{
    m_back->setText(tr("Jobs ›"));
    m_missing->setWords(tr("No such job"),
                        tr("The scheduler does not know it, or forgot it after its end."));
    for (const Metric metric : kMetrics)
        m_metrics->setText(idOf(metric), text::metric(metric));
    m_ranges->setText(QStringLiteral("15m"), tr("15 min"));
    m_ranges->setText(QStringLiteral("1h"), tr("1 h"));
    m_ranges->setText(QStringLiteral("all"), tr("all"));
    m_tensor->setTitle(text::metric(Metric::TensorActive));
    m_busy->setTitle(text::metric(Metric::Utilization));
    m_memory->setTitle(text::metric(Metric::MemoryUsed));
    m_power->setTitle(text::metric(Metric::Power));
    m_used->setTitle(tr("Used so far"));
    m_lost->setTitle(tr("Lost if moved now"));
    m_peerCard->setTitle(tr("Least active of its peers"));
    m_peers->setHorizontalHeaderLabels({tr("Accelerator"), tr("Now"), tr("To mean")});
    for (int column = 1; column < m_peers->columnCount(); ++column)
        m_peers->setHeaderData(column, Qt::Horizontal,
                               static_cast<int>(Qt::AlignRight | Qt::AlignVCenter),
                               Qt::TextAlignmentRole);
    m_eventCard->setTitle(tr("What happened"));
    m_eventCard->setRightText(tr("newest first"));
    m_actions->retranslate();
    m_wait->retranslate();
    m_eventsAt = 0;
}

void JobPage::open(const QString &address)
{
    m_id = address.section(u'/', 1, 1).toULongLong();
    m_last.reset();
    m_rows.clear();
    m_chart->setData(0, 1, 0, {}); // of the job before
    m_eventsAt = 0;
    m_eventLines.clear();
    m_events->clear();
    m_actions->setJobs({m_id});
    useRange(QStringLiteral("15m"));
    refresh();
    Q_EMIT addressChanged();
}

QString JobPage::address() const
{
    return QStringLiteral("job/%1").arg(m_id);
}

void JobPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_feed.setActive(true);
}

void JobPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    m_feed.setActive(false);
}

JobPtr JobPage::job() const
{
    return center().view()->book->find(m_id);
}

void JobPage::refresh()
{
    if (JobPtr known = job())
        m_last = std::move(known);
    m_missing->setVisible(!m_last);
    m_body->setVisible(m_last != nullptr);
    m_actions->refresh();
    if (!m_last) {
        m_title->setText(tr("Job %1").arg(m_id));
        return;
    }
    const bool waits = m_last->state == JobState::Pending;
    m_middle->setVisible(!waits);
    m_wait->setVisible(waits);
    m_wait->setJob(waits ? m_id : 0);
    m_wait->refresh();
    refreshHeader(*m_last);
    refreshFigures(*m_last);
    refreshPeers(*m_last);
    updateKeys(*m_last);
    const Micros now = center().view()->now;
    constexpr Micros kEventsEvery = 5 * kSecond;
    if (now - m_eventsAt >= kEventsEvery || now < m_eventsAt) {
        m_eventsAt = now;
        refreshEvents(*m_last);
    }
}

void JobPage::refreshHeader(const Job &job)
{
    m_title->setText(text::jobName(job) + QStringLiteral(" • ") + text::from(job.name));
    QString state = text::state(job.state);
    if (job.state == JobState::Running) {
        state += u' ' + text::duration(center().view()->book->time - job.started);
        if (job.timeLimit > 0)
            state += u' ' + tr("of %1").arg(text::duration(job.timeLimit));
    } else if (const QString why = text::reason(job, *center().view()->book); !why.isEmpty()) {
        state += QStringLiteral(" • ") + why;
    }
    m_state->setState(jobState(job));
    m_state->setText(state);
    m_state->setToolTip(text::reasonInFull(job, *center().view()->book));
    m_size->setText(QStringLiteral("%1 × %2")
                        .arg(job.accelerators)
                        .arg(job.kind.empty() ? tr("any kind") : text::from(job.kind)));
    m_tenant->setText(tr("tenant %1").arg(text::from(job.tenant)));
    m_scenario->setText(text::scenario(job.scenario));
    m_framework->setText(text::from(job.framework));
    m_framework->setVisible(!job.framework.empty());
}

void JobPage::refreshFigures(const Job &job)
{
    const CenterView &view = *center().view();
    const auto found = view.live.find(job.id);
    const JobLive live = found == view.live.end() ? JobLive{} : found->second;
    const auto show = [](FigureCard *card, double value, Unit unit) {
        const text::Figure figure = text::figure(value, unit);
        card->setFigure(figure.number, figure.unit);
    };
    const QString coverage = tr("mean of %1 of %2").arg(live.accelerators).arg(job.accelerators);
    show(m_tensor, live.tensorActive, Unit::Ratio);
    m_tensor->setLines({coverage});
    show(m_busy, live.utilization, Unit::Ratio);
    m_busy->setLines({coverage});
    show(m_memory, live.memoryUsed, Unit::Bytes);
    m_memory->setLines({tr("sum of %1 of %2").arg(live.accelerators).arg(job.accelerators)});
    show(m_power, live.power, Unit::Watts);
    m_power->setLines({tr("sum of %1 of %2").arg(live.accelerators).arg(job.accelerators)});
    const Micros until = job.hasEnded() ? job.ended : view.book->time;
    const Micros ran = job.started == 0 ? 0 : std::max<Micros>(0, until - job.started);
    m_used->setFigure(QLocale().toString(hours(ran) * job.accelerators, 'f', 1), tr("acc-h"));
    m_used->setLines({job.started == 0
                          ? tr("waits for %1").arg(text::duration(until - job.submitted))
                          : tr("ran %1").arg(text::duration(ran))});
    if (job.state == JobState::Running) {
        const Micros since = std::max(job.started, job.checkpoint);
        m_lost->setFigure(
            QLocale().toString(hours(view.book->time - since) * job.accelerators, 'f', 1),
            tr("acc-h"));
        m_lost->setLines(
            {job.checkpoint > job.started
                 ? tr("checkpoint %1 ago").arg(text::age(view.book->time - job.checkpoint))
                 : tr("no checkpoint yet")});
    } else {
        m_lost->setFigure(QStringLiteral("0"), tr("acc-h"));
        m_lost->setLines({tr("not running")});
    }
}

void JobPage::refreshPeers(const Job &job)
{
    const CenterView &view = *center().view();
    const auto held = view.acceleratorsOf.find(job.id);
    std::vector<std::pair<double, AcceleratorIndex>> activity;
    double sum = 0;
    if (held != view.acceleratorsOf.end()) {
        for (const AcceleratorIndex accelerator : held->second) {
            const double value = view.value(Metric::TensorActive, accelerator);
            if (std::isnan(value) || view.isStale(view.topology().accelerators[accelerator].node))
                continue;
            activity.emplace_back(value, accelerator);
            sum += value;
        }
    }
    std::ranges::sort(activity);
    constexpr std::size_t kMost = 12;
    const auto rows = static_cast<int>(std::min(kMost, activity.size()));
    const double mean = activity.empty() ? 0 : sum / static_cast<double>(activity.size());
    m_peers->setRowCount(rows);
    for (int row = 0; row < rows; ++row) {
        const auto &[value, accelerator] = activity[static_cast<std::size_t>(row)];
        const FleetTopology::Accelerator &at = view.topology().accelerators[accelerator];
        const QString node = text::from(view.topology().nodes[at.node].info.name);
        const double points = (value - mean) * 100;
        const QStringList cells{QStringLiteral("%1:%2").arg(node).arg(at.index),
                                text::value(value, Unit::Ratio),
                                tr("%1 points")
                                    .arg((points > 0 ? QStringLiteral("+") : QString())
                                         + QLocale().toString(points, 'f', 1))};
        for (int column = 0; column < cells.size(); ++column) {
            const QModelIndex index = m_peers->index(row, column);
            m_peers->setData(index, cells[column]);
            if (column > 0)
                m_peers->setData(
                    index, QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)),
                    Qt::TextAlignmentRole);
        }
        m_peers->setData(m_peers->index(row, 0),
                         QStringLiteral("fleet/accelerator/%1/%2").arg(node).arg(at.index),
                         Qt::UserRole + 100);
    }
}

void JobPage::updateKeys(const Job &job)
{
    std::vector<Row> rows;
    for (const JobAllocation &part : job.allocation) {
        for (const std::uint32_t index : part.accelerators) {
            if (rows.size() < kMostRows)
                rows.push_back(
                    {{part.node, static_cast<std::int32_t>(index), m_metric.toStdString()},
                     QStringLiteral("%1:%2").arg(text::from(part.node)).arg(index)});
        }
    }
    if (rows.empty() && job.hasEnded()) {
        rows = std::move(m_rows); // what it ran on stays in view after its end
        for (Row &row : rows)
            row.key.metric = m_metric.toStdString();
    }
    std::vector<SeriesKey> keys;
    for (const Row &row : rows)
        keys.push_back(row.key);
    m_rows = std::move(rows);
    const Metric metric = findMetric(m_metric.toStdString()).value_or(Metric::TensorActive);
    m_chartCard->setTitle(tr("%1, all %Ln accelerator(s)", "", static_cast<int>(m_rows.size()))
                              .arg(text::metric(metric)));
    m_metrics->setCurrent(m_metric);
    m_chart->setFormatter(
        [unit = metricInfo(metric).unit](double value) { return text::value(value, unit); });
    if (m_rows.empty())
        m_chart->setMessage(job.state == JobState::Pending
                                ? tr("It waits and holds no accelerators yet.")
                                : tr("It holds no accelerators."));
    else
        m_chart->setMessage({});
    m_feed.setKeys(std::move(keys));
}

void JobPage::useRange(const QString &id)
{
    m_rangeId = id;
    m_ranges->setCurrent(id);
    Micros span = id == QLatin1String("1h") ? kHour : 15 * kMinute;
    if (id == QLatin1String("all") && m_last && m_last->started > 0)
        span = std::max<Micros>(kMinute, center().view()->now - m_last->started);
    m_feed.setRange({.span = span});
}

void JobPage::showRange(const ChartRange &range)
{
    m_feed.setRange(range);
}

void JobPage::showRows(Micros from, Micros to)
{
    const auto &series = m_feed.series();
    if (series.size() != m_rows.size())
        return;
    std::vector<TimeRow> rows;
    Micros gap = 0;
    for (std::size_t i = 0; i < series.size(); ++i) {
        TimeRow row{.label = m_rows[i].name, .highlighted = false, .samples = {}};
        row.samples.reserve(series[i].points.size());
        for (const HistoryPoint &point : series[i].points)
            row.samples.push_back({point.time, point.mean});
        rows.push_back(std::move(row));
        gap = std::max(gap, chartGap(series[i]));
    }
    const CenterView &view = *center().view();
    const auto held = view.acceleratorsOf.find(m_id);
    const bool known = held != view.acceleratorsOf.end() && !held->second.empty();
    const Metric metric = findMetric(m_metric.toStdString()).value_or(Metric::TensorActive);
    m_chart->setFixedRange(
        0,
        ceilingOf(metric, known ? &view.topology().info(held->second.front()) : nullptr, series));
    m_chart->setData(from, to, gap, std::move(rows));
}

void JobPage::refreshEvents(const Job &job)
{
    struct Line {
        Micros time;
        QString what;
    };
    std::vector<Line> lines;
    lines.push_back({job.submitted, tr("Submitted by %1").arg(text::from(job.user))});
    if (job.started > 0)
        lines.push_back(
            {job.started,
             tr("Started after %1 in the queue").arg(text::duration(job.started - job.submitted))});
    if (job.ended > 0)
        lines.push_back({job.ended, tr("Ended: %1").arg(text::state(job.state))});
    if (job.checkpoint > 0)
        lines.push_back({job.checkpoint, tr("Checkpoint written")});
    for (const FleetEvent &at : center().recentEvents()) {
        const bool held = std::ranges::any_of(
            job.allocation, [&at](const JobAllocation &part) { return part.node == at.node; });
        if (held && at.event.kind != EventKind::Checkpoint && at.event.time >= job.started)
            lines.push_back({at.event.time,
                             text::from(at.node) + QStringLiteral(": ") + text::event(at.event)});
    }
    std::ranges::stable_sort(lines, std::greater<>(), &Line::time);
    QStringList words;
    for (const Line &line : lines)
        words << moment(line.time) + QStringLiteral("   ") + line.what;
    if (words == m_eventLines)
        return;
    m_eventLines = words;
    m_events->clear();
    m_events->addItems(words);
}

} // namespace pilothouse
