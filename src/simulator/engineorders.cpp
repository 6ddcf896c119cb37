// SPDX-License-Identifier: GPL-3.0-or-later
// The orders of the engine: each checks everything, then acts.
#include "simulator/engine.h"

#include "core/scenario.h"
#include "simulator/rng.h"

#include <algorithm>

namespace pilothouse::simulator {

namespace {

constexpr std::size_t kLongestName = 128;
constexpr std::size_t kLongestReason = 256;
constexpr std::int64_t kLongestSeconds = 365 * 24 * 3600;
constexpr std::int64_t kHighestPriority = 4'294'967'294; // Slurm's
constexpr std::int64_t kDefaultSeconds = 3600;

Reply refuse(std::string message)
{
    return {false, std::move(message), 0};
}

Reply done(std::string message, JobId job = 0)
{
    return {true, std::move(message), job};
}

std::string jobText(JobId id)
{
    return "Job " + std::to_string(id);
}

Reply noSuchJob(JobId id)
{
    return refuse("There is no job " + std::to_string(id) + ".");
}

std::string text(std::string_view view)
{
    return std::string(view.substr(0, kLongestName));
}

bool printable(std::string_view word)
{
    return std::ranges::none_of(word, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

} // namespace

Reply Engine::submit(const SubmitOrder &order)
{
    if (order.name.empty() || order.name.size() > kLongestName || !printable(order.name))
        return refuse("A job needs a name of 1 to 128 characters.");
    if (order.framework.size() > kLongestName || !printable(order.framework))
        return refuse("The framework's name is longer than 128 characters or not plain text.");
    const auto tenant = std::ranges::find(m_tenants, order.tenant, &SimTenant::name);
    if (tenant == m_tenants.end())
        return refuse("There is no tenant \"" + text(order.tenant) + "\".");
    const auto pool =
        order.pool.empty() ? std::optional<std::uint32_t>(0) : m_topology.findPool(order.pool);
    if (!pool)
        return refuse("There is no pool \"" + text(order.pool) + "\".");
    std::optional<std::uint32_t> kind;
    if (!order.kind.empty()) {
        kind = m_topology.findKindIndex(order.kind);
        if (!kind || !m_topology.findGroup(*pool, *kind))
            return refuse("Pool " + m_topology.pools[*pool].name + " has no accelerators of kind \""
                          + text(order.kind) + "\".");
    }
    if (!order.scenario.empty() && scenario(order.scenario).name != order.scenario)
        return refuse("There is no scenario \"" + text(order.scenario) + "\".");
    if (order.accelerators < 1)
        return refuse("A job needs at least one accelerator.");
    std::size_t room = 0;
    for (const std::uint32_t group : m_topology.pools[*pool].groups) {
        if (!kind || m_topology.groups[group].kind == *kind)
            room = std::max(room, m_topology.capacity(group));
    }
    if (order.accelerators > static_cast<std::int64_t>(room))
        return refuse("Pool " + m_topology.pools[*pool].name + " has " + std::to_string(room)
                      + " accelerators of one kind; " + std::to_string(order.accelerators)
                      + " never fit.");
    if (tenant->quota > 0 && order.accelerators > tenant->quota)
        return refuse("Tenant " + tenant->name + " may use " + std::to_string(tenant->quota)
                      + " accelerators at once; " + std::to_string(order.accelerators)
                      + " exceed that.");
    const auto spanMakesSense = [](std::int64_t seconds) {
        return seconds >= 0 && seconds <= kLongestSeconds;
    };
    if (!spanMakesSense(order.timeLimitSeconds) || !spanMakesSense(order.durationSeconds))
        return refuse("Time limit and duration are 0 seconds to one year.");

    JobSpec spec;
    spec.name = order.name;
    spec.user = kOperator;
    spec.tenant = static_cast<std::uint32_t>(tenant - m_tenants.begin());
    spec.pool = *pool;
    spec.kind = kind;
    spec.scenario = order.scenario;
    spec.framework = order.framework;
    spec.accelerators = static_cast<std::uint32_t>(order.accelerators);
    spec.timeLimit = order.timeLimitSeconds * kSecond;
    spec.work = (order.durationSeconds > 0 ? order.durationSeconds : kDefaultSeconds) * kSecond;
    spec.hold = order.held ? Hold::User : Hold::None;
    spec.profile = makeProfile({m_topology.pools[*pool].use, spec.name, spec.framework,
                                spec.accelerators, spec.work, m_speed, mix(m_nextJob)});
    const JobId id = add(std::move(spec));
    return done("Submitted job " + std::to_string(id) + ".", id);
}

Reply Engine::cancel(JobId id)
{
    SimJob *job = mutableJob(id);
    if (job == nullptr)
        return noSuchJob(id);
    if (job->state > JobState::Running)
        return refuse(jobText(id) + " has already ended.");
    finish(*job, JobState::Cancelled, "");
    return done("Cancelled job " + std::to_string(id) + ".", id);
}

Reply Engine::hold(JobId id)
{
    SimJob *job = mutableJob(id);
    if (job == nullptr)
        return noSuchJob(id);
    if (job->state != JobState::Pending)
        return refuse(jobText(id)
                      + (job->state == JobState::Running
                             ? " is running; only a waiting job can be held."
                             : " has already ended."));
    if (job->hold == Hold::Admin)
        return refuse(jobText(id) + " is held already.");
    job->hold = Hold::Admin;
    ++job->generation;
    setReason(*job, "JobHeldAdmin");
    setEstimate(*job, 0);
    requestPass(job->pool);
    return done("Held job " + std::to_string(id) + ".", id);
}

Reply Engine::release(JobId id)
{
    SimJob *job = mutableJob(id);
    if (job == nullptr)
        return noSuchJob(id);
    if (job->state != JobState::Pending || job->hold == Hold::None)
        return refuse(jobText(id) + " is not held.");
    job->hold = Hold::None;
    ++job->generation;
    job->reason = "None";
    touch(*job);
    requestPass(job->pool);
    return done("Released job " + std::to_string(id) + ".", id);
}

Reply Engine::requeue(JobId id, bool held)
{
    SimJob *job = mutableJob(id);
    if (job == nullptr)
        return noSuchJob(id);
    if (job->state != JobState::Running)
        return refuse(jobText(id)
                      + (job->state == JobState::Pending
                             ? " waits already; only a running job can be requeued."
                             : " has already ended."));
    if (held)
        job->hold = Hold::Admin;
    putBack(*job, 0);
    if (held)
        setReason(*job, "JobHeldAdmin");
    return done("Requeued job " + std::to_string(id) + (held ? ", held." : "."), id);
}

Reply Engine::move(JobId id, const std::vector<std::string> &nodes, const std::string &pool)
{
    SimJob *job = mutableJob(id);
    if (job == nullptr)
        return noSuchJob(id);
    if (job->state != JobState::Pending)
        return refuse(jobText(id)
                      + (job->state == JobState::Running
                             ? " is running; requeue and hold it before it is moved."
                             : " has already ended."));
    const auto target =
        pool.empty() ? std::optional<std::uint32_t>(job->pool) : m_topology.findPool(pool);
    if (!target)
        return refuse("There is no pool \"" + text(pool) + "\".");
    auto picked = targetNodes(*job, nodes, *target);
    if (!picked)
        return refuse(picked.error().detail);

    if (*target != job->pool) {
        dequeue(*job);
        job->pool = *target;
        enqueue(*job);
    }
    job->requiredNodes = std::move(*picked);
    touch(*job);
    requestPass(job->pool);
    return done("Moved job " + std::to_string(id) + ".", id);
}

Result<std::vector<NodeIndex>> Engine::targetNodes(const SimJob &job,
                                                   const std::vector<std::string> &names,
                                                   std::uint32_t pool) const
{
    const auto no = [](std::string sentence) {
        return fail(ErrorCode::Refused, std::move(sentence));
    };
    const std::string &poolName = m_topology.pools[pool].name;
    std::vector<NodeIndex> nodes;
    for (const std::string &name : names) {
        const auto found = m_topology.nodeByName.find(name);
        if (found == m_topology.nodeByName.end())
            return no("There is no node \"" + text(name) + "\".");
        const NodeIndex node = found->second;
        if (m_topology.poolOf(node) != pool)
            return no("Node " + name + " is not in pool " + poolName + ".");
        if (job.kind && m_topology.nodes[node].kind != *job.kind)
            return no("Node " + name + " has " + std::string(m_topology.kindOf(node).name)
                      + "; the job asks for " + std::string(m_topology.kinds[*job.kind]->name)
                      + ".");
        if (!nodes.empty() && m_topology.nodes[node].kind != m_topology.nodes[nodes.front()].kind)
            return no("The nodes are of different kinds; a gang runs on one kind.");
        if (!m_cluster.accepts(node))
            return no("Node " + name + " takes no jobs: " + m_cluster.reason(node) + ".");
        nodes.push_back(node);
    }
    std::ranges::sort(nodes);
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    const std::size_t room = nodes.size() * m_topology.acceleratorsPerNode;
    if (!nodes.empty() && room < job.accelerators)
        return no("The nodes have " + std::to_string(room) + " accelerators; the job needs "
                  + std::to_string(job.accelerators) + ".");
    if (nodes.empty() && !poolHolds(job, pool))
        return no("Pool " + poolName + " has no room for a job of that kind and size.");
    return nodes;
}

bool Engine::poolHolds(const SimJob &job, std::uint32_t pool) const
{
    return std::ranges::any_of(m_topology.pools[pool].groups, [&](std::uint32_t group) {
        return (!job.kind || m_topology.groups[group].kind == *job.kind)
            && m_topology.capacity(group) >= job.accelerators;
    });
}

Reply Engine::setPriority(JobId id, std::int64_t priority)
{
    SimJob *job = mutableJob(id);
    if (job == nullptr)
        return noSuchJob(id);
    if (job->state != JobState::Pending)
        return refuse(jobText(id) + " does not wait; only a waiting job has a priority to set.");
    if (priority < 1 || priority > kHighestPriority)
        return refuse("A priority is a number from 1 to 4294967294.");
    dequeue(*job);
    job->explicitPriority = true;
    job->priority = priority;
    enqueue(*job);
    return done("Set the priority of job " + std::to_string(id) + " to " + std::to_string(priority)
                    + ".",
                id);
}

Reply Engine::drain(const std::string &node, const std::string &reason)
{
    const auto found = m_topology.nodeByName.find(node);
    if (found == m_topology.nodeByName.end())
        return refuse("There is no node \"" + text(node) + "\".");
    if (reason.find_first_not_of(" \t") == std::string::npos)
        return refuse("A drain needs a reason.");
    if (reason.size() > kLongestReason || !printable(reason))
        return refuse("The reason is longer than 256 characters or not plain text.");
    setDrained(found->second, reason);
    return done("Drained node " + node + ".");
}

Reply Engine::resume(const std::string &node)
{
    const auto found = m_topology.nodeByName.find(node);
    if (found == m_topology.nodeByName.end())
        return refuse("There is no node \"" + text(node) + "\".");
    const NodeState state = m_cluster.state(found->second);
    if (state == NodeState::Down)
        return refuse("Node " + node + " is down: " + m_cluster.reason(found->second) + ".");
    if (state != NodeState::Draining && state != NodeState::Drained)
        return refuse("Node " + node + " is not drained.");
    setDrained(found->second, {});
    return done("Resumed node " + node + ".");
}

} // namespace pilothouse::simulator
