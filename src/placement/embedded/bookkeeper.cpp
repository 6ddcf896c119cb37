// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/embedded/bookkeeper.h"

#include "core/frame.h"
#include "placement/embedded/messages.h"

#include "placement.pb.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace pilothouse {

namespace v1 = placement::v1;

namespace {

constexpr std::uint32_t kVersionMajor = 1;
constexpr std::size_t kMaxJobs = 1'000'000;
constexpr int kMaxNames = 100'000; // tenants; pools; nodes of all pools together

JobId idOf(const JobPtr &job)
{
    return job->id;
}

Result<void> checkVersion(const v1::WatchReply &message)
{
    if (message.version_major() == kVersionMajor)
        return {};
    std::string words = "the scheduler speaks version ";
    words.append(std::to_string(message.version_major()));
    words.append(" of the placement protocol, this program version ");
    words.append(std::to_string(kVersionMajor));
    return fail(ErrorCode::IncompatibleVersion, std::move(words));
}

Result<std::vector<JobPtr>> decodeJobs(const v1::WatchReply &message)
{
    if (static_cast<std::size_t>(message.jobs_size()) > kMaxJobs)
        return fail(ErrorCode::TooLarge, std::to_string(message.jobs_size()).append(" jobs"));
    std::vector<JobPtr> jobs;
    jobs.reserve(static_cast<std::size_t>(message.jobs_size()));
    for (const v1::Job &job : message.jobs()) {
        auto decoded = decode(job);
        if (!decoded)
            return tl::unexpected<Error>(decoded.error());
        jobs.push_back(std::make_shared<const Job>(std::move(*decoded)));
    }
    std::ranges::sort(jobs, {}, idOf);
    if (const auto twin = std::ranges::adjacent_find(jobs, {}, idOf); twin != jobs.end())
        return fail(ErrorCode::Malformed,
                    std::string("two jobs are number ").append(std::to_string((*twin)->id)));
    return jobs;
}

Result<std::vector<PlacementNode>> decodeNodes(const v1::WatchReply &message)
{
    if (static_cast<std::size_t>(message.nodes_size()) > kMaxNodes)
        return fail(ErrorCode::TooLarge, std::to_string(message.nodes_size()).append(" nodes"));
    std::vector<PlacementNode> nodes;
    for (const v1::Node &node : message.nodes()) {
        auto decoded = decode(node);
        if (!decoded)
            return tl::unexpected<Error>(decoded.error());
        nodes.push_back(std::move(*decoded));
    }
    return nodes;
}

// Known nodes are replaced, others added.
void putNodes(std::vector<PlacementNode> nodes, JobBook &book)
{
    for (PlacementNode &node : nodes) {
        const auto [at, added] = book.nodeByName.emplace(node.name, book.nodes.size());
        if (added)
            book.nodes.push_back(std::move(node));
        else
            book.nodes[at->second] = std::move(node);
    }
}

std::size_t countUnknown(const std::vector<PlacementNode> &nodes, const JobBook &book)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(nodes, [&book](const PlacementNode &node) {
            return !book.nodeByName.contains(node.name);
        }));
}

Result<void> addTenantsAndPools(const v1::WatchReply &message, JobBook &book)
{
    int names = message.tenants_size() + message.pools_size();
    if (names > kMaxNames)
        return fail(ErrorCode::TooLarge, "too many tenants or pools");
    for (const v1::Tenant &tenant : message.tenants())
        book.tenants.push_back({shortened(tenant.name()), tenant.quota()});
    for (const v1::Pool &pool : message.pools()) {
        names += pool.nodes_size();
        if (names > kMaxNames)
            return fail(ErrorCode::TooLarge, "too many tenants or pools");
        Pool &added = book.pools.emplace_back();
        added.name = shortened(pool.name());
        for (const std::string &node : pool.nodes())
            added.nodes.push_back(shortened(node));
    }
    return {};
}

// Both are sorted; those of changed win.
std::vector<JobPtr> merged(const std::vector<JobPtr> &jobs, const std::vector<JobPtr> &changed)
{
    std::vector<JobPtr> all;
    all.reserve(jobs.size() + changed.size());
    std::ranges::set_union(changed, jobs, std::back_inserter(all), {}, idOf, idOf);
    return all;
}

} // namespace

Result<void> BookKeeper::apply(const v1::WatchReply &message)
{
    if (!message.full() && m_expectsAll)
        return fail(ErrorCode::Malformed, "the scheduler told a change before the whole state");
    return message.full() ? replaceAll(message) : change(message);
}

Result<void> BookKeeper::replaceAll(const v1::WatchReply &message)
{
    if (auto checked = checkVersion(message); !checked)
        return checked;
    auto jobs = decodeJobs(message);
    if (!jobs)
        return tl::unexpected<Error>(jobs.error());
    auto nodes = decodeNodes(message);
    if (!nodes)
        return tl::unexpected<Error>(nodes.error());
    JobBook book;
    book.jobs = std::move(*jobs);
    book.time = moment(message.time_us());
    putNodes(std::move(*nodes), book);
    if (book.nodes.size() != static_cast<std::size_t>(message.nodes_size()))
        return fail(ErrorCode::Malformed, "two nodes have the same name");
    if (auto added = addTenantsAndPools(message, book); !added)
        return added;
    m_book = std::move(book);
    m_cluster = shortened(message.cluster());
    m_user = shortened(message.user());
    m_expectsAll = false;
    return {};
}

Result<void> BookKeeper::change(const v1::WatchReply &message)
{
    auto changed = decodeJobs(message);
    if (!changed)
        return tl::unexpected<Error>(changed.error());
    auto nodes = decodeNodes(message);
    if (!nodes)
        return tl::unexpected<Error>(nodes.error());
    std::vector<JobPtr> jobs = changed->empty() ? m_book.jobs : merged(m_book.jobs, *changed);
    if (message.forgotten_jobs_size() > 0) {
        const std::unordered_set<JobId> gone(message.forgotten_jobs().begin(),
                                             message.forgotten_jobs().end());
        std::erase_if(jobs, [&gone](const JobPtr &job) { return gone.contains(job->id); });
    }
    if (jobs.size() > kMaxJobs)
        return fail(ErrorCode::TooLarge, "too many jobs");
    if (m_book.nodes.size() + countUnknown(*nodes, m_book) > kMaxNodes)
        return fail(ErrorCode::TooLarge, "too many nodes");
    putNodes(std::move(*nodes), m_book);
    m_book.jobs = std::move(jobs);
    m_book.time = moment(message.time_us());
    return {};
}

} // namespace pilothouse
