// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/job.h"

#include <algorithm>

namespace pilothouse {

const char *stateName(JobState state)
{
    switch (state) {
    case JobState::Unknown:
        return "UNKNOWN";
    case JobState::Pending:
        return "PENDING";
    case JobState::Running:
        return "RUNNING";
    case JobState::Completed:
        return "COMPLETED";
    case JobState::Failed:
        return "FAILED";
    case JobState::Cancelled:
        return "CANCELLED";
    case JobState::Timeout:
        return "TIMEOUT";
    case JobState::NodeFail:
        return "NODE_FAIL";
    }
    return "UNKNOWN";
}

const char *stateName(NodeState state)
{
    switch (state) {
    case NodeState::Unknown:
        return "UNKNOWN";
    case NodeState::Idle:
        return "IDLE";
    case NodeState::Mixed:
        return "MIXED";
    case NodeState::Allocated:
        return "ALLOCATED";
    case NodeState::Draining:
        return "DRAINING";
    case NodeState::Drained:
        return "DRAINED";
    case NodeState::Down:
        return "DOWN";
    }
    return "UNKNOWN";
}

JobPtr JobBook::find(JobId id) const
{
    const auto found =
        std::ranges::lower_bound(jobs, id, {}, [](const JobPtr &job) { return job->id; });
    return found != jobs.end() && (*found)->id == id ? *found : nullptr;
}

const PlacementNode *JobBook::findNode(const std::string &name) const
{
    const auto found = nodeByName.find(name);
    return found == nodeByName.end() ? nullptr : &nodes[found->second];
}

const Pool *JobBook::findPool(const std::string &name) const
{
    const auto found = std::ranges::find(pools, name, &Pool::name);
    return found == pools.end() ? nullptr : &*found;
}

} // namespace pilothouse
