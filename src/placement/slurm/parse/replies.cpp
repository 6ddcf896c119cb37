// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/replies.h"

#include "placement/slurm/parse/headreader.h"
#include "placement/slurm/parse/json.h"
#include "placement/slurm/parse/records.h"
#include "placement/slurm/parse/replycutter.h"
#include "placement/slurm/parse/scan.h"

#include <functional>
#include <utility>

namespace pilothouse::slurm {

namespace {

constexpr std::size_t kShown = 2'000; // bytes kept of what may be no JSON, to show it

template <typename Record> using Make = std::function<std::optional<Record>(const Json &)>;

// Short replies, read at once. Versions differ in the list's name.
template <typename Record>
Result<Reply<Record>> readList(int status, std::string_view body,
                               std::initializer_list<const char *> lists, const Make<Record> &make)
{
    if (!trimmed(body).starts_with('{'))
        return tl::unexpected(textFailure(status, body));
    JsonParser parser;
    const auto json = parser.parse(body);
    if (!json)
        return tl::unexpected(json.error());
    Reply<Record> reply;
    reply.head = headOf(*json);
    if (auto failure = failureIn(status, reply.head))
        return tl::unexpected(std::move(*failure));
    for (const char *list : lists)
        (*json)[list].each([&reply, &make](const Json &entry) {
            if (auto record = make(entry))
                reply.records.push_back(std::move(*record));
            else
                ++reply.skipped;
        });
    return reply;
}

const char *listOf(const Job *)
{
    return "jobs";
}

const char *listOf(const PlacementNode *)
{
    return "nodes";
}

std::optional<Job> make(const Json &json, const DeviceLayout &layout, const Job *)
{
    return jobFrom(json, layout);
}

std::optional<PlacementNode> make(const Json &json, const DeviceLayout &, const PlacementNode *)
{
    return nodeFrom(json);
}

Micros spanOf(const Json &json) // of microseconds
{
    return std::max<std::int64_t>(json.number().value_or(0), 0);
}

} // namespace

template <typename Record> struct ListReader<Record>::Impl {
    explicit Impl(DeviceLayout nodes)
        : layout(std::move(nodes))
        , cutter(listOf(static_cast<Record *>(nullptr)),
                 [this](std::string_view object) { return take(object); })
    {
    }

    Result<> take(std::string_view object)
    {
        const auto json = parser.parse(object);
        if (!json)
            return tl::unexpected(json.error());
        if (auto record = make(*json, layout, static_cast<Record *>(nullptr)))
            reply.records.push_back(std::move(*record));
        else
            ++reply.skipped;
        return {};
    }

    DeviceLayout layout;
    JsonParser parser;
    Reply<Record> reply;
    ReplyCutter cutter;
    std::string start; // the body's first bytes
    std::optional<Error> error;
};

template <typename Record>
ListReader<Record>::ListReader(DeviceLayout layout)
    : m_impl(std::make_unique<Impl>(std::move(layout)))
{
}

template <typename Record> ListReader<Record>::~ListReader() = default;
template <typename Record> ListReader<Record>::ListReader(ListReader &&) noexcept = default;
template <typename Record>
ListReader<Record> &ListReader<Record>::operator=(ListReader &&) noexcept = default;

template <typename Record> Result<> ListReader<Record>::feed(std::string_view bytes)
{
    auto &start = m_impl->start;
    if (start.size() < kShown)
        start += bytes.substr(0, kShown - start.size());
    auto fed = m_impl->cutter.feed(bytes);
    if (!fed)
        m_impl->error = fed.error();
    return fed;
}

template <typename Record> Result<Reply<Record>> ListReader<Record>::finish(int status)
{
    if (!trimmed(m_impl->start).starts_with('{'))
        return tl::unexpected(textFailure(status, m_impl->start));
    if (m_impl->error)
        return tl::unexpected(*m_impl->error);
    const auto rest = m_impl->cutter.finish();
    if (!rest)
        return tl::unexpected(rest.error());
    const auto json = m_impl->parser.parse(*rest);
    if (!json)
        return tl::unexpected(json.error());
    m_impl->reply.head = headOf(*json);
    if (auto failure = failureIn(status, m_impl->reply.head))
        return tl::unexpected(std::move(*failure));
    return std::move(m_impl->reply);
}

template class ListReader<Job>;
template class ListReader<PlacementNode>;

namespace {

template <typename Record>
Result<Reply<Record>> readAtOnce(ListReader<Record> reader, int status, std::string_view body)
{
    // What feed() says, finish() says again, unless the body is no JSON at all.
    const auto fed = reader.feed(body);
    return reader.finish(status);
}

} // namespace

Result<Reply<Job>> readJobs(int status, std::string_view body, const DeviceLayout &layout)
{
    return readAtOnce(JobReader(layout), status, body);
}

Result<Reply<PlacementNode>> readNodes(int status, std::string_view body)
{
    return readAtOnce(NodeReader(), status, body);
}

Result<Reply<Pool>> readPools(int status, std::string_view body)
{
    return readList<Pool>(status, body, {"partitions"}, poolFrom);
}

Result<Reply<Reservation>> readReservations(int status, std::string_view body)
{
    return readList<Reservation>(status, body, {"reservations"}, reservationFrom);
}

Result<Reply<Qos>> readQos(int status, std::string_view body)
{
    return readList<Qos>(status, body, {"qos", "QOS"}, qosFrom);
}

Result<Reply<Tenant>> readAccounts(int status, std::string_view body)
{
    return readList<Tenant>(status, body, {"accounts"}, tenantFromAccount);
}

Result<Reply<Tenant>> readAssociations(int status, std::string_view body)
{
    return readList<Tenant>(status, body, {"associations"}, tenantFromAssociation);
}

Result<Reply<License>> readLicenses(int status, std::string_view body)
{
    return readList<License>(status, body, {"licenses"}, licenseFrom);
}

Result<Reply<Controller>> readPing(int status, std::string_view body)
{
    return readList<Controller>(status, body, {"pings"}, controllerFrom);
}

Result<Diagnosis> readDiagnosis(int status, std::string_view body)
{
    if (!trimmed(body).starts_with('{'))
        return tl::unexpected(textFailure(status, body));
    JsonParser parser;
    const auto json = parser.parse(body);
    if (!json)
        return tl::unexpected(json.error());
    if (auto failure = failureIn(status, headOf(*json)))
        return tl::unexpected(std::move(*failure));
    const auto statistics = (*json)["statistics"];
    if (!statistics["server_thread_count"].number())
        return fail(ErrorCode::Malformed, "the reply holds no statistics of the controller");
    Diagnosis told;
    told.serverThreads = statistics["server_thread_count"].count();
    told.agentQueue = statistics["agent_queue_size"].count();
    told.databaseQueue = statistics["dbd_agent_queue_size"].count();
    told.jobsPending = statistics["jobs_pending"].count();
    told.jobsRunning = statistics["jobs_running"].count();
    told.lastCycle = spanOf(statistics["schedule_cycle_last"]);
    told.meanCycle = spanOf(statistics["schedule_cycle_mean"]);
    told.lastBackfill = spanOf(statistics["bf_cycle_last"]);
    told.isBackfilling = statistics["bf_active"].flag();
    statistics["rpcs_by_message_type"].each([&told](const Json &type) {
        told.requests += type["count"].count();
        told.requestTime += spanOf(type["total_time"]);
    });
    return told;
}

} // namespace pilothouse::slurm
