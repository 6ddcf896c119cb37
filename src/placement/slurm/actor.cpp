// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/actor.h"

#include "placement/outcome.h"
#include "placement/slurm/jobread.h"
#include "placement/slurm/parse/replies.h"
#include "placement/slurm/requests.h"

#include <condition_variable>
#include <mutex>

namespace pilothouse::slurm {

namespace {

using Clock = std::chrono::steady_clock;
using Words = std::optional<std::string>;

// False when it was stopped.
bool pause(std::chrono::milliseconds span, const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    return !never.wait_for(lock, stop, span, [&stop] { return stop.stop_requested(); });
}

std::string handleOf(const Action &action, const JobBook &book)
{
    const JobPtr job = book.find(action.job);
    return job ? jobHandle(*job) : std::to_string(action.job);
}

JobId firstNumber(const std::string &text)
{
    JobId id = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || id > 100'000'000'000)
            break;
        id = id * 10 + static_cast<JobId>(c - '0');
    }
    return id;
}

} // namespace

Actor::Actor(Ways &ways, const Probed &probed, Times times)
    : m_ways(ways)
    , m_probed(probed)
    , m_times(times)
{
}

Result<ActionReply> Actor::perform(const Action &action, const JobBook &book,
                                   const std::stop_token &stop)
{
    auto reply = send(action, book, stop);
    if (!reply || action.kind == ActionKind::Submit)
        return reply;
    if (const auto settled = await(action, stop); !settled)
        return tl::unexpected<Error>(settled.error());
    return reply;
}

Result<ActionReply> Actor::send(const Action &action, const JobBook &book,
                                const std::stop_token &stop)
{
    const Capability &capability = m_probed.capabilities[static_cast<std::size_t>(action.kind)];
    if (!capability.available)
        return fail(ErrorCode::Refused, capability.reason);
    const std::string handle = handleOf(action, book);
    if (m_probed.api && hasRestCall(action.kind, *m_probed.api))
        return sendRest(action, handle, book, stop);
    return sendCommand(action, handle, book, stop);
}

Result<ActionReply> Actor::sendRest(const Action &action, const std::string &handle,
                                    const JobBook &book, const std::stop_token &stop)
{
    const auto request = restRequest(action, handle, book, *m_probed.api, nowMicros());
    if (!request)
        return tl::unexpected<Error>(request.error());
    const auto reply = m_ways.rest->send({.method = request->method,
                                          .path = request->path,
                                          .body = request->body,
                                          .timeout = m_times.call},
                                         stop);
    if (!reply)
        return tl::unexpected<Error>(reply.error());
    const auto outcome = readOutcome(reply->status, reply->body);
    if (!outcome)
        return tl::unexpected<Error>(outcome.error());
    // A script may hold secrets of its owner, so that what is told of a submission is its name.
    const bool secret = action.kind == ActionKind::Submit;
    std::string call = request->method + " " + request->path;
    if (!secret && !request->body.empty())
        call.append(" ").append(request->body);
    return ActionReply{outcome->message, outcome->job, std::move(call)};
}

Result<ActionReply> Actor::sendCommand(const Action &action, const std::string &handle,
                                       const JobBook &book, const std::stop_token &stop)
{
    const auto request = commandRequest(action, handle, book, nowMicros());
    if (!request)
        return tl::unexpected<Error>(request.error());
    const auto output = m_ways.commands.run(request->arguments, stop, m_times.call, request->input);
    if (!output && output.error().code != ErrorCode::Internal)
        return tl::unexpected<Error>(output.error());
    std::string call;
    for (const std::string &word : request->arguments)
        call.append(call.empty() ? "" : " ")
            .append(word.starts_with("--export=") ? "--export=..." : word);
    const bool submits = action.kind == ActionKind::Submit;
    const std::string said = output.value_or(std::string());
    return ActionReply{submits ? std::string() : said, submits ? firstNumber(said) : 0,
                       std::move(call)};
}

// Slurm does most at once, but a requeued job waits until its nodes are clean.
Result<void> Actor::await(const Action &action, const std::stop_token &stop)
{
    const bool requeues =
        action.kind == ActionKind::RequeueHold || action.kind == ActionKind::Requeue;
    const auto deadline = Clock::now() + (requeues ? m_times.requeue : m_times.settle);
    for (;;) {
        const auto missing = look(action, stop);
        if (!missing)
            return tl::unexpected<Error>(missing.error());
        if (!*missing)
            return {};
        if (Clock::now() >= deadline) {
            std::string words = "Slurm said yes, but " + **missing;
            if (action.kind == ActionKind::Down && m_probed.returnsNodes)
                words.append("; the controller puts nodes back into service by itself "
                             "(ReturnToService=2), drain it instead");
            return fail(ErrorCode::Internal, std::move(words));
        }
        if (!pause(m_times.retry, stop))
            return fail(ErrorCode::Cancelled, "given up");
    }
}

Result<Words> Actor::look(const Action &action, const std::stop_token &stop)
{
    if (isNodeAction(action.kind)) {
        const auto node = readNode(m_ways, m_probed, action.node, m_times.call, stop);
        if (!node)
            return tl::unexpected<Error>(node.error());
        return notDone(action, *node);
    }
    const auto job = readJob(m_ways, m_probed, action.job, {}, m_times.call, stop);
    if (!job)
        return tl::unexpected<Error>(job.error());
    return notDone(action, *job ? &**job : nullptr);
}

} // namespace pilothouse::slurm
