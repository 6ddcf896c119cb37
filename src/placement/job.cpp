// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/job.h"

#include <algorithm>
#include <utility>

namespace pilothouse {

namespace {

// Left out of every job that has none of it.
const JobDetail kNoDetail;

} // namespace

bool Job::operator==(const Job &other) const
{
    return static_cast<const JobFacts &>(*this) == other
        && (m_detail == other.m_detail || detail() == other.detail());
}

const JobDetail &Job::detail() const
{
    return m_detail ? *m_detail : kNoDetail;
}

void Job::setDetail(JobDetail detail)
{
    m_detail = detail == kNoDetail ? nullptr : std::make_shared<const JobDetail>(std::move(detail));
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
