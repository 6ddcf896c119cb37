// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/jobread.h"

#include "placement/slurm/parse/replies.h"
#include "placement/slurm/parse/textlists.h"

#include <algorithm>

namespace pilothouse::slurm {

namespace {

Result<std::vector<Job>> askRest(Ways &ways, const Probed &probed, JobId id,
                                 const DeviceLayout &layout, std::chrono::milliseconds timeout,
                                 const std::stop_token &stop)
{
    const auto reply = ways.rest->send(
        {.path = probed.api->path("/job/" + std::to_string(id)), .timeout = timeout}, stop);
    if (!reply)
        return tl::unexpected<Error>(reply.error());
    auto jobs = readJobs(reply->status, reply->body, layout);
    if (!jobs)
        return tl::unexpected<Error>(jobs.error());
    return std::move(jobs->records);
}

Result<std::vector<Job>> askCommand(Ways &ways, JobId id, const DeviceLayout &layout,
                                    std::chrono::milliseconds timeout, const std::stop_token &stop)
{
    const auto text = ways.commands.run(
        {"scontrol", "-a", "-d", "-o", "show", "job", std::to_string(id)}, stop, timeout);
    if (!text)
        return tl::unexpected<Error>(text.error());
    JobLines lines(layout);
    if (const auto fed = lines.feed(*text); !fed)
        return tl::unexpected<Error>(fed.error());
    auto jobs = lines.finish();
    if (!jobs)
        return tl::unexpected<Error>(jobs.error());
    const auto doubtful = [&jobs](const Job &job) {
        return std::ranges::binary_search(jobs->doubtful, job.id);
    };
    std::erase_if(jobs->records, doubtful);
    return std::move(jobs->records);
}

} // namespace

Result<std::optional<Job>> readJob(Ways &ways, const Probed &probed, JobId id,
                                   const DeviceLayout &layout, std::chrono::milliseconds timeout,
                                   const std::stop_token &stop)
{
    auto jobs = probed.api ? askRest(ways, probed, id, layout, timeout, stop)
                           : askCommand(ways, id, layout, timeout, stop);
    if (!jobs && jobs.error().code == ErrorCode::NotFound)
        return std::optional<Job>();
    if (!jobs)
        return tl::unexpected<Error>(jobs.error());
    const auto found = std::ranges::find(*jobs, id, &Job::id);
    return found == jobs->end() ? std::optional<Job>() : std::optional<Job>(std::move(*found));
}

Result<PlacementNode> readNode(Ways &ways, const Probed &probed, const std::string &name,
                               std::chrono::milliseconds timeout, const std::stop_token &stop)
{
    std::vector<PlacementNode> nodes;
    if (probed.api) {
        const auto reply =
            ways.rest->send({.path = probed.api->path("/node/" + name), .timeout = timeout}, stop);
        if (!reply)
            return tl::unexpected<Error>(reply.error());
        auto read = readNodes(reply->status, reply->body);
        if (!read)
            return tl::unexpected<Error>(read.error());
        nodes = std::move(read->records);
    } else {
        const auto text =
            ways.commands.run({"scontrol", "-a", "-d", "-o", "show", "node", name}, stop, timeout);
        if (!text)
            return tl::unexpected<Error>(text.error());
        NodeLines lines;
        if (const auto fed = lines.feed(*text); !fed)
            return tl::unexpected<Error>(fed.error());
        auto read = lines.finish();
        if (!read)
            return tl::unexpected<Error>(read.error());
        nodes = std::move(read->records);
    }
    if (nodes.empty())
        return fail(ErrorCode::NotFound, "node " + name + " is not known");
    return std::move(nodes.front());
}

} // namespace pilothouse::slurm
