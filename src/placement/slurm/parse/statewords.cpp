// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/statewords.h"

#include "placement/slurm/parse/scan.h"

#include <array>
#include <optional>
#include <utility>
#include <vector>

namespace pilothouse::slurm {

namespace {

using Base = NodeCondition::Base;

template <typename Enum> using Named = std::pair<std::string_view, Enum>;

template <typename Enum, std::size_t N>
std::optional<Enum> find(const std::array<Named<Enum>, N> &names, std::string_view word)
{
    for (const auto &[name, value] : names)
        if (equalsIgnoringCase(name, word))
            return value;
    return std::nullopt;
}

constexpr std::array<Named<Base>, 7> kBases{{{"DOWN", Base::Down},
                                             {"IDLE", Base::Idle},
                                             {"ALLOCATED", Base::Allocated},
                                             {"ERROR", Base::Error},
                                             {"MIXED", Base::Mixed},
                                             {"FUTURE", Base::Future},
                                             {"UNKNOWN", Base::Unknown}}};

// Beside the names of the flags themselves: those of other versions.
constexpr std::array<Named<NodeFlag>, 7> kOtherFlags{{{"POWER_UP", NodeFlag::PoweringUp},
                                                      {"MAINT", NodeFlag::Maintenance},
                                                      {"RES", NodeFlag::Reserved},
                                                      {"NO_RESPOND", NodeFlag::NotResponding},
                                                      {"REBOOT", NodeFlag::RebootRequested},
                                                      {"INVAL", NodeFlag::InvalidReg},
                                                      {"DRAINED", NodeFlag::Drain}}};

// The signs that stand behind a state in text.
constexpr std::array<std::pair<char, NodeFlag>, 10> kSigns{{{'*', NodeFlag::NotResponding},
                                                            {'~', NodeFlag::PoweredDown},
                                                            {'#', NodeFlag::PoweringUp},
                                                            {'!', NodeFlag::PowerDown},
                                                            {'%', NodeFlag::PoweringDown},
                                                            {'$', NodeFlag::Maintenance},
                                                            {'@', NodeFlag::RebootRequested},
                                                            {'^', NodeFlag::RebootIssued},
                                                            {'-', NodeFlag::Planned},
                                                            {'+', NodeFlag::Completing}}};

template <typename Enum, std::size_t Count> std::optional<Enum> flagNamed(std::string_view word)
{
    for (std::size_t i = 0; i < Count; ++i)
        if (equalsIgnoringCase(flagName(static_cast<Enum>(i)), word))
            return static_cast<Enum>(i);
    return std::nullopt;
}

std::optional<JobState> jobStateNamed(std::string_view word)
{
    for (auto i = static_cast<unsigned>(JobState::Pending);
         i <= static_cast<unsigned>(JobState::OutOfMemory); ++i)
        if (equalsIgnoringCase(stateName(static_cast<JobState>(i)), word))
            return static_cast<JobState>(i);
    return std::nullopt;
}

JobState endedState(const JobEnd &end)
{
    constexpr std::array<Named<JobState>, 7> kByReason{{{"TimeLimit", JobState::Timeout},
                                                        {"NodeDown", JobState::NodeFail},
                                                        {"OutOfMemory", JobState::OutOfMemory},
                                                        {"DeadLine", JobState::Deadline},
                                                        {"NonZeroExitCode", JobState::Failed},
                                                        {"JobLaunchFailure", JobState::Failed},
                                                        {"RaisedSignal", JobState::Failed}}};
    constexpr std::int32_t kKill = 9;
    constexpr std::int32_t kTerminate = 15;
    if (const auto state = find(kByReason, end.reason))
        return *state;
    if (end.exitCode != 0)
        return JobState::Failed;
    if (end.exitSignal == kKill || end.exitSignal == kTerminate)
        return JobState::Cancelled;
    return end.exitSignal != 0 ? JobState::Failed : JobState::Completed;
}

JobState stateBehind(JobFlags flags, const JobEnd &end)
{
    for (const auto flag : {JobFlag::Requeued, JobFlag::RequeueFed, JobFlag::RequeueHold,
                            JobFlag::SpecialExit, JobFlag::ReservationDeleted})
        if (flags.has(flag))
            return JobState::Pending;
    for (const auto flag : {JobFlag::Configuring, JobFlag::PowerUpNode, JobFlag::Resizing,
                            JobFlag::Stopped, JobFlag::Signaling})
        if (flags.has(flag))
            return JobState::Running;
    for (const auto flag : {JobFlag::Completing, JobFlag::StageOut})
        if (flags.has(flag))
            return endedState(end);
    if (flags.has(JobFlag::LaunchFailed))
        return JobState::Failed;
    if (flags.has(JobFlag::Revoked))
        return JobState::Cancelled;
    return JobState::Unknown;
}

void apply(NodeCondition &condition, std::string_view word)
{
    while (!word.empty()) {
        const auto *const sign =
            std::ranges::find(kSigns, word.back(), &std::pair<char, NodeFlag>::first);
        if (sign == kSigns.end())
            break;
        condition.flags.set(sign->second);
        word.remove_suffix(1);
    }
    if (const auto base = find(kBases, word))
        condition.base = *base;
    else if (const auto flag = flagNamed<NodeFlag, kNodeFlags>(word))
        condition.flags.set(*flag);
    else if (const auto other = find(kOtherFlags, word))
        condition.flags.set(*other);
    else if (equalsIgnoringCase(word, "PERFCTRS"))
        condition.isPerfctrs = true;
}

bool hasJobs(const NodeCondition &condition)
{
    return condition.base == Base::Allocated || condition.base == Base::Mixed
        || condition.flags.has(NodeFlag::Completing);
}

// A state with the one sign that Slurm shows behind it, by its order of importance.
std::string withSign(std::string_view state, NodeFlags flags)
{
    constexpr std::array kOrder{'$', '^', '@', '#', '%', '~', '!', '*'};
    for (const char sign : kOrder) {
        const auto *const known =
            std::ranges::find(kSigns, sign, &std::pair<char, NodeFlag>::first);
        if (flags.has(known->second))
            return std::string(state) + sign;
    }
    return std::string(state);
}

std::string withStar(std::string_view state, NodeFlags flags)
{
    return std::string(state) + (flags.has(NodeFlag::NotResponding) ? "*" : "");
}

// What stands before every other word about a node, or nothing.
std::optional<std::string> urgent(const NodeCondition &condition)
{
    const auto flags = condition.flags;
    const bool isBusy = condition.base == Base::Allocated || condition.base == Base::Mixed;
    if (flags.has(NodeFlag::InvalidReg))
        return "inval";
    if (flags.has(NodeFlag::Maintenance) && !flags.has(NodeFlag::Drain) && !isBusy
        && condition.base != Base::Down)
        return withStar("maint", flags);
    if (!isBusy && flags.has(NodeFlag::RebootIssued))
        return "reboot^";
    if (!isBusy && flags.has(NodeFlag::RebootRequested))
        return flags.has(NodeFlag::NotResponding) ? "reboot*" : "reboot";
    if (flags.has(NodeFlag::Drain)) {
        if (condition.base == Base::Error)
            return withStar("error", flags);
        return withSign(hasJobs(condition) ? "draining" : "drained", flags);
    }
    if (flags.has(NodeFlag::Fail)) {
        // Slurm 22.05 says "fail" of a mixed node too.
        const bool isFailing = condition.base == Base::Allocated || flags.has(NodeFlag::Completing);
        return withStar(isFailing ? "failing" : "fail", flags);
    }
    return std::nullopt;
}

std::string idleState(const NodeCondition &condition)
{
    auto word = withSign("idle", condition.flags);
    if (word != "idle")
        return word;
    if (condition.isPerfctrs)
        return "perfctrs";
    if (condition.flags.has(NodeFlag::Reserved))
        return "reserved";
    return condition.flags.has(NodeFlag::Planned) ? "planned" : word;
}

} // namespace

JobStateWords jobState(std::span<const std::string_view> words, const JobEnd &end)
{
    JobStateWords read;
    for (const auto word : words) {
        if (const auto state = jobStateNamed(word))
            read.state = *state;
        else if (const auto flag = flagNamed<JobFlag, kJobFlags>(word))
            read.flags.set(*flag);
    }
    if (read.state == JobState::Unknown)
        read.state = stateBehind(read.flags, end);
    return read;
}

NodeCondition nodeCondition(std::span<const std::string_view> words)
{
    NodeCondition condition;
    for (const auto word : words)
        apply(condition, word);
    return condition;
}

NodeCondition nodeCondition(std::string_view text)
{
    std::vector<std::string_view> words;
    while (!text.empty())
        if (const auto word = takePart(text, '+'); !word.empty())
            words.push_back(word);
    return nodeCondition(words);
}

NodeState nodeState(const NodeCondition &condition)
{
    if (condition.flags.has(NodeFlag::InvalidReg))
        return NodeState::Down;
    // Failing is draining by another name: nothing new starts there. As in Slurm, a node that is
    // down and drained counts as drained.
    if (condition.flags.has(NodeFlag::Drain) || condition.flags.has(NodeFlag::Fail))
        return hasJobs(condition) ? NodeState::Draining : NodeState::Drained;
    switch (condition.base) {
    case Base::Down:
    case Base::Error:
        return NodeState::Down;
    case Base::Idle:
        return NodeState::Idle;
    case Base::Allocated:
        return NodeState::Allocated;
    case Base::Mixed:
        return NodeState::Mixed;
    default:
        return NodeState::Unknown;
    }
}

std::string sinfoState(const NodeCondition &condition)
{
    if (auto word = urgent(condition))
        return *word;
    const auto flags = condition.flags;
    switch (condition.base) {
    case Base::Down:
        return withSign("down", flags);
    case Base::Allocated: {
        auto word = withSign("allocated", flags);
        return word == "allocated" && flags.has(NodeFlag::Completing) ? "allocated+" : word;
    }
    default:
        break;
    }
    if (flags.has(NodeFlag::Completing))
        return withSign("completing", flags);
    switch (condition.base) {
    case Base::Idle:
        return idleState(condition);
    case Base::Mixed: {
        auto word = withSign("mixed", flags);
        return word == "mixed" && flags.has(NodeFlag::Planned) ? "mixed-" : word;
    }
    case Base::Future:
        return withSign("future", flags);
    case Base::Error:
        return withStar("error", flags);
    default:
        return withStar("unknown", flags);
    }
}

PoolState poolState(std::string_view word)
{
    constexpr std::array<Named<PoolState>, 4> kStates{{{"UP", PoolState::Up},
                                                       {"DOWN", PoolState::Down},
                                                       {"DRAIN", PoolState::Drain},
                                                       {"INACTIVE", PoolState::Inactive}}};
    return find(kStates, word).value_or(PoolState::Unknown);
}

} // namespace pilothouse::slurm
