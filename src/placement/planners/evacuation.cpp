// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planners/evacuation.h"

#include "placement/planners/packing.h"
#include "placement/whatif.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace pilothouse {

namespace {

using Fate = EvacuatedJob::Fate;

class Planner {
public:
    Planner(const JobBook &book, const EvacuationOptions &options, Micros now)
        : m_book(book)
        , m_options(options)
        , m_now(now)
        , m_packing(book, now)
        , m_after(book)
    {
        m_made.plan = emptyPlan(book, Plan::Purpose::Evacuate);
    }

    Result<Evacuation> run(const std::vector<std::size_t> &nodes)
    {
        close(nodes);
        findJobs();
        while (moveSome()) { } // what moved may have left room for those that had none
        decideRest();
        addMoves();
        if (m_made.plan.steps.empty())
            return fail(ErrorCode::InvalidArgument, "these nodes are drained and empty already");
        countRoom(m_book, FreeSpace(m_book), m_after, m_made.plan.consequences);
        return std::move(m_made);
    }

private:
    void close(const std::vector<std::size_t> &nodes)
    {
        Plan &plan = m_made.plan;
        for (const std::size_t index : nodes) {
            const PlacementNode &node = m_book.nodes[index];
            m_nodes.insert(index);
            plan.nodes.push_back(node.name);
            m_packing.setOpen(index, false);
            m_after.setAccepting(index, false);
            if (node.state == NodeState::Draining || node.state == NodeState::Drained
                || node.state == NodeState::Down)
                continue;
            PlanStep step;
            step.action.kind = ActionKind::Drain;
            step.action.node = node.name;
            step.action.reason = m_options.reason;
            step.inverse.emplace();
            step.inverse->kind = ActionKind::Resume;
            step.inverse->node = node.name;
            step.unit = m_unit;
            step.decisive = true;
            plan.steps.push_back(std::move(step));
        }
    }

    void findJobs()
    {
        for (const JobPtr &job : m_book.jobs) {
            const bool here = job->holdsAllocation()
                && std::ranges::any_of(presentNodes(m_book, *job),
                                       [this](std::size_t node) { return m_nodes.contains(node); });
            if (!here || job->hasEnded()) // what only cleans up is gone soon
                continue;
            EvacuatedJob &at = m_made.jobs.emplace_back();
            at.job = job;
            at.latestEnd = job->timeLimit > 0 ? job->started + job->timeLimit : 0;
            const bool movable = job->state == JobState::Running && checkRequeue(*job);
            at.fate = movable ? Fate::StaysForRoom : Fate::StaysFixed;
            PlanConsequences lost;
            countLost(*job, m_now, lost);
            at.lostAcceleratorHours = lost.lostAcceleratorHours;
        }
        std::ranges::stable_sort(m_made.jobs, {}, [](const EvacuatedJob &at) {
            return std::tuple(-std::int64_t{at.job->accelerators}, at.lostAcceleratorHours,
                              at.job->id);
        });
    }

    bool moveSome()
    {
        bool moved = false;
        for (EvacuatedJob &at : m_made.jobs) {
            if (at.fate != Fate::StaysForRoom)
                continue;
            Job anywhere = *at.job;
            anywhere.requiredNodes.clear(); // they are replaced
            m_packing.release(*at.job);
            const auto spot = m_packing.place(anywhere);
            if (!spot) {
                m_packing.take(*at.job);
                continue;
            }
            m_packing.take(*spot);
            m_after.release(*at.job);
            m_after.take(*spot);
            at.fate = Fate::Moves;
            for (const std::size_t node : spot->nodes)
                at.target.push_back(m_book.nodes[node].name);
            moved = true;
        }
        return moved;
    }

    void decideRest()
    {
        for (EvacuatedJob &at : m_made.jobs) {
            if (at.fate == Fate::StaysForRoom && m_options.requeueRest) {
                at.fate = Fate::Waits;
                m_after.release(*at.job);
            }
            if (at.fate == Fate::StaysForRoom || at.fate == Fate::StaysFixed)
                at.lostAcceleratorHours = 0;
            else if (const auto price = m_options.price ? m_options.price(*at.job) : std::nullopt)
                at.lostMoney = *price * at.lostAcceleratorHours;
        }
        std::ranges::stable_sort(m_made.jobs, {}, &EvacuatedJob::fate);
    }

    void addMoves()
    {
        Plan &plan = m_made.plan;
        PlanConsequences &effect = plan.consequences;
        bool limited = true;
        for (const EvacuatedJob &at : m_made.jobs) {
            touch(*at.job, effect);
            if (at.fate == Fate::StaysForRoom || at.fate == Fate::StaysFixed) {
                effect.staying.push_back(at.job->id);
                effect.emptyBy = std::max(effect.emptyBy, at.latestEnd);
                limited = limited && at.latestEnd > 0;
                continue;
            }
            plan.jobs.push_back(at.job->id);
            countLost(*at.job, m_now, effect);
            if (at.lostMoney)
                effect.lostMoney = effect.lostMoney.value_or(0) + *at.lostMoney;
            if (at.fate == Fate::Moves) {
                std::ranges::move(moveSteps(*at.job, at.target, {}, ++m_unit),
                                  std::back_inserter(plan.steps));
            } else {
                effect.requeued.push_back(at.job->id);
                plan.steps.push_back(
                    {jobAction(ActionKind::Requeue, at.job->id), std::nullopt, ++m_unit});
            }
        }
        if (!limited)
            effect.emptyBy = 0;
    }

    const JobBook &m_book;
    const EvacuationOptions &m_options;
    const Micros m_now;
    Packing m_packing;
    FreeSpace m_after;
    std::set<std::size_t> m_nodes;
    Evacuation m_made;
    std::uint32_t m_unit = 1; // of the newest step; the drains are the first
};

} // namespace

Result<Evacuation> planEvacuation(const JobBook &book, const std::vector<std::string> &names,
                                  const EvacuationOptions &options, Micros now)
{
    const auto nodes = findNodes(book, names);
    if (!nodes)
        return tl::unexpected(nodes.error());
    if (isBlank(options.reason))
        return fail(ErrorCode::InvalidArgument, "a drain needs a reason");
    return Planner(book, options, now).run(*nodes);
}

} // namespace pilothouse
