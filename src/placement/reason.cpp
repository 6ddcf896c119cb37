// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/reason.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace pilothouse {

namespace {

using Resource = Reason::Resource;

constexpr bool isNameChar(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool take(std::string_view &text, std::string_view word)
{
    if (!text.starts_with(word))
        return false;
    text.remove_prefix(word.size());
    return true;
}

// A longer word stands before those that it begins with.
std::optional<Resource> takeResource(std::string_view &text)
{
    constexpr std::array<std::pair<std::string_view, Resource>, 17> kWords{
        {{"SubmitJobs", Resource::SubmittedJobs},
         {"SubmitJob", Resource::SubmittedJobs},
         {"Submit", Resource::SubmittedJobs},
         {"Jobs", Resource::Jobs},
         {"Job", Resource::Jobs},
         {"WallDuration", Resource::Wall},
         {"Wall", Resource::Wall},
         {"Memory", Resource::Memory},
         {"Mem", Resource::Memory},
         {"Cpu", Resource::Cpu},
         {"CPU", Resource::Cpu},
         {"Node", Resource::Node},
         {"GRES", Resource::Gres},
         {"Energy", Resource::Energy},
         {"License", Resource::License},
         {"Billing", Resource::Billing},
         {"BB", Resource::BurstBuffer}}};
    for (const auto &[word, resource] : kWords)
        if (take(text, word))
            return resource;
    return take(text, "Unknown") ? std::optional(Resource::Unknown) : std::nullopt;
}

// [Assoc|QOS](Grp|Max|Min)resource[RunMinutes|Minutes][PerJob|PerNode|PerUser|PerAccount][Limit]
std::optional<Reason> limit(std::string_view text)
{
    Reason reason;
    reason.kind = Reason::Kind::Limit;
    const bool isAssociation = take(text, "Assoc");
    const bool isQos = !isAssociation && take(text, "QOS");
    reason.scope = isAssociation ? Reason::Scope::Association : Reason::Scope::Qos;
    const bool isGroup = take(text, "Grp");
    const bool isLeast = !isGroup && take(text, "Min");
    if (!isGroup && !isLeast && !take(text, "Max"))
        return std::nullopt;
    const auto resource = takeResource(text);
    if (!resource)
        return std::nullopt;
    reason.resource = *resource;
    if (take(text, "RunMinutes"))
        reason.measure = Reason::Measure::RunMinutes;
    else if (take(text, "Minutes"))
        reason.measure = Reason::Measure::Minutes;

    using Aggregate = Reason::Aggregate;
    bool isPer = true;
    if (take(text, "PerJob"))
        reason.aggregate = Aggregate::PerJob;
    else if (take(text, "PerNode"))
        reason.aggregate = Aggregate::PerNode;
    else if (take(text, "PerUser"))
        reason.aggregate = Aggregate::PerUser;
    else if (take(text, "PerAccount"))
        reason.aggregate = Aggregate::PerAccount;
    else
        isPer = false;
    if (isLeast)
        reason.aggregate = Aggregate::Least;
    if (!take(text, "Limit"))
        take(text, "NotSatisfied");
    // Without a scope only the limits of a tenant are named so, which are those of its QOS.
    const bool isScoped = isAssociation || isQos || reason.aggregate == Aggregate::PerAccount;
    if (!text.empty() || !isScoped || (isGroup && isPer))
        return std::nullopt;
    return reason;
}

} // namespace

Reason parseReason(std::string_view text)
{
    const auto end = std::ranges::find_if_not(text, isNameChar) - text.begin();
    const auto name = text.substr(0, static_cast<std::size_t>(end));
    Reason reason;
    if (name.empty() || name == "None")
        return reason;
    reason = limit(name).value_or(Reason());
    if (reason.kind == Reason::Kind::None)
        reason.kind = Reason::Kind::Named;
    reason.name = name;
    return reason;
}

} // namespace pilothouse
