// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/time.h"
#include "placement/job.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What stands in a reply of slurmrestd around its data: versions, errors, warnings.
namespace pilothouse::slurm {

// One entry of errors[] or warnings[].
struct Issue {
    std::int32_t code = 0; // Slurm's errno, -1: "unspecified"; 0: none told
    std::string text; // the engine's own words
    std::string source; // the function of Slurm that says so

    bool operator==(const Issue &) const = default;
};

inline constexpr std::int32_t kJobHeld = 2042; // a submitted job is held, as asked
inline constexpr std::int32_t kNothingFound = 9003; // an empty answer of the accounting database

struct ReplyHead {
    std::string release; // of Slurm: "22.05.8"
    std::string parser; // of the data: "v0.0.38"
    std::string cluster; // empty: not told (before 24.05)
    Micros lastUpdate = 0; // of the data, by the engine's clock; 0: not told (before 23.02)
    std::vector<Issue> errors;
    std::vector<Issue> warnings;
};

// Why a reply is a failure, nothing where it is none. status is the HTTP status: a status of 200
// may carry errors, an ordinary error has status 500, and some failures tell no reason at all.
// Unavailable: the controller or the database does not answer, or says "unspecified error", as
// Slurm 22.05 does of an expired token and of a node list with update_time too.
[[nodiscard]] std::optional<Error> failureIn(int status, const ReplyHead &head);

// What came of a submit, an update, a cancel or another action.
struct Outcome {
    ReplyHead head;
    JobId job = 0; // submit: the new job
    std::string message; // of the engine to the user; may be empty
    // The engine reports an error without a code, as of an update of array tasks that it did apply.
    // Whoever asked reads the job again.
    bool isUncertain = false;
};

// body may be JSON or plain text, whatever was expected.
[[nodiscard]] Result<Outcome> readOutcome(int status, std::string_view body);

} // namespace pilothouse::slurm
