// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/planners/waiting.h"

#include <vector>

namespace pilothouse {

// The variants of explainWait. Each is one change of the job alone: to the front of its queue, onto
// any node, into another pool that takes its tenant, onto another kind, a half and a quarter as
// many accelerators, and a time limit that ends before the first job ahead of it can start
// (backfill; only where it has room now).
[[nodiscard]] std::vector<WaitVariant> waitVariants(const JobBook &book, const Replay &replay,
                                                    const Job &job, Micros now);

} // namespace pilothouse
