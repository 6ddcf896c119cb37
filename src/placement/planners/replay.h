// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/planners/packing.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace pilothouse {

// When a pending job can start, and how that is known.
struct StartEstimate {
    enum class Source : std::uint8_t {
        Engine, // the engine's own estimate
        Replay, // an upper bound: if every job runs to its time limit
        Open, // nobody knows: what is in the way has no time limit, or too much is in the way
        Never, // it does not fit where it may run, even if nothing else ran
    };
    Source source = Source::Open;
    Micros time = 0; // of Engine and Replay
    std::vector<std::size_t> nodes; // where it would start, of Replay
};

// Lets the running jobs end at their time limits and the waiting ones start strictly in the order
// of their priority, without backfill; a job that starts runs to its own limit. Only jobs ahead
// that could use the same nodes count, and not those that never fit. A tenant's quota holds its
// jobs back, and these hold back nobody.
//
// What comes out is an upper bound if no job comes later with a higher priority, no node goes out
// of use, and the engine orders by priority; nodes that are out of use stay so. A running job past
// its limit counts as ending now. O(running × log + nodes) for one job, and what Packing takes for
// the jobs ahead, of which there are at most 2,000: with more the answer is Open. Refers to its
// book. One thread.
class Replay {
public:
    Replay(const JobBook &book, Micros now);

    // first: as if nobody were ahead of it.
    [[nodiscard]] StartEstimate earliestStart(const Job &wish, bool first) const;
    // Jobs that are ahead in the queue for nodes that it may use, the first one first.
    [[nodiscard]] std::vector<JobPtr> ahead(const Job &wish) const;
    // Whether there is room for it at this moment, whoever is ahead.
    [[nodiscard]] bool fitsNow(const Job &wish) const;
    // The first of these for which there is none; null: none is.
    [[nodiscard]] JobPtr firstBlocked(const std::vector<JobPtr> &jobs) const;

private:
    struct End {
        Micros time = 0;
        const Job *job = nullptr;
    };

    const JobBook &m_book;
    const Micros m_now;
    std::vector<End> m_ends; // of running jobs with a time limit, soonest first
    std::unordered_map<std::string, std::uint64_t> m_used; // accelerators by tenant
    std::unordered_map<std::string, std::uint64_t> m_quota; // of tenants that have one
    std::vector<JobPtr> m_queue; // that wait for room alone, the first one first
};

// Whether the engine holds it back for another reason than room: held, begin time, dependency.
[[nodiscard]] bool waitsForOther(const Job &job, Micros now);

} // namespace pilothouse
