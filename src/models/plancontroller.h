// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/center.h"
#include "placement/plan.h"
#include "placement/planjournal.h"
#include "placement/planners/defragmentation.h"

#include <QObject>
#include <memory>
#include <optional>

namespace pilothouse {

// The plan at hand: proposed, reviewed, confirmed, watched. One at a time; GUI thread.
// While it is reviewed, the plan follows the job book.
class PlanController final : public QObject {
    Q_OBJECT
public:
    enum class Phase { None, Review, Running, Finished };

    // The journal remembers plans over a sudden end; it is closed with the controller, which must
    // go before the center.
    explicit PlanController(Center &center, std::shared_ptr<PlanJournal> journal = nullptr,
                            QObject *parent = nullptr);
    ~PlanController() override;

    // Each replaces the plan under review; while one runs they are refused.
    void cancel(const std::vector<JobId> &jobs);
    void hold(const std::vector<JobId> &jobs);
    void release(const std::vector<JobId> &jobs);
    void requeue(const std::vector<JobId> &jobs);
    void move(JobId job, const std::vector<std::string> &nodes, const std::string &pool = {});
    void setPriority(JobId job, std::int64_t priority);
    void drain(const std::vector<std::string> &nodes, const std::string &reason);
    void resume(const std::vector<std::string> &nodes);
    void takeDown(const std::vector<std::string> &nodes, const std::string &reason);
    void signal(const std::vector<JobId> &jobs, const std::string &signal);
    void suspend(const std::vector<JobId> &jobs);
    void resumeJobs(const std::vector<JobId> &jobs);
    void update(const std::vector<JobId> &jobs, const JobUpdate &update);
    void submit(const Submission &submission);
    void evacuate(const std::vector<std::string> &nodes, const EvacuationOptions &options);
    void defragment(const DefragmentationWish &wish);

    void apply();
    void discard();
    // Proposes again what the engine refused of a finished plan over several jobs or nodes.
    void retryFailed();
    [[nodiscard]] bool canRetryFailed() const;

    // A plan of the connected engine that an earlier run of this program left half done; null:
    // none.
    [[nodiscard]] const JournalEntry *unfinished() const;
    void finishUnfinished(); // proposes what is left of it
    void undoUnfinished(); // proposes to undo what was done
    void forgetUnfinished(); // leaves all as it is

    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] const std::optional<Plan> &plan() const { return m_plan; }
    [[nodiscard]] PlanProgress progress() const;
    [[nodiscard]] bool simulated() const; // the engine only plays
    // Why actions are off; empty: they are on.
    [[nodiscard]] QString unavailable(ActionKind kind) const;
    // Why nodes can be neither evacuated nor freed; empty: they can.
    [[nodiscard]] QString unavailableMoves() const;
    // What the user must type before apply: the job's id, for a plan that loses running work.
    [[nodiscard]] QString confirmation() const;

    [[nodiscard]] static QString title(const Plan &plan);
    [[nodiscard]] static QString stepText(const PlanStep &step);

Q_SIGNALS:
    void proposed(); // a new plan took the place of the one before; changed follows
    void changed();
    void refused(const QString &why); // no plan came about

private:
    using Builder = std::function<Result<Plan>(const JobBook &)>;
    [[nodiscard]] std::vector<PlanStep> failedSteps() const;
    void proposeRest(Result<Plan> (*builder)(const JobBook &, const JournalEntry &));
    void forget(const std::string &entry);
    void propose(ActionKind kind, Builder builder);
    void renew();
    void onProgress();

    Center &m_center;
    Phase m_phase = Phase::None;
    Builder m_builder;
    std::optional<Plan> m_plan;
    const Scheduler *m_engine = nullptr; // that the plan is for; only compared
    std::shared_ptr<PlanRun> m_run;
    std::shared_ptr<PlanJournal> m_journal; // may be null
    std::vector<JournalEntry> m_unfinished; // of earlier runs of this program
    std::string m_resumed; // the entry that the plan at hand ends; empty: none
};

} // namespace pilothouse
