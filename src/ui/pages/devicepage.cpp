// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/devicepage.h"

#include "models/tables.h"
#include "models/text.h"
#include "ui/pages/devicecharts.h"
#include "ui/pages/drainprompt.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/choicechips.h"
#include "ui/widgets/emptystate.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace pilothouse {

DevicePage::DevicePage(const PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_part(QStringLiteral("accelerators"))
    , m_back(new QPushButton)
    , m_title(new QLabel)
    , m_state(new Chip(context.theme))
    , m_kind(new Chip(context.theme))
    , m_place(new Chip(context.theme))
    , m_job(new Chip(context.theme))
    , m_jobButton(new QPushButton)
    , m_drain(new QPushButton)
    , m_parts(new ChoiceChips)
    , m_about(new QLabel)
    , m_charts(new ChartPanel(context, ChartPanel::Density::Normal))
    , m_missing(new EmptyState(context.theme))
    , m_siblings(new QHBoxLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    layout->setSpacing(space::kMedium);
    auto *header = new QHBoxLayout;
    header->setSpacing(space::kMedium);
    m_back->setProperty("look", QStringLiteral("link"));
    m_title->setFont(theme().font(fontsize::kHeadline, QFont::DemiBold));
    for (QWidget *widget :
         std::initializer_list<QWidget *>{m_back, m_title, m_state, m_kind, m_place, m_job})
        header->addWidget(widget);
    header->addStretch(1);
    header->addWidget(m_jobButton);
    header->addWidget(m_drain);
    layout->addLayout(header);
    m_about->setProperty("look", QStringLiteral("muted"));
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_about->setWordWrap(true);
    layout->addWidget(m_about);
    auto *row = new QHBoxLayout;
    m_parts->addChoice(QStringLiteral("accelerators"), {});
    m_parts->addChoice(QStringLiteral("host"), {});
    row->addWidget(m_parts);
    m_siblings->setSpacing(space::kSmall);
    row->addLayout(m_siblings);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addWidget(m_charts, 1);
    layout->addWidget(m_missing, 1);

    connect(m_back, &QPushButton::clicked, this, [this] {
        Q_EMIT navigate(m_accelerator < 0 ? QStringLiteral("fleet/nodes")
                                          : QStringLiteral("fleet/node/") + m_node);
    });
    connect(m_parts, &ChoiceChips::chosen, this, [this](const QString &part) {
        m_part = part;
        m_topology.reset();
        refresh();
    });
    connect(m_jobButton, &QPushButton::clicked, this,
            [this] { Q_EMIT navigate(m_jobButton->property("address").toString()); });
    connect(m_drain, &QPushButton::clicked, this, &DevicePage::toggleDrain);
    retranslate();
}

void DevicePage::open(const QString &address)
{
    const QStringList parts = address.split(u'/');
    m_node = parts.value(1);
    m_accelerator = parts.value(0) == QLatin1String("accelerator") ? parts.value(2).toInt() : -1;
    m_topology.reset();
    refresh();
    Q_EMIT addressChanged();
}

QString DevicePage::address() const
{
    return m_accelerator < 0 ? QStringLiteral("node/") + m_node
                             : QStringLiteral("accelerator/%1/%2").arg(m_node).arg(m_accelerator);
}

void DevicePage::showRange(const ChartRange &range)
{
    m_charts->setRange(range);
}

void DevicePage::retranslate()
{
    m_parts->setText(QStringLiteral("accelerators"), tr("Accelerators"));
    m_parts->setText(QStringLiteral("host"), tr("Host"));
    m_missing->setWords(tr("No such device"),
                        tr("It may have left the center, or its endpoint is not connected."));
    m_topology.reset();
}

void DevicePage::refresh()
{
    const CenterView &view = *center().view();
    const NodeIndex node = view.topology().findNode(m_node.toStdString());
    const bool known = node != kNoIndex
        && (m_accelerator < 0
            || static_cast<std::uint32_t>(m_accelerator)
                < view.topology().nodes[node].acceleratorCount);
    m_missing->setVisible(!known);
    m_charts->setVisible(known);
    m_back->setText(m_accelerator < 0 ? tr("Fleet ›") : m_node + QStringLiteral(" ›"));
    if (!known) {
        m_title->setText(m_node);
        return;
    }
    refreshHeader();
    refreshCharts();
}

void DevicePage::refreshHeader()
{
    const CenterView &view = *center().view();
    const NodeIndex node = view.topology().findNode(m_node.toStdString());
    const FleetTopology::Node &at = view.topology().nodes[node];
    const PlacementNode *placement = view.placementNode(node);
    const bool whole = m_accelerator < 0;
    const QString dot = QStringLiteral(" • ");

    JobPtr job;
    if (!whole)
        job = view.jobOf[at.firstAccelerator + static_cast<std::uint32_t>(m_accelerator)];
    const Micros age = view.nodeAge(node);
    if (view.isStale(node)) {
        m_state->setState(State::Unknown);
        m_state->setText(age < 0 ? tr("no telemetry yet")
                                 : tr("no telemetry for %1").arg(text::age(age)));
    } else {
        m_state->setState(placement != nullptr && !placement->accepts() ? State::Drained
                                                                        : State::Ok);
        m_state->setText(placement != nullptr ? text::state(placement->state) : tr("live"));
    }
    m_place->setText(text::from(at.info.rack) + dot + text::from(at.info.leafSwitch));
    m_place->setVisible(!at.info.rack.empty());
    m_kind->setVisible(at.acceleratorCount > 0);
    if (at.acceleratorCount > 0) {
        const AcceleratorInfo &info =
            at.info.accelerators[whole ? 0 : static_cast<std::size_t>(m_accelerator)];
        const QString memory = text::value(static_cast<double>(info.memoryBytes), Unit::Bytes);
        m_kind->setText(
            whole ? QStringLiteral("%1 × %2").arg(at.acceleratorCount).arg(text::from(info.kind))
                  : text::from(info.kind) + dot + memory);
        m_title->setText(
            whole
                ? m_node
                : m_node + dot + acceleratorName(info, static_cast<std::uint32_t>(m_accelerator)));
        m_about->setText(
            whole ? tr("%1 CPUs • %2 memory • kernel %3 • agent %4 • boot %5")
                        .arg(at.info.cpus)
                        .arg(text::value(static_cast<double>(at.info.memoryBytes), Unit::Bytes),
                             text::from(at.info.kernel), text::from(at.info.agentVersion),
                             text::from(at.info.bootId))
                  : tr("UUID %1 • PCI %2 • limit %3 • %4 TFLOPS FP16 peak")
                        .arg(text::from(info.uuid), text::from(info.pciAddress),
                             text::value(info.powerLimitWatts, Unit::Watts),
                             text::count(static_cast<qint64>(info.peakFp16Flops / 1e12))));
    } else {
        m_title->setText(m_node);
        m_about->setText(
            tr("%1 CPUs • %2 memory • kernel %3 • agent %4 • boot %5")
                .arg(at.info.cpus)
                .arg(text::value(static_cast<double>(at.info.memoryBytes), Unit::Bytes),
                     text::from(at.info.kernel), text::from(at.info.agentVersion),
                     text::from(at.info.bootId)));
    }
    m_job->setVisible(!whole);
    m_job->setText(job ? text::from(job->name) + dot + tr("tenant %1").arg(text::from(job->tenant))
                       : tr("no job"));
    m_jobButton->setVisible(job != nullptr);
    if (job) {
        m_jobButton->setText(tr("Job %1").arg(job->id));
        m_jobButton->setProperty("address", QStringLiteral("jobs/job/%1").arg(job->id));
    }
    m_drain->setVisible(whole && placement != nullptr);
    if (placement != nullptr) {
        const bool out = !placement->accepts();
        m_drain->setText(out ? tr("Resume…") : tr("Drain…"));
        const QString why = plans().unavailable(out ? ActionKind::Resume : ActionKind::Drain);
        m_drain->setEnabled(why.isEmpty());
        m_drain->setToolTip(why.isEmpty() ? text::from(placement->reason) : why);
    }
}

void DevicePage::refreshCharts()
{
    const CenterViewPtr view = center().view();
    const NodeIndex node = view->topology().findNode(m_node.toStdString());
    // Again once the node's first values are there, so that every metric that it sends has its
    // chart.
    const bool sends = view->fleet->nodeTime[node] > 0;
    if (m_chartsSent == sends && m_topology == view->fleet->topology)
        return;
    m_topology = view->fleet->topology;
    m_chartsSent = sends;
    const FleetTopology::Node &at = m_topology->nodes[node];
    m_parts->setVisible(m_accelerator < 0 && at.acceleratorCount > 0);
    qDeleteAll(m_siblingButtons);
    m_siblingButtons.clear();
    for (std::uint32_t i = 0; i < at.acceleratorCount; ++i) {
        auto *button = new QPushButton(acceleratorName(at.info.accelerators[i], i));
        button->setProperty("look", QStringLiteral("chip"));
        button->setCheckable(true);
        button->setChecked(static_cast<int>(i) == m_accelerator);
        connect(button, &QPushButton::clicked, this, [this, i] {
            Q_EMIT navigate(QStringLiteral("fleet/accelerator/%1/%2").arg(m_node).arg(i));
        });
        m_siblings->addWidget(button);
        m_siblingButtons.push_back(button);
    }
    m_charts->setEventNode(at.info.name);
    if (m_accelerator >= 0)
        m_charts->setCharts(acceleratorCharts(
            *view, at.firstAccelerator + static_cast<std::uint32_t>(m_accelerator), true));
    else if (m_part == QLatin1String("host") || at.acceleratorCount == 0)
        m_charts->setCharts(hostCharts(*view, node));
    else
        m_charts->setCharts(nodeAcceleratorCharts(*view, node));
}

void DevicePage::toggleDrain()
{
    const CenterViewPtr view = center().view();
    const NodeIndex node = view->topology().findNode(m_node.toStdString());
    const PlacementNode *placement = node == kNoIndex ? nullptr : view->placementNode(node);
    if (placement == nullptr)
        return;
    if (!placement->accepts())
        plans().resume({placement->name});
    else if (const auto reason = askDrainReason(this, {placement->name}))
        plans().drain({placement->name}, reason->toStdString());
}

} // namespace pilothouse
