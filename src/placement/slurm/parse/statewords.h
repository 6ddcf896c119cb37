// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/states.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// States as Slurm's versions write them, as one value and a set of flags.
namespace pilothouse::slurm {

struct JobStateWords {
    JobState state = JobState::Unknown;
    JobFlags flags = {};

    bool operator==(const JobStateWords &) const = default;
};

// What tells the state behind a flag: Slurm 22.05 names a flag instead of the state
// ("COMPLETING"), not beside it.
struct JobEnd {
    std::string_view reason;
    std::int32_t exitCode = 0;
    std::int32_t exitSignal = 0;
};

// {"RUNNING"}, {"COMPLETED", "COMPLETING"}, {"COMPLETING"}. Words it does not know are passed over.
[[nodiscard]] JobStateWords jobState(std::span<const std::string_view> words, const JobEnd &end);

// A node's state as Slurm keeps it. Drained, planned, maintenance and so on are derived from it.
struct NodeCondition {
    enum class Base : std::uint8_t { Unknown, Down, Idle, Allocated, Error, Mixed, Future };

    Base base = Base::Unknown;
    NodeFlags flags = {};
    bool isPerfctrs = false; // network counters are in use

    bool operator==(const NodeCondition &) const = default;
};

// {"mixed"} with flags {"DRAIN"}, {"MIXED", "DRAIN"}, "MIXED+DRAIN", "IDLE*+DRAIN".
[[nodiscard]] NodeCondition nodeCondition(std::span<const std::string_view> words);
[[nodiscard]] NodeCondition nodeCondition(std::string_view text);

[[nodiscard]] NodeState nodeState(const NodeCondition &condition);
// The word that `sinfo -o %T` shows: "draining", "mixed*", "planned", "idle~".
[[nodiscard]] std::string sinfoState(const NodeCondition &condition);

[[nodiscard]] PoolState poolState(std::string_view word);

} // namespace pilothouse::slurm
