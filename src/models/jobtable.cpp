// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reasontext.h"
#include "models/roles.h"
#include "models/tables.h"
#include "models/text.h"

#include <QCoreApplication>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>

namespace pilothouse {

namespace {

enum Column {
    Id,
    Name,
    StateColumn,
    Reason,
    TenantColumn,
    User,
    PoolColumn,
    ScenarioColumn,
    Framework,
    Kind,
    Accelerators,
    Tensor,
    Util,
    Memory,
    Power,
    Elapsed,
    Limit,
    Wait,
    Priority,
    Submitted
};

constexpr std::array kColumns{
    TableColumn{.key = "job", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Job"), .width = 76},
    TableColumn{
        .key = "name", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Name"), .width = 124},
    TableColumn{
        .key = "state", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "State"), .width = 112},
    TableColumn{.key = "reason",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Why it waits"),
                .width = 150,
                .spare = true},
    TableColumn{
        .key = "tenant", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Tenant"), .width = 104},
    TableColumn{
        .key = "user", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "User"), .shown = false},
    TableColumn{
        .key = "pool", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Pool"), .width = 62},
    TableColumn{.key = "scenario",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Scenario"),
                .width = 130},
    TableColumn{.key = "framework",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Framework"),
                .shown = false},
    TableColumn{
        .key = "kind", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Kind"), .width = 96},
    TableColumn{.key = "acc",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Acc."),
                .numeric = true,
                .width = 56},
    TableColumn{.key = "active",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Tensor active"),
                .metric = Metric::TensorActive,
                .unit = Unit::Ratio,
                .numeric = true,
                .width = 128},
    TableColumn{.key = "util",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Busy"),
                .metric = Metric::Utilization,
                .unit = Unit::Ratio,
                .numeric = true,
                .shown = false},
    TableColumn{.key = "memory",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Memory"),
                .metric = Metric::MemoryUsed,
                .unit = Unit::Bytes,
                .numeric = true,
                .shown = false},
    TableColumn{.key = "power",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Power"),
                .metric = Metric::Power,
                .unit = Unit::Watts,
                .numeric = true,
                .width = 76},
    TableColumn{.key = "elapsed",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Running"),
                .unit = Unit::Seconds,
                .numeric = true,
                .width = 92},
    TableColumn{.key = "limit",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Limit"),
                .unit = Unit::Seconds,
                .numeric = true,
                .shown = false,
                .width = 92},
    TableColumn{.key = "wait",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Waited"),
                .unit = Unit::Seconds,
                .numeric = true,
                .width = 92},
    TableColumn{.key = "priority",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Priority"),
                .numeric = true,
                .shown = false},
    TableColumn{.key = "submitted",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Submitted"),
                .shown = false,
                .width = 150},
};

// What the queue tells is why a job waits; the rest is behind the columns' menu.
constexpr auto queueColumns()
{
    auto columns = kColumns;
    for (TableColumn &at : columns) {
        const std::string_view key = at.key;
        at.shown =
            key == "job" || key == "acc" || key == "reason" || key == "kind" || key == "tenant";
        at.width = key == "reason" ? 160 : key == "job" ? 64 : key == "tenant" ? 92 : at.width;
    }
    return columns;
}
constexpr auto kQueueColumns = queueColumns();

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double seconds(Micros span)
{
    return static_cast<double>(std::max<Micros>(0, span)) / kSecond;
}

double live(const CenterView &view, const Job &job, double JobLive::*figure)
{
    const auto found = view.live.find(job.id);
    return found == view.live.end() ? kMissing : found->second.*figure;
}

} // namespace

State jobState(const Job &job)
{
    switch (job.state) {
    case JobState::Running:
        return State::Ok;
    case JobState::Pending:
        return job.held ? State::Drained : State::Pending;
    case JobState::Failed:
    case JobState::NodeFail:
    case JobState::BootFail:
    case JobState::OutOfMemory:
        return State::Critical;
    case JobState::Timeout:
    case JobState::Deadline:
    case JobState::Preempted:
    case JobState::Suspended:
        return State::Warning;
    default:
        return State::Unknown;
    }
}

JobTable::JobTable(Show show, QObject *parent)
    : LiveTable(show == Show::All ? kColumns : kQueueColumns, parent)
    , m_show(show)
{
}

Qt::ItemFlags JobTable::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = LiveTable::flags(index);
    return index.isValid() ? flags | Qt::ItemIsDragEnabled : flags;
}

const std::vector<std::size_t> &JobTable::pending(const CenterView &view) const
{
    if (m_book != view.book) {
        m_book = view.book;
        m_pending.clear();
        for (std::size_t i = 0; i < m_book->jobs.size(); ++i) {
            if (m_book->jobs[i]->state == JobState::Pending)
                m_pending.push_back(i);
        }
    }
    return m_pending;
}

const Job &JobTable::job(const CenterView &view, int source) const
{
    const auto at = static_cast<std::size_t>(source);
    return *view.book->jobs[m_show == Show::All ? at : pending(view)[at]];
}

int JobTable::sourceCount(const CenterView &view) const
{
    return static_cast<int>(m_show == Show::All ? view.book->jobs.size() : pending(view).size());
}

quint64 JobTable::id(const CenterView &view, int source) const
{
    return job(view, source).id;
}

QString JobTable::text(const CenterView &view, int source, int column) const
{
    const Job &at = job(view, source);
    switch (column) {
    case Id:
        return text::jobName(at);
    case Name:
        return text::from(at.name);
    case StateColumn:
        return text::state(at.state);
    case Reason:
        return at.state == JobState::Running ? QString() : text::reason(at, *view.book);
    case TenantColumn:
        return text::from(at.tenant);
    case User:
        return text::from(at.user);
    case PoolColumn:
        return text::from(at.pool);
    case ScenarioColumn:
        return text::scenario(at.scenario);
    case Framework:
        return text::from(at.framework);
    case Kind:
        return text::from(at.kind);
    case Submitted:
        return text::dateTime(at.submitted);
    default:
        return {};
    }
}

double JobTable::number(const CenterView &view, int source, int column) const
{
    const Job &at = job(view, source);
    const Micros end = at.hasEnded() ? at.ended : view.book->time;
    switch (column) {
    case Accelerators:
        return at.accelerators;
    case Tensor:
        return live(view, at, &JobLive::tensorActive);
    case Util:
        return live(view, at, &JobLive::utilization);
    case Memory:
        return live(view, at, &JobLive::memoryUsed);
    case Power:
        return live(view, at, &JobLive::power);
    case Elapsed:
        return at.started == 0 ? kMissing : seconds(end - at.started);
    case Limit:
        return at.timeLimit == 0 ? kMissing : seconds(at.timeLimit);
    case Wait:
        return seconds((at.started == 0 ? end : at.started) - at.submitted);
    case Priority:
        return static_cast<double>(at.priority);
    default:
        return kMissing;
    }
}

QVariant JobTable::extra(const CenterView &view, int source, int column, int role) const
{
    switch (role) {
    case StateRole:
        return column == StateColumn ? QVariant(static_cast<int>(jobState(job(view, source))))
                                     : QVariant();
    case LinkRole:
        return column == Id ? QVariant(true) : QVariant();
    case BarRole:
        return column == Tensor ? QVariant(number(view, source, column)) : QVariant();
    case Qt::ToolTipRole:
        return column == Reason ? QVariant(text::reasonInFull(job(view, source), *view.book))
                                : QVariant();
    default:
        return {};
    }
}

bool JobTable::stale(const CenterView &view, int source) const
{
    const Job &at = job(view, source);
    const auto found = view.live.find(at.id);
    return at.state == JobState::Running
        && (found == view.live.end() || found->second.accelerators == 0);
}

bool JobTable::sameSources(const CenterView &before, const CenterView &after) const
{
    return before.book == after.book;
}

} // namespace pilothouse
