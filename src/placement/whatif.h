// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "placement/freespace.h"
#include "placement/plan.h"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pilothouse {

// The pieces that the plan builders share.

[[nodiscard]] std::string sentence(std::initializer_list<std::string_view> parts);
[[nodiscard]] std::string jobWords(JobId id); // "job 12"

// The jobs of these ids, each once. Fails where there is none, or the book does not know one.
[[nodiscard]] Result<std::vector<JobPtr>> findJobs(const JobBook &book,
                                                   const std::vector<JobId> &ids);
// Indices of these nodes, each once. Fails as above.
[[nodiscard]] Result<std::vector<std::size_t>> findNodes(const JobBook &book,
                                                         const std::vector<std::string> &names);

[[nodiscard]] Action jobAction(ActionKind kind, JobId job);
[[nodiscard]] Plan emptyPlan(const JobBook &book, Plan::Purpose purpose);
// Adds the step, and the job to what the plan touches.
void addStep(Plan &plan, const Job &job, ActionKind kind, std::optional<ActionKind> inverse);

[[nodiscard]] tl::unexpected<Error> notNow(const Job &job, std::string_view why);
[[nodiscard]] tl::unexpected<Error> wrongState(const Job &job, std::string_view wanted);
[[nodiscard]] bool isBlank(const std::string &text);

void touch(const Job &job, PlanConsequences &consequences);
// Lost work of a running job: accelerators x (now - the later of its start and last checkpoint).
void countLost(const Job &job, Micros now, PlanConsequences &consequences);
// Free whole nodes and the pending jobs that fit afterwards and do not fit now, each counted as if
// it were alone. The touched jobs are not among them.
void countRoom(const JobBook &book, const FreeSpace &before, const FreeSpace &after,
               PlanConsequences &consequences);
[[nodiscard]] int leafSwitches(const JobBook &book, const std::vector<std::size_t> &nodes);
[[nodiscard]] std::vector<std::size_t> presentNodes(const JobBook &book, const Job &job);
// Only a batch job that allows it can be run again.
[[nodiscard]] Result<void> checkRequeue(const Job &job);
// The steps that move one job, as one unit.
[[nodiscard]] std::vector<PlanStep> moveSteps(const Job &job, const std::vector<std::string> &nodes,
                                              const std::string &pool, std::uint32_t unit);
// By how many accelerators the tenant would exceed its quota if it ran so many more.
[[nodiscard]] int quotaExcess(const JobBook &book, const std::string &tenant, std::uint64_t more);

} // namespace pilothouse
