// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planners/defragmentation.h"

#include "placement/planners/fewestmoves.h"
#include "placement/planners/packing.h"
#include "placement/whatif.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace pilothouse {

namespace {

constexpr std::size_t kExactNodes = 24;
constexpr std::size_t kExactJobs = 96;
constexpr std::size_t kExactSteps = 400'000; // some 20 ms
constexpr std::size_t kMostSwitches = 128; // tried

struct Candidate {
    std::size_t node = 0;
    double cost = 0; // jobs, by their shares
    double lost = 0; // accelerator-hours
    std::uint32_t largest = 0; // accelerators of its largest job
};

struct Group { // nodes of which all that become free are
    std::vector<std::size_t> nodes;
    std::vector<Candidate> candidates; // cheapest first
    std::size_t bound = 0; // moves
};

struct Solution {
    std::vector<std::size_t> freed;
    std::vector<JobMove> moves;
};

class Planner {
public:
    Planner(const JobBook &book, const DefragmentationWish &wish, Micros now)
        : m_book(book)
        , m_wish(wish)
        , m_now(now)
        , m_packing(book, now)
        , m_on(book.nodes.size())
        , m_stuck(book.nodes.size(), false)
    {
    }

    Result<Defragmentation> run()
    {
        readJobs();
        makeGroups();
        solve();
        if (m_best && m_best->moves.empty())
            return fail(ErrorCode::InvalidArgument,
                        sentence({std::to_string(m_wish.nodes), " whole nodes are free already"}));
        if (!m_best)
            return fail(ErrorCode::InvalidArgument,
                        sentence({"no way is found to free ", std::to_string(m_wish.nodes),
                                  " whole nodes"}));
        return result();
    }

private:
    [[nodiscard]] bool isEligible(std::size_t index) const
    {
        const PlacementNode &node = m_book.nodes[index];
        return node.accepts() && node.accelerators > 0
            && (m_wish.kind.empty() || node.kind == m_wish.kind)
            && (m_wish.leafSwitch.empty() || node.leafSwitch == m_wish.leafSwitch);
    }

    void readJobs()
    {
        bool sameSize = true;
        std::uint32_t size = 0;
        for (std::size_t i = 0; i < m_book.nodes.size(); ++i) {
            if (!isEligible(i))
                continue;
            sameSize = sameSize && (size == 0 || size == m_book.nodes[i].accelerators);
            size = m_book.nodes[i].accelerators;
        }
        const bool anywhere = !m_wish.oneLeafSwitch && m_wish.leafSwitch.empty() && sameSize;
        std::vector<std::uint32_t> held(m_book.nodes.size(), 0);
        for (const JobPtr &job : m_book.jobs) {
            if (!job->holdsAllocation() || job->allocation.empty() || job->accelerators == 0)
                continue;
            const bool movable = job->state == JobState::Running && checkRequeue(*job);
            if (movable)
                m_movable.push_back(job);
            bool takesWhole = true;
            for (const JobAllocation &part : job->allocation) {
                const auto found = m_book.nodeByName.find(part.node);
                if (found == m_book.nodeByName.end())
                    continue;
                const std::size_t node = found->second;
                m_on[node].push_back(job);
                held[node] += static_cast<std::uint32_t>(part.accelerators.size());
                takesWhole =
                    takesWhole && part.accelerators.size() == m_book.nodes[node].accelerators;
            }
            const bool inVain =
                anywhere && takesWhole && (m_wish.kind.empty() || m_wish.kind == job->kind);
            if (!movable || inVain) {
                for (const std::size_t node : presentNodes(m_book, *job))
                    m_stuck[node] = true;
            }
        }
        for (std::size_t i = 0; i < held.size(); ++i) // held by what the book does not name
            m_stuck[i] = m_stuck[i] || m_book.nodes[i].allocated > held[i];
    }

    [[nodiscard]] Candidate candidate(std::size_t node) const
    {
        Candidate at{node, 0, 0, 0};
        for (const JobPtr &job : m_on[node]) {
            PlanConsequences lost;
            countLost(*job, m_now, lost);
            at.cost += 1.0 / static_cast<double>(job->allocation.size());
            at.lost += lost.lostAcceleratorHours;
            at.largest = std::max(at.largest, job->accelerators);
        }
        return at;
    }

    void makeGroups()
    {
        std::map<std::string, Group> byName;
        for (std::size_t i = 0; i < m_book.nodes.size(); ++i) {
            if (!isEligible(i))
                continue;
            Group &group = byName[m_wish.oneLeafSwitch ? m_book.nodes[i].leafSwitch : ""];
            group.nodes.push_back(i);
            if (!m_stuck[i])
                group.candidates.push_back(candidate(i));
        }
        for (auto &[name, group] : byName) {
            if (group.nodes.size() < m_wish.nodes)
                continue;
            std::ranges::sort(group.candidates, {}, [](const Candidate &at) {
                return std::tuple(at.cost, at.lost, at.node);
            });
            double sum = 0;
            for (std::size_t i = 0; i < std::min(m_wish.nodes, group.candidates.size()); ++i)
                sum += group.candidates[i].cost;
            constexpr double kRounding = 1e-6;
            group.bound = static_cast<std::size_t>(std::ceil(sum - kRounding));
            if (group.candidates.size() >= m_wish.nodes)
                m_groups.push_back(std::move(group));
        }
        std::ranges::stable_sort(m_groups, {}, &Group::bound);
    }

    void solve()
    {
        m_least = m_groups.empty() ? 0 : m_groups.front().bound;
        std::size_t tried = 0;
        for (const Group &group : m_groups) {
            if ((m_best && m_best->moves.size() <= group.bound) || ++tried > kMostSwitches)
                break;
            auto found = tryGroup(group);
            if (found && (!m_best || found->moves.size() < m_best->moves.size()))
                m_best = std::move(found);
        }
        const bool missed = !m_best || m_best->moves.size() > m_least;
        if (missed && !m_groups.empty() && m_book.nodes.size() <= kExactNodes
            && m_movable.size() <= kExactJobs)
            searchExactly();
    }

    std::optional<Solution> tryGroup(const Group &group)
    {
        Solution made;
        std::vector<bool> received(m_book.nodes.size(), false);
        std::size_t next = m_wish.nodes;
        std::vector<Candidate> planned(
            group.candidates.begin(), group.candidates.begin() + static_cast<std::ptrdiff_t>(next));
        std::ranges::stable_sort(planned, std::greater{}, &Candidate::largest);
        for (const Candidate &at : planned)
            m_packing.setOpen(at.node, false);
        std::vector<std::size_t> closed;
        for (std::size_t i = 0; i < planned.size(); ++i) {
            const std::size_t node = planned[i].node;
            if (empty(node, made.moves, received)) {
                made.freed.push_back(node);
                closed.push_back(node);
                continue;
            }
            m_packing.setOpen(node, true);
            while (next < group.candidates.size() && received[group.candidates[next].node])
                ++next;
            if (next == group.candidates.size()) {
                for (std::size_t k = i + 1; k < planned.size(); ++k)
                    m_packing.setOpen(planned[k].node, true);
                break;
            }
            planned.push_back(group.candidates[next++]);
            m_packing.setOpen(planned.back().node, false);
        }
        for (auto move = made.moves.rbegin(); move != made.moves.rend(); ++move)
            undo(*move);
        for (const std::size_t node : closed)
            m_packing.setOpen(node, true);
        if (made.freed.size() < m_wish.nodes)
            return std::nullopt;
        std::ranges::stable_sort(made.freed, {},
                                 [this](std::size_t node) { return m_on[node].size(); });
        return made;
    }

    // Moves what runs on a closed node; all of it or nothing.
    bool empty(std::size_t node, std::vector<JobMove> &moves, std::vector<bool> &received)
    {
        std::vector<JobPtr> jobs;
        for (const JobPtr &job : m_on[node]) {
            if (std::ranges::find(moves, job, &JobMove::job) == moves.end())
                jobs.push_back(job);
        }
        std::ranges::stable_sort(jobs, std::greater{},
                                 [](const JobPtr &job) { return job->accelerators; });
        const std::size_t before = moves.size();
        for (const JobPtr &job : jobs) {
            m_packing.release(*job);
            auto spot = m_packing.place(*job);
            if (!spot) {
                m_packing.take(*job);
                for (; moves.size() > before; moves.pop_back())
                    undo(moves.back());
                return false;
            }
            m_packing.take(*spot);
            moves.push_back({job, std::move(*spot)});
        }
        for (std::size_t i = before; i < moves.size(); ++i) {
            for (const std::size_t at : moves[i].spot.nodes)
                received[at] = true;
        }
        return true;
    }

    void undo(const JobMove &move)
    {
        m_packing.release(move.spot);
        m_packing.take(*move.job);
    }

    void searchExactly()
    {
        FewestMovesQuestion question{.book = m_book,
                                     .groups = {},
                                     .wanted = m_wish.nodes,
                                     .movable = m_movable,
                                     .usable = {},
                                     .atLeast = m_least,
                                     .below = m_best ? m_best->moves.size() : m_movable.size() + 1};
        for (const Group &group : m_groups) {
            question.groups.emplace_back();
            for (const Candidate &at : group.candidates)
                question.groups.back().push_back(at.node);
        }
        for (const JobPtr &job : m_movable)
            question.usable.push_back(m_packing.usable(*job));
        FewestMoves found = searchFewestMoves(question, kExactSteps);
        if (found.found) {
            m_least = found.moves.size();
            m_best = Solution{found.freed, std::move(found.moves)};
        } else if (found.exhausted && m_best) {
            m_least = m_best->moves.size();
        }
    }

    Result<Defragmentation> result() const
    {
        Defragmentation made;
        made.moves = m_best->moves.size();
        made.leastMoves = m_least;
        made.plan = emptyPlan(m_book, Plan::Purpose::Defragment);
        PlanConsequences &effect = made.plan.consequences;
        FreeSpace after(m_book);
        for (const std::size_t node : m_best->freed)
            made.freed.push_back(m_book.nodes[node].name);
        made.plan.nodes = made.freed;
        std::uint32_t unit = 0;
        for (const auto &[job, spot] : m_best->moves) {
            std::vector<std::string> target;
            for (const std::size_t node : spot.nodes)
                target.push_back(m_book.nodes[node].name);
            std::ranges::move(moveSteps(*job, target, {}, ++unit),
                              std::back_inserter(made.plan.steps));
            made.plan.jobs.push_back(job->id);
            touch(*job, effect);
            const double before = effect.lostAcceleratorHours;
            countLost(*job, m_now, effect);
            if (const auto price = m_wish.price ? m_wish.price(*job) : std::nullopt)
                effect.lostMoney =
                    effect.lostMoney.value_or(0) + *price * (effect.lostAcceleratorHours - before);
            after.release(*job);
        }
        for (const JobMove &move : m_best->moves)
            after.take(move.spot);
        countRoom(m_book, FreeSpace(m_book), after, effect);
        effect.moves = {static_cast<int>(made.moves), static_cast<int>(made.leastMoves)};
        return made;
    }

    const JobBook &m_book;
    const DefragmentationWish &m_wish;
    const Micros m_now;
    Packing m_packing;
    std::vector<std::vector<JobPtr>> m_on; // by node
    std::vector<bool> m_stuck; // by node: cannot be emptied, or in vain
    std::vector<JobPtr> m_movable;
    std::vector<Group> m_groups; // least bound first
    std::size_t m_least = 0;
    std::optional<Solution> m_best;
};

} // namespace

Result<Defragmentation> planDefragmentation(const JobBook &book, const DefragmentationWish &wish,
                                            Micros now)
{
    if (wish.nodes == 0)
        return fail(ErrorCode::InvalidArgument, "at least one node is to be freed");
    return Planner(book, wish, now).run();
}

} // namespace pilothouse
