// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/probe.h"

#include "placement/outcome.h"
#include "placement/slurm/parse/replies.h"
#include "placement/slurm/requests.h"

#include <nlohmann/json.hpp>

#include <memory>

namespace pilothouse::slurm {

namespace {

constexpr int kOk = 200;
constexpr Micros kAtOnce = 2 * kSecond;
constexpr const char *kNoCall =
    "This version of slurmrestd has no call for it. Allow Slurm's commands "
    "in the connection.";
constexpr const char *kNoRights = "Only operators and administrators of Slurm may do this.";

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

Rights rightsOf(std::string_view level)
{
    if (level.find("dministrator") != std::string_view::npos)
        return Rights::Administrator;
    if (level.find("perator") != std::string_view::npos)
        return Rights::Operator;
    return level.find("None") != std::string_view::npos ? Rights::User : Rights::Unknown;
}

Result<RestApi> askApi(RestClient &rest, std::chrono::milliseconds timeout,
                       const std::stop_token &stop)
{
    const auto reply = rest.send({.path = "/openapi/v3", .timeout = timeout}, stop);
    if (!reply)
        return tl::unexpected<Error>(reply.error());
    if (reply->status != kOk)
        return fail(ErrorCode::WrongProtocol,
                    "what answers there is no slurmrestd (HTTP " + std::to_string(reply->status)
                        + ")");
    return RestApi::read(reply->body);
}

// The controller behind slurmrestd answers too.
Result<void> askPing(RestClient &rest, Probed &probed, std::chrono::milliseconds timeout,
                     const std::stop_token &stop)
{
    const auto reply = rest.send({.path = probed.api->path("/ping"), .timeout = timeout}, stop);
    if (!reply)
        return tl::unexpected<Error>(reply.error());
    const auto ping = readPing(reply->status, reply->body);
    // Of both Slurm says no more than "unspecified error", but of a dead slurmctld after half a
    // minute.
    if (!ping && ping.error().code == ErrorCode::Unavailable && reply->took < kAtOnce)
        return fail(ErrorCode::PermissionDenied,
                    "Slurm does not take the token (" + ping.error().detail + ")");
    if (!ping)
        return tl::unexpected<Error>(ping.error());
    probed.release = ping->head.release;
    probed.cluster = ping->head.cluster;
    for (const Controller &controller : ping->records) {
        if (controller.answers)
            return {};
    }
    return fail(ErrorCode::Unavailable, "slurmrestd answers, but no slurmctld does");
}

// A question that a token which is not taken does not get answered.
Result<void> askPools(RestClient &rest, const Probed &probed, std::chrono::milliseconds timeout,
                      const std::stop_token &stop)
{
    const auto reply =
        rest.send({.path = probed.api->path("/partitions"), .timeout = timeout}, stop);
    if (!reply)
        return tl::unexpected<Error>(reply.error());
    const auto pools = readPools(reply->status, reply->body);
    if (pools)
        return {};
    Error error = pools.error();
    // The controller answers, so it is the token that it does not take.
    if (error.code == ErrorCode::Unavailable)
        error = {ErrorCode::PermissionDenied,
                 "Slurm does not take the token (" + error.detail + ")"};
    return tl::unexpected<Error>(std::move(error));
}

Result<void> probeRest(RestClient &rest, Probed &probed, std::chrono::milliseconds timeout,
                       const std::stop_token &stop)
{
    auto api = askApi(rest, timeout, stop);
    if (!api)
        return tl::unexpected<Error>(api.error());
    probed.api = std::move(*api);
    auto asked = askPing(rest, probed, timeout, stop);
    if (asked)
        asked = askPools(rest, probed, timeout, stop);
    if (!asked)
        probed.api.reset();
    return asked;
}

Result<void> probeCommands(Commands &commands, Probed &probed, std::string &slurmUser,
                           std::chrono::milliseconds timeout, const std::stop_token &stop)
{
    const auto config = commands.run({"scontrol", "show", "config"}, stop, timeout);
    if (!config)
        return tl::unexpected<Error>(config.error());
    probed.hasCommands = true;
    probed.cluster = configValue(*config, "ClusterName");
    if (probed.release.empty())
        probed.release = configValue(*config, "SLURM_VERSION");
    slurmUser = configValue(*config, "SlurmUser");
    slurmUser.erase(std::min(slurmUser.find('('), slurmUser.size()));
    probed.returnsNodes = configValue(*config, "ReturnToService") == "2";
    if (probed.user.empty()) {
        if (const auto name = commands.run({"id", "-un"}, stop, timeout))
            probed.user = trimmed(*name);
    }
    return {};
}

Rights askRights(Ways &ways, const Probed &probed, std::chrono::milliseconds timeout,
                 const std::stop_token &stop)
{
    if (probed.user.empty())
        return Rights::Unknown;
    if (probed.hasCommands) {
        const auto level = ways.commands.run(
            {"sacctmgr", "-nP", "show", "user", probed.user, "format=AdminLevel"}, stop, timeout);
        // Without a database there are no levels, and nobody but Slurm's own user is more.
        if (!level && level.error().detail.find("accounting_storage") != std::string::npos)
            return Rights::User;
        if (level)
            return rightsOf(*level);
    }
    if (!probed.api || !probed.api->offersDatabase("GET", "/user/{}"))
        return Rights::Unknown;
    const auto reply = ways.rest->send(
        {.path = probed.api->databasePath("/user/" + probed.user), .timeout = timeout}, stop);
    if (!reply || reply->status != kOk)
        return Rights::Unknown;
    const auto body = nlohmann::json::parse(reply->body, nullptr, false);
    const auto at = nlohmann::json::json_pointer("/users/0/administrator_level");
    return body.is_object() && body.contains(at) ? rightsOf(body[at].dump()) : Rights::Unknown;
}

bool needsRights(ActionKind kind)
{
    return isNodeAction(kind) || kind == ActionKind::Suspend || kind == ActionKind::ResumeJob;
}

Capability capabilityOf(ActionKind kind, const Probed &probed)
{
    if (probed.rights == Rights::User && needsRights(kind))
        return {false, kNoRights};
    const bool hasWay = probed.hasCommands || (probed.api && hasRestCall(kind, *probed.api));
    return hasWay ? Capability() : Capability{false, kNoCall};
}

} // namespace

std::string configValue(std::string_view config, std::string_view key)
{
    while (!config.empty()) {
        const auto end = config.find('\n');
        const std::string_view line = config.substr(0, end);
        config.remove_prefix(end == std::string_view::npos ? config.size() : end + 1);
        const auto equals = line.find('=');
        if (equals != std::string_view::npos && trimmed(line.substr(0, equals)) == key)
            return std::string(trimmed(line.substr(equals + 1)));
    }
    return {};
}

Result<std::unique_ptr<Ways>> openWays(const Connection &connection, Meter &meter)
{
    auto channel = CommandChannel::parse(connection.commands);
    if (!channel)
        return tl::unexpected<Error>(channel.error());
    std::unique_ptr<RestClient> rest;
    if (!connection.address.empty()) {
        auto address = parseHttpAddress(connection.address);
        if (!address)
            return tl::unexpected<Error>(address.error());
        rest = std::make_unique<RestClient>(std::move(*address), connection, meter);
    }
    Commands commands(std::move(*channel), connection.token, meter);
    if (!rest && !commands.exist())
        return fail(ErrorCode::InvalidArgument,
                    "neither slurmrestd nor Slurm's commands are named");
    return std::make_unique<Ways>(std::move(rest), std::move(commands));
}

Result<Probed> probe(Ways &ways, const Connection &connection, std::chrono::milliseconds timeout,
                     const std::stop_token &stop)
{
    Probed probed;
    std::optional<Error> failed;
    if (ways.rest) {
        if (const auto asked = probeRest(*ways.rest, probed, timeout, stop); !asked)
            failed = asked.error();
        probed.user = connection.user.empty() ? ways.rest->claims().user : connection.user;
    }
    // A token that does not do is no reason to go on as somebody else.
    if (failed && failed->code == ErrorCode::PermissionDenied)
        return tl::unexpected<Error>(*failed);
    std::string slurmUser = "root";
    if (ways.commands.exist()) {
        const auto asked = probeCommands(ways.commands, probed, slurmUser, timeout, stop);
        if (!asked && !probed.api)
            return tl::unexpected<Error>(failed ? *failed : asked.error());
        if (!asked)
            probed.note = "Slurm's commands do not work: " + asked.error().detail;
        else if (failed)
            probed.note = "slurmrestd does not answer: " + failed->detail;
    } else if (failed) {
        return tl::unexpected<Error>(*failed);
    }
    probed.rights = probed.user == "root" || probed.user == slurmUser
        ? Rights::Administrator
        : askRights(ways, probed, timeout, stop);
    for (std::size_t kind = 0; kind < kActionKinds; ++kind)
        probed.capabilities[kind] = capabilityOf(static_cast<ActionKind>(kind), probed);
    return probed;
}

} // namespace pilothouse::slurm
