// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a running job: start, checkpoints, end, and what a lost node does to it.
#include "simulator/engine.h"

#include "simulator/rng.h"

#include <algorithm>

namespace pilothouse::simulator {

namespace {

constexpr std::size_t kMostEnded = 2'000;
constexpr Micros kRequeueDelay = 30 * kSecond;
constexpr Micros kUnlimited = 30 * kDay; // how long a job without a time limit is expected to run
constexpr double kRequeuedShare = 0.6; // of the jobs that a lost node takes along

} // namespace

void Engine::start(SimJob &job, Placement placement)
{
    dequeue(job);
    ++job.generation;
    m_cluster.take(placement);
    job.allocation = std::move(placement);
    job.group = m_topology.nodes[job.allocation.front().node].group;
    job.state = JobState::Running;
    job.reason.clear();
    job.started = m_now;
    job.estimatedStart = 0;
    m_usedBy[job.tenant] += job.accelerators;
    m_usedByUser[job.pool][job.user] += job.accelerators;
    if (m_freeSlots.empty()) {
        m_freeSlots.push_back(static_cast<std::uint32_t>(m_slots.size()));
        m_slots.push_back(nullptr);
    }
    job.slot = m_freeSlots.back();
    m_freeSlots.pop_back();
    m_slots[job.slot] = &job;
    for (const Piece &piece : job.allocation) {
        for (std::uint32_t i = 0; i < m_topology.acceleratorsPerNode; ++i) {
            if ((piece.mask >> i & 1U) != 0)
                m_slotOf[std::size_t{piece.node} * m_topology.acceleratorsPerNode + i] =
                    static_cast<std::int32_t>(job.slot);
        }
        touchNode(piece.node);
    }
    const Micros limit = job.timeLimit > 0 ? job.timeLimit : kUnlimited;
    m_running[job.group].emplace(std::pair(m_now + limit, job.id), &job.allocation);
    const Micros left = std::max<Micros>(job.work - job.done, kMillisecond);
    push(m_now + (job.timeLimit > 0 ? std::min(left, job.timeLimit) : left), EventType::End, job.id,
         job.generation);
    if (m_live)
        saveCheckpoint(job);
    touch(job);
}

void Engine::vacate(SimJob &job)
{
    const Micros limit = job.timeLimit > 0 ? job.timeLimit : kUnlimited;
    m_running[job.group].erase({job.started + limit, job.id});
    m_cluster.give(job.allocation);
    m_usedBy[job.tenant] -= job.accelerators;
    auto &users = m_usedByUser[job.pool];
    if (const auto user = users.find(job.user); (user->second -= job.accelerators) == 0)
        users.erase(user);
    m_slots[job.slot] = nullptr;
    m_freeSlots.push_back(job.slot);
    for (const Piece &piece : job.allocation) {
        for (std::uint32_t i = 0; i < m_topology.acceleratorsPerNode; ++i) {
            if ((piece.mask >> i & 1U) != 0)
                m_slotOf[std::size_t{piece.node} * m_topology.acceleratorsPerNode + i] = -1;
        }
        touchNode(piece.node);
    }
    ++job.generation;
    requestPassEverywhere(); // quotas and dependencies reach over pools
}

void Engine::endOfRun(SimJob &job)
{
    const Micros left = job.work - job.done;
    if (job.timeLimit > 0 && left > job.timeLimit) {
        finish(job, JobState::Timeout, "TimeLimit");
        return;
    }
    switch (job.outcome) {
    case Outcome::Complete:
        return finish(job, JobState::Completed, "");
    case Outcome::Fail:
        return finish(job, JobState::Failed, "NonZeroExitCode");
    case Outcome::Cancel:
        return finish(job, JobState::Cancelled, "");
    }
}

void Engine::finish(SimJob &job, JobState state, const char *reason)
{
    if (job.state == JobState::Running) {
        vacate(job);
    } else {
        dequeue(job);
        ++job.generation;
        requestPassEverywhere();
    }
    job.state = state;
    job.reason = reason;
    job.ended = m_now;
    job.estimatedStart = 0;
    m_ended.push_back(job.id);
    push(m_now + kKeepEnded, EventType::Forget);
    touch(job);
    if (m_ended.size() > kMostEnded)
        forgetOldest();
}

void Engine::putBack(SimJob &job, Micros notBefore)
{
    const Saved saved = savedWork(job, m_now);
    vacate(job);
    job.done += saved.work;
    if (saved.at != 0)
        job.checkpoint = saved.at;
    job.allocation.clear();
    job.started = 0;
    job.reason = "None";
    job.beginAfter = notBefore;
    ++job.restarts;
    enqueue(job);
}

// Notes what is saved by now and asks to be called when the next checkpoint is complete.
void Engine::saveCheckpoint(SimJob &job)
{
    const Profile &profile = job.profile;
    if (profile.checkpointEvery <= 0)
        return;
    const Saved saved = savedWork(job, m_now);
    if (saved.at > job.checkpoint) {
        job.checkpoint = saved.at;
        touch(job);
    }
    const Micros nextBegin = saved.work + profile.checkpointEvery;
    if (profile.idleFrom > 0 && nextBegin >= profile.idleFrom)
        return;
    push(job.started + nextBegin + profile.checkpointSpan, EventType::Checkpoint, job.id,
         job.generation);
}

void Engine::setNodeDown(NodeIndex node, const std::string &reason)
{
    m_cluster.setDown(node, reason);
    touchNode(node);
    const std::size_t first = std::size_t{node} * m_topology.acceleratorsPerNode;
    for (std::size_t i = first; i < first + m_topology.acceleratorsPerNode; ++i) {
        if (m_slotOf[i] < 0)
            continue;
        SimJob &job = *m_slots[static_cast<std::size_t>(m_slotOf[i])];
        if (unit(mix(job.profile.seed, job.restarts)) < kRequeuedShare)
            putBack(job, m_now + kRequeueDelay);
        else
            finish(job, JobState::NodeFail, "NodeDown");
    }
    requestPassEverywhere();
}

void Engine::setNodeUp(NodeIndex node)
{
    m_cluster.setDown(node, {});
    touchNode(node);
    requestPass(m_topology.poolOf(node));
}

void Engine::setDrained(NodeIndex node, const std::string &reason)
{
    m_cluster.setDrained(node, reason);
    touchNode(node);
    requestPass(m_topology.poolOf(node));
}

void Engine::failJobOn(NodeIndex node, std::uint32_t accelerator)
{
    const std::int32_t slot =
        m_slotOf[std::size_t{node} * m_topology.acceleratorsPerNode + accelerator];
    if (slot >= 0)
        finish(*m_slots[static_cast<std::size_t>(slot)], JobState::Failed, "NonZeroExitCode");
}

} // namespace pilothouse::simulator
