// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/outcome.h"
#include "placement/slurm/requests.h"
#include "placement/slurm/submission.h"
#include "placement/slurm/words.h"

namespace pilothouse::slurm {

namespace {

using Words = std::vector<std::string>;

Words updateWords(const JobUpdate &update, const std::string &handle, Micros now)
{
    Words words{"scontrol", "update", "JobId=" + handle};
    if (update.pool)
        words.push_back("Partition=" + *update.pool);
    if (update.nodes)
        words.push_back("ReqNodeList=" + joined(*update.nodes));
    if (update.excludedNodes)
        words.push_back("ExcNodeList=" + joined(*update.excludedNodes));
    if (update.timeLimit)
        words.push_back("TimeLimit="
                        + (*update.timeLimit > 0 ? std::to_string(minutes(*update.timeLimit))
                                                 : std::string("UNLIMITED")));
    if (update.qos)
        words.push_back("QOS=" + *update.qos);
    if (update.priority)
        words.push_back("Priority=" + std::to_string(*update.priority));
    if (update.begin)
        words.push_back("StartTime=" + delay(*update.begin - now));
    if (update.comment)
        words.push_back("Comment=" + *update.comment);
    if (update.reservation)
        words.push_back("ReservationName=" + *update.reservation);
    return words;
}

Words nodeWords(const Action &action)
{
    const char *state = action.kind == ActionKind::Drain ? "DRAIN"
        : action.kind == ActionKind::Down                ? "DOWN"
                                                         : "RESUME";
    Words words{"scontrol", "update", "NodeName=" + action.node, std::string("State=") + state};
    if (!action.reason.empty())
        words.push_back("Reason=" + action.reason);
    return words;
}

Result<CommandRequest> submitCommand(const Submission &wanted, const JobBook &book)
{
    if (const auto script = checkScript(wanted.script); !script)
        return tl::unexpected<Error>(script.error());
    const auto resources = resourcesOf(wanted, book);
    if (!resources)
        return tl::unexpected<Error>(resources.error());
    Words words{"sbatch", "--parsable"};
    const auto add = [&words](const char *option, const std::string &value) {
        if (!value.empty())
            words.push_back(option + value);
    };
    const auto addCount = [&words](const char *option, std::uint64_t value) {
        if (value > 0)
            words.push_back(option + std::to_string(value));
    };
    add("--job-name=", wanted.name);
    add("--account=", wanted.tenant);
    add("--partition=", wanted.pool);
    add("--qos=", wanted.qos);
    add("--reservation=", wanted.reservation);
    add("--comment=", commentOf(wanted));
    add("--dependency=", wanted.dependency);
    add("--array=", wanted.array);
    add("--constraint=", wanted.constraint);
    add("--nodelist=", joined(wanted.requiredNodes));
    add("--chdir=", wanted.workingDirectory);
    add("--output=", wanted.standardOutput);
    add("--error=", wanted.standardError);
    add("--gres=", resources->gres);
    addCount("--nodes=", resources->nodes);
    addCount("--ntasks-per-node=", wanted.tasksPerNode);
    addCount("--cpus-per-task=", wanted.cpusPerTask);
    if (wanted.memoryPerNode > 0)
        words.push_back("--mem=" + std::to_string(mebibytes(wanted.memoryPerNode)) + "M");
    if (wanted.timeLimit > 0)
        words.push_back("--time=" + std::to_string(minutes(wanted.timeLimit)));
    if (wanted.held)
        words.push_back("--hold");
    std::string variables;
    for (const auto &[name, value] : environmentOf(wanted)) {
        if (value.find(',') != std::string::npos)
            return fail(ErrorCode::InvalidArgument, "the value of " + name + " has a comma in it");
        variables.append(variables.empty() ? "" : ",").append(name).append("=").append(value);
    }
    words.push_back("--export=" + variables);
    return CommandRequest{std::move(words), wanted.script};
}

} // namespace

Result<CommandRequest> commandRequest(const Action &action, const std::string &handle,
                                      const JobBook &book, Micros now)
{
    if (isNodeAction(action.kind))
        return CommandRequest{nodeWords(action)};
    switch (action.kind) {
    case ActionKind::Submit:
        return submitCommand(action.submission, book);
    case ActionKind::Cancel:
        return CommandRequest{{"scancel", handle}};
    case ActionKind::Signal:
        return CommandRequest{{"scancel", "--signal=" + signalName(action.signal), handle}};
    case ActionKind::Hold:
        return CommandRequest{{"scontrol", "hold", handle}};
    case ActionKind::Release:
        return CommandRequest{{"scontrol", "release", handle}};
    case ActionKind::Requeue:
        return CommandRequest{{"scontrol", "requeue", handle}};
    case ActionKind::RequeueHold:
        return CommandRequest{{"scontrol", "requeuehold", handle}};
    case ActionKind::Suspend:
        return CommandRequest{{"scontrol", "suspend", handle}};
    case ActionKind::ResumeJob:
        return CommandRequest{{"scontrol", "resume", handle}};
    default:
        return CommandRequest{updateWords(updateOf(action), handle, now)};
    }
}

} // namespace pilothouse::slurm
