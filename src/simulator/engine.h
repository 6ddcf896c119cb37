// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "simulator/changelog.h"
#include "simulator/cluster.h"
#include "simulator/forecast.h"
#include "simulator/job.h"
#include "simulator/tenants.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace pilothouse::simulator {

// What became of a request: done, or refused in clear words and nothing changed.
struct Reply {
    bool ok = false;
    std::string message;
    JobId job = 0;
};

// A submission as it comes over the wire.
struct SubmitOrder {
    std::string name;
    std::string tenant;
    std::string pool;
    std::string scenario;
    std::string framework;
    std::string kind;
    std::int64_t accelerators = 0;
    std::int64_t timeLimitSeconds = 0;
    std::int64_t durationSeconds = 0; // 0: an hour
    bool held = false;
};

// What is new since a revision. Pointers hold until the engine moves on.
struct Changes {
    std::uint64_t revision = 0;
    bool full = false;
    std::vector<const SimJob *> jobs; // ascending ids when full
    std::vector<NodeIndex> nodes;
    std::vector<JobId> forgotten;
};

// The scheduler: jobs wait by priority, start as whole gangs, are backfilled without delaying the
// first that waits (EASY, by time limits), run, end. Driven by events; nothing happens between
// them. Not thread-safe; whoever shares it locks.
class Engine {
public:
    static constexpr Micros kKeepEnded = kHour; // that ended jobs are kept, the newest of them
    static constexpr const char *kOperator = "operator"; // as whom orders over the wire come

    Engine(const Topology &topology, std::vector<SimTenant> tenants, double speed, Micros start);

    [[nodiscard]] Micros now() const { return m_now; }
    [[nodiscard]] Micros nextEvent() const;
    void advanceTo(Micros now);
    // Before it: coarse scheduling without checkpoints, estimates and changes, to get to the
    // present fast.
    void goLive();

    // From inside the center; trusted.
    JobId add(JobSpec spec);
    void setNodeDown(NodeIndex node, const std::string &reason); // its jobs are requeued or fail
    void setNodeUp(NodeIndex node);
    void setDrained(NodeIndex node, const std::string &reason); // empty: resumes
    void failJobOn(NodeIndex node, std::uint32_t accelerator);
    void onCheckpoint(std::function<void(const SimJob &)> handler)
    {
        m_checkpointed = std::move(handler);
    }

    // Orders; each checks everything before it changes anything.
    [[nodiscard]] Reply submit(const SubmitOrder &order);
    [[nodiscard]] Reply cancel(JobId id);
    [[nodiscard]] Reply hold(JobId id);
    [[nodiscard]] Reply release(JobId id);
    [[nodiscard]] Reply requeue(JobId id, bool held);
    [[nodiscard]] Reply move(JobId id, const std::vector<std::string> &nodes,
                             const std::string &pool);
    [[nodiscard]] Reply setPriority(JobId id, std::int64_t priority);
    [[nodiscard]] Reply drain(const std::string &node, const std::string &reason);
    [[nodiscard]] Reply resume(const std::string &node);

    [[nodiscard]] const SimJob *find(JobId id) const;
    [[nodiscard]] const std::map<JobId, std::unique_ptr<SimJob>> &jobs() const { return m_jobs; }
    [[nodiscard]] const Cluster &cluster() const { return m_cluster; }
    [[nodiscard]] const Topology &topology() const { return m_topology; }
    [[nodiscard]] const std::vector<SimTenant> &tenants() const { return m_tenants; }
    [[nodiscard]] std::uint32_t usedBy(std::uint32_t tenant) const { return m_usedBy[tenant]; }
    // Accelerators that waiting jobs want in a group and only lack of room keeps from them.
    [[nodiscard]] std::uint32_t backlog(std::uint32_t group) const { return m_backlog[group]; }
    [[nodiscard]] std::uint32_t waitingOf(const std::string &user) const; // jobs
    // The running jobs, null where a slot is empty, and per accelerator its job's slot or -1.
    [[nodiscard]] std::span<SimJob *const> slots() const { return m_slots; }
    [[nodiscard]] std::span<const std::int32_t> slotOfAccelerator() const { return m_slotOf; }

    [[nodiscard]] std::uint64_t revision() const { return m_revision; }
    [[nodiscard]] Changes changesSince(std::uint64_t revision) const; // 0: everything

private:
    friend class PoolPass;
    enum class EventType : std::uint8_t {
        End,
        Checkpoint,
        Release,
        GiveUp,
        Begin,
        Forget,
        Rank,
        Pass
    };
    struct Event {
        Micros time;
        std::uint64_t order; // of events at one time
        EventType type;
        JobId job;
        std::uint32_t generation;

        bool operator>(const Event &other) const
        {
            return std::tie(time, order) > std::tie(other.time, other.order);
        }
    };

    void push(Micros time, EventType type, JobId job = 0, std::uint32_t generation = 0);
    void handle(const Event &event);
    void handleJobEvent(SimJob &job, EventType type);
    void requestPass(std::uint32_t pool);
    void requestPassEverywhere();
    void runPasses();

    void enqueue(SimJob &job);
    void dequeue(SimJob &job);
    void rank(); // all priorities anew
    [[nodiscard]] std::int64_t priorityOf(const SimJob &job) const;
    void start(SimJob &job, Placement placement);
    void vacate(SimJob &job);
    void endOfRun(SimJob &job);
    void finish(SimJob &job, JobState state, const char *reason);
    void putBack(SimJob &job, Micros notBefore); // from running to pending
    void forgetOldest();
    void saveCheckpoint(SimJob &job);
    void setReason(SimJob &job, std::string_view reason);
    void setEstimate(SimJob &job, Micros time);
    [[nodiscard]] Result<std::vector<NodeIndex>>
    targetNodes(const SimJob &job, const std::vector<std::string> &names, std::uint32_t pool) const;
    [[nodiscard]] bool poolHolds(const SimJob &job, std::uint32_t pool) const;
    void touch(const SimJob &job);
    void touchNode(NodeIndex node);
    [[nodiscard]] SimJob *mutableJob(JobId id);
    [[nodiscard]] Micros scaled(Micros span) const
    {
        return static_cast<Micros>(static_cast<double>(span) / m_speed);
    }

    const Topology &m_topology;
    const std::vector<SimTenant> m_tenants;
    const double m_speed;
    Cluster m_cluster;
    Micros m_now;
    bool m_live = false;
    std::function<void(const SimJob &)> m_checkpointed;

    std::priority_queue<Event, std::vector<Event>, std::greater<>> m_events;
    std::uint64_t m_eventOrder = 0;
    bool m_passPending = false;
    std::vector<bool> m_poolDirty;

    JobId m_nextJob = 48'000;
    std::map<JobId, std::unique_ptr<SimJob>> m_jobs;
    std::vector<std::vector<SimJob *>> m_queues; // per pool, by priority
    std::vector<RunningJobs> m_running; // per group
    std::deque<JobId> m_ended;
    std::vector<std::uint32_t> m_usedBy; // per tenant
    std::vector<std::unordered_map<std::string, std::uint32_t>> m_usedByUser; // per pool
    std::unordered_map<std::string, std::uint32_t> m_waitingOf; // jobs per user
    std::vector<std::uint32_t> m_backlog; // per group
    std::vector<SimJob *> m_slots;
    std::vector<std::uint32_t> m_freeSlots;
    std::vector<std::int32_t> m_slotOf;

    std::uint64_t m_revision = 1;
    ChangeLog m_jobChanges;
    ChangeLog m_nodeChanges;
    std::deque<std::pair<std::uint64_t, JobId>> m_forgotten; // by revision
    std::uint64_t m_forgottenSince = 0; // revisions before it lack forgotten jobs
};

} // namespace pilothouse::simulator
