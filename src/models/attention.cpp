// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/attention.h"

#include "models/tables.h"
#include "models/text.h"

#include <QCoreApplication>
#include <algorithm>
#include <set>

namespace pilothouse {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(pilothouse::Attention)
};

constexpr Micros kEventWindow = 30 * kMinute;
constexpr Micros kIdleFor = 5 * kMinute;
constexpr double kIdleBelow = 0.05;

int rank(State severity)
{
    return severity == State::Critical ? 0 : severity == State::Warning ? 1 : 2;
}

} // namespace

std::vector<AttentionItem>
Attention::items(const CenterView &view, const std::vector<FleetEvent> &events, std::size_t limit)
{
    std::vector<AttentionItem> items;
    addNodes(view, items);
    addEvents(view, events, items);
    addIdleJobs(view, items);
    std::ranges::stable_sort(items, [](const AttentionItem &a, const AttentionItem &b) {
        return std::pair(rank(a.severity), -a.since) < std::pair(rank(b.severity), -b.since);
    });
    if (items.size() > limit)
        items.resize(limit);
    return items;
}

void Attention::addNodes(const CenterView &view, std::vector<AttentionItem> &items) const
{
    for (NodeIndex node = 0; node < view.topology().nodes.size(); ++node) {
        const PlacementNode *placement = view.placementNode(node);
        const bool down = placement != nullptr && placement->state == NodeState::Down;
        if (!down && !view.isStale(node))
            continue;
        const QString name = text::from(view.topology().nodes[node].info.name);
        AttentionItem item;
        item.severity = down ? State::Critical : State::Warning;
        item.title = name;
        const Micros age = view.nodeAge(node);
        if (down) {
            item.detail = placement->reason.empty()
                ? Words::tr("down")
                : Words::tr("down: %1").arg(text::from(placement->reason));
        } else if (age < 0) {
            item.detail = Words::tr("no telemetry yet");
        } else {
            item.detail = Words::tr("no telemetry for %1").arg(text::age(age));
        }
        item.address = QStringLiteral("fleet/node/") + name;
        item.since = view.fleet->nodeReceived[node];
        items.push_back(std::move(item));
    }
}

void Attention::addEvents(const CenterView &view, const std::vector<FleetEvent> &events,
                          std::vector<AttentionItem> &items) const
{
    std::set<std::pair<std::string, int>> seen; // one line per device, its newest event
    for (const FleetEvent &at : events) {
        if (at.event.severity == Severity::Info || view.now - at.event.time > kEventWindow)
            continue;
        if (at.event.kind == EventKind::NodeLost
            || !seen.emplace(at.node, at.event.accelerator).second)
            continue;
        const NodeIndex node = view.topology().findNode(at.node);
        if (node == kNoIndex)
            continue;
        AttentionItem item;
        item.severity = at.event.severity == Severity::Critical ? State::Critical : State::Warning;
        item.title = text::from(at.node);
        item.address = QStringLiteral("fleet/node/") + item.title;
        const auto &accelerators = view.topology().nodes[node].info.accelerators;
        const auto index = static_cast<std::size_t>(at.event.accelerator);
        if (at.event.accelerator >= 0 && index < accelerators.size()) {
            item.address = QStringLiteral("fleet/accelerator/%1/%2").arg(item.title).arg(index);
            item.title += QStringLiteral(" • ")
                + acceleratorName(accelerators[index], static_cast<std::uint32_t>(index));
        }
        item.detail =
            text::event(at.event) + QStringLiteral(" • ") + text::timeOfDay(at.event.time);
        item.since = at.event.time;
        items.push_back(std::move(item));
    }
}

void Attention::addIdleJobs(const CenterView &view, std::vector<AttentionItem> &items)
{
    std::unordered_map<JobId, Micros> idle;
    for (const auto &[id, live] : view.live) {
        if (live.accelerators == 0 || !(live.utilization < kIdleBelow))
            continue;
        const auto known = m_idleSince.find(id);
        const Micros since = known == m_idleSince.end() ? view.now : known->second;
        idle.emplace(id, since);
        const JobPtr job = view.book->find(id);
        if (!job || view.now - since < kIdleFor)
            continue;
        AttentionItem item;
        item.severity = State::Warning;
        item.title =
            Words::tr("Job %1 • %2 • %Ln accelerator(s)", "", static_cast<int>(job->accelerators))
                .arg(id)
                .arg(text::from(job->name));
        item.detail =
            Words::tr("allocated, %1 busy for %2")
                .arg(text::value(live.utilization, Unit::Ratio), text::age(view.now - since));
        item.address = QStringLiteral("jobs/job/%1").arg(id);
        item.since = since;
        items.push_back(std::move(item));
    }
    m_idleSince = std::move(idle);
}

} // namespace pilothouse
