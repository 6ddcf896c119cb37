// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/requests.h"

#include "placement/outcome.h"
#include "placement/slurm/submission.h"
#include "placement/slurm/words.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace pilothouse::slurm {

namespace {

using nlohmann::json;

constexpr int kListsAndNumbers = 39; // from this version on; before, names and times differ

std::string encoded(std::string_view text)
{
    constexpr std::string_view kHex = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || std::string_view("-_.~").find(c) != std::string_view::npos) {
            out.push_back(c);
        } else {
            out.push_back('%');
            out.push_back(kHex[byte >> 4]);
            out.push_back(kHex[byte & 0xf]);
        }
    }
    return out;
}

std::string dumped(const json &body)
{
    return body.dump(-1, ' ', false, json::error_handler_t::replace);
}

// The names that work, which are not those of the reply nor, in v0.0.38, of the schema.
json updateBody(const JobUpdate &update, int version, Micros now)
{
    const bool newer = version >= kListsAndNumbers;
    json body = json::object();
    if (update.pool)
        body["partition"] = *update.pool;
    if (update.nodes)
        body[newer ? "required_nodes" : "nodelist"] = joined(*update.nodes);
    if (update.excludedNodes)
        body[newer ? "excluded_nodes" : "exclude_nodes"] = joined(*update.excludedNodes);
    if (update.timeLimit && *update.timeLimit > 0)
        body["time_limit"] = minutes(*update.timeLimit);
    else if (update.timeLimit && newer)
        body["time_limit"] = {{"set", true}, {"infinite", true}};
    else if (update.timeLimit)
        body["time_limit"] = "UNLIMITED";
    if (update.qos)
        body["qos"] = *update.qos;
    if (update.priority)
        body["priority"] = *update.priority;
    if (update.begin && newer)
        body["begin_time"] = std::max(*update.begin, now) / kSecond;
    else if (update.begin)
        body["begin_time"] = delay(*update.begin - now);
    if (update.comment)
        body["comment"] = *update.comment;
    if (update.reservation)
        body["reservation"] = *update.reservation;
    return body;
}

json submitBody(const Submission &wanted, const Resources &resources, int version)
{
    const bool newer = version >= kListsAndNumbers;
    json job = json::object();
    const auto add = [&job](const char *key, const std::string &value) {
        if (!value.empty())
            job[key] = value;
    };
    add("name", wanted.name);
    add("account", wanted.tenant);
    add("partition", wanted.pool);
    add("qos", wanted.qos);
    add("reservation", wanted.reservation);
    add("comment", commentOf(wanted));
    add("dependency", wanted.dependency);
    add("array", wanted.array);
    add("constraints", wanted.constraint);
    add(newer ? "required_nodes" : "nodelist", joined(wanted.requiredNodes));
    add("current_working_directory", wanted.workingDirectory);
    add("standard_output", wanted.standardOutput);
    add("standard_error", wanted.standardError);
    if (!resources.gres.empty())
        job[newer ? "tres_per_node" : "gres"] = newer ? "gres/" + resources.gres : resources.gres;
    if (resources.nodes > 0 && newer)
        job["nodes"] = std::to_string(resources.nodes);
    else if (resources.nodes > 0)
        job["nodes"] = resources.nodes;
    if (wanted.tasksPerNode > 0)
        job["tasks_per_node"] = wanted.tasksPerNode;
    if (wanted.cpusPerTask > 0)
        job["cpus_per_task"] = wanted.cpusPerTask;
    if (wanted.memoryPerNode > 0)
        job["memory_per_node"] = mebibytes(wanted.memoryPerNode);
    if (wanted.timeLimit > 0)
        job["time_limit"] = minutes(wanted.timeLimit);
    if (wanted.held)
        job["hold"] = true;
    job["environment"] = newer ? json::array() : json::object();
    for (const auto &[name, value] : environmentOf(wanted)) {
        if (newer)
            job["environment"].push_back(name + "=" + value);
        else
            job["environment"][name] = value;
    }
    return {{"script", wanted.script}, {"job", job}};
}

json nodeBody(const Action &action)
{
    const char *state = action.kind == ActionKind::Drain ? "DRAIN"
        : action.kind == ActionKind::Down                ? "DOWN"
                                                         : "RESUME";
    json body{{"state", json::array({state})}};
    if (!action.reason.empty())
        body["reason"] = action.reason;
    return body;
}

std::string callOf(ActionKind kind)
{
    switch (kind) {
    case ActionKind::Submit:
        return "/job/submit";
    case ActionKind::Cancel:
    case ActionKind::Signal:
    case ActionKind::Hold:
    case ActionKind::Release:
    case ActionKind::Move:
    case ActionKind::Priority:
    case ActionKind::Update:
        return "/job/{}";
    case ActionKind::Drain:
    case ActionKind::Resume:
    case ActionKind::Down:
        return "/node/{}";
    case ActionKind::Requeue:
    case ActionKind::RequeueHold:
    case ActionKind::Suspend:
    case ActionKind::ResumeJob:
        break;
    }
    return {};
}

const char *methodOf(ActionKind kind)
{
    return kind == ActionKind::Cancel || kind == ActionKind::Signal ? "DELETE" : "POST";
}

Result<json> bodyOf(const Action &action, const JobBook &book, int version, Micros now)
{
    switch (action.kind) {
    case ActionKind::Hold:
        return json{{"hold", true}};
    case ActionKind::Release:
        return json{{"hold", false}};
    case ActionKind::Submit: {
        if (const auto script = checkScript(action.submission.script); !script)
            return tl::unexpected<Error>(script.error());
        const auto resources = resourcesOf(action.submission, book);
        if (!resources)
            return tl::unexpected<Error>(resources.error());
        return submitBody(action.submission, *resources, version);
    }
    case ActionKind::Drain:
    case ActionKind::Resume:
    case ActionKind::Down:
        return nodeBody(action);
    default:
        return updateBody(updateOf(action), version, now);
    }
}

} // namespace

std::string jobHandle(const Job &job)
{
    if (job.arrayJob == 0)
        return std::to_string(job.id);
    const std::string array = std::to_string(job.arrayJob) + "_";
    if (job.arrayTask >= 0)
        return array + std::to_string(job.arrayTask);
    const std::string &tasks = job.detail().arrayTasks;
    // Without "%4", how many of them may run at once.
    return tasks.empty() ? std::to_string(job.id)
                         : array + "[" + tasks.substr(0, tasks.find('%')) + "]";
}

bool hasRestCall(ActionKind kind, const RestApi &api)
{
    const std::string call = callOf(kind);
    return !call.empty() && api.offers(methodOf(kind), call);
}

Result<RestRequest> restRequest(const Action &action, const std::string &handle,
                                const JobBook &book, const RestApi &api, Micros now)
{
    std::string call = callOf(action.kind);
    if (call.empty())
        return fail(ErrorCode::Internal, "slurmrestd has no call for this action");
    if (const auto at = call.find("{}"); at != std::string::npos)
        call.replace(at, 2, encoded(isNodeAction(action.kind) ? action.node : handle));
    RestRequest request{methodOf(action.kind), api.path(call)};
    if (action.kind == ActionKind::Signal)
        request.path.append("?signal=").append(encoded(signalName(action.signal)));
    if (request.method == "DELETE")
        return request;
    const auto body = bodyOf(action, book, api.version(), now);
    if (!body)
        return tl::unexpected<Error>(body.error());
    request.body = dumped(*body);
    return request;
}

} // namespace pilothouse::slurm
