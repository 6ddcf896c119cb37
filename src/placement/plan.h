// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/job.h"
#include "placement/scheduler.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pilothouse {

// One action of a plan, and the action that undoes it where one exists.
struct PlanStep {
    Action action;
    std::optional<Action> inverse;
    // Neighbours of one unit are done all or not at all: where one fails, those done before it are
    // undone, last first. 0: a step of its own.
    std::uint32_t unit = 0;
    bool decisive = false; // where its unit fails, the plan ends there
};

// What a plan does, counted before it is confirmed. Figures that do not apply are left out.
struct PlanConsequences {
    std::vector<JobId> jobs; // jobs that the plan touches or that run where it drains
    std::vector<std::string> users;
    double lostAcceleratorHours = 0; // work since the start or the last checkpoint
    Micros lostSince = 0; // that moment, 0: nothing is lost
    std::optional<bool> canStartThere; // move: the target has room for it now
    std::optional<std::pair<int, int>> leafSwitches; // spanned by the job, before and after
    std::optional<std::pair<int, int>> freeWholeNodes; // in the center, before and after
    std::vector<JobId> pendingThatFit; // pending jobs that fit afterwards and do not fit now
    int quotaExceeded = 0;
    std::optional<double> lostMoney; // where prices are known
    std::vector<JobId> requeued; // evacuation: no room elsewhere now, they wait in the queue
    std::vector<JobId> staying; // evacuation: they end where they run
    Micros emptyBy = 0; // evacuation: when those end at the latest; 0: none stays, or no limit
    // Defragmentation: jobs moved, and how many any solution moves at least.
    std::optional<std::pair<int, int>> moves;
};

// A reviewed, not yet applied list of scheduler actions. A value; what-if functions make it.
struct Plan {
    enum class Purpose : std::uint8_t {
        Submit,
        Cancel,
        Hold,
        Release,
        Requeue,
        Move,
        Priority,
        Drain,
        Resume,
        Signal,
        Suspend,
        ResumeJobs,
        Down,
        Update,
        Evacuate,
        Defragment
    };
    Purpose purpose = Purpose::Cancel;
    std::vector<JobId> jobs; // what it was asked for
    std::vector<std::string> nodes; // nodes drained or resumed; of a move: the target
    std::string pool; // of a move: the target pool, if any
    std::vector<PlanStep> steps;
    PlanConsequences consequences;
    std::uint64_t bookRevision = 0; // what it was built from
};

[[nodiscard]] std::string_view purposeName(Plan::Purpose purpose); // "cancel", "resume-jobs"

// Builders. They only read the book; they fail in words when the plan makes no sense (a move of an
// ended job, a target with too few accelerators, a drain without a reason).
[[nodiscard]] Result<Plan> planCancel(const JobBook &book, const std::vector<JobId> &jobs,
                                      Micros now);
[[nodiscard]] Result<Plan> planHold(const JobBook &book, const std::vector<JobId> &jobs);
[[nodiscard]] Result<Plan> planRelease(const JobBook &book, const std::vector<JobId> &jobs);
[[nodiscard]] Result<Plan> planRequeue(const JobBook &book, const std::vector<JobId> &jobs,
                                       Micros now);
[[nodiscard]] Result<Plan> planPriority(const JobBook &book, JobId job, std::int64_t priority);
// Pending: one step. Running: requeue and hold, retarget, release; rolled back where a step fails.
[[nodiscard]] Result<Plan> planMove(const JobBook &book, JobId job,
                                    const std::vector<std::string> &nodes, const std::string &pool,
                                    Micros now);
[[nodiscard]] Result<Plan> planDrain(const JobBook &book, const std::vector<std::string> &nodes,
                                     const std::string &reason);
[[nodiscard]] Result<Plan> planResume(const JobBook &book, const std::vector<std::string> &nodes);
// Signals reach running jobs; STOP and CONT undo each other.
[[nodiscard]] Result<Plan> planSignal(const JobBook &book, const std::vector<JobId> &jobs,
                                      const std::string &signal);
[[nodiscard]] Result<Plan> planSuspend(const JobBook &book, const std::vector<JobId> &jobs);
[[nodiscard]] Result<Plan> planResumeJobs(const JobBook &book, const std::vector<JobId> &jobs);
// Ends what runs on the nodes at once; undoing it gives back the nodes alone.
[[nodiscard]] Result<Plan> planDown(const JobBook &book, const std::vector<std::string> &nodes,
                                    const std::string &reason, Micros now);
// Only what differs is asked for. A running job takes a new time limit or comment and nothing else.
[[nodiscard]] Result<Plan> planUpdate(const JobBook &book, const std::vector<JobId> &jobs,
                                      const JobUpdate &update);
[[nodiscard]] Result<Plan> planSubmit(const JobBook &book, const Submission &submission);

// The nodes to which a job could move now, as many as it needs, to be given to planMove: fewest
// leaf switches, then the tightest fit. What the job itself holds counts as free, but where it is
// already is no target. Empty when there is no room.
[[nodiscard]] std::vector<std::string> proposeTarget(const JobBook &book, const Job &job);

enum class StepState : std::uint8_t { Waiting, Running, Done, Failed, RolledBack, RollbackFailed };

struct StepProgress {
    StepState state = StepState::Waiting;
    std::string message; // the engine's reply
    Micros time = 0;
};

struct PlanProgress {
    std::vector<StepProgress> steps;
    bool finished = false;
    bool succeeded = false;
    std::optional<Error> error; // of the first step that failed
};

class PlanJournal;

// Applies a confirmed plan step by step; the next step waits for the engine's reply to the one
// before. Plans over many jobs or nodes go on past a failed one. A failed unit rolls back: its
// steps done, and the failed one where it is unknown whether the engine did it, are undone last
// first.
//
// changed is called after each of the engine's replies, on the thread of the reply, one call at a
// time, and must not block. The run keeps itself alive until it has finished. The scheduler must
// outlive it: an engine that goes away answers what is outstanding with Cancelled, and that ends a
// run at once, without a rollback.
class PlanRun final : public std::enable_shared_from_this<PlanRun> {
public:
    // With a journal each step is written down before it is sent; a plan that cannot be written
    // down is not begun. It must be closed before the scheduler goes. A run that the end of its
    // scheduler cut short stays in it.
    [[nodiscard]] static std::shared_ptr<PlanRun>
    start(Scheduler &scheduler, Plan plan, std::function<void()> changed,
          std::shared_ptr<PlanJournal> journal = nullptr);

    [[nodiscard]] const Plan &plan() const { return m_plan; }
    [[nodiscard]] const std::string &id() const { return m_id; } // in the journal and the audit log
    [[nodiscard]] PlanProgress progress() const; // any thread

private:
    enum class Call : std::uint8_t { Sent, Parked, Answered };

    PlanRun(Scheduler &scheduler, Plan plan, std::function<void()> changed,
            std::shared_ptr<PlanJournal> journal);

    void drive();
    void send();
    void notWritten(const Error &error);
    void writeDown(std::function<void(Result<void>)> done);
    void answer(const Result<ActionReply> &reply);
    void applied(const Result<ActionReply> &reply); // with m_mutex held, as all below
    void undone(const Result<ActionReply> &reply);
    void chooseUndo(std::size_t end);
    void proceed(std::size_t next);
    void finish();

    Scheduler &m_scheduler;
    const Plan m_plan;
    const std::function<void()> m_changed;
    const std::shared_ptr<PlanJournal> m_journal; // may be null
    const std::string m_id;
    const Micros m_began = nowMicros();
    mutable std::mutex m_mutex;
    PlanProgress m_progress; // guarded by m_mutex
    std::size_t m_step = 0; // guarded by m_mutex; in hand
    std::size_t m_failed = 0; // guarded by m_mutex; whose unit is being undone
    bool m_undoing = false; // guarded by m_mutex
    bool m_cut = false; // guarded by m_mutex; the scheduler went away
    Call m_call = Call::Sent; // guarded by m_mutex
};

} // namespace pilothouse
