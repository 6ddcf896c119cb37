// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/engine.h"

#include <algorithm>
#include <limits>

namespace pilothouse::simulator {

namespace {

constexpr Micros kNever = std::numeric_limits<Micros>::max();
// Passes start on a grain of time; a fast center has a finer one.
constexpr Micros kLiveGrain = kSecond;
constexpr Micros kFinestGrain = 100 * kMillisecond;
constexpr Micros kWarmGrain = 2 * kMinute;
constexpr Micros kLiveRank = kMinute;
constexpr Micros kWarmRank = 10 * kMinute;
constexpr std::size_t kMostForgotten = 20'000;
constexpr Micros kEstimateGrain = kMinute; // finer estimates would change all the time

} // namespace

Engine::Engine(const Topology &topology, std::vector<SimTenant> tenants, double speed, Micros start)
    : m_topology(topology)
    , m_tenants(std::move(tenants))
    , m_speed(speed)
    , m_cluster(topology)
    , m_now(start)
    , m_poolDirty(topology.pools.size())
    , m_queues(topology.pools.size())
    , m_running(topology.groups.size())
    , m_usedBy(m_tenants.size())
    , m_usedByUser(topology.pools.size())
    , m_backlog(topology.groups.size())
    , m_slotOf(topology.nodes.size() * topology.acceleratorsPerNode, -1)
{
    push(m_now + scaled(kWarmRank), EventType::Rank);
}

Micros Engine::nextEvent() const
{
    return m_events.empty() ? kNever : m_events.top().time;
}

void Engine::advanceTo(Micros now)
{
    while (!m_events.empty() && m_events.top().time <= now) {
        const Event event = m_events.top();
        m_events.pop();
        m_now = std::max(m_now, event.time);
        handle(event);
    }
    m_now = std::max(m_now, now);
}

void Engine::goLive()
{
    m_live = true;
    for (SimJob *job : m_slots) {
        if (job != nullptr)
            saveCheckpoint(*job);
    }
    rank();
    requestPassEverywhere();
}

void Engine::push(Micros time, EventType type, JobId job, std::uint32_t generation)
{
    m_events.push({time, m_eventOrder++, type, job, generation});
}

void Engine::handle(const Event &event)
{
    if (event.type == EventType::Pass) {
        m_passPending = false;
        runPasses();
        return;
    }
    if (event.type == EventType::Rank) {
        rank();
        push(m_now + (m_live ? kLiveRank : scaled(kWarmRank)), EventType::Rank);
        return;
    }
    if (event.type == EventType::Forget) {
        while (!m_ended.empty() && m_jobs.at(m_ended.front())->ended + kKeepEnded <= m_now)
            forgetOldest();
        return;
    }
    SimJob *job = mutableJob(event.job);
    if (job == nullptr)
        return;
    if (event.type == EventType::Begin)
        requestPass(job->pool);
    else if (job->generation == event.generation)
        handleJobEvent(*job, event.type);
}

void Engine::handleJobEvent(SimJob &job, EventType type)
{
    if (type == EventType::End) {
        endOfRun(job);
    } else if (type == EventType::Checkpoint) {
        saveCheckpoint(job);
        if (m_checkpointed)
            m_checkpointed(job);
    } else if (type == EventType::GiveUp) {
        finish(job, JobState::Cancelled, "");
    } else if (type == EventType::Release) {
        job.hold = Hold::None;
        touch(job);
        requestPass(job.pool);
    }
}

void Engine::requestPass(std::uint32_t pool)
{
    m_poolDirty[pool] = true;
    if (m_passPending)
        return;
    m_passPending = true;
    const Micros grain = m_live ? std::clamp(scaled(kLiveGrain), kFinestGrain, kLiveGrain)
                                : std::max<Micros>(kSecond, scaled(kWarmGrain));
    push((m_now / grain + 1) * grain, EventType::Pass);
}

void Engine::requestPassEverywhere()
{
    for (std::uint32_t pool = 0; pool < m_topology.pools.size(); ++pool)
        requestPass(pool);
}

JobId Engine::add(JobSpec spec)
{
    auto job = std::make_unique<SimJob>();
    static_cast<JobSpec &>(*job) = std::move(spec);
    job->id = m_nextJob++;
    job->submitted = m_now;
    job->reason = "None";
    const JobId id = job->id;
    SimJob &added = *m_jobs.emplace(id, std::move(job)).first->second;
    enqueue(added);
    if (added.hold == Hold::User && added.holdFor > 0)
        push(m_now + added.holdFor, EventType::Release, id, added.generation);
    if (added.patience > 0)
        push(m_now + added.patience, EventType::GiveUp, id, added.generation);
    return id;
}

void Engine::enqueue(SimJob &job)
{
    job.state = JobState::Pending;
    if (!job.explicitPriority)
        job.priority = priorityOf(job);
    auto &queue = m_queues[job.pool];
    const auto before = [](const SimJob *a, const SimJob *b) {
        return a->priority != b->priority ? a->priority > b->priority : a->id < b->id;
    };
    queue.insert(std::ranges::lower_bound(queue, &job, before), &job);
    ++m_waitingOf[job.user];
    if (job.beginAfter > m_now)
        push(job.beginAfter, EventType::Begin, job.id, job.generation);
    touch(job);
    requestPass(job.pool);
}

void Engine::dequeue(SimJob &job)
{
    auto &queue = m_queues[job.pool];
    queue.erase(std::ranges::find(queue, &job));
    if (const auto user = m_waitingOf.find(job.user); --user->second == 0)
        m_waitingOf.erase(user);
}

std::uint32_t Engine::waitingOf(const std::string &user) const
{
    const auto found = m_waitingOf.find(user);
    return found == m_waitingOf.end() ? 0 : found->second;
}

// Like Slurm's multifactor priority: waiting time over a day, the tenant's unused share, the size.
std::int64_t Engine::priorityOf(const SimJob &job) const
{
    const double day = static_cast<double>(kDay) / m_speed;
    const double age = std::min(1.0, static_cast<double>(m_now - job.submitted) / day);
    const SimTenant &tenant = m_tenants[job.tenant];
    const double unused = tenant.quota == 0
        ? 0.5
        : std::max(0.0, 1.0 - static_cast<double>(m_usedBy[job.tenant]) / tenant.quota);
    const double size = std::min(1.0, job.accelerators / (8.0 * m_topology.acceleratorsPerNode));
    return static_cast<std::int64_t>(1'000 + 10'000 * age + 5'000 * unused + 2'000 * size);
}

void Engine::rank()
{
    for (auto &queue : m_queues) {
        for (SimJob *job : queue) {
            if (job->explicitPriority)
                continue;
            const std::int64_t priority = priorityOf(*job);
            if (priority != job->priority) {
                job->priority = priority;
                touch(*job);
            }
        }
        std::ranges::sort(queue, [](const SimJob *a, const SimJob *b) {
            return a->priority != b->priority ? a->priority > b->priority : a->id < b->id;
        });
    }
    requestPassEverywhere();
}

void Engine::forgetOldest()
{
    const JobId id = m_ended.front();
    m_ended.pop_front();
    m_jobs.erase(id);
    m_jobChanges.remove(id);
    if (!m_live)
        return;
    m_forgotten.emplace_back(++m_revision, id);
    if (m_forgotten.size() > kMostForgotten) {
        m_forgottenSince = m_forgotten.front().first;
        m_forgotten.pop_front();
    }
}

void Engine::setReason(SimJob &job, std::string_view reason)
{
    if (job.reason == reason)
        return;
    job.reason = reason;
    touch(job);
}

void Engine::setEstimate(SimJob &job, Micros time)
{
    const Micros rounded = (time + kEstimateGrain - 1) / kEstimateGrain * kEstimateGrain;
    if (job.estimatedStart == rounded)
        return;
    job.estimatedStart = rounded;
    touch(job);
}

void Engine::touch(const SimJob &job)
{
    if (m_live)
        m_jobChanges.touch(job.id, ++m_revision);
}

void Engine::touchNode(NodeIndex node)
{
    if (m_live)
        m_nodeChanges.touch(node, ++m_revision);
}

SimJob *Engine::mutableJob(JobId id)
{
    const auto found = m_jobs.find(id);
    return found == m_jobs.end() ? nullptr : found->second.get();
}

const SimJob *Engine::find(JobId id) const
{
    const auto found = m_jobs.find(id);
    return found == m_jobs.end() ? nullptr : found->second.get();
}

Changes Engine::changesSince(std::uint64_t revision) const
{
    Changes changes;
    changes.revision = m_revision;
    changes.full = revision == 0 || revision < m_forgottenSince;
    if (changes.full) {
        for (const auto &[id, job] : m_jobs)
            changes.jobs.push_back(job.get());
        for (NodeIndex node = 0; node < m_topology.nodes.size(); ++node)
            changes.nodes.push_back(node);
        return changes;
    }
    for (const JobId id : m_jobChanges.since(revision))
        changes.jobs.push_back(m_jobs.at(id).get());
    for (const std::uint64_t node : m_nodeChanges.since(revision))
        changes.nodes.push_back(static_cast<NodeIndex>(node));
    const auto first = std::ranges::upper_bound(m_forgotten, revision, {},
                                                &std::pair<std::uint64_t, JobId>::first);
    for (auto entry = first; entry != m_forgotten.end(); ++entry)
        changes.forgotten.push_back(entry->second);
    return changes;
}

} // namespace pilothouse::simulator
