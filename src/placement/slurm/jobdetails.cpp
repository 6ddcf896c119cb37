// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/jobdetails.h"

#include "placement/slurm/jobread.h"
#include "placement/slurm/parse/textlists.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace pilothouse::slurm {

namespace {

constexpr std::size_t kFew = 8; // a question each costs less than the whole table
constexpr Micros kAllEvery = 60 * kSecond;

} // namespace

JobDetails::JobDetails(Ways &ways, const Probed &probed, std::chrono::milliseconds timeout)
    : m_ways(ways)
    , m_probed(probed)
    , m_timeout(timeout)
{
}

bool JobDetails::isDue()
{
    const Micros now = nowMicros();
    if (now - m_readAll < kAllEvery)
        return false;
    m_readAll = now;
    return true;
}

Result<void> JobDetails::complete(std::vector<Job> &listed, const DeviceLayout &layout,
                                  const std::stop_token &stop)
{
    if (isDue())
        m_known.clear();
    std::unordered_set<JobId> present;
    std::vector<Job> missing;
    for (const Job &job : listed) {
        present.insert(job.id);
        const auto known = m_known.find(job.id);
        if (known == m_known.end() || !(known->second.listed == job))
            missing.push_back(job);
    }
    std::erase_if(m_known, [&present](const auto &at) { return !present.contains(at.first); });
    if (missing.size() > kFew) {
        if (auto read = readAll(missing, layout, stop); !read)
            return read;
    } else {
        for (const Job &job : missing) {
            if (auto read = readOne(job, layout, stop); !read)
                return read;
        }
    }
    for (Job &job : listed) {
        if (const auto known = m_known.find(job.id); known != m_known.end())
            job = known->second.whole;
    }
    return {};
}

// What scontrol tells of a job whose text it cannot tell from its own is asked for again as JSON,
// where there is a way to.
Result<void> JobDetails::readAll(const std::vector<Job> &wanted, const DeviceLayout &layout,
                                 const std::stop_token &stop)
{
    const auto text =
        m_ways.commands.run({"scontrol", "-a", "-d", "-o", "show", "jobs"}, stop, m_timeout);
    if (!text)
        return tl::unexpected<Error>(text.error());
    JobLines lines(layout);
    if (auto fed = lines.feed(*text); !fed)
        return fed;
    auto read = lines.finish();
    if (!read)
        return tl::unexpected<Error>(read.error());
    std::unordered_map<JobId, Job *> byId;
    for (Job &job : read->records)
        byId.emplace(job.id, &job);
    for (const Job &job : wanted) {
        const auto found = byId.find(job.id);
        const bool doubtful = std::ranges::binary_search(read->doubtful, job.id);
        if (found != byId.end() && !doubtful)
            m_known.insert_or_assign(job.id, Known{job, std::move(*found->second)});
        else if (auto one = readOne(job, layout, stop); !one)
            return one;
    }
    return {};
}

// A job of which nothing more can be had stays as it was listed.
Result<void> JobDetails::readOne(const Job &wanted, const DeviceLayout &layout,
                                 const std::stop_token &stop)
{
    auto job = readJob(m_ways, m_probed, wanted.id, layout, m_timeout, stop);
    if (!job)
        return tl::unexpected<Error>(job.error());
    m_known.insert_or_assign(wanted.id, Known{wanted, *job ? std::move(**job) : wanted});
    return {};
}

} // namespace pilothouse::slurm
