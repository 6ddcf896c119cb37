// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "placement/job.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
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
    Resume, // a node
    Signal,
    Suspend,
    ResumeJob, // a suspended one
    Down, // a node: ends what runs there
    Update, // changes several things of a job at once
};
inline constexpr std::size_t kActionKinds = 15;

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
    std::string qos = {};
    std::string reservation = {};
    std::string comment = {};
    std::string dependency = {};
    std::string array = {}; // "0-15%4"
    std::string constraint = {}; // node features
    std::uint32_t nodes = 0; // 0: as many as it takes
    std::uint32_t tasksPerNode = 0; // 0: as the engine chooses
    std::uint32_t cpusPerTask = 0; // 0: as the engine chooses
    std::uint64_t memoryPerNode = 0; // bytes; 0: as the engine chooses
    std::string gres = {}; // per node, "gpu:a100:4"; empty: from kind and accelerators
    std::vector<std::string> requiredNodes = {};
    std::string script = {}; // its whole text, "#!" first
    std::string workingDirectory = {}; // absolute; empty: the engine's default
    std::string standardOutput = {}; // path; empty: the engine's default
    std::string standardError = {}; // path; empty: with the output
    std::vector<std::pair<std::string, std::string>> environment = {}; // names and values
};

// What is to become of a job; what is left out stays.
struct JobUpdate {
    std::optional<std::string> pool = {};
    std::optional<std::vector<std::string>> nodes = {}; // to require; empty clears
    std::optional<std::vector<std::string>> excludedNodes = {}; // empty clears
    std::optional<Micros> timeLimit = {}; // span, 0: none
    std::optional<std::string> qos = {};
    std::optional<std::int64_t> priority = {};
    std::optional<Micros> begin = {}; // not before; 0: now
    std::optional<std::string> comment = {};
    std::optional<std::string> reservation = {}; // empty clears

    bool operator==(const JobUpdate &) const = default;
    [[nodiscard]] bool empty() const { return *this == JobUpdate(); }
};

// The step of a plan that an action is, for the audit log. Engines do not look at it.
struct ActionOrigin {
    std::string plan; // id of the run; empty: no plan's
    std::string purpose;
    std::uint32_t step = 0; // from 1
    bool undo = false; // the inverse of that step
};

// One call to the engine.
struct Action {
    ActionKind kind = ActionKind::Cancel;
    JobId job = 0; // of the job actions
    std::string node; // of drain, resume and down
    std::vector<std::string> nodes; // move: to require; empty clears
    std::string pool; // move: another pool; empty keeps
    bool beginNow = false; // move: after a requeue, without the wait that engines put before it
    std::int64_t priority = 0;
    std::string reason; // drain and down: mandatory
    std::string signal = {}; // TERM, USR1, STOP, ...
    JobUpdate update = {};
    Submission submission = {};
    ActionOrigin origin = {};
};

struct ActionReply {
    std::string message; // the engine's own words
    JobId job = 0; // submit: the new job
    std::string call = {}; // what was sent, without secrets; empty: as the action says
};

// An engine that failed in this way did nothing; of a link that broke nobody knows.
[[nodiscard]] bool didNothing(ErrorCode code);

// Whether the engine can do a thing and, where not, why: a sentence for the user, in English, that
// models/errortext translates.
struct Capability {
    bool available = true;
    std::string reason;
};

// What this program's questions cost the engine, since it connected.
struct EngineCost {
    std::uint64_t calls = 0;
    std::uint64_t bytes = 0; // of the replies
    Micros lastReply = 0; // span of the newest reading of all
    Micros interval = 0; // span between two readings; 0: the engine tells its changes itself
};

enum class EngineState : std::uint8_t { Connecting, Live, Waiting, Stopped };

struct EngineStatus {
    std::string address;
    EngineState state = EngineState::Connecting;
    std::optional<Error> error;
    Micros lastNews = 0; // of the oldest part of the book, by this machine's clock
    Micros retryAt = 0;
    std::string cluster;
    std::string user;
    std::string version = {}; // of the engine, in its words: "slurm 22.05.8"; empty: simulated
    EngineCost cost = {};
    // What the user should know of a live engine: why it is read less often, what it refuses to
    // tell. A sentence in English; empty: all is well.
    std::string note = {};
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
