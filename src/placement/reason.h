// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace pilothouse {

// Why a job waits, or how it ended: the scheduler's name for it, taken apart where the scheduler
// composes it. "AssocGrpGRES" is a limit of an association on all its jobs together, of generic
// resources; "QOSMaxWallDurationPerJobLimit" one of a quality of service on a job's run time.
struct Reason {
    enum class Kind : std::uint8_t {
        None,
        Named, // a name that stands for itself: "Priority", "Dependency"
        Limit, // composed; the fields below hold
    };
    enum class Scope : std::uint8_t {
        Association, // of a tenant, or of a user in it
        Qos,
    };
    enum class Aggregate : std::uint8_t {
        Group, // all jobs of the scope together
        PerAccount, // of a tenant
        PerUser,
        PerJob,
        PerNode, // of a job on one node
        Least, // a job must ask for so much
    };
    enum class Resource : std::uint8_t {
        Cpu,
        Memory,
        Node,
        Gres, // accelerators
        Energy,
        License,
        BurstBuffer,
        Billing,
        Jobs, // that run
        SubmittedJobs, // that run or wait
        Wall, // run time
        Unknown, // a kind of resource without a name in Slurm's reasons
    };
    enum class Measure : std::uint8_t {
        AtOnce,
        Minutes, // resource × time, used up
        RunMinutes, // resource × time that running jobs claim
    };

    Kind kind = Kind::None;
    Scope scope = Scope::Association;
    Aggregate aggregate = Aggregate::Group;
    Resource resource = Resource::Unknown;
    Measure measure = Measure::AtOnce;
    std::string_view name; // the scheduler's own, without what may follow it; of the text given

    bool operator==(const Reason &) const = default;
};

// text may hold more than the name: "ReqNodeNotAvail, UnavailableNodes:a[1-2]". The result refers
// to it.
[[nodiscard]] Reason parseReason(std::string_view text);

} // namespace pilothouse
