// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/outcome.h"
#include "placement/planjournal.h"
#include "placement/whatif.h"

namespace pilothouse {

namespace {

bool isSo(const JobBook &book, const Action &action)
{
    if (action.kind == ActionKind::Submit)
        return true; // nobody knows, and twice is worse than not
    if (isNodeAction(action.kind)) {
        const PlacementNode *node = book.findNode(action.node);
        return node != nullptr && !notDone(action, *node);
    }
    const JobPtr job = book.find(action.job);
    return !notDone(action, job.get());
}

// A job that is gone or has ended, and a node that is gone, leave nothing to do.
bool canAct(const JobBook &book, const Action &action)
{
    if (isNodeAction(action.kind))
        return book.findNode(action.node) != nullptr;
    const JobPtr job = book.find(action.job);
    return job && !job->hasEnded();
}

bool wasDone(const JobBook &book, const JournalEntry &entry, std::size_t step)
{
    if (entry.states[step] == StepState::Running)
        return isSo(book, entry.steps[step].action);
    return entry.states[step] == StepState::Done;
}

Plan restOf(const JobBook &book, const JournalEntry &entry)
{
    Plan plan = emptyPlan(book, entry.purpose);
    plan.jobs = entry.jobs;
    return plan;
}

Result<Plan> checked(const JobBook &book, Plan plan)
{
    if (plan.steps.empty())
        return fail(ErrorCode::NotFound, "nothing is left to be done");
    for (const PlanStep &step : plan.steps) {
        if (isNodeAction(step.action.kind))
            plan.nodes.push_back(step.action.node);
    }
    for (const JobId id : plan.jobs) {
        if (const JobPtr job = book.find(id))
            touch(*job, plan.consequences);
    }
    return plan;
}

// What was rolled back, or is to be, is not gone on with.
bool unitFailed(const JournalEntry &entry, std::size_t step)
{
    const std::uint32_t unit = entry.steps[step].unit;
    for (std::size_t i = 0; unit != 0 && i < entry.states.size() && i < entry.steps.size(); ++i) {
        if (entry.steps[i].unit == unit
            && (entry.states[i] == StepState::Failed || entry.states[i] == StepState::RolledBack
                || entry.states[i] == StepState::RollbackFailed))
            return true;
    }
    return false;
}

// Where a decisive unit failed, nothing after it is wanted.
bool endedThere(const JournalEntry &entry, std::size_t step)
{
    return entry.steps[step].decisive && unitFailed(entry, step);
}

} // namespace

Result<Plan> planFinish(const JobBook &book, const JournalEntry &entry)
{
    Plan plan = restOf(book, entry);
    for (std::size_t i = 0; i < entry.steps.size() && i < entry.states.size(); ++i) {
        const StepState state = entry.states[i];
        const bool open = state == StepState::Waiting || state == StepState::Running;
        if (endedThere(entry, i))
            break;
        if (open && !unitFailed(entry, i) && !wasDone(book, entry, i)
            && canAct(book, entry.steps[i].action))
            plan.steps.push_back(entry.steps[i]);
    }
    return checked(book, std::move(plan));
}

Result<Plan> planUndo(const JobBook &book, const JournalEntry &entry)
{
    Plan plan = restOf(book, entry);
    for (std::size_t i = std::min(entry.steps.size(), entry.states.size()); i-- > 0;) {
        const PlanStep &step = entry.steps[i];
        const bool undone = entry.states[i] == StepState::RolledBack;
        if (undone || !step.inverse || !wasDone(book, entry, i) || !canAct(book, *step.inverse))
            continue;
        plan.steps.push_back({*step.inverse, step.action, step.unit});
    }
    return checked(book, std::move(plan));
}

} // namespace pilothouse
