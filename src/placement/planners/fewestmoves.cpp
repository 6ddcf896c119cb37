// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planners/fewestmoves.h"

#include "placement/whatif.h"

#include <algorithm>

namespace pilothouse {

namespace {

class Search {
public:
    Search(const FewestMovesQuestion &question, std::size_t mostSteps)
        : m_question(question)
        , m_stepsLeft(mostSteps)
    {
        const JobBook &book = question.book;
        for (const PlacementNode &node : book.nodes)
            m_free.push_back(node.accepts()
                                 ? node.accelerators - std::min(node.accelerators, node.allocated)
                                 : 0);
        m_freed.assign(book.nodes.size(), false);
        m_moved.assign(question.movable.size(), false);
        m_on.resize(book.nodes.size());
        m_fixed.assign(book.nodes.size(), 0);
        for (std::size_t node = 0; node < book.nodes.size(); ++node)
            m_fixed[node] = book.nodes[node].allocated;
        for (std::size_t at = 0; at < question.movable.size(); ++at) {
            for (const JobAllocation &part : question.movable[at]->allocation) {
                const auto found = book.nodeByName.find(part.node);
                if (found == book.nodeByName.end())
                    continue;
                const auto count = static_cast<std::uint32_t>(part.accelerators.size());
                m_on[found->second].push_back(at);
                m_fixed[found->second] -= std::min(m_fixed[found->second], count);
            }
        }
    }

    FewestMoves run()
    {
        FewestMoves answer;
        for (m_budget = m_question.atLeast; m_budget < m_question.below; ++m_budget) {
            for (const auto &group : m_question.groups) {
                m_group = &group;
                if (chooseNodes(0, m_question.wanted)) {
                    answer.found = true;
                    answer.exhausted = true;
                    answer.moves = inOrder();
                    for (std::size_t node = 0; node < m_freed.size(); ++node) {
                        if (m_freed[node])
                            answer.freed.push_back(node);
                    }
                    return answer;
                }
                if (m_stepsLeft == 0)
                    return answer;
            }
        }
        answer.exhausted = true;
        return answer;
    }

private:
    bool step()
    {
        if (m_stepsLeft > 0)
            --m_stepsLeft;
        return m_stepsLeft > 0;
    }

    bool chooseNodes(std::size_t from, std::size_t wanted)
    {
        if (!step())
            return false;
        if (wanted == 0)
            return chooseJobs(0, m_budget - m_count);
        for (std::size_t i = from; i + wanted <= m_group->size(); ++i) {
            const std::size_t node = (*m_group)[i];
            if (m_fixed[node] > 0)
                continue;
            std::vector<std::size_t> gone;
            for (const std::size_t job : m_on[node]) {
                if (!m_moved[job])
                    gone.push_back(job);
            }
            if (m_count + gone.size() > m_budget)
                continue;
            m_freed[node] = true;
            for (const std::size_t job : gone)
                lift(job);
            if (chooseNodes(i + 1, wanted - 1))
                return true;
            for (const std::size_t job : gone)
                putBack(job);
            m_freed[node] = false;
        }
        return false;
    }

    // Further jobs to move, which make room for those that must.
    bool chooseJobs(std::size_t from, std::size_t more)
    {
        if (!step())
            return false;
        if (more == 0)
            return startPacking();
        for (std::size_t job = from; job < m_moved.size(); ++job) {
            if (m_moved[job])
                continue;
            lift(job);
            if (chooseJobs(job + 1, more - 1))
                return true;
            putBack(job);
        }
        return false;
    }

    bool startPacking()
    {
        m_order.clear();
        for (std::size_t job = 0; job < m_moved.size(); ++job) {
            if (m_moved[job])
                m_order.push_back(job);
        }
        std::ranges::stable_sort(m_order, std::greater{}, [this](std::size_t job) {
            return m_question.movable[job]->accelerators;
        });
        m_spots.clear();
        return pack();
    }

    bool pack()
    {
        if (!step())
            return false;
        if (m_spots.size() == m_order.size())
            return true;
        const std::size_t at = m_order[m_spots.size()];
        const Job &job = *m_question.movable[at];
        for (std::size_t node = 0; node < m_free.size(); ++node) {
            if (open(at, node) && m_free[node] >= job.accelerators && (job.nodes <= 1)
                && !isOn(at, node) && tryOn({{node}, job.accelerators}))
                return true;
        }
        return packWhole(at, job, {}, 0);
    }

    // Several nodes of one kind and size, whole.
    bool packWhole(std::size_t at, const Job &job, std::vector<std::size_t> chosen,
                   std::size_t from)
    {
        const auto &nodes = m_question.book.nodes;
        for (std::size_t node = from; node < m_free.size(); ++node) {
            const PlacementNode &as = nodes[node];
            if (!open(at, node) || as.accelerators == 0 || m_free[node] < as.accelerators
                || job.accelerators <= as.accelerators)
                continue;
            if (!chosen.empty()
                && (as.kind != nodes[chosen.front()].kind
                    || as.accelerators != nodes[chosen.front()].accelerators))
                continue;
            if (!step())
                return false;
            std::vector<std::size_t> more = chosen;
            more.push_back(node);
            const bool enough = more.size() * as.accelerators >= job.accelerators;
            if (!enough && packWhole(at, job, more, node + 1))
                return true;
            const bool rightShape = job.nodes <= 1 || job.nodes == more.size();
            if (enough && rightShape && tryOn({more, as.accelerators}))
                return true;
        }
        return false;
    }

    bool tryOn(const Spot &spot)
    {
        for (const std::size_t node : spot.nodes)
            m_free[node] -= spot.accelerators;
        m_spots.push_back(spot);
        if (pack())
            return true;
        m_spots.pop_back();
        for (const std::size_t node : spot.nodes)
            m_free[node] += spot.accelerators;
        return false;
    }

    [[nodiscard]] bool open(std::size_t job, std::size_t node) const
    {
        return !m_freed[node] && m_question.book.nodes[node].accepts()
            && m_question.usable[job][node];
    }
    [[nodiscard]] bool isOn(std::size_t job, std::size_t node) const
    {
        const auto present = presentNodes(m_question.book, *m_question.movable[job]);
        return present.size() == 1 && present.front() == node;
    }

    void lift(std::size_t job) { shift(job, true); }
    void putBack(std::size_t job) { shift(job, false); }
    void shift(std::size_t job, bool up)
    {
        m_moved[job] = up;
        m_count += up ? 1 : std::size_t(-1);
        for (const JobAllocation &part : m_question.movable[job]->allocation) {
            const auto found = m_question.book.nodeByName.find(part.node);
            if (found == m_question.book.nodeByName.end()
                || !m_question.book.nodes[found->second].accepts())
                continue;
            const auto count = static_cast<std::uint32_t>(part.accelerators.size());
            m_free[found->second] += up ? count : 0 - count;
        }
    }

    // Those first that have room without the others.
    std::vector<JobMove> inOrder() const
    {
        std::vector<JobMove> waiting;
        for (std::size_t i = 0; i < m_order.size(); ++i)
            waiting.push_back({m_question.movable[m_order[i]], m_spots[i]});
        const JobBook &book = m_question.book;
        std::vector<std::uint32_t> used;
        for (const PlacementNode &node : book.nodes)
            used.push_back(node.allocated);
        const auto fits = [&](const JobMove &move) {
            return std::ranges::all_of(move.spot.nodes, [&](std::size_t node) {
                return used[node] + move.spot.accelerators <= book.nodes[node].accelerators;
            });
        };
        std::vector<JobMove> ordered;
        while (!waiting.empty()) {
            auto next = std::ranges::find_if(waiting, fits);
            if (next == waiting.end())
                next = waiting.begin(); // two that change places: this one waits for the other
            for (const std::size_t node : next->spot.nodes)
                used[node] += next->spot.accelerators;
            for (const JobAllocation &part : next->job->allocation) {
                if (const auto found = book.nodeByName.find(part.node);
                    found != book.nodeByName.end())
                    used[found->second] -= static_cast<std::uint32_t>(part.accelerators.size());
            }
            ordered.push_back(*next);
            waiting.erase(next);
        }
        return ordered;
    }

    const FewestMovesQuestion &m_question;
    std::size_t m_stepsLeft;
    std::size_t m_budget = 0; // moves
    std::size_t m_count = 0; // of m_moved
    const std::vector<std::size_t> *m_group = nullptr;
    std::vector<std::uint32_t> m_free; // by node
    std::vector<std::uint32_t> m_fixed; // by node: held by what cannot move
    std::vector<std::vector<std::size_t>> m_on; // by node: movable jobs
    std::vector<bool> m_freed; // by node
    std::vector<bool> m_moved; // by job
    std::vector<std::size_t> m_order; // of the jobs in packing
    std::vector<Spot> m_spots; // of the first of them
};

} // namespace

FewestMoves searchFewestMoves(const FewestMovesQuestion &question, std::size_t mostSteps)
{
    return Search(question, mostSteps).run();
}

} // namespace pilothouse
