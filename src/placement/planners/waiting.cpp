// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/planners/waiting.h"

#include "placement/planners/waitvariants.h"
#include "placement/reason.h"
#include "placement/whatif.h"

#include <algorithm>
#include <limits>

namespace pilothouse {

namespace {

WaitCause causeOf(const Job &job, const WaitReport &report, Micros now)
{
    const Reason reason = parseReason(job.reason);
    if (job.held || reason.name == "JobHeldUser" || reason.name == "JobHeldAdmin")
        return WaitCause::Held;
    if (reason.name == "Dependency" || reason.name == "DependencyNeverSatisfied")
        return WaitCause::Dependency;
    if (job.eligible > now || reason.name == "BeginTime")
        return WaitCause::BeginTime;
    if (reason.kind == Reason::Kind::Limit
        || (report.quota && report.quota->exceededBy(job.accelerators)))
        return WaitCause::Quota;
    if (reason.name == "ReqNodeNotAvail")
        return WaitCause::NodesUnavailable;
    if (report.start.source == StartEstimate::Source::Never)
        return WaitCause::NeverFits;
    if (reason.name == "Priority")
        return WaitCause::Priority;
    if (reason.name == "Resources")
        return WaitCause::Resources;
    if (reason.kind == Reason::Kind::None)
        return report.ahead.empty() ? WaitCause::Resources : WaitCause::Priority;
    return WaitCause::Other;
}

std::vector<WaitBlocker> blockersOn(const JobBook &book, const std::vector<bool> &nodes)
{
    std::vector<WaitBlocker> found;
    for (const JobPtr &job : book.jobs) {
        if (!job->holdsAllocation())
            continue;
        std::uint32_t here = 0;
        for (const JobAllocation &part : job->allocation) {
            const auto at = book.nodeByName.find(part.node);
            if (at != book.nodeByName.end() && nodes[at->second])
                here += static_cast<std::uint32_t>(part.accelerators.size());
        }
        if (here > 0)
            found.push_back({job, here, job->timeLimit > 0 ? job->started + job->timeLimit : 0});
    }
    return found;
}

void findBlockers(const JobBook &book, const Job &job, const StartEstimate &bound, Micros now,
                  WaitReport &report)
{
    std::vector<bool> nodes(book.nodes.size(), false);
    const bool placed = bound.source == StartEstimate::Source::Replay;
    if (placed) {
        for (const std::size_t node : bound.nodes)
            nodes[node] = true;
    } else {
        nodes = Packing(book, now).usable(job);
    }
    report.blockers = blockersOn(book, nodes);
    report.blockersInAll = report.blockers.size();
    if (placed)
        std::ranges::stable_sort(report.blockers, {}, [](const WaitBlocker &at) {
            return at.latestEnd > 0 ? at.latestEnd : std::numeric_limits<Micros>::max();
        });
    else
        std::ranges::stable_sort(report.blockers, std::greater{}, &WaitBlocker::accelerators);
    if (report.blockers.size() > kMostBlockers)
        report.blockers.resize(kMostBlockers);
}

std::optional<WaitQuota> quotaOf(const JobBook &book, const std::string &tenant)
{
    const auto found = std::ranges::find(book.tenants, tenant, &Tenant::name);
    if (found == book.tenants.end() || found->quota == 0)
        return std::nullopt;
    WaitQuota quota{tenant, 0, found->quota};
    for (const JobPtr &job : book.jobs) {
        if (job->holdsAllocation() && job->tenant == tenant)
            quota.used += job->accelerators;
    }
    return quota;
}

} // namespace

Result<WaitReport> explainWait(const JobBook &book, JobId id, Micros now)
{
    const JobPtr job = book.find(id);
    if (!job)
        return fail(ErrorCode::NotFound, sentence({jobWords(id), " is not known"}));
    if (job->state != JobState::Pending)
        return wrongState(*job, stateName(JobState::Pending));
    const Replay replay(book, now);
    WaitReport report;
    report.job = id;
    report.ahead = replay.ahead(*job);
    for (const JobPtr &at : report.ahead)
        report.aheadAccelerators += at->accelerators;
    report.quota = quotaOf(book, job->tenant);
    const StartEstimate bound = replay.earliestStart(*job, false);
    report.start = bound;
    if (job->estimatedStart > now)
        report.start = {StartEstimate::Source::Engine, job->estimatedStart, {}};
    else if (waitsForOther(*job, now) && bound.source == StartEstimate::Source::Replay)
        report.start = {}; // what it waits for beside room ends when it ends
    report.cause = causeOf(*job, report, now);
    findBlockers(book, *job, bound, now, report);
    report.variants = waitVariants(book, replay, *job, now);
    return report;
}

} // namespace pilothouse
