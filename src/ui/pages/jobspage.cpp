// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/jobspage.h"

#include "models/roles.h"
#include "models/text.h"
#include "ui/charts/chartexport.h"
#include "ui/pages/jobactions.h"
#include "ui/pages/jobpage.h"
#include "ui/pages/submitdialog.h"
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
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace pilothouse {

namespace {

// The chips above the table put a state before what the filter line says.
QString stateFilter(const QString &choice)
{
    if (choice == QLatin1String("running"))
        return QStringLiteral("state:RUNNING ");
    if (choice == QLatin1String("pending"))
        return QStringLiteral("state:PENDING ");
    if (choice == QLatin1String("ended"))
        return QStringLiteral("-state:RUNNING,PENDING ");
    return {};
}

} // namespace

JobsPage::JobsPage(const PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_stack(new QStackedWidget)
    , m_job(new JobPage(context))
    , m_title(new QLabel)
    , m_states(new ChoiceChips)
    , m_filter(new FilterLine(context.theme))
    , m_columns(new QPushButton)
    , m_export(new QPushButton)
    , m_submit(new QPushButton)
    , m_model(new JobTable(JobTable::Show::All, this))
    , m_view(new TableView(context.theme))
{
    m_actions = new JobActions(context, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_stack->addWidget(makeTable());
    m_stack->addWidget(m_job);

    connect(m_states, &ChoiceChips::chosen, this, &JobsPage::applyFilter);
    connect(m_filter, &FilterLine::changed, this, [this] {
        applyFilter();
        Q_EMIT addressChanged();
    });
    connect(m_columns, &QPushButton::clicked, this, [this] {
        m_view->columnMenu()->popup(m_columns->mapToGlobal(QPoint(0, m_columns->height())));
    });
    connect(m_export, &QPushButton::clicked, this, [this] {
        QMenu menu;
        const auto about = [this] {
            ExportContext shown;
            shown.title = tr("Jobs");
            shown.range = text::dateTime(center().view()->now);
            shown.filters = m_filter->text();
            shown.center = center().name();
            return shown;
        };
        ChartExport::addExportActions(
            menu, theme(),
            {.picture = nullptr, .table = [this] { return tableOf(*m_model); }, .context = about});
        menu.exec(m_export->mapToGlobal(QPoint(0, m_export->height())));
    });
    connect(m_submit, &QPushButton::clicked, this, &JobsPage::submit);
    connect(m_view, &QAbstractItemView::activated, this, &JobsPage::openRow);
    connect(m_view, &TableView::linkActivated, this, &JobsPage::openRow);
    connect(m_view, &TableView::customContextMenuRequested, this, &JobsPage::tableMenu);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &JobsPage::selectionChanged);
    connect(m_job, &Page::navigate, this, &Page::navigate);
    connect(m_job, &Page::addressChanged, this, &Page::addressChanged);
    retranslate();
}

QWidget *JobsPage::makeTable()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    layout->setSpacing(space::kMedium);
    auto *header = new QHBoxLayout;
    header->setSpacing(space::kMedium);
    m_title->setFont(theme().font(fontsize::kHeadline, QFont::DemiBold));
    header->addWidget(m_title);
    for (const char *id : {"all", "running", "pending", "ended"})
        m_states->addChoice(QLatin1String(id), {});
    header->addWidget(m_states);
    header->addWidget(m_filter, 1);
    header->addWidget(m_columns);
    header->addWidget(m_export);
    m_submit->setProperty("look", QStringLiteral("primary"));
    header->addWidget(m_submit);
    layout->addLayout(header);
    auto *actions = new QHBoxLayout;
    actions->setSpacing(space::kMedium);
    for (QAction *action :
         {m_actions->hold(), m_actions->release(), m_actions->requeue(), m_actions->move(),
          m_actions->priority(), m_actions->change(), m_actions->cancel()}) {
        auto *button = new QToolButton;
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setProperty("look",
                            action == m_actions->cancel() ? QStringLiteral("danger") : QString());
        m_buttons.push_back(button);
        actions->addWidget(button);
    }
    actions->addStretch(1);
    layout->addLayout(actions);
    auto *frame = new Card(theme());
    setUpTable(*m_view, *m_model, "jobs", 0, Qt::DescendingOrder); // the newest first
    frame->addContent(m_view);
    layout->addWidget(frame, 1);
    return page;
}

void JobsPage::open(const QString &address)
{
    if (address.startsWith(QLatin1String("job/"))) {
        m_job->open(address);
        m_stack->setCurrentIndex(1);
        return;
    }
    m_stack->setCurrentIndex(0);
    if (address.startsWith(u'?'))
        m_filter->setText(address.mid(1));
    Q_EMIT addressChanged();
}

QString JobsPage::address() const
{
    if (m_stack->currentIndex() == 1)
        return m_job->address();
    return m_filter->text().trimmed().isEmpty() ? QString() : u'?' + m_filter->text().trimmed();
}

void JobsPage::retranslate()
{
    m_title->setText(tr("Jobs"));
    m_states->setText(QStringLiteral("all"), tr("All"));
    m_states->setText(QStringLiteral("running"), tr("Running"));
    m_states->setText(QStringLiteral("pending"), tr("Pending"));
    m_states->setText(QStringLiteral("ended"), tr("Ended"));
    m_filter->setPlaceholderText(tr("Filter, such as tenant:speech active<10"));
    m_columns->setText(tr("Columns"));
    m_export->setText(tr("Export"));
    m_submit->setText(tr("Submit…"));
    m_actions->retranslate();
    m_model->retranslate();
    m_keysAt = 0;
}

void JobsPage::refresh()
{
    const CenterViewPtr view = center().view();
    if (!view->hasPlacement())
        m_view->setEmptyState(
            EmptyState::Kind::Loading, tr("No scheduler has answered yet"),
            tr("Jobs appear once one of the connected endpoints offers placement."));
    else
        m_view->setEmptyState(EmptyState::Kind::Empty, tr("No jobs"),
                              tr("The filter matches none, or nothing was submitted."));
    if (m_stack->currentIndex() == 1)
        return;
    m_model->setView(view);
    constexpr Micros kKeysEvery = 2 * kSecond; // they look at every job
    if (view->now - m_keysAt >= kKeysEvery || view->now < m_keysAt) {
        m_keysAt = view->now;
        m_filter->setKeys(m_model->filterKeys());
    }
    m_actions->refresh();
    const QString why = plans().unavailable(ActionKind::Submit);
    m_submit->setEnabled(why.isEmpty());
    m_submit->setToolTip(why);
    updateCounts();
}

void JobsPage::updateCounts()
{
    m_filter->setCount(
        tr("%1 of %2").arg(text::count(m_model->rowCount()), text::count(m_model->total())));
}

void JobsPage::applyFilter()
{
    const Filter filter =
        parseFilter(stateFilter(m_states->current()) + m_filter->text(), m_model->filterKeys());
    m_filter->setError(filter.error);
    m_model->setFilter(filter);
    updateCounts();
}

void JobsPage::selectionChanged()
{
    std::vector<JobId> jobs;
    for (const QModelIndex &index : m_view->selectionModel()->selectedRows())
        jobs.push_back(index.data(IdRole).toULongLong());
    m_actions->setJobs(std::move(jobs));
}

void JobsPage::openRow(const QModelIndex &index)
{
    Q_EMIT navigate(QStringLiteral("jobs/job/%1").arg(index.data(IdRole).toULongLong()));
}

void JobsPage::tableMenu(const QPoint &position)
{
    QMenu menu;
    const QModelIndex index = m_view->indexAt(position);
    menu.addAction(tr("Open"), this, [this, index] { openRow(index); })
        ->setEnabled(index.isValid());
    menu.addAction(tr("Copy"), m_view, &TableView::copySelection);
    menu.addSeparator();
    m_actions->addTo(menu);
    menu.exec(m_view->viewport()->mapToGlobal(position));
}

void JobsPage::submit()
{
    SubmitDialog dialog(*center().view()->book, plans().simulated(), this);
    if (dialog.exec() == QDialog::Accepted)
        plans().submit(dialog.submission());
}

} // namespace pilothouse
