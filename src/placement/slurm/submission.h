// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"

#include <string>

// Private to this folder: what a submission means in Slurm's words.
namespace pilothouse::slurm {

struct Resources {
    std::uint32_t nodes = 0; // 0: as Slurm chooses
    std::string gres; // per node, "gpu:h800:4"; empty: none
};

// InvalidArgument where no node has such accelerators, or the script is none.
[[nodiscard]] Result<Resources> resourcesOf(const Submission &submission, const JobBook &book);
[[nodiscard]] Result<void> checkScript(const std::string &script);
// "scenario=voice framework=pytorch": what the job says of itself, before the user's own comment.
[[nodiscard]] std::string commentOf(const Submission &submission);

} // namespace pilothouse::slurm
