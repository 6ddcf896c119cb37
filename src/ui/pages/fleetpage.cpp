// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/fleetpage.h"

#include "models/roles.h"
#include "models/text.h"
#include "ui/charts/chartexport.h"
#include "ui/pages/devicecharts.h"
#include "ui/pages/devicepage.h"
#include "ui/pages/nodemenu.h"
#include "ui/pages/tablesetup.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choicechips.h"
#include "ui/widgets/filterline.h"
#include "ui/widgets/tableview.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace pilothouse {

FleetPage::FleetPage(const PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_stack(new QStackedWidget)
    , m_device(new DevicePage(context))
    , m_title(new QLabel)
    , m_which(new ChoiceChips)
    , m_filter(new FilterLine(context.theme))
    , m_columns(new QPushButton)
    , m_export(new QPushButton)
    , m_views(new QStackedWidget)
    , m_panel(new Card(context.theme))
    , m_openButton(new QPushButton)
    , m_about(new QLabel)
    , m_charts(new ChartPanel(context, ChartPanel::Density::Compact))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_stack->addWidget(makeTables());
    m_stack->addWidget(m_device);
    addTable(QStringLiteral("nodes"), new NodeTable(this));
    addTable(QStringLiteral("accelerators"), new AcceleratorTable(this));
    addTable(QStringLiteral("racks"), new RackTable(this));

    connect(m_which, &ChoiceChips::chosen, this, [this](const QString &id) {
        show(id);
        Q_EMIT addressChanged();
    });
    connect(m_filter, &FilterLine::changed, this, [this](const QString &line) {
        applyFilter(line);
        Q_EMIT addressChanged();
    });
    connect(m_columns, &QPushButton::clicked, this, [this] {
        current().view->columnMenu()->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height())));
    });
    connect(m_export, &QPushButton::clicked, this, [this] {
        QMenu menu;
        ChartExport::addExportActions(menu, theme(),
                                      {.picture = nullptr,
                                       .table = [this] { return tableOf(*current().model); },
                                       .context = [this] { return exportContext(); }});
        menu.exec(m_export->mapToGlobal(QPoint(0, m_export->height())));
    });
    connect(m_openButton, &QPushButton::clicked, this, &FleetPage::openCurrent);
    connect(m_device, &Page::navigate, this, &Page::navigate);
    connect(m_device, &Page::addressChanged, this, &Page::addressChanged);
    retranslate();
    show(QStringLiteral("nodes"));
}

QWidget *FleetPage::makeTables()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    layout->setSpacing(space::kLarge);
    layout->addWidget(makeHeader());
    auto *split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    auto *frame = new Card(theme());
    frame->addContent(m_views);
    split->addWidget(frame);
    m_about->setWordWrap(true);
    m_about->setProperty("look", QStringLiteral("muted"));
    m_panel->addRightWidget(m_openButton);
    m_panel->addContent(m_about, 0);
    m_panel->addContent(m_charts);
    m_charts->setColumns(1);
    m_panel->setMinimumWidth(260);
    split->addWidget(m_panel);
    split->setStretchFactor(0, 7);
    split->setStretchFactor(1, 3);
    split->setSizes({700, 320});
    layout->addWidget(split, 1);
    return page;
}

QWidget *FleetPage::makeHeader()
{
    auto *header = new QWidget;
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::kMedium);
    m_title->setFont(theme().font(fontsize::kHeadline, QFont::DemiBold));
    row->addWidget(m_title);
    for (const char *id : {"nodes", "accelerators", "racks"})
        m_which->addChoice(QLatin1String(id), {});
    row->addWidget(m_which);
    row->addWidget(m_filter, 1);
    row->addWidget(m_columns);
    row->addWidget(m_export);
    return header;
}

void FleetPage::addTable(const QString &id, LiveTable *model)
{
    auto *view = new TableView(theme());
    setUpTable(*view, *model, qPrintable(id));
    connect(view, &TableView::customContextMenuRequested, this, &FleetPage::tableMenu);
    connect(view, &QAbstractItemView::activated, this, &FleetPage::openRow);
    connect(view, &TableView::linkActivated, this, &FleetPage::openRow);
    connect(view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &FleetPage::showSelected);
    m_views->addWidget(view);
    m_tables.push_back({id, model, view, {}});
}

void FleetPage::open(const QString &address)
{
    if (address.startsWith(QLatin1String("node/"))
        || address.startsWith(QLatin1String("accelerator/"))) {
        m_device->open(address);
        m_stack->setCurrentIndex(1);
        return;
    }
    m_stack->setCurrentIndex(0);
    const QString id = address.section(u'?', 0, 0);
    show(id.isEmpty() ? current().id : id);
    if (address.contains(u'?'))
        m_filter->setText(address.section(u'?', 1));
    Q_EMIT addressChanged();
}

QString FleetPage::address() const
{
    if (m_stack->currentIndex() == 1)
        return m_device->address();
    return current().filter.isEmpty() ? current().id : current().id + u'?' + current().filter;
}

void FleetPage::showRange(const ChartRange &range)
{
    if (m_stack->currentIndex() == 1)
        m_device->showRange(range);
    else
        m_charts->setRange(range);
}

void FleetPage::show(const QString &id)
{
    for (std::size_t i = 0; i < m_tables.size(); ++i) {
        if (m_tables[i].id == id)
            m_current = static_cast<int>(i);
    }
    m_which->setCurrent(current().id);
    m_views->setCurrentIndex(m_current);
    current().model->setView(center().view());
    m_filter->setKeys(current().model->filterKeys());
    m_filter->setText(current().filter);
    m_shown = ~quint64{0};
    updateCount();
    showSelected();
}

void FleetPage::retranslate()
{
    m_title->setText(tr("Fleet"));
    m_which->setText(QStringLiteral("nodes"), tr("Nodes"));
    m_which->setText(QStringLiteral("accelerators"), tr("Accelerators"));
    m_which->setText(QStringLiteral("racks"), tr("Racks"));
    m_filter->setPlaceholderText(tr("Filter, such as kind:910B util<10"));
    m_columns->setText(tr("Columns"));
    m_export->setText(tr("Export"));
    m_openButton->setText(tr("Open"));
    for (Entry &entry : m_tables) {
        entry.model->retranslate();
        entry.view->setEmptyState(
            EmptyState::Kind::Empty, tr("Nothing to show"),
            tr("Either no endpoint has described its nodes yet, or the filter matches none."));
    }
    m_shown = ~quint64{0};
}

void FleetPage::refresh()
{
    if (m_stack->currentIndex() == 1)
        return;
    current().model->setView(center().view());
    if (!hasCurrent() && current().model->rowCount() > 0)
        current().view->setCurrentIndex(current().model->index(0, 0));
    updateCount();
    showSelected();
}

void FleetPage::updateCount()
{
    m_filter->setCount(
        tr("%1 of %2")
            .arg(text::count(current().model->rowCount()), text::count(current().model->total())));
}

ExportContext FleetPage::exportContext() const
{
    ExportContext about;
    about.title = current().id == QLatin1String("nodes") ? tr("Nodes")
        : current().id == QLatin1String("racks")         ? tr("Racks")
                                                         : tr("Accelerators");
    about.range = text::dateTime(center().view()->now);
    about.filters = current().filter;
    about.center = center().name();
    return about;
}

void FleetPage::applyFilter(const QString &line)
{
    current().filter = line;
    const Filter filter = parseFilter(line, current().model->filterKeys());
    m_filter->setError(filter.error);
    current().model->setFilter(filter);
    updateCount();
}

bool FleetPage::hasCurrent() const
{
    return current().view->currentIndex().isValid();
}

quint64 FleetPage::currentId() const
{
    return current().view->currentIndex().data(IdRole).toULongLong();
}

void FleetPage::showSelected()
{
    m_panel->setVisible(current().model->total() > 0);
    if (!hasCurrent()) {
        m_panel->setTitle({});
        m_about->clear();
        m_charts->setCharts({});
        m_shown = ~quint64{0};
        return;
    }
    const CenterView &view = *center().view();
    const quint64 id = currentId();
    const bool accelerators = current().id == QLatin1String("accelerators");
    const NodeIndex node =
        accelerators ? view.topology().accelerators[id].node : static_cast<NodeIndex>(id);
    const FleetTopology::Node &at = view.topology().nodes[node];
    const QString name = text::from(at.info.name);
    QString about;
    if (accelerators) {
        const JobPtr &job = view.jobOf[id];
        about = job ? tr("Job %1 %2 • tenant %3")
                          .arg(job->id)
                          .arg(text::from(job->name), text::from(job->tenant))
                    : tr("no job");
    } else if (at.acceleratorCount > 0) {
        about = QStringLiteral("%1 × %2")
                    .arg(at.acceleratorCount)
                    .arg(text::from(at.info.accelerators.front().kind));
    }
    m_about->setText(about);
    m_about->setVisible(!about.isEmpty());
    if (id == m_shown && view.fleet->topology == m_shownIn)
        return;
    m_shown = id;
    m_shownIn = view.fleet->topology;
    if (accelerators) {
        const std::uint32_t index = view.topology().accelerators[id].index;
        m_panel->setTitle(name + QStringLiteral(" • ")
                          + acceleratorName(at.info.accelerators[index], index));
        m_charts->setCharts(acceleratorCharts(view, static_cast<AcceleratorIndex>(id), false));
    } else {
        m_panel->setTitle(name);
        m_charts->setCharts(at.acceleratorCount > 0 ? nodeAcceleratorCharts(view, node)
                                                    : hostCharts(view, node));
    }
    m_charts->setEventNode(at.info.name);
}

void FleetPage::openRow(const QModelIndex &index)
{
    const CenterView &view = *center().view();
    const quint64 id = index.data(IdRole).toULongLong();
    if (current().id == QLatin1String("racks")) {
        Q_EMIT navigate(QStringLiteral("fleet/nodes?rack:")
                        + text::from(view.topology().nodes[id].info.rack));
    } else if (current().id == QLatin1String("nodes")) {
        Q_EMIT navigate(QStringLiteral("fleet/node/")
                        + text::from(view.topology().nodes[id].info.name));
    } else {
        const bool toJob =
            QLatin1String(current().model->column(index.column()).key) == QLatin1String("job");
        if (const JobPtr &job = view.jobOf[id]; toJob && job) {
            Q_EMIT navigate(QStringLiteral("jobs/job/%1").arg(job->id));
            return;
        }
        const FleetTopology::Accelerator &at = view.topology().accelerators[id];
        Q_EMIT navigate(QStringLiteral("fleet/accelerator/%1/%2")
                            .arg(text::from(view.topology().nodes[at.node].info.name))
                            .arg(at.index));
    }
}

void FleetPage::openCurrent()
{
    if (hasCurrent())
        openRow(current().view->currentIndex().siblingAtColumn(0));
}

std::vector<std::string> FleetPage::selectedNodes() const
{
    std::vector<std::string> nodes;
    const FleetTopology &topology = center().view()->topology();
    for (const QModelIndex &index : current().view->selectionModel()->selectedRows())
        nodes.push_back(topology.nodes[index.data(IdRole).toULongLong()].info.name);
    return nodes;
}

void FleetPage::tableMenu(const QPoint &position)
{
    QMenu menu;
    menu.addAction(tr("Open"), this, &FleetPage::openCurrent)->setEnabled(hasCurrent());
    menu.addAction(tr("Copy"), current().view, &TableView::copySelection);
    if (current().id == QLatin1String("nodes")) {
        menu.addSeparator();
        addNodeActions(menu, context(), this, selectedNodes());
    }
    menu.exec(current().view->viewport()->mapToGlobal(position));
}

} // namespace pilothouse
