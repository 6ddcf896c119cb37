// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/plan.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pilothouse {

// Money per accelerator-hour of a job; nothing where no price is known.
using PriceOf = std::function<std::optional<double>(const Job &)>;

struct EvacuationOptions {
    std::string reason; // of the drain: mandatory
    // Jobs that have nowhere to go now are put back into the queue; else they stay until they end.
    bool requeueRest = false;
    PriceOf price = {};
};

// What becomes of one job that runs on the nodes.
struct EvacuatedJob {
    enum class Fate : std::uint8_t {
        Moves,
        Waits, // is requeued, without a place
        StaysForRoom, // no room elsewhere now
        StaysFixed, // cannot be run again
    };
    JobPtr job;
    Fate fate = Fate::Moves;
    std::vector<std::string> target; // of a move
    double lostAcceleratorHours = 0; // since its start or last checkpoint, if it does not stay
    std::optional<double> lostMoney;
    Micros latestEnd = 0; // by its time limit; 0: none
};

struct Evacuation {
    std::vector<EvacuatedJob> jobs; // in the order of the plan, those that stay last
    Plan plan;
};

// Empties nodes: drains them, so that nothing new starts there, then moves what runs there, the
// largest job first, because large ones find room hardest; equal ones by the work they lose, least
// first. Each goes to the tightest hole of its pool that is outside of the nodes (Packing), and
// what a job leaves behind elsewhere is room for those after it. Jobs that then fit nowhere wait or
// stay. Where a drain fails, the drains are undone and nothing is moved; a move that fails is
// undone, and the next job is moved.
//
// Greedy, not exact: another packing might move a job that this one leaves. It never leaves one
// that fits into the room that is left. O(jobs on the nodes × log + nodes).
//
// Assumes that jobs keep their sizes, and that nothing else takes the room meanwhile; the engine
// places a moved job on its target alone, where it waits if somebody was faster.
//
// Fails in words without a reason, for nodes that are not known, and where nothing is to be done.
[[nodiscard]] Result<Evacuation> planEvacuation(const JobBook &book,
                                                const std::vector<std::string> &nodes,
                                                const EvacuationOptions &options, Micros now);

} // namespace pilothouse
