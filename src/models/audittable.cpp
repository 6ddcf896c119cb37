// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audittable.h"

#include "models/text.h"
#include "placement/audit/actionwords.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <limits>

namespace pilothouse {

namespace {

enum Column {
    Time,
    Who,
    ActionColumn,
    Target,
    Outcome,
    Reply,
    EngineUser,
    PlanColumn,
    Step,
    Before,
    After,
    Call,
    Cluster,
    Address,
    Host,
    Sequence
};

constexpr std::array kColumns{
    TableColumn{
        .key = "time", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Time"), .width = 150},
    TableColumn{.key = "who", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Who"), .width = 96},
    TableColumn{
        .key = "action", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Action"), .width = 130},
    TableColumn{
        .key = "target", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Target"), .width = 130},
    TableColumn{.key = "outcome",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Outcome"),
                .width = 116},
    TableColumn{.key = "reply",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Engine's reply"),
                .width = 200,
                .spare = true},
    TableColumn{
        .key = "as", .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "As user"), .width = 88},
    TableColumn{.key = "plan",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Plan"),
                .shown = false,
                .width = 138},
    TableColumn{.key = "step",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Step"),
                .numeric = true,
                .width = 56},
    TableColumn{.key = "before",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Before"),
                .shown = false,
                .width = 180},
    TableColumn{.key = "after",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Asked for"),
                .shown = false,
                .width = 180},
    TableColumn{.key = "call",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Call"),
                .shown = false,
                .width = 200},
    TableColumn{.key = "cluster",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Cluster"),
                .shown = false},
    TableColumn{.key = "address",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Address"),
                .shown = false,
                .width = 140},
    TableColumn{.key = "host",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "From host"),
                .shown = false},
    TableColumn{.key = "record",
                .title = QT_TRANSLATE_NOOP("pilothouse::Tables", "Record"),
                .numeric = true,
                .shown = false,
                .width = 64},
};

} // namespace

AuditTable::AuditTable(QObject *parent)
    : LiveTable(kColumns, parent)
    , m_audit(std::make_shared<AuditView>())
{
}

void AuditTable::setAudit(AuditViewPtr audit)
{
    m_audit = std::move(audit);
    m_renewed = true;
    setView(std::make_shared<CenterView>());
    m_renewed = false;
}

AuditEntryPtr AuditTable::entry(quint64 id) const
{
    const auto found =
        std::ranges::lower_bound(m_audit->entries, std::uint64_t{id}, {},
                                 [](const AuditEntryPtr &each) { return each->intent.sequence; });
    return found == m_audit->entries.end() || (*found)->intent.sequence != id ? nullptr : *found;
}

QString AuditTable::outcomeText(const AuditEntry &entry)
{
    switch (entry.result ? entry.result->outcome : AuditOutcome::Open) {
    case AuditOutcome::Open:
        return tr("no reply");
    case AuditOutcome::Done:
        return tr("done");
    case AuditOutcome::Refused:
        return tr("refused");
    case AuditOutcome::Unknown:
        return tr("not known");
    }
    return {};
}

State AuditTable::outcomeState(const AuditEntry &entry)
{
    switch (entry.result ? entry.result->outcome : AuditOutcome::Open) {
    case AuditOutcome::Open:
        return State::Pending;
    case AuditOutcome::Done:
        return State::Ok;
    case AuditOutcome::Refused:
        return State::Critical;
    case AuditOutcome::Unknown:
        return State::Warning;
    }
    return State::None;
}

QString AuditTable::breakText(const AuditBreak &at)
{
    // The words of placement/audit; what SQLite says of a damaged file is shown as it is.
    static const std::array kKnown{
        QT_TRANSLATE_NOOP("pilothouse::AuditTable", "it is missing"),
        QT_TRANSLATE_NOOP("pilothouse::AuditTable", "it was changed"),
        QT_TRANSLATE_NOOP("pilothouse::AuditTable", "it was replaced"),
        QT_TRANSLATE_NOOP("pilothouse::AuditTable", "it does not follow from the record before"),
        QT_TRANSLATE_NOOP("pilothouse::AuditTable", "it is the result of no action before it"),
        QT_TRANSLATE_NOOP("pilothouse::AuditTable", "it and all after it were cut off"),
        QT_TRANSLATE_NOOP("pilothouse::AuditTable",
                          "the tables of the audit log, or the triggers that guard them, were "
                          "changed"),
    };
    const auto *const known = std::ranges::find(kKnown, at.why);
    return known == kKnown.end() ? text::from(at.why) : tr(*known);
}

QString AuditTable::actionText(const AuditRecord &record)
{
    const auto kind = actionNamed(record.action);
    const QString words = kind ? text::action(*kind) : text::from(record.action);
    return record.undo ? tr("Undo: %1").arg(words) : words;
}

// The newest is the first, so that actions of one second stand in this order too. Between two views
// the rows may still name entries that are gone.
const AuditEntry &AuditTable::at(int source) const
{
    static const AuditEntry kNone;
    const auto place = static_cast<std::size_t>(source);
    const auto &entries = m_audit->entries;
    return place < entries.size() ? *entries[entries.size() - 1 - place] : kNone;
}

int AuditTable::sourceCount(const CenterView & /*view*/) const
{
    return static_cast<int>(m_audit->entries.size());
}

quint64 AuditTable::id(const CenterView & /*view*/, int source) const
{
    return at(source).intent.sequence;
}

QString AuditTable::text(const CenterView & /*view*/, int source, int column) const
{
    const AuditEntry &entry = at(source);
    const AuditRecord &intent = entry.intent;
    const AuditRecord &newest = entry.result ? *entry.result : intent;
    switch (column) {
    case Time:
        return text::dateTime(intent.time);
    case Who:
        return text::from(intent.osUser);
    case ActionColumn:
        return actionText(intent);
    case Target:
        return text::from(newest.target);
    case Outcome:
        return outcomeText(entry);
    case Reply:
        return text::from(newest.reply);
    case EngineUser:
        return text::from(intent.engineUser);
    case PlanColumn:
        return text::from(intent.plan);
    case Before:
        return text::from(intent.before);
    case After:
        return text::from(intent.after);
    case Call:
        return text::from(newest.call);
    case Cluster:
        return text::from(intent.cluster);
    case Address:
        return text::from(intent.address);
    case Host:
        return text::from(intent.host);
    default:
        return {};
    }
}

double AuditTable::number(const CenterView & /*view*/, int source, int column) const
{
    const AuditRecord &intent = at(source).intent;
    if (column == Sequence)
        return static_cast<double>(intent.sequence);
    if (column == Step && intent.step > 0)
        return intent.step;
    return std::numeric_limits<double>::quiet_NaN();
}

QVariant AuditTable::extra(const CenterView & /*view*/, int source, int column, int role) const
{
    if (role == StateRole && column == Outcome)
        return static_cast<int>(outcomeState(at(source)));
    return {};
}

bool AuditTable::stale(const CenterView & /*view*/, int /*source*/) const
{
    return false;
}

bool AuditTable::sameSources(const CenterView & /*before*/, const CenterView & /*after*/) const
{
    return !m_renewed;
}

} // namespace pilothouse
