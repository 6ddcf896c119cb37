// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/job.h"
#include "placement/planners/packing.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace pilothouse {

struct JobMove {
    JobPtr job;
    Spot spot; // where it goes
};

// The exact search behind planDefragmentation, for small centers.
struct FewestMovesQuestion {
    const JobBook &book;
    std::vector<std::vector<std::size_t>> groups; // of nodes; all that become free are of one
    std::size_t wanted = 1; // nodes
    std::vector<JobPtr> movable;
    std::vector<std::vector<bool>> usable; // of each, by node
    std::size_t atLeast = 0; // moves
    std::size_t below = 0; // only fewer moves than this are of interest
};

struct FewestMoves {
    std::vector<std::size_t> freed; // nodes
    std::vector<JobMove> moves; // each has room when its turn comes, where that can be
    bool found = false;
    bool exhausted = false; // the search ended by itself: what it says is the truth
};

// For ever more moves: every choice of nodes to free, with every choice of further jobs to move out
// of the way, until the jobs chosen can be packed. Exponential; gives up after so many steps.
[[nodiscard]] FewestMoves searchFewestMoves(const FewestMovesQuestion &question,
                                            std::size_t mostSteps);

} // namespace pilothouse
