// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/ranges.h"
#include "placement/slurm/parse/records.h"
#include "placement/slurm/parse/scan.h"

#include <algorithm>

// Pools, reservations, qualities of service, tenants and the like.
namespace pilothouse::slurm {

namespace {

std::vector<std::string> strings(const Json &json)
{
    const auto words = json.list();
    return {words.begin(), words.end()};
}

std::vector<std::string> nodesIn(std::string_view expression)
{
    return expandNodes(expression).value_or(std::vector<std::string>());
}

bool hasWord(const Json &json, std::string_view word)
{
    return std::ranges::any_of(
        json.list(), [word](std::string_view other) { return equalsIgnoringCase(word, other); });
}

// [{"type": "gres", "name": "gpu", "count": 64}] as "gres/gpu=64".
std::string limitText(const Json &tres)
{
    std::string text;
    tres.each([&text](const Json &json) {
        const auto count = json["count"].number();
        if (!count)
            return;
        text.append(text.empty() ? "" : ",").append(json["type"].text());
        if (const auto name = json["name"].text(); !name.empty())
            text.append("/").append(name);
        text.append("=").append(std::to_string(*count));
    });
    return text;
}

std::uint32_t acceleratorLimit(const Json &tres)
{
    const auto read = parseTres(limitText(tres));
    return read ? acceleratorsIn(read->gres) : 0;
}

void takeFlat(Pool &pool, const Json &json) // v0.0.38
{
    pool.nodes = nodesIn(json["nodes"].text());
    pool.state = poolState(json["state"].text());
    pool.isDefault = hasWord(json["flags"], "default");
    pool.isHidden = hasWord(json["flags"], "hidden");
    pool.priorityTier = json["priority_tier"].count();
    pool.limits.timeLimit = json["max_time_limit"].minutes();
    pool.limits.defaultTime = json["default_time_limit"].minutes();
    pool.limits.leastNodes = json["min nodes per job"].count();
    pool.limits.mostNodes = json["maximum_nodes_per_job"].count();
    pool.limits.tenants = strings(json["allowed_accounts"]);
    pool.limits.deniedTenants = strings(json["denied_accounts"]);
    pool.limits.qos = strings(json["allowed_qos"]);
}

void takeNested(Pool &pool, const Json &json) // v0.0.39 and later
{
    pool.nodes = nodesIn(json["nodes"]["configured"].text());
    const auto state = json["partition"]["state"].list();
    pool.state = state.empty() ? PoolState::Unknown : poolState(state.front());
    for (const auto &flags : {json["partition"]["flags"], json["flags"]}) {
        pool.isDefault = pool.isDefault || hasWord(flags, "default");
        pool.isHidden = pool.isHidden || hasWord(flags, "hidden");
    }
    pool.priorityTier = json["priority"]["tier"].count();
    pool.limits.timeLimit = json["maximums"]["time"].minutes();
    pool.limits.defaultTime = json["defaults"]["time"].minutes();
    pool.limits.leastNodes = json["minimums"]["nodes"].count();
    pool.limits.mostNodes = json["maximums"]["nodes"].count();
    pool.limits.tenants = strings(json["accounts"]["allowed"]);
    pool.limits.deniedTenants = strings(json["accounts"]["deny"]);
    pool.limits.qos = strings(json["qos"]["allowed"]);
}

} // namespace

std::optional<Pool> poolFrom(const Json &json)
{
    Pool pool;
    pool.name = json["name"].text();
    if (pool.name.empty())
        return std::nullopt;
    if (json["nodes"].isObject())
        takeNested(pool, json);
    else
        takeFlat(pool, json);
    return pool;
}

std::optional<Reservation> reservationFrom(const Json &json)
{
    Reservation reservation;
    reservation.name = json["name"].text();
    if (reservation.name.empty())
        return std::nullopt;
    reservation.nodes = nodesIn(json["node_list"].text());
    reservation.start = json["start_time"].moment();
    reservation.end = json["end_time"].moment();
    reservation.users = strings(json["users"]);
    reservation.tenants = strings(json["accounts"]);
    reservation.pool = json["partition"].text();
    for (const auto flag : json["flags"].list())
        reservation.flags.append(reservation.flags.empty() ? "" : ",").append(flag);
    return reservation;
}

std::optional<Qos> qosFrom(const Json &json)
{
    Qos qos;
    qos.name = json["name"].text();
    if (qos.name.empty())
        return std::nullopt;
    const auto most = json["limits"]["max"];
    qos.description = json["description"].text();
    qos.priority = json["priority"].number().value_or(0);
    qos.timeLimit = most["wall_clock"]["per"]["job"].minutes();
    qos.groupLimit = limitText(most["tres"]["total"]);
    qos.userLimit = limitText(most["tres"]["per"]["user"]);
    qos.jobLimit = limitText(most["tres"]["per"]["job"]);
    qos.preempts = strings(json["preempt"]["list"]);
    return qos;
}

std::optional<Tenant> tenantFromAccount(const Json &json)
{
    Tenant tenant;
    tenant.name = json["name"].text();
    tenant.organization = json["organization"].text();
    return tenant.name.empty() ? std::nullopt : std::optional(tenant);
}

std::optional<Tenant> tenantFromAssociation(const Json &json)
{
    Tenant tenant;
    tenant.name = json["account"].text();
    if (tenant.name.empty() || !json["user"].text().empty() || !json["partition"].text().empty())
        return std::nullopt;
    tenant.parent = json["parent_account"].text();
    tenant.quota = acceleratorLimit(json["max"]["tres"]["total"]);
    return tenant;
}

std::optional<License> licenseFrom(const Json &json)
{
    License license;
    for (const char *key : {"LicenseName", "name"})
        if (license.name.empty())
            license.name = json[key].text();
    if (license.name.empty())
        return std::nullopt;
    license.total = std::max(json["Total"].count(), json["total"].count());
    license.used = std::max(json["Used"].count(), json["used"].count());
    license.isRemote = json["Remote"].flag() || json["remote"].flag();
    return license;
}

std::optional<Controller> controllerFrom(const Json &json)
{
    Controller controller;
    controller.host = json["hostname"].text();
    controller.mode = json["mode"].text();
    for (const char *key : {"ping", "pinged"}) // v0.0.38; later
        controller.answers = controller.answers || equalsIgnoringCase(json[key].text(), "UP");
    return controller.host.empty() ? std::nullopt : std::optional(controller);
}

} // namespace pilothouse::slurm
