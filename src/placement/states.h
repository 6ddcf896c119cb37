// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/flags.h"

#include <cstdint>

namespace pilothouse {

// States and flags keep Slurm's own names.

enum class JobState : std::uint8_t {
    Unknown,
    Pending,
    Running,
    Suspended,
    Completed, // from here on it has ended
    Failed,
    Cancelled,
    Timeout,
    NodeFail,
    Preempted,
    BootFail,
    Deadline,
    OutOfMemory,
};

// What is said beside a job's state.
enum class JobFlag : std::uint8_t {
    Completing, // ended, its nodes are being cleaned
    Configuring, // allocated, its nodes are being made ready
    StageOut,
    Resizing,
    Requeued,
    RequeueFed,
    RequeueHold,
    SpecialExit,
    Stopped, // its processes are; it keeps all that it holds
    Revoked,
    ReservationDeleted, // RESV_DEL_HOLD
    Signaling,
    LaunchFailed,
    PowerUpNode,
};
using JobFlags = Flags<JobFlag>;
inline constexpr std::size_t kJobFlags = 14;

// Drained and draining are derived: the DRAIN flag on a node without and with jobs.
enum class NodeState : std::uint8_t { Unknown, Idle, Mixed, Allocated, Draining, Drained, Down };

enum class NodeFlag : std::uint8_t {
    Cloud,
    Completing,
    Drain,
    DynamicFuture,
    DynamicNorm,
    Fail, // failing: to be taken out of use
    InvalidReg,
    Maintenance,
    NotResponding,
    Planned, // kept free for a job that starts soon
    PowerDown, // wanted
    PowerDrain,
    PoweredDown,
    PoweringDown,
    PoweringUp, // POWER_UP too
    RebootIssued,
    RebootRequested,
    Reserved,
    Blocked,
    External,
    RebootCanceled,
    Resume,
    Undrain,
};
using NodeFlags = Flags<NodeFlag>;
inline constexpr std::size_t kNodeFlags = 23;

enum class PoolState : std::uint8_t { Unknown, Up, Down, Drain, Inactive };

[[nodiscard]] const char *stateName(JobState state); // PENDING, RUNNING, ...
[[nodiscard]] const char *stateName(NodeState state); // IDLE, MIXED, ...
[[nodiscard]] const char *stateName(PoolState state); // UP, DOWN, ...
[[nodiscard]] const char *flagName(JobFlag flag); // COMPLETING, ...
[[nodiscard]] const char *flagName(NodeFlag flag); // NOT_RESPONDING, ...

} // namespace pilothouse
