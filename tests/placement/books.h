// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/job.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace pilothouse::test {

// A job book built by hand.
class BookBuilder {
public:
    BookBuilder &node(const std::string &name, const std::string &leafSwitch,
                      std::uint32_t size = 8, NodeState state = NodeState::Idle,
                      const std::string &kind = "H800")
    {
        PlacementNode made;
        made.name = name;
        made.state = state;
        made.kind = kind;
        made.accelerators = size;
        made.leafSwitch = leafSwitch;
        m_book.nodeByName.emplace(name, m_book.nodes.size());
        m_book.nodes.push_back(made);
        return *this;
    }
    BookBuilder &pool(const std::string &name, std::vector<std::string> nodes)
    {
        m_book.pools.push_back({name, std::move(nodes)});
        return *this;
    }
    BookBuilder &tenant(const std::string &name, std::uint32_t quota)
    {
        m_book.tenants.push_back({name, quota});
        return *this;
    }
    BookBuilder &job(Job job)
    {
        for (const JobAllocation &allocation : job.allocation) {
            PlacementNode &node = m_book.nodes[m_book.nodeByName.at(allocation.node)];
            node.allocated += static_cast<std::uint32_t>(allocation.accelerators.size());
            if (node.accepts())
                node.state =
                    node.allocated == node.accelerators ? NodeState::Allocated : NodeState::Mixed;
        }
        m_book.jobs.push_back(std::make_shared<const Job>(std::move(job)));
        return *this;
    }
    [[nodiscard]] JobBook book() const
    {
        JobBook made = m_book;
        made.revision = 42;
        std::ranges::sort(made.jobs, {}, [](const JobPtr &job) { return job->id; });
        return made;
    }

private:
    JobBook m_book;
};

inline Job pending(JobId id, std::uint32_t accelerators, const std::string &pool = "train")
{
    Job job;
    job.id = id;
    job.name = std::string("job").append(std::to_string(id));
    job.user = "ann";
    job.tenant = "lab";
    job.pool = pool;
    job.accelerators = accelerators;
    job.state = JobState::Pending;
    job.submitted = kHour;
    return job;
}

// Runs on the first accelerators of each node, all of them where there are several nodes.
inline Job running(JobId id, std::uint32_t accelerators, const std::vector<std::string> &nodes,
                   Micros started = kHour)
{
    Job job = pending(id, accelerators);
    job.state = JobState::Running;
    job.started = started;
    const auto each = accelerators / static_cast<std::uint32_t>(nodes.size());
    for (const std::string &node : nodes) {
        JobAllocation allocation{node, {}};
        for (std::uint32_t k = 0; k < each; ++k)
            allocation.accelerators.push_back(k);
        job.allocation.push_back(allocation);
    }
    return job;
}

} // namespace pilothouse::test
