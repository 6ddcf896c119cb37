// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/transport/commandchannel.h"

#include <algorithm>
#include <array>
#include <utility>

extern char **environ;

namespace pilothouse::slurm {

namespace {

constexpr int kSshFailed = 255;
constexpr const char *kTokenVariable = "SLURM_JWT=";
// Variables with which a user lets squeue leave out jobs or print them in another way.
constexpr std::array kHiders{"SQUEUE_FORMAT", "SQUEUE_FORMAT2", "SQUEUE_STATES", "SQUEUE_PARTITION",
                             "SQUEUE_USERS",  "SQUEUE_ACCOUNT", "SLURM_CLUSTERS"};
constexpr std::array kFixed{"LC_ALL=C", "TZ=UTC", "SLURM_TIME_FORMAT=standard"};

// A user's own defaults of squeue and the like would hide jobs or change what is printed.
bool isKept(std::string_view variable)
{
    constexpr std::array kForeign{
        "SQUEUE_",        "SINFO_",    "SCONTROL_", "SACCTMGR_", "SBATCH_", "SLURM_TIME_FORMAT",
        "SLURM_CLUSTERS", "SLURM_JWT", "LC_ALL=",   "LANG=",     "TZ="};
    return std::ranges::none_of(
        kForeign, [variable](std::string_view name) { return variable.starts_with(name); });
}

std::vector<std::string> localEnvironment()
{
    std::vector<std::string> all;
    for (char **at = environ; *at != nullptr; ++at) {
        if (isKept(*at))
            all.emplace_back(*at);
    }
    all.insert(all.end(), kFixed.begin(), kFixed.end());
    return all;
}

bool isHost(std::string_view text)
{
    return !text.empty() && text.size() < 256 && !text.starts_with('-')
        && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                   || std::string_view(".-_@:[]%").find(c) != std::string_view::npos;
           });
}

} // namespace

std::string shellQuoted(std::string_view text)
{
    std::string quoted("'");
    for (const char c : text) {
        if (c == '\'')
            quoted.append("'\\''");
        else
            quoted.push_back(c);
    }
    quoted.push_back('\'');
    return quoted;
}

Result<CommandChannel> CommandChannel::parse(std::string_view text)
{
    CommandChannel channel;
    if (text.empty() || text == "none")
        return channel;
    if (text == "local") {
        channel.m_kind = Kind::Local;
        return channel;
    }
    constexpr std::string_view kSsh = "ssh:";
    if (text.starts_with(kSsh) && isHost(text.substr(kSsh.size()))) {
        channel.m_kind = Kind::Ssh;
        channel.m_host = text.substr(kSsh.size());
        return channel;
    }
    return fail(ErrorCode::InvalidArgument,
                std::string("\"").append(text).append(
                    "\" is no way to run commands: local, ssh:host or none"));
}

std::string CommandChannel::words() const
{
    switch (m_kind) {
    case Kind::None:
        break;
    case Kind::Local:
        return "local";
    case Kind::Ssh:
        return "ssh:" + m_host;
    }
    return "none";
}

Result<ProcessReply> CommandChannel::run(const Command &command, const std::stop_token &stop) const
{
    if (m_kind == Kind::None)
        return fail(ErrorCode::Unavailable, "there is no way to run Slurm's commands");
    return m_kind == Kind::Local ? runHere(command, stop) : runThere(command, stop);
}

Result<ProcessReply> CommandChannel::runHere(const Command &command, const std::stop_token &stop)
{
    ProcessCall call{.arguments = command.arguments,
                     .input = command.input,
                     .timeout = command.timeout,
                     .environment = localEnvironment()};
    if (!command.token.empty())
        call.environment.push_back(kTokenVariable + command.token);
    return runProcess(call, stop);
}

// The token is the first line of the input.
Result<ProcessReply> CommandChannel::runThere(const Command &command,
                                              const std::stop_token &stop) const
{
    std::string line;
    ProcessCall call{.arguments = {}, .input = command.input, .timeout = command.timeout};
    if (!command.token.empty()) {
        line.append("IFS= read -r SLURM_JWT; export SLURM_JWT; ");
        call.input = command.token + "\n" + command.input;
    }
    line.append("exec env");
    for (const char *name : kHiders)
        line.append(" -u ").append(name);
    for (const char *fixed : kFixed)
        line.append(" ").append(fixed);
    for (const std::string &argument : command.arguments)
        line.append(" ").append(shellQuoted(argument));
    call.arguments = {"ssh",
                      "-o",
                      "BatchMode=yes",
                      "-o",
                      "ConnectTimeout=5",
                      "-o",
                      "ServerAliveInterval=5",
                      "-o",
                      "ControlMaster=auto",
                      "-o",
                      "ControlPersist=60",
                      "-o",
                      "ControlPath=~/.ssh/pilothouse-%C",
                      "--",
                      m_host,
                      "sh -c " + shellQuoted(line)};
    auto reply = runProcess(call, stop);
    if (!reply || reply->status != kSshFailed)
        return reply;
    const bool denied = reply->complaint.find("denied") != std::string::npos
        || reply->complaint.find("verification failed") != std::string::npos;
    return fail(denied ? ErrorCode::PermissionDenied : ErrorCode::Unavailable,
                words() + ": " + reply->complaint);
}

} // namespace pilothouse::slurm
