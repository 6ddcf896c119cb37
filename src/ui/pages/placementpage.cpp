// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/placementpage.h"

#include "models/roles.h"
#include "models/text.h"
#include "placement/freespace.h"
#include "ui/charts/board.h"
#include "ui/charts/jobdrag.h"
#include "ui/pages/freenodesdialog.h"
#include "ui/pages/heatmapmodes.h"
#include "ui/pages/jobactions.h"
#include "ui/pages/nodemenu.h"
#include "ui/pages/submitdialog.h"
#include "ui/pages/tablesetup.h"
#include "ui/widgets/card.h"
#include "ui/widgets/choicechips.h"
#include "ui/widgets/tableview.h"

#include <QHBoxLayout>
#include <QHash>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <map>

namespace pilothouse {

PlacementPage::PlacementPage(const PageContext &context, QWidget *parent)
    : Page(context, parent)
    , m_queue(new JobTable(JobTable::Show::Pending, this))
{
    m_actions = new JobActions(context, this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    auto *split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(makeQueue());
    split->addWidget(makeBoard());
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 2);
    split->setSizes({400, 700});
    layout->addWidget(split);
    connect(&plans(), &PlanController::changed, this, &PlacementPage::showPlanned);
    retranslate();
}

QWidget *PlacementPage::makeQueue()
{
    m_queueCard = new Card(theme());
    m_submit = new QPushButton;
    m_submit->setProperty("look", QStringLiteral("primary"));
    m_queueCard->addRightWidget(m_submit);
    m_queueView = new TableView(theme());
    m_queueView->setModel(m_queue);
    int priority = 0;
    for (int column = 0; column < m_queue->columnCount(); ++column) {
        if (qstrcmp(m_queue->column(column).key, "acc") == 0)
            m_queueView->horizontalHeader()->moveSection(column, 1); // beside the job
        if (qstrcmp(m_queue->column(column).key, "priority") == 0)
            priority = column;
    }
    setUpTable(*m_queueView, *m_queue, "queue", priority, Qt::DescendingOrder);
    m_queueCard->addContent(m_queueView);
    m_queueView->setDragEnabled(true);
    m_queueView->setDragDropMode(QAbstractItemView::DragOnly);
    m_queueView->setDrag([this](const QModelIndex &row) {
        const JobId job = row.data(IdRole).toULongLong();
        dragJob(m_queueView, theme(), job, jobColour(job));
    });
    connect(m_submit, &QPushButton::clicked, this, [this] {
        SubmitDialog dialog(*center().view()->book, plans().simulated(), this);
        if (dialog.exec() == QDialog::Accepted)
            plans().submit(dialog.submission());
    });
    connect(m_queueView->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        std::vector<JobId> jobs;
        for (const QModelIndex &index : m_queueView->selectionModel()->selectedRows())
            jobs.push_back(index.data(IdRole).toULongLong());
        m_actions->setJobs(jobs);
        if (jobs.size() == 1)
            m_board->setCurrentJob(jobs.front());
    });
    const auto open = [this](const QModelIndex &index) {
        Q_EMIT navigate(QStringLiteral("jobs/job/%1").arg(index.data(IdRole).toULongLong()));
    };
    connect(m_queueView, &QAbstractItemView::activated, this, open);
    connect(m_queueView, &TableView::linkActivated, this, open);
    connect(m_queueView, &TableView::customContextMenuRequested, this, &PlacementPage::queueMenu);
    return m_queueCard;
}

QWidget *PlacementPage::makeBoard()
{
    m_boardCard = new Card(theme());
    m_colours = new ChoiceChips;
    m_colours->addChoice(QStringLiteral("job"), {});
    m_colours->addChoice(QStringLiteral("tenant"), {});
    m_boardCard->addHeaderWidget(m_colours);
    m_free = new QPushButton;
    m_free->setObjectName(QStringLiteral("freeNodes"));
    m_boardCard->addRightWidget(m_free);
    connect(m_free, &QPushButton::clicked, this, &PlacementPage::askFreeNodes);
    m_board = new Board(theme());
    m_boardCard->addContent(m_board);
    m_board->setJudge([this](std::uint64_t job, int node) { return refusal(job, node); });
    connect(m_colours, &ChoiceChips::chosen, this, &PlacementPage::refreshBoard);
    connect(m_board, &Board::jobSelected, this, &PlacementPage::select);
    connect(m_board, &Board::moveRequested, this, [this](quint64 job) {
        select(job);
        m_actions->move()->trigger();
    });
    connect(m_board, &Board::jobDropped, this, &PlacementPage::drop);
    connect(m_board, &Board::menuRequested, this, &PlacementPage::boardMenu);
    connect(m_board, &Board::hovered, this, [this](int node, int cell, QPoint position) {
        if (node >= 0)
            QToolTip::showText(position, cellText(node, cell), m_board);
        else
            QToolTip::hideText();
    });
    m_board->setCellText([this](int node, int cell) { return cellText(node, cell); });
    return m_boardCard;
}

void PlacementPage::retranslate()
{
    m_submit->setText(tr("Submit…"));
    m_free->setText(tr("Free whole nodes…"));
    m_boardCard->setTitle(tr("Nodes by leaf switch"));
    m_colours->setText(QStringLiteral("job"), tr("Job"));
    m_colours->setText(QStringLiteral("tenant"), tr("Tenant"));
    m_queue->retranslate();
    m_actions->retranslate();
}

void PlacementPage::refresh()
{
    const CenterViewPtr view = center().view();
    m_queue->setView(view);
    m_queueCard->setTitle(tr("Queue • %Ln pending", "", m_queue->total()));
    m_actions->refresh();
    const QString why = plans().unavailable(ActionKind::Submit);
    m_submit->setEnabled(why.isEmpty());
    m_submit->setToolTip(why);
    const QString whyNotFree = plans().unavailableMoves();
    m_free->setEnabled(whyNotFree.isEmpty());
    m_free->setToolTip(whyNotFree);
    m_board->setLocked(plans().unavailable(ActionKind::Move));
    if (view->hasPlacement())
        m_queueView->setEmptyState(EmptyState::Kind::Empty, tr("Nobody waits"),
                                   tr("A job is dragged onto nodes, or moved with M. Nothing "
                                      "changes until the plan is confirmed."));
    else
        m_queueView->setEmptyState(
            EmptyState::Kind::Loading, tr("No scheduler has answered yet"),
            tr("The queue appears once one of the connected endpoints offers placement."));
    refreshBoard();
}

// The board is laid out anew only when the job book changed.
void PlacementPage::refreshBoard()
{
    const JobBookPtr book = center().view()->book;
    const bool byTenant = m_colours->current() == QLatin1String("tenant");
    if (book == m_shown && byTenant == m_shownByTenant)
        return;
    m_shown = book;
    m_shownByTenant = byTenant;
    QHash<QString, int> tenants;
    for (const Tenant &tenant : book->tenants)
        tenants.insert(text::from(tenant.name), static_cast<int>(tenants.size()));
    std::map<std::string, std::vector<std::size_t>> byLeaf;
    for (std::size_t i = 0; i < book->nodes.size(); ++i)
        byLeaf[book->nodes[i].leafSwitch].push_back(i);

    m_nodes.clear();
    std::vector<int> boardNode(book->nodes.size(), -1);
    std::vector<BoardLeaf> leaves;
    int free = 0;
    int accelerators = 0;
    for (const auto &[leaf, nodes] : byLeaf) {
        BoardLeaf at{leaf.empty() ? tr("no leaf switch") : text::from(leaf),
                     tr("%Ln node(s)", "", static_cast<int>(nodes.size())),
                     {}};
        for (const std::size_t index : nodes) {
            const PlacementNode &node = book->nodes[index];
            const BoardNodeState state = node.state == NodeState::Down ? BoardNodeState::Down
                : node.accepts()                                       ? BoardNodeState::Normal
                                                                       : BoardNodeState::Drained;
            at.nodes.push_back(
                {text::from(node.name), state, std::vector<BoardCell>(node.accelerators)});
            boardNode[index] = static_cast<int>(m_nodes.size());
            m_nodes.push_back(index);
            accelerators += static_cast<int>(node.accelerators);
            free += node.accepts() ? static_cast<int>(node.accelerators - node.allocated) : 0;
        }
        leaves.push_back(std::move(at));
    }
    std::vector<BoardNode *> cells;
    for (BoardLeaf &leaf : leaves) {
        for (BoardNode &node : leaf.nodes)
            cells.push_back(&node);
    }
    for (const JobPtr &job : book->jobs) {
        if (job->state != JobState::Running)
            continue;
        const int colour =
            byTenant ? tenants.value(text::from(job->tenant), 0) : jobColour(job->id);
        for (const JobAllocation &part : job->allocation) {
            const auto found = book->nodeByName.find(part.node);
            if (found == book->nodeByName.end())
                continue;
            std::vector<BoardCell> &row =
                cells[static_cast<std::size_t>(boardNode[found->second])]->cells;
            for (const std::uint32_t index : part.accelerators) {
                if (index < row.size())
                    row[index] = {job->id, colour};
            }
        }
    }
    m_board->setMessage(book->nodes.empty() ? tr("No scheduler has told its nodes yet.")
                                            : QString());
    m_board->setLeaves(std::move(leaves));
    m_boardCard->setRightText(tr("%1 nodes • %2 accelerators • %3 free")
                                  .arg(text::count(static_cast<qint64>(book->nodes.size())),
                                       text::count(accelerators), text::count(free)));
    showPlanned();
}

const PlacementNode *PlacementPage::nodeAt(int node) const
{
    const auto at = static_cast<std::size_t>(node);
    return node >= 0 && m_shown && at < m_nodes.size() ? &m_shown->nodes[m_nodes[at]] : nullptr;
}

QString PlacementPage::cellText(int node, int cell) const
{
    const PlacementNode *at = nodeAt(node);
    if (at == nullptr)
        return {};
    QStringList lines{text::from(at->name) + QStringLiteral(" • ") + text::state(at->state)};
    if (!at->reason.empty())
        lines << text::from(at->reason);
    lines << QStringLiteral("%1 × %2 • %3")
                 .arg(at->accelerators)
                 .arg(text::from(at->kind),
                      tr("%Ln allocated", "", static_cast<int>(at->allocated)));
    for (const JobPtr &job : m_shown->jobs) {
        if (job->state != JobState::Running)
            continue;
        for (const JobAllocation &part : job->allocation) {
            const bool here = part.node == at->name
                && (cell < 0
                    || std::ranges::count(part.accelerators, static_cast<std::uint32_t>(cell)) > 0);
            if (here)
                lines << tr("Job %1 • %2 • tenant %3")
                             .arg(job->id)
                             .arg(text::from(job->name), text::from(job->tenant));
        }
    }
    return lines.join(u'\n');
}

// Asked for every node in turn, so the pool's nodes are looked up once.
bool PlacementPage::inPool(const std::string &pool, std::size_t node)
{
    if (m_poolBook != m_shown || m_pool != pool) {
        m_poolBook = m_shown;
        m_pool = pool;
        m_poolNodes.assign(m_shown->nodes.size(), false);
        for (const std::size_t index : candidateNodes(*m_shown, pool, {}))
            m_poolNodes[index] = true;
    }
    return m_poolNodes[node];
}

// Why a node could not take the job at all; whether it has room now, the plan says.
QString PlacementPage::refusal(JobId job, int node)
{
    const PlacementNode *at = nodeAt(node);
    const JobPtr known = m_shown ? m_shown->find(job) : nullptr;
    if (at == nullptr || !known)
        return tr("Job %1 is not known any more").arg(job);
    const QString name = text::from(at->name);
    if (!at->accepts())
        return tr("%1 takes no jobs: it is %2").arg(name, text::state(at->state));
    if (!inPool(known->pool, m_nodes[static_cast<std::size_t>(node)]))
        return tr("%1 is not in pool %2").arg(name, text::from(known->pool));
    if (!known->kind.empty() && known->kind != at->kind)
        return tr("Job %1 wants %2; %3 has %4")
            .arg(job)
            .arg(text::from(known->kind), name,
                 at->accelerators > 0 ? text::from(at->kind) : tr("no accelerators"));
    return {};
}

void PlacementPage::select(JobId job)
{
    m_board->setCurrentJob(job);
    m_actions->setJobs(job == 0 ? std::vector<JobId>{} : std::vector<JobId>{job});
    const int row = m_queue->rowOf(job);
    if (row >= 0)
        m_queueView->selectRow(row);
    else
        m_queueView->clearSelection();
    m_actions->setJobs(job == 0 ? std::vector<JobId>{} : std::vector<JobId>{job});
}

// As many nodes as the job needs, beginning with those it was dropped on and going on with their
// neighbours below the same leaf switch.
void PlacementPage::drop(JobId job, const QList<int> &nodes)
{
    const JobPtr known = m_shown ? m_shown->find(job) : nullptr;
    if (!known || nodes.isEmpty())
        return;
    std::vector<std::string> names;
    std::uint32_t room = 0;
    const auto add = [&](int node) {
        const PlacementNode *at = nodeAt(node);
        if (at == nullptr || room >= known->accelerators || !refusal(job, node).isEmpty())
            return;
        names.push_back(at->name);
        room += at->accelerators;
    };
    for (const int node : nodes)
        add(node);
    const PlacementNode *first = nodeAt(nodes.constFirst());
    for (int node = 0; first != nullptr && node < static_cast<int>(m_nodes.size()); ++node) {
        if (nodeAt(node)->leafSwitch == first->leafSwitch && !nodes.contains(node))
            add(node);
    }
    select(job);
    plans().move(job, names);
}

void PlacementPage::showPlanned()
{
    const auto &plan = plans().plan();
    const bool moving = plan && plan->purpose == Plan::Purpose::Move
        && plans().phase() != PlanController::Phase::Finished;
    if (!moving || plan->jobs.empty()) {
        m_board->clearPreview();
        return;
    }
    std::vector<BoardTarget> targets;
    for (int node = 0; node < static_cast<int>(m_nodes.size()); ++node) {
        if (std::ranges::count(plan->nodes, nodeAt(node)->name) > 0)
            targets.push_back({node, {}});
    }
    m_board->setPreview(plan->jobs.front(), std::move(targets));
}

void PlacementPage::boardMenu(const QList<int> &nodes, const QPoint &position)
{
    std::vector<std::string> names;
    for (const int node : nodes) {
        if (const PlacementNode *at = nodeAt(node))
            names.push_back(at->name);
    }
    QMenu menu;
    if (names.size() == 1)
        menu.addAction(tr("Open"), this, [this, name = text::from(names.front())] {
            Q_EMIT navigate(QStringLiteral("fleet/node/") + name);
        });
    menu.addSeparator();
    addNodeActions(menu, context(), this, names);
    menu.exec(position);
}

void PlacementPage::askFreeNodes()
{
    const JobBookPtr book = center().view()->book;
    FreeNodesDialog dialog(*book, this);
    if (dialog.exec() == QDialog::Accepted)
        plans().defragment(dialog.wish());
}

void PlacementPage::queueMenu(const QPoint &position)
{
    QMenu menu;
    m_actions->addTo(menu);
    menu.exec(m_queueView->viewport()->mapToGlobal(position));
}

} // namespace pilothouse
