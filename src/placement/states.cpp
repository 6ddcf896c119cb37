// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/states.h"

#include <array>

namespace pilothouse {

namespace {

constexpr std::array kJobStates{"UNKNOWN",   "PENDING",   "RUNNING",      "SUSPENDED", "COMPLETED",
                                "FAILED",    "CANCELLED", "TIMEOUT",      "NODE_FAIL", "PREEMPTED",
                                "BOOT_FAIL", "DEADLINE",  "OUT_OF_MEMORY"};
constexpr std::array<const char *, kJobFlags> kJobFlagNames{
    "COMPLETING",    "CONFIGURING",  "STAGE_OUT",     "RESIZING",     "REQUEUED",
    "REQUEUE_FED",   "REQUEUE_HOLD", "SPECIAL_EXIT",  "STOPPED",      "REVOKED",
    "RESV_DEL_HOLD", "SIGNALING",    "LAUNCH_FAILED", "POWER_UP_NODE"};
constexpr std::array kNodeStates{"UNKNOWN",  "IDLE",    "MIXED", "ALLOCATED",
                                 "DRAINING", "DRAINED", "DOWN"};
constexpr std::array<const char *, kNodeFlags> kNodeFlagNames{
    "CLOUD",          "COMPLETING",       "DRAIN",
    "DYNAMIC_FUTURE", "DYNAMIC_NORM",     "FAIL",
    "INVALID_REG",    "MAINTENANCE",      "NOT_RESPONDING",
    "PLANNED",        "POWER_DOWN",       "POWER_DRAIN",
    "POWERED_DOWN",   "POWERING_DOWN",    "POWERING_UP",
    "REBOOT_ISSUED",  "REBOOT_REQUESTED", "RESERVED",
    "BLOCKED",        "EXTERNAL",         "REBOOT_CANCELED",
    "RESUME",         "UNDRAIN"};
constexpr std::array kPoolStates{"UNKNOWN", "UP", "DOWN", "DRAIN", "INACTIVE"};

template <std::size_t N, typename Enum>
const char *nameIn(const std::array<const char *, N> &names, Enum value)
{
    const auto index = static_cast<std::size_t>(value);
    return index < N ? names[index] : "UNKNOWN";
}

} // namespace

const char *stateName(JobState state)
{
    return nameIn(kJobStates, state);
}

const char *stateName(NodeState state)
{
    return nameIn(kNodeStates, state);
}

const char *stateName(PoolState state)
{
    return nameIn(kPoolStates, state);
}

const char *flagName(JobFlag flag)
{
    return nameIn(kJobFlagNames, flag);
}

const char *flagName(NodeFlag flag)
{
    return nameIn(kNodeFlagNames, flag);
}

} // namespace pilothouse
