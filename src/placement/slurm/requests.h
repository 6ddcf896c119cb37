// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"
#include "placement/slurm/restapi.h"

#include <string>
#include <vector>

// Actions in Slurm's words. Pure: nothing here asks anybody.
namespace pilothouse::slurm {

// Of an array, only what the row of the book stands for: "12_7" is one task, "12_[3-5,8]" those
// that still wait. The number alone would hit the whole array.
[[nodiscard]] std::string jobHandle(const Job &job);

struct RestRequest {
    std::string method;
    std::string path;
    std::string body = {};
};

// Whether this version of slurmrestd has a call for it.
[[nodiscard]] bool hasRestCall(ActionKind kind, const RestApi &api);
// handle: of the job; book: for the resources of a submission.
[[nodiscard]] Result<RestRequest> restRequest(const Action &action, const std::string &handle,
                                              const JobBook &book, const RestApi &api, Micros now);

struct CommandRequest {
    std::vector<std::string> arguments;
    std::string input = {};
};

// Of every action; times are for a command that runs in UTC.
[[nodiscard]] Result<CommandRequest> commandRequest(const Action &action, const std::string &handle,
                                                    const JobBook &book, Micros now);

} // namespace pilothouse::slurm
