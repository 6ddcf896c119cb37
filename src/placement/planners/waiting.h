// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/planners/replay.h"
#include "placement/scheduler.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pilothouse {

enum class WaitCause : std::uint8_t {
    Held,
    BeginTime,
    Dependency,
    Quota, // of the tenant, or another limit that the engine names
    NodesUnavailable, // that it requires
    NeverFits,
    Resources,
    Priority,
    Other, // the engine's own word says it
};

// A running job that holds what the waiting one wants.
struct WaitBlocker {
    JobPtr job;
    std::uint32_t accelerators = 0; // of those wanted
    Micros latestEnd = 0; // by its time limit; 0: none
};

struct WaitQuota {
    std::string tenant;
    std::uint64_t used = 0; // accelerators
    std::uint64_t limit = 0;
    [[nodiscard]] bool exceededBy(std::uint64_t more) const { return used + more > limit; }
};

// A job like it that might start sooner.
struct WaitVariant {
    enum class Kind : std::uint8_t { FirstInQueue, AnyNode, Pool, Shorter, Fewer, OtherKind };
    Kind kind = Kind::Pool;
    std::string name; // of the pool, or the kind of accelerator
    std::uint32_t accelerators = 0; // Fewer
    Micros timeLimit = 0; // span, Shorter
    std::int64_t priority = 0; // FirstInQueue
    StartEstimate start;
    // What changes the job so; nothing: it must be submitted anew.
    std::optional<ActionKind> action;
};

struct WaitReport {
    JobId job = 0;
    WaitCause cause = WaitCause::Other;
    StartEstimate start;
    // On the nodes where it would start, soonest end first; where that is not known, on all that it
    // may use, largest first, at most kMostBlockers.
    std::vector<WaitBlocker> blockers;
    std::size_t blockersInAll = 0;
    std::vector<JobPtr> ahead; // by priority, for the same nodes
    std::uint64_t aheadAccelerators = 0;
    std::optional<WaitQuota> quota;
    std::vector<WaitVariant> variants; // soonest start first, those without an estimate last
};

inline constexpr std::size_t kMostBlockers = 50;

// Why a pending job waits, who is in the way, when it starts, and what would let it start sooner.
// The start is the engine's estimate where it has one, else Replay's bound; variants are Replay's.
// O(variants) replays: for a center of thousands of nodes not for the GUI thread.
//
// Fails in words for a job that is not known or does not wait.
[[nodiscard]] Result<WaitReport> explainWait(const JobBook &book, JobId job, Micros now);

} // namespace pilothouse
