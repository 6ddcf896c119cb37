// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/jobdraft.h"

#include "placement/slurm/parse/comment.h"
#include "placement/slurm/parse/ranges.h"
#include "placement/slurm/parse/scan.h"
#include "placement/slurm/parse/statewords.h"

#include <algorithm>
#include <limits>

namespace pilothouse::slurm {

namespace {

// One wrong list must not hide the job that it belongs to.
std::vector<std::string> names(std::string_view expression)
{
    return expandNodes(expression).value_or(std::vector<std::string>());
}

std::vector<Gres> resources(std::string_view text)
{
    return parseGres(text).value_or(std::vector<Gres>());
}

std::uint32_t times(std::uint32_t count, std::uint32_t factor)
{
    const auto product = std::uint64_t{count} * std::max(factor, 1U);
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(product, std::numeric_limits<std::uint32_t>::max()));
}

std::vector<NodeGrant> grantsOf(const JobDraft &draft)
{
    // The order of the names is that of the node table, which an expression may not keep.
    auto nodes = draft.grantNodes.size() == draft.grantTexts.size() && !draft.grantNodes.empty()
        ? draft.grantNodes
        : names(draft.nodes);
    std::vector<NodeGrant> grants;
    grants.reserve(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        auto gres =
            i < draft.grantTexts.size() ? resources(draft.grantTexts[i]) : std::vector<Gres>();
        grants.push_back({std::move(nodes[i]), std::move(gres)});
    }
    return grants;
}

struct Demand {
    std::uint32_t accelerators = 0;
    std::string kind;
};

// What it holds as Slurm counted it; else what it asks for, from the surest telling on.
Demand demandOf(const JobDraft &draft, std::span<const NodeGrant> grants)
{
    const auto perJob = resources(draft.perJob);
    const auto perNode = resources(draft.perNode);
    const auto perTask = resources(draft.perTask);
    const auto perSocket = resources(draft.perSocket);
    const auto tres = parseTres(draft.tres).value_or(Tres());
    Demand demand;
    for (const auto &grant : grants)
        demand.accelerators += acceleratorsIn(grant.gres);
    if (demand.accelerators == 0)
        demand.accelerators = acceleratorsIn(resources(draft.held));
    if (demand.accelerators == 0)
        demand.accelerators = acceleratorsIn(tres.gres);
    if (demand.accelerators == 0)
        demand.accelerators = acceleratorsIn(perJob);
    if (demand.accelerators == 0)
        demand.accelerators = times(acceleratorsIn(perNode), draft.job.nodes);
    if (demand.accelerators == 0)
        demand.accelerators = times(acceleratorsIn(perTask), draft.tasks);
    if (demand.accelerators == 0)
        demand.accelerators = times(acceleratorsIn(perSocket), draft.job.nodes);

    for (const auto *asked : {&perNode, &perJob, &perTask, &perSocket})
        for (const auto &gres : *asked)
            if (demand.kind.empty() && isAccelerator(gres.name) && !gres.type.empty())
                demand.kind = gres.type;
    if (demand.kind.empty())
        demand.kind = tres.type;
    return demand;
}

void setState(JobDraft &draft)
{
    auto &job = draft.job;
    std::vector<std::string_view> words(draft.states.begin(), draft.states.end());
    const auto read = jobState(words, {job.reason, draft.detail.exitCode, draft.detail.exitSignal});
    job.state = read.state;
    job.flags = read.flags;
    job.priority = draft.priority.value_or(0);
    job.held = job.state == JobState::Pending
        && (draft.isHeld || draft.priority == 0 || job.reason.starts_with("JobHeld"));
}

void setTimes(JobDraft &draft)
{
    auto &job = draft.job;
    if (job.state == JobState::Pending)
        job.estimatedStart = draft.start;
    else
        job.started = draft.start;
    if (job.hasEnded())
        job.ended = draft.end;
}

void setResources(JobDraft &draft, const DeviceLayout &layout)
{
    auto &job = draft.job;
    const auto grants = job.state == JobState::Pending ? std::vector<NodeGrant>() : grantsOf(draft);
    auto demand = demandOf(draft, grants);
    job.accelerators = demand.accelerators;
    job.kind = std::move(demand.kind);
    job.allocation = allocationOf(grants, layout);
    const auto tres = parseTres(draft.tres).value_or(Tres());
    job.memory = tres.memory;
    if (job.cpus == 0)
        job.cpus = static_cast<std::uint32_t>(
            std::min<std::uint64_t>(tres.cpus, std::numeric_limits<std::uint32_t>::max()));
    if (job.nodes == 0)
        job.nodes = static_cast<std::uint32_t>(grants.size());
}

void setAnnounced(Job &job, const JobDetail &detail)
{
    const auto told = announcedIn(detail.comment, detail.adminComment);
    job.scenario = told.scenario;
    job.framework = told.framework;
    job.checkpoint = told.checkpoint;
}

} // namespace

std::optional<Job> finished(JobDraft draft, const DeviceLayout &layout)
{
    auto &job = draft.job;
    if (job.id == 0)
        return std::nullopt;
    if (equalsIgnoringCase(job.reason, "None"))
        job.reason.clear();
    setState(draft);
    setTimes(draft);
    setResources(draft, layout);
    setAnnounced(job, draft.detail);
    job.requiredNodes = names(draft.requiredNodes);
    draft.detail.excludedNodes = names(draft.excludedNodes);
    draft.detail.plannedNodes = names(draft.plannedNodes);
    if (draft.detail.gres.empty())
        for (const auto *asked : {&draft.perNode, &draft.perJob, &draft.perTask, &draft.perSocket})
            if (draft.detail.gres.empty() && !saysNothing(*asked))
                draft.detail.gres = *asked;
    draft.detail.tres = saysNothing(draft.tres) ? std::string() : draft.tres;
    job.setDetail(std::move(draft.detail));
    return std::move(job);
}

} // namespace pilothouse::slurm
