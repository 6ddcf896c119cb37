// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/parse/allocation.h"
#include "placement/slurm/probe.h"

#include <optional>

namespace pilothouse::slurm {

// One job or node as it is now: through slurmrestd where it answers, by command otherwise. Nothing
// where Slurm does not know the job, or where a command's answer cannot be trusted.
[[nodiscard]] Result<std::optional<Job>> readJob(Ways &ways, const Probed &probed, JobId id,
                                                 const DeviceLayout &layout,
                                                 std::chrono::milliseconds timeout,
                                                 const std::stop_token &stop);
// NotFound where Slurm does not know it.
[[nodiscard]] Result<PlacementNode> readNode(Ways &ways, const Probed &probed,
                                             const std::string &name,
                                             std::chrono::milliseconds timeout,
                                             const std::stop_token &stop);

} // namespace pilothouse::slurm
