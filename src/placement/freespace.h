// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/job.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pilothouse {

// Where a job would run: indices into the book's nodes.
struct Spot {
    std::vector<std::size_t> nodes;
    std::uint32_t accelerators = 0; // on the one node; several nodes are taken whole
};

// Which accelerators are free, now or after the changes of a plan. Refers to its book.
//
// The rule of placing: a job that wants fewer accelerators than a node has goes onto one node, any
// other takes whole nodes of one kind and size.
class FreeSpace {
public:
    explicit FreeSpace(const JobBook &book);

    void release(const Job &job);
    void releaseAll();
    void take(const Spot &spot);
    void setAccepting(std::size_t node, bool accepting) { m_nodes[node].accepting = accepting; }

    // Fewest leaf switches, then the tightest fit. None: no room.
    [[nodiscard]] std::optional<Spot> place(const Job &job,
                                            const std::vector<std::size_t> &candidates) const;
    [[nodiscard]] int wholeNodes() const; // that accept jobs and run none

private:
    struct State {
        std::uint32_t used = 0;
        bool accepting = false;
    };

    const JobBook &m_book;
    std::vector<State> m_nodes;
};

// So many of these nodes below as few leaf switches as can be: the fullest switches first, and last
// the one that is just large enough for the rest.
[[nodiscard]] std::vector<std::size_t>
chooseBySwitch(const JobBook &book, const std::vector<std::size_t> &nodes, std::size_t wanted);

// The nodes that a job may use: those of the pool, and of them only the required ones if any.
// Without a pool, or where the engine names none, all nodes.
[[nodiscard]] std::vector<std::size_t> candidateNodes(const JobBook &book, const std::string &pool,
                                                      const std::vector<std::string> &required);

} // namespace pilothouse
