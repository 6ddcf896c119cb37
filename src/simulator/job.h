// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "simulator/cluster.h"
#include "simulator/profile.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pilothouse::simulator {

using JobId = std::uint64_t;

// The numbers are those of pilothouse.placement.v1.
enum class JobState : std::uint8_t {
    Pending = 1,
    Running = 2,
    Completed = 3,
    Failed = 4,
    Cancelled = 5,
    Timeout = 6,
    NodeFail = 7,
};

enum class Outcome : std::uint8_t { Complete, Fail, Cancel }; // of work that nobody disturbs
enum class Hold : std::uint8_t { None, User, Admin };

// What is submitted. Spans are real time: --speed is in them already.
struct JobSpec {
    std::string name;
    std::string user;
    std::uint32_t tenant = 0;
    std::uint32_t pool = 0;
    std::optional<std::uint32_t> kind; // none: any one kind
    std::string scenario;
    std::string framework;
    std::uint32_t accelerators = 1;
    Micros timeLimit = 0; // 0: none
    Micros work = 0; // how long it runs until its outcome
    Outcome outcome = Outcome::Complete;
    Hold hold = Hold::None;
    Micros holdFor = 0; // after that span its user releases it, 0: never
    Micros patience = 0; // after that span of waiting its user cancels it, 0: never
    Micros beginAfter = 0; // a moment, 0: at once
    JobId dependsOn = 0;
    Profile profile;
};

struct SimJob : JobSpec {
    JobId id = 0;
    JobState state = JobState::Pending;
    std::string reason;
    std::int64_t priority = 0;
    bool explicitPriority = false;
    Micros submitted = 0;
    Micros started = 0;
    Micros ended = 0;
    Micros done = 0; // work that earlier starts saved
    Micros checkpoint = 0;
    std::uint32_t restarts = 0;
    Micros estimatedStart = 0;
    std::uint32_t generation = 0; // of its start or hold; outdates events
    std::vector<NodeIndex> requiredNodes; // ascending
    Placement allocation;
    std::uint32_t group = 0; // where it runs
    std::uint32_t slot = 0; // where the running job stands in Engine::slots()
};

// When it last finished a checkpoint in this run, and how much of this run that saves.
struct Saved {
    Micros at = 0; // 0: not yet
    Micros work = 0;
};
[[nodiscard]] Saved savedWork(const SimJob &job, Micros now);

} // namespace pilothouse::simulator
