// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"

#include <string>
#include <utility>
#include <vector>

// Private to this folder: what REST and commands write alike.
namespace pilothouse::slurm {

[[nodiscard]] std::string joined(const std::vector<std::string> &names); // with commas
[[nodiscard]] std::int64_t minutes(Micros span); // at least what is wanted
[[nodiscard]] std::uint64_t mebibytes(std::uint64_t bytes); // at least what is wanted
[[nodiscard]] std::string delay(Micros span); // "now+30"; "now" for what is past
[[nodiscard]] std::string signalName(const std::string &signal); // SIGTERM of TERM; a number stays
// Never empty: Slurm refuses a job without an environment.
[[nodiscard]] std::vector<std::pair<std::string, std::string>>
environmentOf(const Submission &submission);
// What a move, a priority or an update changes.
[[nodiscard]] JobUpdate updateOf(const Action &action);

} // namespace pilothouse::slurm
