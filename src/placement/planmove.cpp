// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/plan.h"
#include "placement/whatif.h"

#include <algorithm>
#include <set>
#include <utility>

namespace pilothouse {

namespace {

struct Target {
    std::vector<std::size_t> nodes; // that accept the job
    std::string pool; // in which it will be
    Spot whenFree; // where it goes if nothing else runs there
};

tl::unexpected<Error> refuse(std::initializer_list<std::string_view> words)
{
    return fail(ErrorCode::InvalidArgument, sentence(words));
}

bool takesKind(const Job &job, const PlacementNode &node)
{
    return job.kind.empty() || job.kind == node.kind;
}

Result<void> checkNode(const Job &job, const PlacementNode &node)
{
    if (!node.accepts())
        return refuse({"node ", node.name, " is ", stateName(node.state)});
    if (!takesKind(job, node))
        return refuse(
            {jobWords(job.id), " asks for ", job.kind, ", node ", node.name, " has ", node.kind});
    return {};
}

// Nodes named one by one must each be right; of a pool those count that are.
Result<Target> findTarget(const JobBook &book, const Job &job,
                          const std::vector<std::string> &names, const std::string &pool)
{
    if (!pool.empty() && !book.findPool(pool))
        return fail(ErrorCode::NotFound, sentence({"pool ", pool, " is not known"}));
    Target target{{}, pool.empty() ? job.pool : pool, {}};
    if (names.empty()) {
        for (const std::size_t index : candidateNodes(book, target.pool, {})) {
            if (checkNode(job, book.nodes[index]))
                target.nodes.push_back(index);
        }
    } else {
        auto named = findNodes(book, names);
        if (!named)
            return tl::unexpected(named.error());
        for (const std::size_t index : *named) {
            if (const auto checked = checkNode(job, book.nodes[index]); !checked)
                return tl::unexpected(checked.error());
            if (candidateNodes(book, target.pool, {book.nodes[index].name}).empty())
                return refuse({"node ", book.nodes[index].name, " is not in pool ", target.pool});
        }
        target.nodes = std::move(*named);
    }
    FreeSpace space(book);
    space.releaseAll();
    auto spot = space.place(job, target.nodes);
    if (!spot)
        return refuse({"the target is too small for the ", std::to_string(job.accelerators),
                       " accelerators of ", jobWords(job.id)});
    target.whenFree = std::move(*spot);
    return target;
}

void countMove(const JobBook &book, const Job &job, const Target &target, Micros now, Plan &plan)
{
    PlanConsequences &consequences = plan.consequences;
    touch(job, consequences);
    countLost(job, now, consequences);
    const FreeSpace before(book);
    FreeSpace after = before;
    after.release(job);
    const std::optional<Spot> spot = after.place(job, target.nodes);
    consequences.canStartThere = spot.has_value();
    if (job.state == JobState::Running) {
        const Spot &then = spot ? *spot : target.whenFree;
        consequences.leafSwitches = {leafSwitches(book, presentNodes(book, job)),
                                     leafSwitches(book, then.nodes)};
    } else if (!job.held) {
        consequences.quotaExceeded = quotaExcess(book, job.tenant, job.accelerators);
    }
    if (spot && !job.held)
        after.take(*spot);
    countRoom(book, before, after, consequences);
}

// A move must change something. Without a target a pending job loses the nodes that it requires.
Result<void> checkChange(const Job &job, const std::vector<std::string> &nodes,
                         const std::string &pool)
{
    const bool running = job.state == JobState::Running;
    if (nodes.empty() && pool.empty() && (running || job.requiredNodes.empty()))
        return refuse({"the move has no target"});
    if (!pool.empty() && pool != job.pool)
        return {};
    if (nodes.empty() && !pool.empty() && (running || job.requiredNodes.empty()))
        return refuse({jobWords(job.id), " is in pool ", pool, " already"});
    std::vector<std::string> present = job.requiredNodes;
    if (running) {
        present.clear();
        for (const JobAllocation &allocation : job.allocation)
            present.push_back(allocation.node);
    }
    if (!nodes.empty() && std::ranges::is_permutation(nodes, present))
        return refuse(
            {jobWords(job.id), running ? " runs" : " is to run", " on these nodes already"});
    return {};
}

} // namespace

int leafSwitches(const JobBook &book, const std::vector<std::size_t> &nodes)
{
    std::set<std::string> names;
    for (const std::size_t node : nodes)
        names.insert(book.nodes[node].leafSwitch);
    return static_cast<int>(names.size());
}

std::vector<std::size_t> presentNodes(const JobBook &book, const Job &job)
{
    std::vector<std::size_t> nodes;
    for (const JobAllocation &allocation : job.allocation) {
        const auto found = book.nodeByName.find(allocation.node);
        if (found != book.nodeByName.end())
            nodes.push_back(found->second);
    }
    return nodes;
}

std::vector<PlanStep> moveSteps(const Job &job, const std::vector<std::string> &nodes,
                                const std::string &pool, std::uint32_t unit)
{
    PlanStep retarget{jobAction(ActionKind::Move, job.id), jobAction(ActionKind::Move, job.id)};
    retarget.action.nodes = nodes;
    retarget.action.pool = pool;
    retarget.inverse->nodes = job.requiredNodes;
    retarget.inverse->pool = pool.empty() ? std::string() : job.pool;
    retarget.unit = unit;
    if (job.state == JobState::Pending)
        return {retarget};

    retarget.action.beginNow = true;
    PlanStep requeue{jobAction(ActionKind::RequeueHold, job.id), std::nullopt, unit};
    if (job.held)
        return {requeue, retarget};
    requeue.inverse = jobAction(ActionKind::Release, job.id);
    const PlanStep release{jobAction(ActionKind::Release, job.id),
                           jobAction(ActionKind::Hold, job.id), unit};
    return {requeue, retarget, release};
}

Result<void> checkRequeue(const Job &job)
{
    if (job.state == JobState::Running && !(job.batch && job.requeueable))
        return notNow(job, "cannot be requeued");
    return {};
}

Result<Plan> planMove(const JobBook &book, JobId id, const std::vector<std::string> &nodes,
                      const std::string &pool, Micros now)
{
    const auto jobs = findJobs(book, {id});
    if (!jobs)
        return tl::unexpected(jobs.error());
    const Job &job = *jobs->front();
    if (job.hasEnded())
        return refuse({jobWords(id), " has ended (", stateName(job.state), ")"});
    if (job.state != JobState::Pending && job.state != JobState::Running)
        return refuse({jobWords(id), " is ", stateName(job.state)});
    if (const auto checked = checkRequeue(job); !checked)
        return tl::unexpected(checked.error());
    if (const auto checked = checkChange(job, nodes, pool); !checked)
        return tl::unexpected(checked.error());
    const auto target = findTarget(book, job, nodes, pool);
    if (!target)
        return tl::unexpected(target.error());
    Plan plan;
    plan.purpose = Plan::Purpose::Move;
    plan.bookRevision = book.revision;
    plan.jobs = {id};
    plan.pool = pool;
    for (const std::string &name : nodes) {
        if (std::ranges::find(plan.nodes, name) == plan.nodes.end())
            plan.nodes.push_back(name);
    }
    plan.steps = moveSteps(job, plan.nodes, pool, 1);
    countMove(book, job, *target, now, plan);
    return plan;
}

std::vector<std::string> proposeTarget(const JobBook &book, const Job &job)
{
    FreeSpace space(book);
    space.release(job);
    std::vector<std::size_t> present = presentNodes(book, job);
    std::ranges::sort(present);
    std::vector<std::size_t> candidates = candidateNodes(book, job.pool, {});
    std::optional<Spot> spot = space.place(job, candidates);
    // Where it is already is no move: once more without its present nodes.
    if (spot && std::ranges::is_permutation(spot->nodes, present)) {
        std::erase_if(candidates, [&present](std::size_t node) {
            return std::ranges::binary_search(present, node);
        });
        spot = space.place(job, candidates);
    }
    std::vector<std::string> names;
    if (spot) {
        for (const std::size_t node : spot->nodes)
            names.push_back(book.nodes[node].name);
    }
    return names;
}

} // namespace pilothouse
