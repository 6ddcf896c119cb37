// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/plan.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace pilothouse {

// A plan that is being applied, as it must be known to finish or undo it after a sudden end. Of a
// submission its script and environment are left out: they may hold secrets, and a submission is
// never sent again by itself.
struct JournalEntry {
    std::string id; // of the plan; unique
    std::string engine; // address of the scheduler
    Micros began = 0;
    Plan::Purpose purpose = Plan::Purpose::Cancel;
    std::vector<JobId> jobs;
    std::vector<PlanStep> steps;
    // Of each step. Running: it was sent and nobody heard what came of it.
    std::vector<StepState> states;
};

// Remembers the running plans over the end of this program, however sudden. Any thread. Runs share
// it: close() it while the schedulers of the runs still live.
class PlanJournal {
public:
    virtual ~PlanJournal() = default;

    // Writes the entry, over an older one of the same id; done is called once, on a thread of the
    // journal, when it would survive a loss of power, or failed.
    virtual void write(JournalEntry entry, std::function<void(Result<void>)> done) = 0;
    // The plan has ended, and there is nothing left to finish or undo.
    virtual void forget(const std::string &id) = 0;
    // Returns when nothing given is left to write; what comes later fails with Cancelled.
    virtual void close() = 0;
    // What was not forgotten, oldest first, as of the start of this journal. Not what another
    // program that runs has begun.
    [[nodiscard]] virtual std::vector<JournalEntry> unfinished() const = 0;
};

// What is left of a half-done plan, as the book shows it now: a step of which nobody heard counts
// as done where the book says that it is. Fail where there is nothing left to do.
[[nodiscard]] Result<Plan> planFinish(const JobBook &book, const JournalEntry &entry);
// Undoes what was done, last first.
[[nodiscard]] Result<Plan> planUndo(const JobBook &book, const JournalEntry &entry);

} // namespace pilothouse
