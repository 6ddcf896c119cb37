// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/plan.h"

#include <algorithm>
#include <utility>

namespace pilothouse {

namespace {

// An engine that said no did nothing; of a link that broke nobody knows.
bool outcomeUnknown(const Error &error)
{
    return error.code != ErrorCode::Refused && error.code != ErrorCode::InvalidArgument
        && error.code != ErrorCode::NotFound && error.code != ErrorCode::PermissionDenied
        && error.code != ErrorCode::WrongProtocol;
}

} // namespace

PlanRun::PlanRun(Scheduler &scheduler, Plan plan, std::function<void()> changed)
    : m_scheduler(scheduler)
    , m_plan(std::move(plan))
    , m_changed(std::move(changed))
{
    m_progress.steps.resize(m_plan.steps.size());
}

std::shared_ptr<PlanRun> PlanRun::start(Scheduler &scheduler, Plan plan,
                                        std::function<void()> changed)
{
    std::shared_ptr<PlanRun> run(new PlanRun(scheduler, std::move(plan), std::move(changed)));
    {
        const std::lock_guard lock(run->m_mutex);
        if (run->m_progress.steps.empty())
            run->finish();
        else
            run->m_progress.steps.front().state = StepState::Running;
    }
    run->drive();
    return run;
}

PlanProgress PlanRun::progress() const
{
    const std::lock_guard lock(m_mutex);
    return m_progress;
}

// Sends one call after the other. A reply that comes before act() returns is waited for here, not
// recursed into; any other reply drives on by itself. So at most one thread is ever in here.
void PlanRun::drive()
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        if (m_progress.finished)
            return;
        const PlanStep &step = m_plan.steps[m_step];
        const Action action = m_undoing ? *step.inverse : step.action;
        m_call = Call::Sent;
        lock.unlock();

        m_scheduler.act(action, [self = shared_from_this()](const Result<ActionReply> &reply) {
            self->answer(reply);
        });

        lock.lock();
        if (m_call == Call::Sent) {
            m_call = Call::Parked;
            return;
        }
    }
}

void PlanRun::answer(const Result<ActionReply> &reply)
{
    {
        const std::lock_guard lock(m_mutex);
        StepProgress &step = m_progress.steps[m_step];
        step.time = nowMicros();
        if (m_undoing)
            undone(reply);
        else
            applied(reply);
    }
    if (m_changed)
        m_changed();
    {
        const std::lock_guard lock(m_mutex);
        const bool parked = m_call == Call::Parked;
        m_call = Call::Answered;
        if (!parked)
            return;
    }
    drive();
}

void PlanRun::applied(const Result<ActionReply> &reply)
{
    StepProgress &step = m_progress.steps[m_step];
    step.state = reply ? StepState::Done : StepState::Failed;
    step.message = reply ? reply->message : reply.error().detail;
    if (!reply) {
        if (!m_progress.error)
            m_progress.error = reply.error();
        if (reply.error().code == ErrorCode::Cancelled)
            return finish();
        if (m_plan.purpose == Plan::Purpose::Move)
            return chooseUndo(outcomeUnknown(reply.error()) ? m_step + 1 : m_step);
    }
    if (++m_step == m_plan.steps.size())
        return finish();
    m_progress.steps[m_step].state = StepState::Running;
}

// Where the failed step itself cannot be undone, it most likely did nothing: it stays failed.
void PlanRun::undone(const Result<ActionReply> &reply)
{
    StepProgress &step = m_progress.steps[m_step];
    if (reply) {
        step.state = StepState::RolledBack;
    } else {
        if (step.state == StepState::Done) {
            step.state = StepState::RollbackFailed;
            step.message = reply.error().detail;
        }
        if (reply.error().code == ErrorCode::Cancelled)
            return finish();
    }
    chooseUndo(m_step);
}

// The last step before end that has an inverse is the next to be undone.
void PlanRun::chooseUndo(std::size_t end)
{
    m_undoing = true;
    for (m_step = end; m_step > 0;) {
        if (m_plan.steps[--m_step].inverse)
            return;
    }
    finish();
}

void PlanRun::finish()
{
    m_progress.finished = true;
    m_progress.succeeded = std::ranges::all_of(
        m_progress.steps, [](const StepProgress &step) { return step.state == StepState::Done; });
}

} // namespace pilothouse
