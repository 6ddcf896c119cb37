// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/embedded/messages.h"

#include "core/frame.h"
#include "wire/utf8.h"

#include "placement.pb.h"

#include <algorithm>
#include <string>

namespace pilothouse {

namespace v1 = placement::v1;

namespace {

constexpr std::size_t kMaxTextBytes = 1024;
constexpr Micros kLatest = 253'402'300'800 * kSecond; // the year 10000
constexpr std::int64_t kLongestSpan = 10'000'000'000; // seconds

JobState decodeState(v1::JobState state)
{
    switch (state) {
    case v1::JOB_PENDING:
        return JobState::Pending;
    case v1::JOB_RUNNING:
        return JobState::Running;
    case v1::JOB_COMPLETED:
        return JobState::Completed;
    case v1::JOB_FAILED:
        return JobState::Failed;
    case v1::JOB_CANCELLED:
        return JobState::Cancelled;
    case v1::JOB_TIMEOUT:
        return JobState::Timeout;
    case v1::JOB_NODE_FAIL:
        return JobState::NodeFail;
    default:
        return JobState::Unknown;
    }
}

NodeState decodeState(v1::NodeState state)
{
    return state >= v1::NODE_UNKNOWN && state <= v1::NODE_DOWN ? static_cast<NodeState>(state)
                                                               : NodeState::Unknown;
}

tl::unexpected<Error> tooMany(const v1::Job &job, const char *what)
{
    return fail(ErrorCode::TooLarge,
                std::string("job ").append(std::to_string(job.id())).append(what));
}

Result<std::vector<JobAllocation>> decodeAllocation(const v1::Job &message)
{
    std::vector<JobAllocation> allocation;
    std::size_t total = 0;
    for (const v1::Allocation &part : message.allocation()) {
        total += static_cast<std::size_t>(part.accelerators_size());
        if (total > kMaxAccelerators || allocation.size() >= kMaxNodes)
            return tooMany(message, " holds too many accelerators");
        const auto beyond = [](std::uint32_t index) { return index >= kMaxAcceleratorsPerNode; };
        if (std::ranges::any_of(part.accelerators(), beyond))
            return tooMany(message, " holds an accelerator of an impossible number");
        allocation.push_back(
            {shortened(part.node()), {part.accelerators().begin(), part.accelerators().end()}});
    }
    return allocation;
}

v1::Action encodeKind(ActionKind kind)
{
    switch (kind) {
    case ActionKind::Submit:
        return v1::ACTION_UNSPECIFIED; // has a call of its own
    case ActionKind::Cancel:
        return v1::ACTION_CANCEL;
    case ActionKind::Hold:
        return v1::ACTION_HOLD;
    case ActionKind::Release:
        return v1::ACTION_RELEASE;
    case ActionKind::Requeue:
        return v1::ACTION_REQUEUE;
    case ActionKind::RequeueHold:
        return v1::ACTION_REQUEUE_HOLD;
    case ActionKind::Move:
        return v1::ACTION_MOVE;
    case ActionKind::Priority:
        return v1::ACTION_PRIORITY;
    case ActionKind::Drain:
        return v1::ACTION_DRAIN;
    case ActionKind::Resume:
        return v1::ACTION_RESUME;
    case ActionKind::Signal:
    case ActionKind::Suspend:
    case ActionKind::ResumeJob:
    case ActionKind::Down:
    case ActionKind::Update:
        return v1::ACTION_UNSPECIFIED; // has no word for it
    }
    return v1::ACTION_UNSPECIFIED;
}

} // namespace

std::string shortened(const std::string &message)
{
    return std::string(wire::truncatedUtf8(message, kMaxTextBytes));
}

Micros moment(std::int64_t message)
{
    return std::clamp<Micros>(message, 0, kLatest);
}

Result<Job> decode(const v1::Job &message)
{
    auto allocation = decodeAllocation(message);
    if (!allocation)
        return tl::unexpected<Error>(allocation.error());
    if (message.accelerators() > kMaxAccelerators)
        return tooMany(message, " wants too many accelerators");
    if (static_cast<std::size_t>(message.required_nodes_size()) > kMaxNodes)
        return tooMany(message, " requires too many nodes");
    Job job;
    job.id = message.id();
    job.name = shortened(message.name());
    job.user = shortened(message.user());
    job.tenant = shortened(message.tenant());
    job.pool = shortened(message.pool());
    job.scenario = shortened(message.scenario());
    job.framework = shortened(message.framework());
    job.kind = shortened(message.kind());
    job.accelerators = message.accelerators();
    job.state = decodeState(message.state());
    job.reason = shortened(message.reason());
    job.priority = message.priority();
    job.held = message.held();
    job.submitted = moment(message.submit_us());
    job.started = moment(message.start_us());
    job.ended = moment(message.end_us());
    job.timeLimit = std::clamp<std::int64_t>(message.time_limit_s(), 0, kLongestSpan) * kSecond;
    job.allocation = std::move(*allocation);
    for (const std::string &node : message.required_nodes())
        job.requiredNodes.push_back(shortened(node));
    job.checkpoint = moment(message.checkpoint_us());
    job.restarts = message.restarts();
    job.estimatedStart = moment(message.estimated_start_us());
    return job;
}

Result<PlacementNode> decode(const v1::Node &message)
{
    PlacementNode node;
    node.name = shortened(message.name());
    if (node.name.empty())
        return fail(ErrorCode::Malformed, "a node has no name");
    if (message.accelerators() > kMaxAcceleratorsPerNode)
        return fail(ErrorCode::TooLarge,
                    std::string("node ").append(node.name).append(" has too many accelerators"));
    node.state = decodeState(message.state());
    node.reason = shortened(message.reason());
    node.kind = shortened(message.kind());
    node.accelerators = message.accelerators();
    node.allocated = std::min(message.allocated(), message.accelerators());
    node.rack = shortened(message.rack());
    node.leafSwitch = shortened(message.leaf_switch());
    return node;
}

void encode(const Action &action, v1::ActRequest &message)
{
    message.set_action(encodeKind(action.kind));
    message.set_job(action.job);
    message.set_node(wire::validUtf8(action.node));
    for (const std::string &node : action.nodes)
        message.add_nodes(wire::validUtf8(node));
    message.set_pool(wire::validUtf8(action.pool));
    message.set_priority(action.priority);
    message.set_reason(wire::validUtf8(action.reason));
}

void encode(const Submission &submission, v1::SubmitRequest &message)
{
    message.set_name(wire::validUtf8(submission.name));
    message.set_tenant(wire::validUtf8(submission.tenant));
    message.set_pool(wire::validUtf8(submission.pool));
    message.set_scenario(wire::validUtf8(submission.scenario));
    message.set_framework(wire::validUtf8(submission.framework));
    message.set_kind(wire::validUtf8(submission.kind));
    message.set_accelerators(submission.accelerators);
    message.set_time_limit_s(submission.timeLimit / kSecond);
    message.set_duration_s(submission.duration / kSecond);
    message.set_held(submission.held);
}

} // namespace pilothouse
