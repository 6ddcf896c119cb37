// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/time.h"

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

namespace pilothouse::slurm {

struct ProcessCall {
    std::vector<std::string> arguments; // the program first, found through PATH
    std::string input = {};
    std::chrono::milliseconds timeout{10'000};
    std::size_t mostBytes = std::size_t{256} << 20; // of the output
    std::vector<std::string> environment = {}; // NAME=value; empty: this program's own
};

struct ProcessReply {
    int status = 0; // of its exit; 128 + the signal that ended it
    std::string output;
    std::string complaint; // what it wrote on standard error, cut, one line
    Micros took = 0; // span
};

// Runs a program and waits for its end. A timeout (DeadlineExceeded), too much output (TooLarge) or
// a stop (Cancelled) ends it and what it started. Any exit status is a reply. Blocks; any thread.
[[nodiscard]] Result<ProcessReply> runProcess(const ProcessCall &call, const std::stop_token &stop);

} // namespace pilothouse::slurm
