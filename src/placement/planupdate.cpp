// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/plan.h"
#include "placement/whatif.h"

#include <algorithm>
#include <utility>

namespace pilothouse {

namespace {

// One step per job that is in the wanted state; the first that is not refuses the plan.
Result<Plan> planJobs(const JobBook &book, const std::vector<JobId> &ids, Plan::Purpose purpose,
                      JobState wanted, ActionKind kind, std::optional<ActionKind> inverse)
{
    const auto jobs = findJobs(book, ids);
    if (!jobs)
        return tl::unexpected(jobs.error());
    Plan plan = emptyPlan(book, purpose);
    for (const JobPtr &job : *jobs) {
        if (job->state != wanted)
            return wrongState(*job, stateName(wanted));
        addStep(plan, *job, kind, inverse);
    }
    return plan;
}

// Takes from the update what changes the job, and returns how it is now.
JobUpdate takeChanges(const Job &job, JobUpdate &update)
{
    JobUpdate before;
    const auto keep = [](auto &wanted, auto &old, auto present) {
        if (!wanted)
            return;
        if (*wanted == present)
            wanted.reset();
        else
            old = std::move(present);
    };
    keep(update.pool, before.pool, job.pool);
    keep(update.nodes, before.nodes, job.requiredNodes);
    keep(update.excludedNodes, before.excludedNodes, job.detail().excludedNodes);
    keep(update.timeLimit, before.timeLimit, job.timeLimit);
    keep(update.qos, before.qos, job.qos);
    keep(update.priority, before.priority, job.priority);
    keep(update.begin, before.begin, job.eligible);
    keep(update.comment, before.comment, job.detail().comment);
    keep(update.reservation, before.reservation, job.detail().reservation);
    return before;
}

bool placesAnew(const JobUpdate &update)
{
    return update.pool || update.nodes || update.excludedNodes || update.qos || update.priority
        || update.begin || update.reservation;
}

Result<void> checkUpdate(const JobBook &book, const JobUpdate &update)
{
    if (update.empty())
        return fail(ErrorCode::InvalidArgument, "nothing is to be changed");
    if (update.priority && *update.priority < 0)
        return fail(ErrorCode::InvalidArgument, "a priority is not negative");
    if ((update.timeLimit && *update.timeLimit < 0) || (update.begin && *update.begin < 0))
        return fail(ErrorCode::InvalidArgument, "a time span is not negative");
    if (update.pool && !book.findPool(*update.pool))
        return fail(ErrorCode::NotFound, sentence({"pool ", *update.pool, " is not known"}));
    for (const auto &names : {update.nodes, update.excludedNodes}) {
        if (!names || names->empty())
            continue;
        if (const auto nodes = findNodes(book, *names); !nodes)
            return tl::unexpected(nodes.error());
    }
    return {};
}

Result<void> addUpdate(Plan &plan, const Job &job, JobUpdate update)
{
    if (job.hasEnded())
        return notNow(job, sentence({"has ended (", stateName(job.state), ")"}));
    if (job.held && update.priority)
        return notNow(job, "is held, its priority cannot be set");
    JobUpdate before = takeChanges(job, update);
    if (update.empty())
        return notNow(job, "is so already");
    if (job.state != JobState::Pending && placesAnew(update))
        return wrongState(job, stateName(JobState::Pending));
    addStep(plan, job, ActionKind::Update, ActionKind::Update);
    plan.steps.back().action.update = std::move(update);
    plan.steps.back().inverse->update = std::move(before);
    return {};
}

} // namespace

Result<Plan> planSignal(const JobBook &book, const std::vector<JobId> &ids,
                        const std::string &signal)
{
    if (isBlank(signal))
        return fail(ErrorCode::InvalidArgument, "a signal needs a name");
    auto plan = planJobs(book, ids, Plan::Purpose::Signal, JobState::Running, ActionKind::Signal,
                         std::nullopt);
    if (!plan)
        return plan;
    for (PlanStep &step : plan->steps) {
        step.action.signal = signal;
        if (signal != "STOP" && signal != "CONT")
            continue;
        step.inverse = step.action;
        step.inverse->signal = signal == "STOP" ? "CONT" : "STOP";
    }
    return plan;
}

Result<Plan> planSuspend(const JobBook &book, const std::vector<JobId> &ids)
{
    return planJobs(book, ids, Plan::Purpose::Suspend, JobState::Running, ActionKind::Suspend,
                    ActionKind::ResumeJob);
}

Result<Plan> planResumeJobs(const JobBook &book, const std::vector<JobId> &ids)
{
    return planJobs(book, ids, Plan::Purpose::ResumeJobs, JobState::Suspended,
                    ActionKind::ResumeJob, ActionKind::Suspend);
}

Result<Plan> planDown(const JobBook &book, const std::vector<std::string> &names,
                      const std::string &reason, Micros now)
{
    const auto nodes = findNodes(book, names);
    if (!nodes)
        return tl::unexpected(nodes.error());
    if (isBlank(reason))
        return fail(ErrorCode::InvalidArgument, "taking a node down needs a reason");
    Plan plan = emptyPlan(book, Plan::Purpose::Down);
    const FreeSpace before(book);
    FreeSpace after = before;
    for (const std::size_t index : *nodes) {
        const PlacementNode &node = book.nodes[index];
        if (node.state == NodeState::Down)
            return fail(ErrorCode::InvalidArgument,
                        sentence({"node ", node.name, " is down already"}));
        PlanStep step;
        step.action.kind = ActionKind::Down;
        step.action.node = node.name;
        step.action.reason = reason;
        step.inverse.emplace();
        step.inverse->kind = ActionKind::Resume;
        step.inverse->node = node.name;
        plan.steps.push_back(std::move(step));
        plan.nodes.push_back(node.name);
        after.setAccepting(index, false);
    }
    for (const JobPtr &job : book.jobs) {
        const auto downed = [&plan](const JobAllocation &allocation) {
            return std::ranges::find(plan.nodes, allocation.node) != plan.nodes.end();
        };
        if (!job->holdsAllocation() || std::ranges::none_of(job->allocation, downed))
            continue;
        touch(*job, plan.consequences);
        countLost(*job, now, plan.consequences);
        after.release(*job);
    }
    countRoom(book, before, after, plan.consequences);
    return plan;
}

Result<Plan> planUpdate(const JobBook &book, const std::vector<JobId> &ids, const JobUpdate &update)
{
    const auto jobs = findJobs(book, ids);
    if (!jobs)
        return tl::unexpected(jobs.error());
    if (const auto checked = checkUpdate(book, update); !checked)
        return tl::unexpected(checked.error());
    Plan plan = emptyPlan(book, Plan::Purpose::Update);
    for (const JobPtr &job : *jobs) {
        if (const auto added = addUpdate(plan, *job, update); !added)
            return tl::unexpected(added.error());
    }
    return plan;
}

} // namespace pilothouse
