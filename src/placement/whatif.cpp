// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/whatif.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>
#include <unordered_set>

namespace pilothouse {

namespace {

// Remembers the answer by what a job asks for: thousands of pending jobs ask for few things.
class FitCheck {
public:
    FitCheck(const JobBook &book, const FreeSpace &space)
        : m_book(book)
        , m_space(space)
    {
    }
    bool operator()(const Job &job)
    {
        const Key key{job.pool, job.kind, job.accelerators, job.requiredNodes};
        const auto known = m_known.find(key);
        if (known != m_known.end())
            return known->second;
        const auto candidates = candidateNodes(m_book, job.pool, job.requiredNodes);
        return m_known[key] = m_space.place(job, candidates).has_value();
    }

private:
    using Key = std::tuple<std::string, std::string, std::uint32_t, std::vector<std::string>>;
    const JobBook &m_book;
    const FreeSpace &m_space;
    std::map<Key, bool> m_known;
};

} // namespace

std::string sentence(std::initializer_list<std::string_view> parts)
{
    std::string text;
    for (const std::string_view part : parts)
        text.append(part);
    return text;
}

std::string jobWords(JobId id)
{
    return sentence({"job ", std::to_string(id)});
}

Result<std::vector<JobPtr>> findJobs(const JobBook &book, const std::vector<JobId> &ids)
{
    if (ids.empty())
        return fail(ErrorCode::InvalidArgument, "no job is selected");
    std::vector<JobPtr> jobs;
    std::unordered_set<JobId> seen;
    for (const JobId id : ids) {
        if (!seen.insert(id).second)
            continue;
        JobPtr job = book.find(id);
        if (!job)
            return fail(ErrorCode::NotFound, sentence({jobWords(id), " is not known"}));
        jobs.push_back(std::move(job));
    }
    return jobs;
}

Result<std::vector<std::size_t>> findNodes(const JobBook &book,
                                           const std::vector<std::string> &names)
{
    if (names.empty())
        return fail(ErrorCode::InvalidArgument, "no node is selected");
    std::vector<std::size_t> nodes;
    std::unordered_set<std::size_t> seen;
    for (const std::string &name : names) {
        const auto found = book.nodeByName.find(name);
        if (found == book.nodeByName.end())
            return fail(ErrorCode::NotFound, sentence({"node ", name, " is not known"}));
        if (seen.insert(found->second).second)
            nodes.push_back(found->second);
    }
    return nodes;
}

Action jobAction(ActionKind kind, JobId job)
{
    Action action;
    action.kind = kind;
    action.job = job;
    return action;
}

Plan emptyPlan(const JobBook &book, Plan::Purpose purpose)
{
    Plan plan;
    plan.purpose = purpose;
    plan.bookRevision = book.revision;
    return plan;
}

void addStep(Plan &plan, const Job &job, ActionKind kind, std::optional<ActionKind> inverse)
{
    PlanStep step{jobAction(kind, job.id), std::nullopt};
    if (inverse)
        step.inverse = jobAction(*inverse, job.id);
    plan.jobs.push_back(job.id);
    plan.steps.push_back(std::move(step));
    touch(job, plan.consequences);
}

tl::unexpected<Error> notNow(const Job &job, std::string_view why)
{
    return fail(ErrorCode::InvalidArgument, sentence({jobWords(job.id), " ", why}));
}

tl::unexpected<Error> wrongState(const Job &job, std::string_view wanted)
{
    return notNow(job, sentence({"is ", stateName(job.state), ", not ", wanted}));
}

bool isBlank(const std::string &text)
{
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

void touch(const Job &job, PlanConsequences &consequences)
{
    consequences.jobs.push_back(job.id);
    if (std::ranges::find(consequences.users, job.user) == consequences.users.end())
        consequences.users.push_back(job.user);
}

void countLost(const Job &job, Micros now, PlanConsequences &consequences)
{
    const Micros since = std::max(job.started, job.checkpoint);
    if (!job.holdsAllocation() || job.hasEnded() || since <= 0 || since >= now
        || job.accelerators == 0)
        return;
    consequences.lostAcceleratorHours +=
        static_cast<double>(job.accelerators) * static_cast<double>(now - since) / kHour;
    if (consequences.lostSince == 0 || since < consequences.lostSince)
        consequences.lostSince = since;
}

void countRoom(const JobBook &book, const FreeSpace &before, const FreeSpace &after,
               PlanConsequences &consequences)
{
    consequences.freeWholeNodes = {before.wholeNodes(), after.wholeNodes()};
    const std::unordered_set<JobId> touched(consequences.jobs.begin(), consequences.jobs.end());
    FitCheck fitsNow(book, before);
    FitCheck fitsThen(book, after);
    for (const JobPtr &job : book.jobs) {
        if (job->state != JobState::Pending || job->held || touched.contains(job->id))
            continue;
        if (fitsThen(*job) && !fitsNow(*job))
            consequences.pendingThatFit.push_back(job->id);
    }
}

int quotaExcess(const JobBook &book, const std::string &tenant, std::uint64_t more)
{
    const auto found = std::ranges::find(book.tenants, tenant, &Tenant::name);
    if (found == book.tenants.end() || found->quota == 0)
        return 0;
    std::uint64_t running = more;
    for (const JobPtr &job : book.jobs) {
        if (job->holdsAllocation() && job->tenant == tenant)
            running += job->accelerators;
    }
    const std::uint64_t excess = running > found->quota ? running - found->quota : 0;
    return static_cast<int>(std::min<std::uint64_t>(excess, std::numeric_limits<int>::max()));
}

} // namespace pilothouse
