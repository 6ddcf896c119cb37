// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/outcome.h"

#include "placement/whatif.h"

#include <algorithm>
#include <set>

namespace pilothouse {

namespace {

using Words = std::optional<std::string>;

Words still(const Job &job, std::string_view what, std::string_view is)
{
    return sentence({"the ", what, " of ", jobWords(job.id), " is still ", is});
}

Words stateStill(const Job &job)
{
    return sentence({jobWords(job.id), " is still ", stateName(job.state)});
}

std::string joined(const std::vector<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text.append(text.empty() ? "" : ",").append(name);
    return text.empty() ? "none" : text;
}

bool sameNames(const std::vector<std::string> &a, const std::vector<std::string> &b)
{
    return std::set(a.begin(), a.end()) == std::set(b.begin(), b.end());
}

// A job that has started there since shows it by where it runs.
bool runsWithin(const Job &job, const std::vector<std::string> &nodes)
{
    return job.state == JobState::Running && !job.allocation.empty()
        && std::ranges::all_of(job.allocation, [&nodes](const JobAllocation &part) {
               return std::ranges::find(nodes, part.node) != nodes.end();
           });
}

Words checkNodes(const Job &job, const std::vector<std::string> &nodes)
{
    if (sameNames(nodes, job.requiredNodes) || (!nodes.empty() && runsWithin(job, nodes)))
        return std::nullopt;
    return still(job, "required nodes", joined(job.requiredNodes));
}

Words checkPool(const Job &job, const std::string &pool)
{
    return job.pool == pool ? std::nullopt : still(job, "pool", job.pool);
}

// Engines keep time limits in minutes.
Words checkLimit(const Job &job, Micros limit)
{
    if ((limit + kMinute - 1) / kMinute == (job.timeLimit + kMinute - 1) / kMinute)
        return std::nullopt;
    return still(job, "time limit",
                 job.timeLimit == 0 ? "none" : std::to_string(job.timeLimit / kMinute) + " min");
}

Words checkUpdate(const JobUpdate &wanted, const Job &job)
{
    const JobDetail &detail = job.detail();
    if (wanted.pool && *wanted.pool != job.pool)
        return checkPool(job, *wanted.pool);
    if (wanted.nodes) {
        if (auto words = checkNodes(job, *wanted.nodes))
            return words;
    }
    if (wanted.excludedNodes && !sameNames(*wanted.excludedNodes, detail.excludedNodes))
        return still(job, "excluded nodes", joined(detail.excludedNodes));
    if (wanted.timeLimit) {
        if (auto words = checkLimit(job, *wanted.timeLimit))
            return words;
    }
    if (wanted.qos && *wanted.qos != job.qos)
        return still(job, "QOS", job.qos);
    if (wanted.priority && *wanted.priority != job.priority)
        return still(job, "priority", std::to_string(job.priority));
    if (wanted.comment && *wanted.comment != detail.comment)
        return still(job, "comment", detail.comment);
    if (wanted.reservation && *wanted.reservation != detail.reservation)
        return still(job, "reservation", detail.reservation);
    return std::nullopt;
}

Words checkSignal(const std::string &signal, const Job &job)
{
    const bool stopped = job.flags.has(JobFlag::Stopped);
    if (signal == "STOP" && job.state == JobState::Running && !stopped)
        return stateStill(job);
    if (signal == "CONT" && stopped)
        return sentence({jobWords(job.id), " is still stopped"});
    return std::nullopt;
}

Words checkKnown(const Action &action, const Job &job)
{
    switch (action.kind) {
    case ActionKind::Cancel:
        return job.hasEnded() ? std::nullopt : stateStill(job);
    case ActionKind::Hold:
        return job.held || job.state != JobState::Pending ? std::nullopt : stateStill(job);
    case ActionKind::Release:
        return job.held ? sentence({jobWords(job.id), " is still held"}) : Words();
    case ActionKind::Requeue: // it may have started again
        return job.hasEnded() ? stateStill(job) : std::nullopt;
    case ActionKind::RequeueHold:
        return job.state == JobState::Pending && job.held ? std::nullopt : stateStill(job);
    case ActionKind::Move:
        if (!action.pool.empty() && action.pool != job.pool)
            return checkPool(job, action.pool);
        return checkNodes(job, action.nodes);
    case ActionKind::Priority:
        return action.priority == job.priority || job.state != JobState::Pending
            ? std::nullopt
            : still(job, "priority", std::to_string(job.priority));
    case ActionKind::Signal:
        return checkSignal(action.signal, job);
    case ActionKind::Suspend:
        return job.state == JobState::Running ? stateStill(job) : std::nullopt;
    case ActionKind::ResumeJob:
        return job.state == JobState::Suspended ? stateStill(job) : std::nullopt;
    case ActionKind::Update:
        return checkUpdate(action.update, job);
    case ActionKind::Submit:
    case ActionKind::Drain:
    case ActionKind::Resume:
    case ActionKind::Down:
        break;
    }
    return std::nullopt;
}

} // namespace

bool isNodeAction(ActionKind kind)
{
    return kind == ActionKind::Drain || kind == ActionKind::Resume || kind == ActionKind::Down;
}

Words notDone(const Action &action, const Job *job)
{
    if (job != nullptr)
        return checkKnown(action, *job);
    if (action.kind == ActionKind::Cancel)
        return std::nullopt;
    return sentence({jobWords(action.job), " is not known any more"});
}

Words notDone(const Action &action, const PlacementNode &node)
{
    const bool drained = node.flags.has(NodeFlag::Drain) || node.state == NodeState::Draining
        || node.state == NodeState::Drained;
    const bool isSo = action.kind == ActionKind::Drain ? drained
        : action.kind == ActionKind::Down              ? node.state == NodeState::Down
                                                       : !drained;
    if (isSo)
        return std::nullopt;
    return sentence({"node ", node.name, " is still ", stateName(node.state)});
}

} // namespace pilothouse
