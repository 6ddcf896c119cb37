// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace pilothouse {

using JobId = std::uint64_t;

// States and reasons keep the scheduler's own names.
enum class JobState : std::uint8_t {
    Unknown,
    Pending,
    Running,
    Completed,
    Failed,
    Cancelled,
    Timeout,
    NodeFail,
};

enum class NodeState : std::uint8_t { Unknown, Idle, Mixed, Allocated, Draining, Drained, Down };

[[nodiscard]] const char *stateName(JobState state); // PENDING, RUNNING, ...
[[nodiscard]] const char *stateName(NodeState state); // IDLE, MIXED, ...

// The accelerators that a job holds on one node.
struct JobAllocation {
    std::string node;
    std::vector<std::uint32_t> accelerators; // indices on that node

    bool operator==(const JobAllocation &) const = default;
};

struct Job {
    JobId id = 0;
    std::string name;
    std::string user;
    std::string tenant;
    std::string pool;
    std::string scenario;
    std::string framework;
    std::string kind; // asked for; empty: any
    std::uint32_t accelerators = 0;
    JobState state = JobState::Unknown;
    std::string reason;
    std::int64_t priority = 0;
    bool held = false;
    Micros submitted = 0;
    Micros started = 0;
    Micros ended = 0;
    Micros timeLimit = 0; // span, 0: none
    std::vector<JobAllocation> allocation;
    std::vector<std::string> requiredNodes;
    Micros checkpoint = 0; // last one the job announced, 0: none
    std::uint32_t restarts = 0;
    Micros estimatedStart = 0;

    bool operator==(const Job &) const = default;
    [[nodiscard]] bool hasEnded() const { return state > JobState::Running; }
};

struct PlacementNode {
    std::string name;
    NodeState state = NodeState::Unknown;
    std::string reason;
    std::string kind;
    std::uint32_t accelerators = 0;
    std::uint32_t allocated = 0;
    std::string rack;
    std::string leafSwitch;

    bool operator==(const PlacementNode &) const = default;
    // A job may start there.
    [[nodiscard]] bool accepts() const
    {
        return state == NodeState::Idle || state == NodeState::Mixed
            || state == NodeState::Allocated;
    }
};

struct Tenant {
    std::string name;
    std::uint32_t quota = 0; // accelerators at once, 0: none set
};

struct Pool {
    std::string name;
    std::vector<std::string> nodes;
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
    std::unordered_map<std::string, std::size_t> nodeByName; // into nodes

    [[nodiscard]] JobPtr find(JobId id) const; // null when unknown
    [[nodiscard]] const PlacementNode *findNode(const std::string &name) const;
    [[nodiscard]] const Pool *findPool(const std::string &name) const;
};

using JobBookPtr = std::shared_ptr<const JobBook>;

} // namespace pilothouse
