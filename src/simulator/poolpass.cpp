// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/poolpass.h"

#include <algorithm>

namespace pilothouse::simulator {

namespace {

constexpr std::size_t kEstimatesPerGroup = 6; // beside the first that waits
constexpr std::size_t kPromisesPerGroup =
    5; // the first that waits, and jobs that were moved to nodes

} // namespace

void Engine::runPasses()
{
    for (std::uint32_t pool = 0; pool < m_queues.size(); ++pool) {
        if (!m_poolDirty[pool])
            continue;
        m_poolDirty[pool] = false;
        PoolPass(*this, pool).run();
    }
}

PoolPass::PoolPass(Engine &engine, std::uint32_t pool)
    : m_engine(engine)
    , m_pool(pool)
{
    for (const std::uint32_t group : engine.m_topology.pools[pool].groups) {
        m_states.emplace_back().group = group;
        engine.m_backlog[group] = 0;
    }
}

void PoolPass::run()
{
    const std::vector<SimJob *> queue = m_engine.m_queues[m_pool]; // starts take from the original
    for (SimJob *job : queue) {
        if (const std::string_view why = heldBack(*job); !why.empty()) {
            m_engine.setReason(*job, why);
            m_engine.setEstimate(*job, 0);
            continue;
        }
        const auto states = candidates(*job);
        std::optional<Placement> placement;
        for (GroupState *state : states) {
            if ((placement = tryPlace(*state, *job)))
                break;
        }
        if (placement)
            m_engine.start(*job, std::move(*placement));
        else
            wait(*job, states);
    }
}

std::string_view PoolPass::heldBack(const SimJob &job) const
{
    if (job.hold != Hold::None)
        return job.hold == Hold::Admin ? "JobHeldAdmin" : "JobHeldUser";
    if (job.beginAfter > m_engine.m_now)
        return "BeginTime";
    if (const SimJob *other = m_engine.find(job.dependsOn);
        other != nullptr && other->state <= JobState::Running)
        return "Dependency";
    if (!quotaLeaves(job))
        return "AssocGrpGRES";
    if (m_engine.m_topology.pools[m_pool].use == PoolUse::Development) {
        const auto &used = m_engine.m_usedByUser[m_pool];
        const auto user = used.find(job.user);
        if (user != used.end()
            && user->second + job.accelerators > m_engine.m_topology.acceleratorsPerNode)
            return "QOSMaxGRESPerUser";
    }
    const auto accepts = [this](NodeIndex node) { return m_engine.m_cluster.accepts(node); };
    if (!std::ranges::all_of(job.requiredNodes, accepts))
        return "ReqNodeNotAvail";
    return {};
}

bool PoolPass::quotaLeaves(const SimJob &job) const
{
    const std::uint32_t quota = m_engine.m_tenants[job.tenant].quota;
    return quota == 0 || m_engine.m_usedBy[job.tenant] + job.accelerators <= quota;
}

// The groups that it may run in, the emptiest first.
std::vector<PoolPass::GroupState *> PoolPass::candidates(const SimJob &job)
{
    const Topology &topology = m_engine.m_topology;
    std::vector<GroupState *> states;
    for (GroupState &state : m_states) {
        const bool rightKind = !job.kind || topology.groups[state.group].kind == *job.kind;
        const bool rightNodes = job.requiredNodes.empty()
            || topology.nodes[job.requiredNodes.front()].group == state.group;
        if (rightKind && rightNodes && job.accelerators <= topology.capacity(state.group))
            states.push_back(&state);
    }
    std::ranges::stable_sort(states, std::greater{}, [&](const GroupState *state) {
        return topology.capacity(state->group) - m_engine.m_cluster.allocatedIn(state->group);
    });
    return states;
}

std::optional<Placement> PoolPass::tryPlace(GroupState &state, const SimJob &job)
{
    const Micros end = m_engine.m_now + job.timeLimit;
    const bool endsBefore = std::ranges::all_of(state.promises, [&](const Promise &promise) {
        return job.timeLimit > 0 && end <= promise.time;
    });
    Reserved keepFree;
    if (!endsBefore) {
        for (const Promise &promise : state.promises) {
            for (const auto &[node, mask] : promise.accelerators)
                keepFree[node] |= mask;
        }
    }
    const Cluster &cluster = m_engine.m_cluster;
    if (!job.requiredNodes.empty())
        return cluster.findOn(job.requiredNodes, job.accelerators, keepFree);
    std::uint32_t &tooLarge = endsBefore ? state.tooLargeNow : state.tooLargeBeside;
    if (job.accelerators >= std::min(tooLarge, state.tooLargeNow))
        return std::nullopt;
    auto placement = cluster.find(state.group, job.accelerators, keepFree);
    if (!placement)
        tooLarge = job.accelerators;
    return placement;
}

void PoolPass::wait(SimJob &job, const std::vector<GroupState *> &states)
{
    if (states.empty()) { // drained or too small for good: nothing to promise
        m_engine.setReason(job, "Resources");
        return;
    }
    // A job that any kind would do for waits for the largest.
    GroupState &state = **std::ranges::max_element(
        states, {}, [this](const GroupState *s) { return m_engine.m_topology.capacity(s->group); });
    m_engine.m_backlog[state.group] += job.accelerators;
    const bool moved = !job.requiredNodes.empty();
    const bool first = !state.headWaits && !moved;
    m_engine.setReason(job, first || moved ? "Resources" : "Priority");
    if ((first || moved) && state.promises.size() < kPromisesPerGroup)
        promise(state, job);
    else
        estimate(state, job);
    if (first)
        state.headWaits = true;
}

void PoolPass::promise(GroupState &state, SimJob &job)
{
    Forecast forecast(m_engine.m_cluster, state.group, m_engine.m_running[state.group],
                      job.requiredNodes, m_engine.m_now);
    const auto place = forecast.next(job.accelerators);
    m_engine.setEstimate(job, place ? place->time : 0);
    if (!place)
        return;
    Promise promise{place->time, {}};
    for (const Piece &piece : place->placement)
        promise.accelerators[piece.node] |= piece.mask;
    state.promises.push_back(std::move(promise));
    if (job.requiredNodes.empty())
        state.forecast.emplace(std::move(forecast));
}

void PoolPass::estimate(GroupState &state, SimJob &job)
{
    if (!m_engine.m_live || !state.forecast || state.estimates >= kEstimatesPerGroup) {
        m_engine.setEstimate(job, 0);
        return;
    }
    ++state.estimates;
    const auto place = state.forecast->next(job.accelerators);
    m_engine.setEstimate(job, place ? place->time : 0);
}

} // namespace pilothouse::simulator
