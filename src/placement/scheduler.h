// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "placement/job.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace pilothouse {

enum class ActionKind : std::uint8_t {
    Submit,
    Cancel,
    Hold,
    Release,
    Requeue,
    RequeueHold,
    Move, // retargets a pending job to nodes or a pool
    Priority,
    Drain,
    Resume,
};
inline constexpr std::size_t kActionKinds = 10;

struct Submission {
    std::string name;
    std::string tenant;
    std::string pool;
    std::string scenario;
    std::string framework;
    std::string kind; // empty: any
    std::uint32_t accelerators = 1;
    Micros timeLimit = 0; // span, 0: none
    Micros duration = 0; // span; how long simulated work takes
    bool held = false;
};

// One call to the engine.
struct Action {
    ActionKind kind = ActionKind::Cancel;
    JobId job = 0; // of the job actions
    std::string node; // of drain and resume
    std::vector<std::string> nodes; // move: to require; empty clears
    std::string pool; // move: another pool; empty keeps
    std::int64_t priority = 0;
    std::string reason; // drain: mandatory
    Submission submission;
};

struct ActionReply {
    std::string message; // the engine's own words
    JobId job = 0; // submit: the new job
};

// Whether the engine can do a thing and, where not, why: a sentence for the user, in English, that
// models/errortext translates.
struct Capability {
    bool available = true;
    std::string reason;
};

enum class EngineState : std::uint8_t { Connecting, Live, Waiting, Stopped };

struct EngineStatus {
    std::string address;
    EngineState state = EngineState::Connecting;
    std::optional<Error> error;
    Micros lastNews = 0; // this machine's clock
    Micros retryAt = 0;
    std::string cluster;
    std::string user;
};

// A placement engine. Its threads are its own; every method may be called from any thread.
class Scheduler {
public:
    virtual ~Scheduler() = default;

    [[nodiscard]] virtual EngineStatus status() const = 0;
    [[nodiscard]] virtual JobBookPtr book() const = 0; // never null
    [[nodiscard]] virtual Capability capability(ActionKind kind) const = 0;

    // Sends one action; reply is called once, on a thread of the engine. A refusal is
    // ErrorCode::Refused with the engine's words.
    virtual void act(const Action &action, std::function<void(Result<ActionReply>)> reply) = 0;
    virtual void retryNow() = 0;
};

} // namespace pilothouse
