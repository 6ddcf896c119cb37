// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planjournal.h"

#include <algorithm>
#include <atomic>
#include <unistd.h>
#include <utility>

namespace pilothouse {

namespace {

// Unique on this machine: the time, and a count within this program.
std::string newId()
{
    static std::atomic<unsigned> count = 0;
    return std::to_string(nowMicros()) + "-" + std::to_string(getpid()) + "-"
        + std::to_string(count++);
}

} // namespace

bool didNothing(ErrorCode code)
{
    return code == ErrorCode::Refused || code == ErrorCode::InvalidArgument
        || code == ErrorCode::NotFound || code == ErrorCode::PermissionDenied
        || code == ErrorCode::WrongProtocol || code == ErrorCode::Unaudited;
}

std::string_view purposeName(Plan::Purpose purpose)
{
    switch (purpose) {
    case Plan::Purpose::Submit:
        return "submit";
    case Plan::Purpose::Cancel:
        return "cancel";
    case Plan::Purpose::Hold:
        return "hold";
    case Plan::Purpose::Release:
        return "release";
    case Plan::Purpose::Requeue:
        return "requeue";
    case Plan::Purpose::Move:
        return "move";
    case Plan::Purpose::Priority:
        return "priority";
    case Plan::Purpose::Drain:
        return "drain";
    case Plan::Purpose::Resume:
        return "resume";
    case Plan::Purpose::Signal:
        return "signal";
    case Plan::Purpose::Suspend:
        return "suspend";
    case Plan::Purpose::ResumeJobs:
        return "resume-jobs";
    case Plan::Purpose::Down:
        return "down";
    case Plan::Purpose::Update:
        return "update";
    case Plan::Purpose::Evacuate:
        return "evacuate";
    case Plan::Purpose::Defragment:
        return "defragment";
    }
    return {};
}

PlanRun::PlanRun(Scheduler &scheduler, Plan plan, std::function<void()> changed,
                 std::shared_ptr<PlanJournal> journal)
    : m_scheduler(scheduler)
    , m_plan(std::move(plan))
    , m_changed(std::move(changed))
    , m_journal(std::move(journal))
    , m_id(newId())
{
    m_progress.steps.resize(m_plan.steps.size());
}

std::shared_ptr<PlanRun> PlanRun::start(Scheduler &scheduler, Plan plan,
                                        std::function<void()> changed,
                                        std::shared_ptr<PlanJournal> journal)
{
    std::shared_ptr<PlanRun> run(
        new PlanRun(scheduler, std::move(plan), std::move(changed), std::move(journal)));
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
    if (m_journal == nullptr)
        return send();
    bool finished = false;
    {
        const std::lock_guard lock(m_mutex);
        finished = m_progress.finished;
    }
    if (finished)
        return;
    writeDown([self = shared_from_this()](const Result<void> &written) {
        if (written)
            self->send();
        else
            self->notWritten(written.error());
    });
}

void PlanRun::send()
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        if (m_progress.finished)
            return;
        const PlanStep &step = m_plan.steps[m_step];
        Action action = m_undoing ? *step.inverse : step.action;
        action.origin = {m_id, std::string(purposeName(m_plan.purpose)),
                         static_cast<std::uint32_t>(m_step + 1), m_undoing};
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
        lock.unlock();
        if (m_journal != nullptr) // the next step is written down first
            return drive();
    }
}

// Before the first step nothing has happened, and nothing does. Later the plan goes on: to leave a
// job half moved would be worse than a journal that is one step behind.
void PlanRun::notWritten(const Error &error)
{
    bool begun = true;
    {
        const std::lock_guard lock(m_mutex);
        begun = m_step > 0 || m_undoing;
        if (!begun) {
            m_progress.steps.front().state = StepState::Failed;
            m_progress.steps.front().message = error.detail;
            m_progress.error = error;
            finish();
        }
    }
    if (begun)
        return send();
    if (m_changed)
        m_changed();
}

void PlanRun::writeDown(std::function<void(Result<void>)> done)
{
    JournalEntry entry;
    entry.id = m_id;
    entry.engine = m_scheduler.status().address;
    entry.began = m_began;
    entry.purpose = m_plan.purpose;
    entry.jobs = m_plan.jobs;
    entry.steps = m_plan.steps;
    for (const StepProgress &step : progress().steps)
        entry.states.push_back(step.state);
    m_journal->write(std::move(entry), std::move(done));
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
        if (reply.error().code == ErrorCode::Cancelled) {
            m_cut = true;
            return finish();
        }
        if (m_plan.steps[m_step].unit != 0) {
            m_failed = m_step;
            return chooseUndo(didNothing(reply.error().code) ? m_step : m_step + 1);
        }
        if (m_plan.steps[m_step].decisive)
            return finish();
    }
    proceed(m_step + 1);
}

void PlanRun::proceed(std::size_t next)
{
    if (next == m_plan.steps.size())
        return finish();
    m_step = next;
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
        if (reply.error().code == ErrorCode::Cancelled) {
            m_cut = true;
            return finish();
        }
    }
    chooseUndo(m_step);
}

// The last step of the failed unit before end that has an inverse is the next to be undone. After
// the first one the run goes on with what follows the unit.
void PlanRun::chooseUndo(std::size_t end)
{
    const auto &steps = m_plan.steps;
    const PlanStep &failed = steps[m_failed];
    m_undoing = true;
    for (m_step = end; m_step > 0 && steps[m_step - 1].unit == failed.unit;) {
        if (steps[--m_step].inverse)
            return;
    }
    m_undoing = false;
    if (failed.decisive)
        return finish();
    std::size_t next = m_failed + 1;
    while (next < steps.size() && steps[next].unit == failed.unit)
        ++next;
    proceed(next);
}

// Where the scheduler went away in the middle, what is left is found at the next start.
void PlanRun::finish()
{
    if (m_journal != nullptr && !m_cut)
        m_journal->forget(m_id);
    m_progress.finished = true;
    m_progress.succeeded = std::ranges::all_of(
        m_progress.steps, [](const StepProgress &step) { return step.state == StepState::Done; });
}

} // namespace pilothouse
