// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/plancontroller.h"

#include "models/planerrortext.h"
#include "models/text.h"

#include <QCoreApplication>
#include <QPointer>
#include <algorithm>
#include <utility>

namespace pilothouse {

namespace {

constexpr std::size_t kMostNamed = 6; // nodes in a title

QString joined(const std::vector<std::string> &names)
{
    QStringList all;
    for (const std::string &name : names)
        all << text::from(name);
    return all.join(QStringLiteral(", "));
}

} // namespace

PlanController::PlanController(Center &center, std::shared_ptr<PlanJournal> journal,
                               QObject *parent)
    : QObject(parent)
    , m_center(center)
    , m_journal(std::move(journal))
{
    if (m_journal)
        m_unfinished = m_journal->unfinished();
    connect(&m_center, &Center::updated, this, &PlanController::renew);
}

PlanController::~PlanController()
{
    if (m_journal)
        m_journal->close(); // while the engines of the runs still live
}

const JournalEntry *PlanController::unfinished() const
{
    const Scheduler *scheduler = m_center.scheduler();
    if (scheduler == nullptr || m_unfinished.empty())
        return nullptr;
    const EngineStatus status = scheduler->status();
    if (status.state != EngineState::Live)
        return nullptr;
    const auto found = std::ranges::find(m_unfinished, status.address, &JournalEntry::engine);
    return found == m_unfinished.end() ? nullptr : &*found;
}

void PlanController::finishUnfinished()
{
    proposeRest(planFinish);
}

void PlanController::undoUnfinished()
{
    proposeRest(planUndo);
}

void PlanController::forgetUnfinished()
{
    if (const JournalEntry *entry = unfinished())
        forget(std::string(entry->id));
}

void PlanController::forget(const std::string &entry)
{
    m_journal->forget(entry);
    std::erase_if(m_unfinished, [&entry](const JournalEntry &at) { return at.id == entry; });
    Q_EMIT changed();
}

// Where the book says that nothing is left to do, the entry is done with.
void PlanController::proposeRest(Result<Plan> (*builder)(const JobBook &, const JournalEntry &))
{
    const JournalEntry *entry = unfinished();
    if (entry == nullptr || m_phase == Phase::Running)
        return;
    const JournalEntry kept = *entry;
    if (!builder(*m_center.view()->book, kept)) {
        forget(kept.id);
        Q_EMIT refused(tr("Nothing is left to do: the scheduler shows it done already."));
        return;
    }
    propose(kept.steps.front().action.kind,
            [builder, kept](const JobBook &book) { return builder(book, kept); });
    if (m_phase == Phase::Review)
        m_resumed = kept.id;
}

void PlanController::cancel(const std::vector<JobId> &jobs)
{
    propose(ActionKind::Cancel,
            [jobs](const JobBook &book) { return planCancel(book, jobs, book.time); });
}

void PlanController::hold(const std::vector<JobId> &jobs)
{
    propose(ActionKind::Hold, [jobs](const JobBook &book) { return planHold(book, jobs); });
}

void PlanController::release(const std::vector<JobId> &jobs)
{
    propose(ActionKind::Release, [jobs](const JobBook &book) { return planRelease(book, jobs); });
}

void PlanController::requeue(const std::vector<JobId> &jobs)
{
    propose(ActionKind::Requeue,
            [jobs](const JobBook &book) { return planRequeue(book, jobs, book.time); });
}

void PlanController::move(JobId job, const std::vector<std::string> &nodes, const std::string &pool)
{
    propose(ActionKind::Move,
            [=](const JobBook &book) { return planMove(book, job, nodes, pool, book.time); });
}

void PlanController::setPriority(JobId job, std::int64_t priority)
{
    propose(ActionKind::Priority,
            [=](const JobBook &book) { return planPriority(book, job, priority); });
}

void PlanController::drain(const std::vector<std::string> &nodes, const std::string &reason)
{
    propose(ActionKind::Drain, [=](const JobBook &book) { return planDrain(book, nodes, reason); });
}

void PlanController::resume(const std::vector<std::string> &nodes)
{
    propose(ActionKind::Resume, [=](const JobBook &book) { return planResume(book, nodes); });
}

void PlanController::takeDown(const std::vector<std::string> &nodes, const std::string &reason)
{
    propose(ActionKind::Down,
            [=](const JobBook &book) { return planDown(book, nodes, reason, book.time); });
}

void PlanController::signal(const std::vector<JobId> &jobs, const std::string &signal)
{
    propose(ActionKind::Signal,
            [=](const JobBook &book) { return planSignal(book, jobs, signal); });
}

void PlanController::suspend(const std::vector<JobId> &jobs)
{
    propose(ActionKind::Suspend, [=](const JobBook &book) { return planSuspend(book, jobs); });
}

void PlanController::resumeJobs(const std::vector<JobId> &jobs)
{
    propose(ActionKind::ResumeJob, [=](const JobBook &book) { return planResumeJobs(book, jobs); });
}

void PlanController::update(const std::vector<JobId> &jobs, const JobUpdate &update)
{
    propose(ActionKind::Update,
            [=](const JobBook &book) { return planUpdate(book, jobs, update); });
}

void PlanController::submit(const Submission &submission)
{
    propose(ActionKind::Submit, [=](const JobBook &book) { return planSubmit(book, submission); });
}

void PlanController::evacuate(const std::vector<std::string> &nodes,
                              const EvacuationOptions &options)
{
    if (const QString why = unavailableMoves(); !why.isEmpty()) {
        Q_EMIT refused(why);
        return;
    }
    propose(ActionKind::Drain, [=](const JobBook &book) {
        return planEvacuation(book, nodes, options, book.time).map([](Evacuation made) {
            return std::move(made.plan);
        });
    });
}

void PlanController::defragment(const DefragmentationWish &wish)
{
    if (const QString why = unavailableMoves(); !why.isEmpty()) {
        Q_EMIT refused(why);
        return;
    }
    propose(ActionKind::Move, [=](const JobBook &book) {
        return planDefragmentation(book, wish, book.time).map([](Defragmentation made) {
            return std::move(made.plan);
        });
    });
}

void PlanController::propose(ActionKind kind, Builder builder)
{
    if (m_phase == Phase::Running) {
        Q_EMIT refused(tr("A plan is being applied. Wait for its end."));
        return;
    }
    if (const QString why = unavailable(kind); !why.isEmpty()) {
        Q_EMIT refused(why);
        return;
    }
    Result<Plan> plan = builder(*m_center.view()->book);
    if (!plan) {
        Q_EMIT refused(planErrorText(plan.error()));
        return;
    }
    m_builder = std::move(builder);
    m_plan = std::move(*plan);
    m_engine = m_center.scheduler();
    m_run.reset();
    m_resumed.clear();
    m_phase = Phase::Review;
    Q_EMIT proposed();
    Q_EMIT changed();
}

// What is reviewed is always what the newest book makes of it. Another engine's jobs are others,
// whatever their numbers.
void PlanController::renew()
{
    if (m_phase != Phase::Review)
        return;
    if (m_center.scheduler() != m_engine) {
        discard();
        Q_EMIT refused(tr("The scheduler of this plan is not connected any more."));
        return;
    }
    const JobBook &book = *m_center.view()->book;
    if (book.revision == m_plan->bookRevision)
        return;
    Result<Plan> plan = m_builder(book);
    if (!plan) {
        discard();
        Q_EMIT refused(planErrorText(plan.error()));
        return;
    }
    m_plan = std::move(*plan);
    Q_EMIT changed();
}

void PlanController::apply()
{
    Scheduler *scheduler = m_center.scheduler();
    if (m_phase != Phase::Review || scheduler == nullptr)
        return;
    m_phase = Phase::Running;
    m_run = PlanRun::start(
        *scheduler, *m_plan,
        [guard = QPointer<PlanController>(this)] {
            // Only on the GUI thread may the guard be looked at.
            QMetaObject::invokeMethod(
                QCoreApplication::instance(),
                [guard] {
                    if (guard)
                        guard->onProgress();
                },
                Qt::QueuedConnection);
        },
        m_journal);
    Q_EMIT changed();
}

void PlanController::discard()
{
    if (m_phase == Phase::Running)
        return;
    m_phase = Phase::None;
    m_plan.reset();
    m_run.reset();
    Q_EMIT changed();
}

std::vector<PlanStep> PlanController::failedSteps() const
{
    std::vector<PlanStep> failed;
    const PlanProgress progress = this->progress();
    for (std::size_t i = 0; m_plan && i < progress.steps.size(); ++i) {
        if (progress.steps[i].state == StepState::Failed)
            failed.push_back(m_plan->steps[i]);
    }
    return failed;
}

// A plan of one step is proposed again where it came from; a move is a whole.
bool PlanController::canRetryFailed() const
{
    return m_phase == Phase::Finished && m_plan && m_plan->steps.size() > 1
        && m_plan->steps.front().unit == 0 && !failedSteps().empty(); // a unit has been undone
}

void PlanController::retryFailed()
{
    if (!canRetryFailed())
        return;
    const std::vector<PlanStep> failed = failedSteps();
    const Action first = failed.front().action;
    std::vector<JobId> jobs;
    std::vector<std::string> nodes;
    for (const PlanStep &step : failed) {
        jobs.push_back(step.action.job);
        nodes.push_back(step.action.node);
    }
    switch (m_plan->purpose) {
    case Plan::Purpose::Cancel:
        return cancel(jobs);
    case Plan::Purpose::Hold:
        return hold(jobs);
    case Plan::Purpose::Release:
        return release(jobs);
    case Plan::Purpose::Requeue:
        return requeue(jobs);
    case Plan::Purpose::Drain:
        return drain(nodes, first.reason);
    case Plan::Purpose::Resume:
        return resume(nodes);
    case Plan::Purpose::Signal:
        return signal(jobs, first.signal);
    case Plan::Purpose::Suspend:
        return suspend(jobs);
    case Plan::Purpose::ResumeJobs:
        return resumeJobs(jobs);
    case Plan::Purpose::Down:
        return takeDown(nodes, first.reason);
    case Plan::Purpose::Update:
        return update(jobs, first.update);
    default:
        return;
    }
}

PlanProgress PlanController::progress() const
{
    return m_run ? m_run->progress() : PlanProgress{};
}

void PlanController::onProgress()
{
    if (m_run && m_phase == Phase::Running && m_run->progress().finished) {
        m_phase = Phase::Finished;
        if (!m_resumed.empty() && m_run->progress().succeeded)
            forget(std::exchange(m_resumed, {}));
    }
    Q_EMIT changed();
}

bool PlanController::simulated() const
{
    const Scheduler *scheduler = m_center.scheduler();
    return scheduler == nullptr || scheduler->status().version.empty();
}

QString PlanController::unavailable(ActionKind kind) const
{
    const Scheduler *scheduler = m_center.scheduler();
    if (scheduler == nullptr)
        return tr("No scheduler is connected.");
    if (scheduler->status().state != EngineState::Live)
        return tr("The scheduler does not answer at the moment; what is shown may be old.");
    const Capability capability = scheduler->capability(kind);
    return capability.available ? QString() : text::from(capability.reason);
}

QString PlanController::unavailableMoves() const
{
    for (const ActionKind kind : {ActionKind::Move, ActionKind::RequeueHold, ActionKind::Release}) {
        if (const QString why = unavailable(kind); !why.isEmpty())
            return why;
    }
    return {};
}

QString PlanController::confirmation() const
{
    if (!m_plan || m_plan->consequences.lostSince == 0)
        return {};
    if (m_plan->jobs.size() == 1)
        return QString::number(m_plan->jobs.front());
    return QString::number(m_plan->jobs.size());
}

QString PlanController::title(const Plan &plan)
{
    const int jobs = static_cast<int>(plan.jobs.size());
    const QString one = jobs == 1 ? QString::number(plan.jobs.front()) : QString();
    switch (plan.purpose) {
    case Plan::Purpose::Submit:
        return tr("Submit %1").arg(text::from(plan.steps.front().action.submission.name));
    case Plan::Purpose::Cancel:
        return jobs == 1 ? tr("Cancel job %1").arg(one) : tr("Cancel %Ln job(s)", "", jobs);
    case Plan::Purpose::Hold:
        return jobs == 1 ? tr("Hold job %1").arg(one) : tr("Hold %Ln job(s)", "", jobs);
    case Plan::Purpose::Release:
        return jobs == 1 ? tr("Release job %1").arg(one) : tr("Release %Ln job(s)", "", jobs);
    case Plan::Purpose::Requeue:
        return jobs == 1 ? tr("Requeue job %1").arg(one) : tr("Requeue %Ln job(s)", "", jobs);
    case Plan::Purpose::Move:
        return tr("Move job %1").arg(one);
    case Plan::Purpose::Priority:
        return tr("Set priority of job %1").arg(one);
    case Plan::Purpose::Drain:
        return tr("Drain %1").arg(joined(plan.nodes));
    case Plan::Purpose::Resume:
        return tr("Resume %1").arg(joined(plan.nodes));
    case Plan::Purpose::Signal:
        return jobs == 1 ? tr("Signal job %1").arg(one) : tr("Signal %Ln job(s)", "", jobs);
    case Plan::Purpose::Suspend:
        return jobs == 1 ? tr("Suspend job %1").arg(one) : tr("Suspend %Ln job(s)", "", jobs);
    case Plan::Purpose::ResumeJobs:
        return jobs == 1 ? tr("Resume job %1").arg(one) : tr("Resume %Ln job(s)", "", jobs);
    case Plan::Purpose::Down:
        return tr("Take down %1").arg(joined(plan.nodes));
    case Plan::Purpose::Evacuate:
        return plan.nodes.size() > kMostNamed
            ? tr("Evacuate %Ln node(s)", "", static_cast<int>(plan.nodes.size()))
            : tr("Evacuate %1").arg(joined(plan.nodes));
    case Plan::Purpose::Defragment:
        return tr("Free %Ln whole node(s)", "", static_cast<int>(plan.nodes.size()));
    case Plan::Purpose::Update:
        return jobs == 1 ? tr("Change job %1").arg(one) : tr("Change %Ln job(s)", "", jobs);
    }
    return {};
}

QString PlanController::stepText(const PlanStep &step)
{
    const Action &action = step.action;
    switch (action.kind) {
    case ActionKind::Submit:
        return tr("Submit %1").arg(text::from(action.submission.name));
    case ActionKind::Cancel:
        return tr("Cancel job %1").arg(action.job);
    case ActionKind::Hold:
        return tr("Hold job %1").arg(action.job);
    case ActionKind::Release:
        return tr("Release job %1").arg(action.job);
    case ActionKind::Requeue:
        return tr("Requeue job %1").arg(action.job);
    case ActionKind::RequeueHold:
        return tr("Requeue job %1, held").arg(action.job);
    case ActionKind::Move:
        if (!action.pool.empty() && action.nodes.empty())
            return tr("Send job %1 to pool %2").arg(action.job).arg(text::from(action.pool));
        return action.nodes.empty()
            ? tr("Let job %1 go to any node").arg(action.job)
            : tr("Require %2 for job %1").arg(action.job).arg(joined(action.nodes));
    case ActionKind::Priority:
        return tr("Set priority of job %1 to %2").arg(action.job).arg(action.priority);
    case ActionKind::Drain:
        return tr("Drain %1").arg(text::from(action.node));
    case ActionKind::Resume:
        return tr("Resume %1").arg(text::from(action.node));
    case ActionKind::Signal:
        return tr("Send %2 to job %1").arg(action.job).arg(text::from(action.signal));
    case ActionKind::Suspend:
        return tr("Suspend job %1").arg(action.job);
    case ActionKind::ResumeJob:
        return tr("Resume job %1").arg(action.job);
    case ActionKind::Down:
        return tr("Take down %1").arg(text::from(action.node));
    case ActionKind::Update:
        return tr("Change job %1").arg(action.job);
    }
    return {};
}

} // namespace pilothouse
