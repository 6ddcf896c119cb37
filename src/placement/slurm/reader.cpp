// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/reader.h"

#include "placement/slurm/parse/textlists.h"
#include "placement/slurm/sdiag.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <random>
#include <set>
#include <utility>

namespace pilothouse::slurm {

namespace {

constexpr int kUnchanged = 304;
constexpr std::size_t kSmallTable = 1'000; // records; slurmrestd answers it within 0.2 s
constexpr Micros kMargin = 2 * kSecond; // what changes within the second of an answer is not missed
constexpr Micros kFullEvery = 60 * kSecond;
constexpr Micros kPoolsEvery = 20 * kSecond;
constexpr Micros kAccountsEvery = 10 * kMinute;
constexpr Micros kLoadEvery = 10 * kSecond;
constexpr std::uint32_t kManyThreads = 64; // of the 256 requests that slurmctld takes at once
constexpr Micros kLongCycle = 5 * kSecond; // slurmctld answers nothing during one

JobId idOf(const JobPtr &job)
{
    return job->id;
}

template <typename T> bool replace(std::vector<T> &old, std::vector<T> next)
{
    if (old == next)
        return false;
    old = std::move(next);
    return true;
}

// No text of a user can hold it, since nobody knows it before.
std::string randomMark()
{
    std::random_device source;
    std::string mark;
    for (int i = 0; i < 12; ++i)
        mark.push_back(static_cast<char>('a' + source() % 26));
    return mark;
}

bool due(Micros &last, Micros every, Micros now)
{
    if (last != 0 && now - last < every)
        return false;
    last = now;
    return true;
}

} // namespace

Reader::Reader(Ways &ways, const Probed &probed, Times times)
    : m_ways(ways)
    , m_probed(probed)
    , m_times(times)
    , m_details(ways, probed, times.table)
{
}

Result<bool> Reader::read(const std::stop_token &stop)
{
    const Micros now = nowMicros();
    if (due(m_loadRead, kLoadEvery, now)) {
        if (const auto read = readLoad(stop); !read)
            return tl::unexpected<Error>(read.error());
    }
    bool changed = false;
    if (due(m_poolsRead, kPoolsEvery, now)) {
        const auto pools = readPoolsAndReservations(stop);
        if (!pools)
            return pools;
        changed = *pools || changed;
        readLeaves(stop);
    }
    if (due(m_accountsRead, kAccountsEvery, now))
        changed = readAccounting(stop) || changed;
    // Nodes first: their devices say how those of jobs are counted.
    for (const auto table : {&Reader::readNodes, &Reader::readJobs}) {
        const auto read = (this->*table)(stop);
        if (!read)
            return read;
        changed = *read || changed;
    }
    m_book.time = nowMicros() + m_clockAhead;
    return changed;
}

Reader::Way Reader::wayOf(const Table &table) const
{
    if (!m_probed.api)
        return Way::Commands;
    if (!m_probed.hasCommands)
        return Way::Rest;
    return table.asked == 0 || table.size > kSmallTable ? Way::Commands : Way::Rest;
}

Result<std::string> Reader::run(std::vector<std::string> arguments, const std::stop_token &stop)
{
    arguments.insert(arguments.begin(), {"scontrol", "-a", "-d", "-o", "show"});
    return m_ways.commands.run(arguments, stop, m_times.table);
}

template <typename Record>
Result<std::optional<std::vector<Record>>>
Reader::askRest(const char *call, Table &table, ListReader<Record> (*begin)(const JobBook &),
                const std::stop_token &stop)
{
    const Micros asked = nowMicros() + m_clockAhead;
    if (asked - table.asked >= kFullEvery)
        table.changed = 0;
    for (;;) {
        std::string path = m_probed.api->path(call);
        if (table.changed != 0)
            path.append("?update_time=").append(std::to_string(table.changed / kSecond));
        ListReader<Record> list = begin(m_book);
        const auto reply = m_ways.rest->send(
            {.path = path,
             .timeout = m_times.table,
             .take = [&list](std::string_view piece) { return list.feed(piece); }},
            stop);
        if (!reply)
            return tl::unexpected<Error>(reply.error());
        if (reply->status == kUnchanged && table.changed != 0)
            return std::optional<std::vector<Record>>();
        if (!reply->body.empty()) // another status than 200
            (void)list.feed(reply->body);
        auto read = list.finish(reply->status);
        // Slurm 22.05 cannot tell nodes alone that changed, and fails for no reason it could name.
        if (!read && std::exchange(table.changed, 0) != 0)
            continue;
        if (!read)
            return tl::unexpected<Error>(read.error());
        table.asked = asked;
        table.changed = read->head.lastUpdate != 0 ? read->head.lastUpdate : asked - kMargin;
        table.size = read->records.size();
        return std::optional(std::move(read->records));
    }
}

Result<bool> Reader::readNodes(const std::stop_token &stop)
{
    if (wayOf(m_nodes) == Way::Rest) {
        const auto begin = [](const JobBook &) { return NodeReader(); };
        auto nodes = askRest<PlacementNode>("/nodes", m_nodes, begin, stop);
        if (!nodes)
            return tl::unexpected<Error>(nodes.error());
        return *nodes && takeNodes(std::move(**nodes));
    }
    const auto text = run({"nodes"}, stop);
    if (!text)
        return tl::unexpected<Error>(text.error());
    NodeLines lines;
    if (const auto fed = lines.feed(*text); !fed)
        return tl::unexpected<Error>(fed.error());
    auto nodes = lines.finish();
    if (!nodes)
        return tl::unexpected<Error>(nodes.error());
    m_nodes = {nowMicros() + m_clockAhead, 0, nodes->records.size()};
    return takeNodes(std::move(nodes->records));
}

Result<bool> Reader::readJobs(const std::stop_token &stop)
{
    if (wayOf(m_jobs) == Way::Rest) {
        const auto begin = [](const JobBook &book) { return JobReader(DeviceLayout(book.nodes)); };
        auto jobs = askRest<Job>("/jobs", m_jobs, begin, stop);
        if (!jobs)
            return tl::unexpected<Error>(jobs.error());
        return *jobs && takeJobs(std::move(**jobs));
    }
    auto jobs = runQueue(stop);
    if (!jobs)
        return tl::unexpected<Error>(jobs.error());
    m_jobs = {nowMicros() + m_clockAhead, 0, jobs->size()};
    return takeJobs(std::move(*jobs));
}

Result<std::vector<Job>> Reader::runQueue(const std::stop_token &stop)
{
    const std::string mark = randomMark();
    const auto text = m_ways.commands.run(
        {"squeue", "-h", "-a", "-t", "all", "-o", squeueFormat(mark)}, stop, m_times.table);
    if (!text)
        return tl::unexpected<Error>(text.error());
    QueueLines lines(mark, m_layout);
    if (const auto fed = lines.feed(*text); !fed)
        return tl::unexpected<Error>(fed.error());
    auto jobs = lines.finish();
    if (!jobs)
        return tl::unexpected<Error>(jobs.error());
    if (const auto added = m_details.complete(jobs->records, m_layout, stop); !added)
        return tl::unexpected<Error>(added.error());
    return std::move(jobs->records);
}

// No version of slurmrestd tells the topology; without commands the nodes have no leaf switch, and
// the next reading tries again after a failure.
void Reader::readLeaves(const std::stop_token &stop)
{
    if (!m_probed.hasCommands)
        return;
    const auto text = m_ways.commands.run({"scontrol", "show", "topology"}, stop, m_times.call);
    if (!text)
        return;
    if (auto leaves = readTopology(*text))
        m_leaves = std::move(*leaves);
}

bool Reader::takeNodes(std::vector<PlacementNode> nodes)
{
    for (PlacementNode &node : nodes) {
        if (const auto leaf = m_leaves.find(node.name); leaf != m_leaves.end())
            node.leafSwitch = leaf->second;
    }
    if (nodes == m_book.nodes)
        return false;
    m_book.nodes = std::move(nodes);
    m_book.nodeByName.clear();
    for (std::size_t i = 0; i < m_book.nodes.size(); ++i)
        m_book.nodeByName.emplace(m_book.nodes[i].name, i);
    m_layout = DeviceLayout(m_book.nodes);
    return true;
}

// A job that has not changed stays the same object, for those who compare. A job that is no longer
// told is forgotten: Slurm keeps ended ones for some minutes, and loses what it had not yet saved.
bool Reader::takeJobs(std::vector<Job> jobs)
{
    std::ranges::sort(jobs, {}, &Job::id);
    const auto twins = std::ranges::unique(jobs, {}, &Job::id);
    jobs.erase(twins.begin(), twins.end());
    bool changed = jobs.size() != m_book.jobs.size();
    std::vector<JobPtr> next;
    next.reserve(jobs.size());
    auto old = m_book.jobs.begin();
    for (Job &job : jobs) {
        old = std::lower_bound(old, m_book.jobs.end(), job.id,
                               [](const JobPtr &at, JobId id) { return idOf(at) < id; });
        if (old != m_book.jobs.end() && **old == job) {
            next.push_back(*old);
            continue;
        }
        changed = true;
        next.push_back(std::make_shared<const Job>(std::move(job)));
    }
    if (changed) {
        m_book.jobs = std::move(next);
        takeTenantsOfJobs();
    }
    return changed;
}

void Reader::takeTenantsOfJobs()
{
    if (m_tenantsTold)
        return;
    std::set<std::string> names;
    for (const JobPtr &job : m_book.jobs) {
        if (!job->tenant.empty())
            names.insert(job->tenant);
    }
    m_book.tenants.clear();
    for (const std::string &name : names)
        m_book.tenants.push_back({.name = name});
}

Result<bool> Reader::readPoolsAndReservations(const std::stop_token &stop)
{
    std::vector<Pool> pools;
    std::vector<Reservation> reservations;
    if (m_probed.api) {
        const auto ask = [&](const char *call) {
            return m_ways.rest->send({.path = m_probed.api->path(call), .timeout = m_times.table},
                                     stop);
        };
        const auto first = ask("/partitions");
        if (!first)
            return tl::unexpected<Error>(first.error());
        const auto second = ask("/reservations");
        if (!second)
            return tl::unexpected<Error>(second.error());
        auto readFirst = readPools(first->status, first->body);
        auto readSecond = readReservations(second->status, second->body);
        if (!readFirst)
            return tl::unexpected<Error>(readFirst.error());
        if (!readSecond)
            return tl::unexpected<Error>(readSecond.error());
        pools = std::move(readFirst->records);
        reservations = std::move(readSecond->records);
    } else {
        const auto first = run({"partitions"}, stop);
        if (!first)
            return tl::unexpected<Error>(first.error());
        const auto second = run({"reservations"}, stop);
        if (!second)
            return tl::unexpected<Error>(second.error());
        auto readFirst = readPoolLines(*first);
        auto readSecond = readReservationLines(*second);
        if (!readFirst)
            return tl::unexpected<Error>(readFirst.error());
        if (!readSecond)
            return tl::unexpected<Error>(readSecond.error());
        pools = std::move(readFirst->records);
        reservations = std::move(readSecond->records);
    }
    const bool changed = replace(m_book.pools, std::move(pools));
    return replace(m_book.reservations, std::move(reservations)) || changed;
}

// A cluster without its accounting database has none of this, and is a cluster all the same.
bool Reader::readAccounting(const std::stop_token &stop)
{
    if (!m_probed.api || !m_probed.api->offersDatabase("GET", "/qos"))
        return false;
    const auto ask = [&](const char *call) {
        return m_ways.rest->send(
            {.path = m_probed.api->databasePath(call), .timeout = m_times.call}, stop);
    };
    bool changed = false;
    if (const auto reply = ask("/qos")) {
        if (auto qos = readQos(reply->status, reply->body))
            changed = replace(m_book.qos, std::move(qos->records)) || changed;
    }
    if (const auto reply = ask("/associations")) {
        if (auto tenants = readAssociations(reply->status, reply->body)) {
            m_tenantsTold = !tenants->records.empty();
            changed = replace(m_book.tenants, std::move(tenants->records)) || changed;
        }
    }
    return changed;
}

Result<void> Reader::readLoad(const std::stop_token &stop)
{
    Result<Diagnosis> found;
    if (m_probed.api) {
        const auto reply =
            m_ways.rest->send({.path = m_probed.api->path("/diag"), .timeout = m_times.call}, stop);
        if (!reply)
            return tl::unexpected<Error>(reply.error());
        found = readDiagnosis(reply->status, reply->body);
        const auto body = nlohmann::json::parse(reply->body, nullptr, false);
        // Rather behind than ahead: who asks for changes since a later moment misses some.
        const auto at = nlohmann::json::json_pointer("/statistics/req_time");
        if (body.is_object() && body.contains(at) && body[at].is_number())
            m_clockAhead = static_cast<Micros>(body[at].get<double>()) * kSecond - nowMicros();
    } else {
        const auto text = m_ways.commands.run({"sdiag"}, stop, m_times.call);
        if (!text)
            return tl::unexpected<Error>(text.error());
        found = readDiagnosisText(*text);
    }
    if (!found)
        return tl::unexpected<Error>(found.error());
    m_load = {};
    if (found->serverThreads >= kManyThreads)
        m_load = {true, std::to_string(found->serverThreads) + " requests are under way"};
    else if (found->lastCycle >= kLongCycle)
        m_load = {true,
                  "a scheduling cycle took " + std::to_string(found->lastCycle / kSecond) + " s"};
    return {};
}

} // namespace pilothouse::slurm
