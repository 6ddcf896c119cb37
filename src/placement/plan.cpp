// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/plan.h"

#include "placement/whatif.h"

#include <algorithm>
#include <map>
#include <utility>

namespace pilothouse {

namespace {

// Plans that end or restart running jobs: what that costs and what it makes room for.
Plan planEnding(const JobBook &book, const std::vector<JobPtr> &jobs, Plan::Purpose purpose,
                ActionKind kind, Micros now)
{
    Plan plan = emptyPlan(book, purpose);
    const FreeSpace before(book);
    FreeSpace after = before;
    for (const JobPtr &job : jobs) {
        addStep(plan, *job, kind, std::nullopt);
        countLost(*job, now, plan.consequences);
        after.release(*job);
    }
    countRoom(book, before, after, plan.consequences);
    return plan;
}

} // namespace

Result<Plan> planCancel(const JobBook &book, const std::vector<JobId> &ids, Micros now)
{
    const auto jobs = findJobs(book, ids);
    if (!jobs)
        return tl::unexpected(jobs.error());
    for (const JobPtr &job : *jobs) {
        if (job->hasEnded())
            return notNow(*job, sentence({"has ended (", stateName(job->state), ")"}));
    }
    return planEnding(book, *jobs, Plan::Purpose::Cancel, ActionKind::Cancel, now);
}

Result<Plan> planRequeue(const JobBook &book, const std::vector<JobId> &ids, Micros now)
{
    const auto jobs = findJobs(book, ids);
    if (!jobs)
        return tl::unexpected(jobs.error());
    for (const JobPtr &job : *jobs) {
        if (job->state != JobState::Running)
            return wrongState(*job, "RUNNING");
        if (!job->batch || !job->requeueable)
            return notNow(*job, "cannot be requeued");
    }
    return planEnding(book, *jobs, Plan::Purpose::Requeue, ActionKind::Requeue, now);
}

Result<Plan> planHold(const JobBook &book, const std::vector<JobId> &ids)
{
    const auto jobs = findJobs(book, ids);
    if (!jobs)
        return tl::unexpected(jobs.error());
    Plan plan = emptyPlan(book, Plan::Purpose::Hold);
    for (const JobPtr &job : *jobs) {
        if (job->state != JobState::Pending)
            return wrongState(*job, "PENDING");
        if (job->held)
            return notNow(*job, "is held already");
        addStep(plan, *job, ActionKind::Hold, ActionKind::Release);
    }
    return plan;
}

Result<Plan> planRelease(const JobBook &book, const std::vector<JobId> &ids)
{
    const auto jobs = findJobs(book, ids);
    if (!jobs)
        return tl::unexpected(jobs.error());
    Plan plan = emptyPlan(book, Plan::Purpose::Release);
    std::map<std::string, std::uint64_t> more;
    for (const JobPtr &job : *jobs) {
        if (job->state != JobState::Pending)
            return wrongState(*job, "PENDING");
        if (!job->held)
            return notNow(*job, "is not held");
        addStep(plan, *job, ActionKind::Release, ActionKind::Hold);
        more[job->tenant] += job->accelerators;
    }
    for (const auto &[tenant, accelerators] : more)
        plan.consequences.quotaExceeded += quotaExcess(book, tenant, accelerators);
    return plan;
}

Result<Plan> planPriority(const JobBook &book, JobId id, std::int64_t priority)
{
    const auto jobs = findJobs(book, {id});
    if (!jobs)
        return tl::unexpected(jobs.error());
    const Job &job = *jobs->front();
    if (job.state != JobState::Pending)
        return wrongState(job, "PENDING");
    if (priority < 0)
        return fail(ErrorCode::InvalidArgument, "a priority is not negative");
    if (priority == job.priority)
        return notNow(job, "has that priority already");
    Plan plan = emptyPlan(book, Plan::Purpose::Priority);
    addStep(plan, job, ActionKind::Priority, ActionKind::Priority);
    plan.steps.front().action.priority = priority;
    plan.steps.front().inverse->priority = job.priority;
    return plan;
}

Result<Plan> planDrain(const JobBook &book, const std::vector<std::string> &names,
                       const std::string &reason)
{
    const auto nodes = findNodes(book, names);
    if (!nodes)
        return tl::unexpected(nodes.error());
    if (isBlank(reason))
        return fail(ErrorCode::InvalidArgument, "a drain needs a reason");
    Plan plan = emptyPlan(book, Plan::Purpose::Drain);
    const FreeSpace before(book);
    FreeSpace after = before;
    for (const std::size_t index : *nodes) {
        const PlacementNode &node = book.nodes[index];
        if (node.state == NodeState::Draining || node.state == NodeState::Drained)
            return fail(ErrorCode::InvalidArgument,
                        sentence({"node ", node.name, " is drained already"}));
        PlanStep step;
        step.action.kind = ActionKind::Drain;
        step.action.node = node.name;
        step.action.reason = reason;
        step.inverse.emplace();
        step.inverse->kind = ActionKind::Resume;
        step.inverse->node = node.name;
        plan.steps.push_back(std::move(step));
        plan.nodes.push_back(node.name);
        after.setAccepting(index, false);
    }
    const auto drained = [&plan](const JobAllocation &allocation) {
        return std::ranges::find(plan.nodes, allocation.node) != plan.nodes.end();
    };
    for (const JobPtr &job : book.jobs) {
        if (job->holdsAllocation() && std::ranges::any_of(job->allocation, drained))
            touch(*job, plan.consequences);
    }
    countRoom(book, before, after, plan.consequences);
    return plan;
}

Result<Plan> planResume(const JobBook &book, const std::vector<std::string> &names)
{
    const auto nodes = findNodes(book, names);
    if (!nodes)
        return tl::unexpected(nodes.error());
    Plan plan = emptyPlan(book, Plan::Purpose::Resume);
    const FreeSpace before(book);
    FreeSpace after = before;
    for (const std::size_t index : *nodes) {
        const PlacementNode &node = book.nodes[index];
        const bool drained = node.state == NodeState::Draining || node.state == NodeState::Drained;
        if (!drained && node.state != NodeState::Down)
            return fail(
                ErrorCode::InvalidArgument,
                sentence({"node ", node.name, " is ", stateName(node.state), ", not drained"}));
        PlanStep step;
        step.action.kind = ActionKind::Resume;
        step.action.node = node.name;
        if (drained) {
            step.inverse.emplace();
            step.inverse->kind = ActionKind::Drain;
            step.inverse->node = node.name;
            step.inverse->reason = isBlank(node.reason) ? "drained as before" : node.reason;
        }
        plan.steps.push_back(std::move(step));
        plan.nodes.push_back(node.name);
        after.setAccepting(index, true);
    }
    countRoom(book, before, after, plan.consequences);
    return plan;
}

Result<Plan> planSubmit(const JobBook &book, const Submission &submission)
{
    if (isBlank(submission.name))
        return fail(ErrorCode::InvalidArgument, "a job needs a name");
    if (submission.accelerators == 0 && submission.script.empty())
        return fail(ErrorCode::InvalidArgument, "a job needs at least one accelerator");
    if (submission.timeLimit < 0 || submission.duration < 0)
        return fail(ErrorCode::InvalidArgument, "a time span is not negative");
    if (!submission.pool.empty() && !book.findPool(submission.pool))
        return fail(ErrorCode::NotFound, sentence({"pool ", submission.pool, " is not known"}));

    std::uint64_t capacity = 0;
    for (const std::size_t index : candidateNodes(book, submission.pool, {})) {
        const PlacementNode &node = book.nodes[index];
        if (submission.kind.empty() || node.kind == submission.kind)
            capacity += node.accelerators;
    }
    if (capacity < submission.accelerators)
        return fail(
            ErrorCode::InvalidArgument,
            sentence({"the job wants ", std::to_string(submission.accelerators),
                      " accelerators, its pool has ", std::to_string(capacity), " of that kind"}));
    Plan plan = emptyPlan(book, Plan::Purpose::Submit);
    plan.pool = submission.pool;
    PlanStep step;
    step.action.kind = ActionKind::Submit;
    step.action.submission = submission;
    plan.steps.push_back(std::move(step));
    if (!submission.held) {
        plan.consequences.quotaExceeded =
            quotaExcess(book, submission.tenant, submission.accelerators);
        Job job;
        job.accelerators = submission.accelerators;
        job.kind = submission.kind;
        const auto candidates = candidateNodes(book, submission.pool, {});
        plan.consequences.canStartThere = FreeSpace(book).place(job, candidates).has_value();
    }
    return plan;
}

} // namespace pilothouse
