// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planners/replay.h"

#include "placement/reason.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace pilothouse {

namespace {

constexpr std::size_t kMostAhead = 2'000;

bool goesBefore(const Job &one, const Job &other)
{
    return std::tuple(-one.priority, one.submitted, one.id)
        < std::tuple(-other.priority, other.submitted, other.id);
}

bool sharesNodes(const Job &one, const Job &other)
{
    if (!one.kind.empty() && !other.kind.empty() && one.kind != other.kind)
        return false;
    const auto pools = poolsOf(other);
    return std::ranges::any_of(poolsOf(one), [&pools](const std::string &pool) {
        return std::ranges::find(pools, pool) != pools.end();
    });
}

struct Started {
    Micros end = 0;
    Spot spot;
    const Job *job = nullptr;
    bool operator>(const Started &other) const { return end > other.end; }
};

} // namespace

bool waitsForOther(const Job &job, Micros now)
{
    const std::string_view name = parseReason(job.reason).name;
    return job.held || job.eligible > now || name == "Dependency"
        || name == "DependencyNeverSatisfied" || name == "BeginTime" || name == "JobHeldUser"
        || name == "JobHeldAdmin";
}

Replay::Replay(const JobBook &book, Micros now)
    : m_book(book)
    , m_now(now)
{
    for (const Tenant &tenant : book.tenants) {
        if (tenant.quota > 0)
            m_quota.emplace(tenant.name, tenant.quota);
    }
    for (const JobPtr &job : book.jobs) {
        if (job->holdsAllocation()) {
            m_used[job->tenant] += job->accelerators;
            if (job->hasEnded())
                m_ends.push_back({now, job.get()});
            else if (job->timeLimit > 0)
                m_ends.push_back({std::max(now, job->started + job->timeLimit), job.get()});
        } else if (job->state == JobState::Pending && !waitsForOther(*job, now)) {
            m_queue.push_back(job);
        }
    }
    std::ranges::stable_sort(m_ends, {}, &End::time);
    std::ranges::stable_sort(
        m_queue, [](const JobPtr &one, const JobPtr &other) { return goesBefore(*one, *other); });
}

std::vector<JobPtr> Replay::ahead(const Job &wish) const
{
    std::vector<JobPtr> jobs;
    for (const JobPtr &job : m_queue) {
        if (!goesBefore(*job, wish))
            break;
        if (job->id != wish.id && sharesNodes(*job, wish))
            jobs.push_back(job);
    }
    return jobs;
}

bool Replay::fitsNow(const Job &wish) const
{
    return Packing(m_book, m_now).place(wish).has_value();
}

JobPtr Replay::firstBlocked(const std::vector<JobPtr> &jobs) const
{
    Packing packing(m_book, m_now);
    const auto found =
        std::ranges::find_if(jobs, [&packing](const JobPtr &job) { return !packing.place(*job); });
    return found == jobs.end() ? nullptr : *found;
}

StartEstimate Replay::earliestStart(const Job &wish, bool first) const
{
    Packing packing(m_book, m_now);
    if (!packing.everFits(wish))
        return {StartEstimate::Source::Never, 0, {}};
    std::vector<const Job *> queue;
    if (!first) {
        for (const JobPtr &job : ahead(wish)) {
            if (packing.everFits(*job))
                queue.push_back(job.get());
        }
    }
    if (queue.size() > kMostAhead)
        return {};
    queue.push_back(&wish);
    auto used = m_used;
    const auto overQuota = [&](const Job &job) {
        const auto quota = m_quota.find(job.tenant);
        return quota != m_quota.end() && used[job.tenant] + job.accelerators > quota->second;
    };
    std::priority_queue<Started, std::vector<Started>, std::greater<>> started;
    auto next = m_ends.begin();
    Micros time = m_now;
    for (;;) {
        for (auto at = queue.begin(); at != queue.end();) {
            const Job &job = **at;
            if (overQuota(job)) {
                ++at;
                continue;
            }
            auto spot = packing.place(job);
            if (!spot)
                break;
            if (&job == &wish)
                return {StartEstimate::Source::Replay, time, std::move(spot->nodes)};
            packing.take(*spot);
            used[job.tenant] += job.accelerators;
            if (job.timeLimit > 0)
                started.push({time + job.timeLimit, std::move(*spot), &job});
            at = queue.erase(at);
        }
        if (next == m_ends.end() && started.empty())
            return {};
        const bool runs =
            next != m_ends.end() && (started.empty() || next->time <= started.top().end);
        time = runs ? next->time : started.top().end;
        for (; next != m_ends.end() && next->time <= time; ++next) {
            packing.release(*next->job);
            used[next->job->tenant] -= next->job->accelerators;
        }
        for (; !started.empty() && started.top().end <= time; started.pop()) {
            packing.release(started.top().spot);
            used[started.top().job->tenant] -= started.top().job->accelerators;
        }
    }
}

} // namespace pilothouse
