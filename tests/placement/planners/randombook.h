// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/books.h"
#include "placement/freespace.h"
#include "placement/plan.h"

#include <map>
#include <random>

namespace pilothouse::test {

struct RandomShape {
    int nodes = 6;
    int leafSwitches = 2;
    int jobs = 8; // tried
    std::uint32_t size = 8; // of a node
    int pending = 3;
    bool twoKinds = true;
    bool gangs = true; // jobs over several nodes
};

// Jobs run wherever the dice put them, as long as they fit.
inline JobBook randomBook(std::mt19937 &dice, const RandomShape &shape)
{
    const auto roll = [&dice](int from, int to) {
        return std::uniform_int_distribution<int>(from, to)(dice);
    };
    BookBuilder builder;
    std::vector<std::string> names;
    std::vector<std::uint32_t> used;
    std::vector<std::string> kinds;
    for (int i = 0; i < shape.nodes; ++i) {
        names.push_back("n" + std::to_string(i));
        kinds.emplace_back(shape.twoKinds && roll(0, 2) == 0 ? "910B" : "H800");
        const bool out = roll(0, 9) == 0;
        builder.node(names.back(), "leaf" + std::to_string(i % shape.leafSwitches), shape.size,
                     out ? NodeState::Drained : NodeState::Idle, kinds.back());
        used.push_back(out ? shape.size : 0);
    }
    builder.pool("train", names);
    JobId id = 1;
    for (int i = 0; i < shape.jobs; ++i) {
        const auto at = static_cast<std::size_t>(roll(0, shape.nodes - 1));
        if (shape.gangs && roll(0, 5) == 0) {
            const auto next = (at + 1) % names.size();
            if (used[at] + used[next] > 0 || at == next || kinds[at] != kinds[next])
                continue;
            used[at] = used[next] = shape.size;
            builder.job(running(id++, 2 * shape.size, {names[at], names[next]}));
            continue;
        }
        const auto wanted = static_cast<std::uint32_t>(roll(1, static_cast<int>(shape.size)));
        if (used[at] + wanted > shape.size)
            continue;
        Job job = running(id++, wanted, {names[at]}, kHour + roll(0, 100) * kMinute);
        for (std::uint32_t &index : job.allocation.front().accelerators)
            index += used[at];
        job.requeueable = roll(0, 9) != 0;
        job.timeLimit = roll(0, 3) == 0 ? 0 : roll(1, 10) * kHour;
        if (roll(0, 2) == 0)
            job.kind = kinds[at];
        used[at] += wanted;
        builder.job(job);
    }
    for (int i = 0; i < shape.pending; ++i) {
        Job job =
            pending(id++, static_cast<std::uint32_t>(roll(1, 3 * static_cast<int>(shape.size))));
        job.priority = roll(1, 100);
        job.timeLimit = roll(0, 4) == 0 ? 0 : roll(1, 10) * kHour;
        builder.job(job);
    }
    JobBook book = builder.book();
    book.time = 3 * kHour;
    return book;
}

// Applies the plan's moves in their order, and says what is wrong with them.
class PlanChecker {
public:
    explicit PlanChecker(const JobBook &book)
        : m_book(book)
        , m_space(book)
    {
    }

    // Empty: nothing is.
    std::string apply(const Plan &plan)
    {
        for (const PlanStep &step : plan.steps) {
            const JobPtr job = m_book.find(step.action.job);
            if (step.action.kind == ActionKind::Drain)
                m_space.setAccepting(m_book.nodeByName.at(step.action.node), false);
            else if (step.action.kind == ActionKind::RequeueHold
                     || step.action.kind == ActionKind::Requeue)
                m_space.release(*job);
            else if (step.action.kind == ActionKind::Move) {
                const auto target = candidateNodes(m_book, job->pool, step.action.nodes);
                const auto spot = m_space.place(*job, target);
                if (!spot || spot->nodes.size() != step.action.nodes.size())
                    return "job " + std::to_string(job->id) + " does not fit";
                m_space.take(*spot);
                m_at[job->id] = spot->nodes;
            }
        }
        return {};
    }
    [[nodiscard]] FreeSpace &space() { return m_space; }
    [[nodiscard]] const std::map<JobId, std::vector<std::size_t>> &moved() const { return m_at; }

private:
    const JobBook &m_book;
    FreeSpace m_space;
    std::map<JobId, std::vector<std::size_t>> m_at;
};

} // namespace pilothouse::test
