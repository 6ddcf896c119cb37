// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "placement/states.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace pilothouse {

// Reasons keep the scheduler's own names, as states do.
using JobId = std::uint64_t;

// The accelerators that a job holds on one node.
struct JobAllocation {
    std::string node;
    // Indices on that node. Where a node has accelerators of several gres names (gpu and npu), they
    // are counted on through PlacementNode::gres in its order.
    std::vector<std::uint32_t> accelerators;

    bool operator==(const JobAllocation &) const = default;
};

// What few jobs have or few views show.
struct JobDetail {
    std::string arrayTasks; // of an array's tasks that still wait: "3-10:2%4"
    std::string reservation;
    std::string comment;
    std::string adminComment;
    std::string dependency; // "afterok:12(unfulfilled)"
    std::string gres; // asked for, in Slurm's words: "gpu:a100:4" per node
    std::string tres; // asked for in all: "cpu=8,mem=16G,node=1,gres/gpu=4"
    std::string features; // constraint
    std::string licenses;
    std::string stateDescription; // the scheduler's free text beside the reason
    std::string command; // path of the script
    std::string workingDirectory;
    std::string standardOutput; // path
    std::string standardError; // path
    std::string batchHost;
    std::vector<std::string> excludedNodes;
    std::vector<std::string> plannedNodes; // where it would start next
    Micros deadline = 0; // 0: none
    std::int32_t exitCode = 0;
    std::int32_t exitSignal = 0;

    bool operator==(const JobDetail &) const = default;
};

struct JobFacts {
    JobId id = 0;
    std::string name;
    std::string user;
    std::string tenant;
    std::string pool; // as asked for: several are separated by commas until it starts
    std::string scenario;
    std::string framework;
    std::string kind; // asked for; empty: any
    std::string qos;
    std::uint32_t accelerators = 0; // in all
    std::uint32_t nodes = 0; // wanted or held; 0: not told
    std::uint32_t cpus = 0; // in all
    std::uint64_t memory = 0; // bytes in all; 0: not told
    JobState state = JobState::Unknown;
    JobFlags flags = {};
    bool held = false;
    bool batch = true; // has a script, and can be run again
    bool requeueable = true;
    std::string reason; // why it waits or how it ended, in the scheduler's own word
    std::int64_t priority = 0;
    Micros submitted = 0;
    Micros eligible = 0; // not started before; 0: not told
    Micros started = 0;
    Micros ended = 0; // of a job that has ended
    Micros timeLimit = 0; // span, 0: none
    std::vector<JobAllocation> allocation; // may stay after its end
    std::vector<std::string> requiredNodes;
    Micros checkpoint = 0; // last one the job announced, 0: none
    std::uint32_t restarts = 0;
    Micros estimatedStart = 0;
    JobId arrayJob = 0; // 0: no array's task
    std::int64_t arrayTask = -1; // -1: the tasks that still wait, in detail().arrayTasks
    JobId hetJob = 0; // the leading job; 0: no part of a heterogeneous one
    std::uint32_t hetOffset = 0;

    bool operator==(const JobFacts &) const = default;
};

struct Job : JobFacts {
    bool operator==(const Job &other) const;

    [[nodiscard]] const JobDetail &detail() const;
    void setDetail(JobDetail detail);

    [[nodiscard]] bool hasEnded() const { return state >= JobState::Completed; }
    // Running, suspended, or ended and not yet cleaned up: nobody else gets its accelerators.
    [[nodiscard]] bool holdsAllocation() const
    {
        return state == JobState::Running || state == JobState::Suspended
            || (hasEnded() && flags.has(JobFlag::Completing));
    }

private:
    std::shared_ptr<const JobDetail> m_detail; // null: nothing in it
};

// Devices of one gres name and type on one node.
struct NodeGres {
    std::string name; // gpu, npu, mlu, ...
    std::string type; // a100, ...; empty: none told
    std::uint32_t count = 0;
    std::uint32_t used = 0;
    std::vector<std::uint32_t> usedIndices; // ascending; empty where the engine tells none

    bool operator==(const NodeGres &) const = default;
};

struct PlacementNode {
    std::string name;
    NodeState state = NodeState::Unknown;
    NodeFlags flags = {};
    std::string reason; // why it is out of use
    std::string reasonAuthor;
    Micros reasonTime = 0;
    std::string kind;
    std::uint32_t accelerators = 0; // of all gres that are accelerators
    std::uint32_t allocated = 0;
    std::uint32_t cpus = 0;
    std::uint32_t cpusAllocated = 0;
    std::uint64_t memory = 0; // bytes
    std::uint64_t memoryAllocated = 0; // bytes
    std::vector<NodeGres> gres; // accelerators first
    std::vector<std::string> pools;
    std::string features; // available ones, separated by commas
    std::string rack;
    std::string leafSwitch;
    Micros booted = 0; // 0: not told

    bool operator==(const PlacementNode &) const = default;
    // A job may start there.
    [[nodiscard]] bool accepts() const
    {
        return (state == NodeState::Idle || state == NodeState::Mixed
                || state == NodeState::Allocated)
            && !flags.has(NodeFlag::NotResponding) && !flags.has(NodeFlag::Maintenance);
    }
};

struct Tenant {
    std::string name;
    std::uint32_t quota = 0; // accelerators at once, 0: none set
    std::string parent = {}; // another tenant
    std::string organization = {};

    bool operator==(const Tenant &) const = default;
};

struct PoolLimits {
    Micros timeLimit = 0; // span, 0: none
    Micros defaultTime = 0; // span, 0: none
    std::uint32_t leastNodes = 0; // of a job
    std::uint32_t mostNodes = 0; // of a job; 0: no limit
    std::vector<std::string> tenants; // that may use it; empty: all
    std::vector<std::string> deniedTenants;
    std::vector<std::string> qos; // that may be used; empty: all

    bool operator==(const PoolLimits &) const = default;
};

struct Pool {
    std::string name;
    std::vector<std::string> nodes;
    PoolState state = PoolState::Up;
    bool isDefault = false; // where jobs go that name none
    bool isHidden = false;
    std::uint32_t priorityTier = 0; // a higher one goes first, and may preempt
    PoolLimits limits = {};

    bool operator==(const Pool &) const = default;
};

// Nodes kept for some from a time on.
struct Reservation {
    std::string name;
    std::vector<std::string> nodes;
    Micros start = 0;
    Micros end = 0;
    std::vector<std::string> users;
    std::vector<std::string> tenants;
    std::string pool;
    std::string flags; // MAINT,IGNORE_JOBS, ...

    bool operator==(const Reservation &) const = default;
    [[nodiscard]] bool isActive(Micros now) const { return start <= now && now < end; }
};

// A quality of service, in the scheduler's own words where it limits.
struct Qos {
    std::string name;
    std::string description;
    std::int64_t priority = 0;
    Micros timeLimit = 0; // span of a job, 0: none
    std::string groupLimit; // "gres/gpu=64", of all its jobs together
    std::string userLimit; // of one user's jobs together
    std::string jobLimit; // of one job
    std::vector<std::string> preempts;

    bool operator==(const Qos &) const = default;
};

using JobPtr = std::shared_ptr<const Job>;

// The job book: all that a scheduler told, as of one moment. Immutable; any thread may read it.
struct JobBook {
    std::uint64_t revision = 0;
    Micros time = 0; // of the newest news, by the engine's clock
    std::vector<JobPtr> jobs; // ascending ids
    std::vector<PlacementNode> nodes; // as the engine orders them
    std::vector<Tenant> tenants;
    std::vector<Pool> pools;
    std::vector<Reservation> reservations;
    std::vector<Qos> qos; // empty where the engine tells none
    std::unordered_map<std::string, std::size_t> nodeByName; // into nodes

    [[nodiscard]] JobPtr find(JobId id) const; // null when unknown
    [[nodiscard]] const PlacementNode *findNode(const std::string &name) const;
    [[nodiscard]] const Pool *findPool(const std::string &name) const;
};

using JobBookPtr = std::shared_ptr<const JobBook>;

} // namespace pilothouse
