// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/job.h"
#include "placement/slurm/parse/allocation.h"
#include "placement/slurm/parse/gres.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Private to this folder: what a reply or a line of text says of a job, before it is one. What both
// leave to be derived is derived in one place.
namespace pilothouse::slurm {

struct JobDraft {
    Job job; // what can be taken as it is
    JobDetail detail;
    std::vector<std::string> states;
    std::string nodes; // expression: held
    std::string requiredNodes; // expression
    std::string excludedNodes; // expression
    std::string plannedNodes; // expression
    std::vector<std::string> grantTexts; // of each node in its order
    std::vector<std::string> grantNodes; // their names; empty: those of nodes
    std::string tres; // held, or asked for
    std::string perJob; // asked for, as are the next three
    std::string perNode;
    std::string perTask;
    std::string perSocket;
    std::string held; // accelerators in all, in text alone: "gpu:a100:6"
    std::uint32_t tasks = 0;
    std::optional<std::int64_t> priority;
    bool isHeld = false; // the engine says so itself
    Micros start = 0; // or when it is expected
    Micros end = 0; // or when it must
};

// Nothing where it is no job.
[[nodiscard]] std::optional<Job> finished(JobDraft draft, const DeviceLayout &layout);

} // namespace pilothouse::slurm
