// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/waitcard.h"

#include "models/reasontext.h"
#include "models/roles.h"
#include "models/text.h"
#include "ui/widgets/card.h"
#include "ui/widgets/tableview.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace pilothouse {

namespace {

using Source = StartEstimate::Source;
using Kind = WaitVariant::Kind;

QString startWords(const StartEstimate &start, Micros now)
{
    switch (start.source) {
    case Source::Engine:
    case Source::Replay:
        return start.time <= now ? WaitCard::tr("now") : text::moment(start.time);
    case Source::Open:
        return WaitCard::tr("not known");
    case Source::Never:
        return WaitCard::tr("never");
    }
    return {};
}

QString variantWords(const WaitVariant &variant)
{
    const QString name = text::from(variant.name);
    switch (variant.kind) {
    case Kind::FirstInQueue:
        return WaitCard::tr("First in its queue (priority %1)").arg(variant.priority);
    case Kind::AnyNode:
        return WaitCard::tr("Any node of its pool");
    case Kind::Pool:
        return WaitCard::tr("Pool %1").arg(name);
    case Kind::Shorter:
        return WaitCard::tr("Time limit %1").arg(text::duration(variant.timeLimit));
    case Kind::Fewer:
        return WaitCard::tr("%Ln accelerator(s)", "", static_cast<int>(variant.accelerators));
    case Kind::OtherKind:
        return WaitCard::tr("%1 instead").arg(name);
    }
    return {};
}

void setRow(QStandardItemModel &model, int row, const QStringList &cells, int firstRight)
{
    for (int column = 0; column < cells.size(); ++column) {
        const QModelIndex index = model.index(row, column);
        model.setData(index, cells[column]);
        if (column >= firstRight)
            model.setData(index,
                          QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter)),
                          Qt::TextAlignmentRole);
    }
}

void alignHeader(QStandardItemModel &model, int firstRight)
{
    for (int column = firstRight; column < model.columnCount(); ++column)
        model.setHeaderData(column, Qt::Horizontal,
                            static_cast<int>(Qt::AlignRight | Qt::AlignVCenter),
                            Qt::TextAlignmentRole);
}

TableView *makeTable(const Theme &theme, QStandardItemModel *model, const QString &name)
{
    auto *view = new TableView(theme);
    view->setObjectName(name);
    view->setModel(model);
    view->setSortingEnabled(false);
    return view;
}

} // namespace

WaitCard::WaitCard(const PageContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_feed(context.center)
    , m_reasonCard(new Card(context.theme))
    , m_reason(new QLabel)
    , m_figures(new QLabel)
    , m_blockerCard(new Card(context.theme))
    , m_blockers(new QStandardItemModel(0, 4, this))
    , m_variantCard(new Card(context.theme))
    , m_variants(new QStandardItemModel(0, 3, this))
    , m_plan(new QPushButton)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::kLarge);
    m_reason->setFont(context.theme.font(fontsize::kHeadline, QFont::DemiBold));
    m_figures->setProperty("look", QStringLiteral("muted"));
    for (QLabel *label : {m_reason, m_figures}) {
        label->setWordWrap(true);
        m_reasonCard->addContent(label, 0);
    }
    column->addWidget(m_reasonCard);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kLarge);
    m_blockerView = makeTable(context.theme, m_blockers, QStringLiteral("waitBlockers"));
    m_blockerView->setSpareColumn(1, 80);
    m_blockerCard->addContent(m_blockerView);
    m_variantView = makeTable(context.theme, m_variants, QStringLiteral("waitVariants"));
    m_variantView->setSpareColumn(0, 160);
    m_variantCard->addContent(m_variantView);
    m_plan->setObjectName(QStringLiteral("waitPlan"));
    m_variantCard->addRightWidget(m_plan);
    row->addWidget(m_blockerCard, 1);
    row->addWidget(m_variantCard, 1);
    column->addLayout(row, 1);

    connect(&m_feed, &WaitFeed::changed, this, &WaitCard::showReport);
    connect(m_plan, &QPushButton::clicked, this, &WaitCard::propose);
    connect(m_variantView, &QAbstractItemView::activated, this, &WaitCard::propose);
    connect(m_variantView->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &WaitCard::enablePlan);
    connect(m_blockerView, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        Q_EMIT openJob(index.siblingAtColumn(0).data(IdRole).toULongLong());
    });
}

void WaitCard::retranslate()
{
    m_reasonCard->setTitle(tr("Why it waits"));
    m_blockerCard->setTitle(tr("In the way"));
    m_variantCard->setTitle(tr("What would help"));
    m_blockers->setHorizontalHeaderLabels(
        {tr("Job"), tr("User"), tr("Accelerators"), tr("Ends at the latest")});
    alignHeader(*m_blockers, 2);
    m_blockerView->setColumnWidth(0, 90);
    m_blockerView->setColumnWidth(2, 104);
    m_blockerView->setColumnWidth(3, 150);
    m_variants->setHorizontalHeaderLabels({tr("If it had"), tr("It starts"), tr("Plan")});
    alignHeader(*m_variants, 1);
    m_variantView->setColumnWidth(1, 150);
    m_variantView->setColumnWidth(2, 120);
    m_plan->setText(tr("Make a plan"));
    m_blockerView->setEmptyState(
        EmptyState::Kind::Empty, tr("Nobody runs where it wants to run"),
        tr("It waits for its turn, a limit, or for nodes that are out of use."));
    m_variantView->setEmptyState(EmptyState::Kind::Empty, tr("Nothing else to try"),
                                 tr("No other pool, kind or size of it would be different."));
    showReport();
}

void WaitCard::setJob(JobId job)
{
    m_job = job;
    m_feed.setJob(job);
}

void WaitCard::refresh()
{
    m_feed.refresh();
    enablePlan();
}

void WaitCard::showReport()
{
    const auto &report = m_feed.report();
    const JobPtr job = report ? m_feed.book()->find(report->job) : nullptr;
    if (!job) {
        m_reason->setText(m_job == 0 ? QString() : tr("Working it out…"));
        m_figures->clear();
        m_blockers->setRowCount(0);
        m_variants->setRowCount(0);
        m_shown.clear();
        enablePlan();
        return;
    }
    show(*report, *job);
    showBlockers(*report);
    showVariants(*report);
    enablePlan();
}

void WaitCard::show(const WaitReport &report, const Job &job)
{
    const Micros now = m_feed.book()->time;
    const QString why = text::reason(job, *m_feed.book());
    m_reason->setText(why.isEmpty() ? tr("The scheduler has not said why yet") : why);
    QStringList lines;
    switch (report.start.source) {
    case Source::Engine:
        lines << tr("The scheduler expects it to start: %1.").arg(startWords(report.start, now));
        break;
    case Source::Replay:
        lines << tr("It starts at the latest: %1, if every job runs to its time limit and none of "
                    "higher priority comes.")
                     .arg(startWords(report.start, now));
        break;
    case Source::Open:
        lines << tr("When it starts cannot be told: what is in the way has no time limit, or it "
                    "waits for something else.");
        break;
    case Source::Never:
        lines << tr("It cannot start as it is: the nodes that it may use are too few.");
        break;
    }
    if (!report.ahead.empty())
        lines << tr("%Ln job(s) ahead of it in its pool", "", static_cast<int>(report.ahead.size()))
                + QStringLiteral(" • ")
                + tr("%Ln accelerator(s)", "", static_cast<int>(report.aheadAccelerators));
    if (report.quota)
        lines << tr("Tenant %1 uses %2 of the %3 accelerators of its quota.")
                     .arg(text::from(report.quota->tenant),
                          text::count(static_cast<qint64>(report.quota->used)),
                          text::count(static_cast<qint64>(report.quota->limit)));
    m_figures->setText(lines.join(u'\n'));
}

void WaitCard::showBlockers(const WaitReport &report)
{
    m_blockerCard->setRightText(tr("%Ln job(s)", "", static_cast<int>(report.blockersInAll)));
    m_blockers->setRowCount(static_cast<int>(report.blockers.size()));
    int row = 0;
    for (const WaitBlocker &at : report.blockers) {
        setRow(*m_blockers, row,
               {QString::number(at.job->id), text::from(at.job->user), text::count(at.accelerators),
                at.latestEnd > 0 ? text::moment(at.latestEnd) : tr("no time limit")},
               2);
        m_blockers->setData(m_blockers->index(row, 0), QVariant::fromValue<quint64>(at.job->id),
                            IdRole);
        ++row;
    }
}

void WaitCard::showVariants(const WaitReport &report)
{
    const Micros now = m_feed.book()->time;
    m_shown = report.variants;
    m_variants->setRowCount(static_cast<int>(m_shown.size()));
    int row = 0;
    for (const WaitVariant &at : m_shown) {
        const QString plan = !at.action ? tr("submit it anew")
            : whyNot(at).isEmpty()      ? tr("Enter")
                                        : tr("not offered");
        setRow(*m_variants, row, {variantWords(at), startWords(at.start, now), plan}, 1);
        m_variants->setData(m_variants->index(row, 2), whyNot(at), Qt::ToolTipRole);
        ++row;
    }
}

const WaitVariant *WaitCard::selected() const
{
    const int row = m_variantView->currentIndex().row();
    return row >= 0 && row < static_cast<int>(m_shown.size())
        ? &m_shown[static_cast<std::size_t>(row)]
        : nullptr;
}

QString WaitCard::whyNot(const WaitVariant &variant) const
{
    return variant.action
        ? m_context.plans.unavailable(*variant.action)
        : tr("The scheduler cannot change this of a job. Cancel it and submit it so.");
}

void WaitCard::enablePlan()
{
    const WaitVariant *variant = selected();
    const QString why = variant == nullptr ? tr("Select a row first.") : whyNot(*variant);
    m_plan->setEnabled(why.isEmpty());
    m_plan->setToolTip(why);
}

void WaitCard::propose()
{
    const WaitVariant *variant = selected();
    if (variant == nullptr || !whyNot(*variant).isEmpty())
        return;
    switch (variant->kind) {
    case Kind::FirstInQueue:
        m_context.plans.setPriority(m_job, variant->priority);
        break;
    case Kind::AnyNode:
        m_context.plans.move(m_job, {});
        break;
    case Kind::Pool:
        m_context.plans.move(m_job, {}, variant->name);
        break;
    case Kind::Shorter:
        m_context.plans.update({m_job}, {.timeLimit = variant->timeLimit});
        break;
    case Kind::Fewer:
    case Kind::OtherKind:
        break;
    }
}

} // namespace pilothouse
