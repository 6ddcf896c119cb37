// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/journal/entryjson.h"

#include <nlohmann/json.hpp>

#include <array>
#include <optional>

namespace pilothouse {

namespace {

using nlohmann::json;

constexpr int kFormat = 1;
constexpr std::size_t kMaxSteps = 100'000;
// Names, since numbers would tie the file to the order of the enumerations.
constexpr std::array<const char *, kActionKinds> kKinds{
    "submit", "cancel", "hold",   "release", "requeue",    "requeuehold", "move",  "priority",
    "drain",  "resume", "signal", "suspend", "resume_job", "down",        "update"};
constexpr std::array kPurposes{
    "submit", "cancel", "hold",    "release",     "requeue", "move",   "priority", "drain",
    "resume", "signal", "suspend", "resume_jobs", "down",    "update", "evacuate", "defragment"};
constexpr std::array kStates{"waiting", "running",     "done",
                             "failed",  "rolled_back", "rollback_failed"};

template <std::size_t N>
std::optional<std::size_t> indexOf(const std::array<const char *, N> &names, const json &name)
{
    for (std::size_t i = 0; name.is_string() && i < N; ++i) {
        if (name == names[i])
            return i;
    }
    return std::nullopt;
}

template <typename T> void put(json &into, const char *key, const std::optional<T> &value)
{
    if (value)
        into[key] = *value;
}

template <typename T> void take(const json &from, const char *key, std::optional<T> &value)
{
    if (const auto at = from.find(key); at != from.end())
        value = at->get<T>();
}

json updateToJson(const JobUpdate &update)
{
    json made = json::object();
    put(made, "pool", update.pool);
    put(made, "nodes", update.nodes);
    put(made, "excluded_nodes", update.excludedNodes);
    put(made, "time_limit", update.timeLimit);
    put(made, "qos", update.qos);
    put(made, "priority", update.priority);
    put(made, "begin", update.begin);
    put(made, "comment", update.comment);
    put(made, "reservation", update.reservation);
    return made;
}

JobUpdate updateFromJson(const json &from)
{
    JobUpdate update;
    take(from, "pool", update.pool);
    take(from, "nodes", update.nodes);
    take(from, "excluded_nodes", update.excludedNodes);
    take(from, "time_limit", update.timeLimit);
    take(from, "qos", update.qos);
    take(from, "priority", update.priority);
    take(from, "begin", update.begin);
    take(from, "comment", update.comment);
    take(from, "reservation", update.reservation);
    return update;
}

json actionToJson(const Action &action)
{
    return {{"kind", kKinds[static_cast<std::size_t>(action.kind)]},
            {"job", action.job},
            {"node", action.node},
            {"nodes", action.nodes},
            {"pool", action.pool},
            {"begin_now", action.beginNow},
            {"priority", action.priority},
            {"reason", action.reason},
            {"signal", action.signal},
            {"update", updateToJson(action.update)},
            {"name", action.submission.name}};
}

// Throws json::exception, as get() and at() do; entryFromJson() catches it.
Action actionFromJson(const json &from)
{
    Action action;
    const auto kind = indexOf(kKinds, from.at("kind"));
    if (!kind)
        throw json::other_error::create(501, "an action of an unknown kind", &from);
    action.kind = static_cast<ActionKind>(*kind);
    from.at("job").get_to(action.job);
    from.at("node").get_to(action.node);
    from.at("nodes").get_to(action.nodes);
    from.at("pool").get_to(action.pool);
    from.at("begin_now").get_to(action.beginNow);
    from.at("priority").get_to(action.priority);
    from.at("reason").get_to(action.reason);
    from.at("signal").get_to(action.signal);
    action.update = updateFromJson(from.at("update"));
    from.at("name").get_to(action.submission.name);
    return action;
}

JournalEntry entryFrom(const json &from)
{
    JournalEntry entry;
    const auto purpose = indexOf(kPurposes, from.at("purpose"));
    if (from.at("format") != kFormat || !purpose || from.at("steps").size() > kMaxSteps)
        throw json::other_error::create(501, "a plan of an unknown form", &from);
    entry.purpose = static_cast<Plan::Purpose>(*purpose);
    from.at("id").get_to(entry.id);
    from.at("engine").get_to(entry.engine);
    from.at("began").get_to(entry.began);
    from.at("jobs").get_to(entry.jobs);
    for (const json &at : from.at("steps")) {
        const auto state = indexOf(kStates, at.at("state"));
        if (!state)
            throw json::other_error::create(501, "a step in an unknown state", &from);
        PlanStep step{actionFromJson(at.at("action")), std::nullopt};
        step.unit = at.at("unit").get<std::uint32_t>();
        step.decisive = at.at("decisive").get<bool>();
        if (at.contains("inverse"))
            step.inverse = actionFromJson(at.at("inverse"));
        entry.steps.push_back(std::move(step));
        entry.states.push_back(static_cast<StepState>(*state));
    }
    return entry;
}

} // namespace

std::string entryToJson(const JournalEntry &entry)
{
    json steps = json::array();
    for (std::size_t i = 0; i < entry.steps.size(); ++i) {
        json step{{"action", actionToJson(entry.steps[i].action)},
                  {"unit", entry.steps[i].unit},
                  {"decisive", entry.steps[i].decisive},
                  {"state", kStates[static_cast<std::size_t>(entry.states[i])]}};
        if (entry.steps[i].inverse)
            step["inverse"] = actionToJson(*entry.steps[i].inverse);
        steps.push_back(std::move(step));
    }
    const json made{{"format", kFormat},
                    {"id", entry.id},
                    {"engine", entry.engine},
                    {"began", entry.began},
                    {"purpose", kPurposes[static_cast<std::size_t>(entry.purpose)]},
                    {"jobs", entry.jobs},
                    {"steps", std::move(steps)}};
    return made.dump(1, ' ', false, json::error_handler_t::replace);
}

Result<JournalEntry> entryFromJson(std::string_view text)
{
    try {
        return entryFrom(json::parse(text));
    } catch (const json::exception &error) {
        return fail(ErrorCode::Malformed, error.what());
    }
}

} // namespace pilothouse
