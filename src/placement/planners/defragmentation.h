// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/plan.h"
#include "placement/planners/evacuation.h"

#include <string>
#include <vector>

namespace pilothouse {

struct DefragmentationWish {
    std::size_t nodes = 1; // whole and free at the end, those counted that are so now
    std::string kind = {}; // of accelerator; empty: any
    bool oneLeafSwitch = false; // all below one
    std::string leafSwitch = {}; // below this one; empty: any
    PriceOf price = {};
};

struct Defragmentation {
    std::vector<std::string> freed; // the nodes, those that are free already first
    std::size_t moves = 0;
    std::size_t leastMoves = 0; // no solution has fewer
    Plan plan;

    [[nodiscard]] bool isExact() const { return moves == leastMoves; }
};

// The fewest moves that leave so many whole nodes free.
//
// Heuristic, for any size: a node costs the jobs on it, a job over several nodes its share of each.
// The cheapest nodes of a leaf switch, or of the center, are closed together, and what runs on them
// goes, largest first, to the tightest hole elsewhere (Packing); a node that cannot be emptied
// gives its place to the next. Leaf switches are tried by their bounds, cheapest first, until none
// can do better. O(nodes × log + jobs) and what Packing takes for the moves. Bound: the sum of the
// smallest costs, rounded up; no solution has fewer moves, because each job on a freed node must
// move, and its shares sum to at most one. Jobs that take whole nodes cost for nothing where any
// place that they could go to would itself be such a node: their nodes are left out, in the bound
// too. Exact, where the heuristic misses its bound in a center of at most 24 nodes and 96 jobs: a
// search (fewestmoves.h) over all choices, moves of jobs out of the way included, with a limit on
// its steps.
//
// Assumes what Packing assumes. A job keeps to the nodes that it requires. Nothing keeps the freed
// nodes free: the engine gives them to whoever is next. Fails in words where so many nodes are free
// already, and where no way is found.
[[nodiscard]] Result<Defragmentation>
planDefragmentation(const JobBook &book, const DefragmentationWish &wish, Micros now);

} // namespace pilothouse
