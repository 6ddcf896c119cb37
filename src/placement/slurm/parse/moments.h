// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <string_view>

// Times as Slurm's commands print them. They print the zone of the machine that they run on and do
// not say which, so they are to be asked with SLURM_TIME_FORMAT=%s, or with TZ=UTC.
namespace pilothouse::slurm {

// "1795392524" of SLURM_TIME_FORMAT=%s, or "2026-11-23T00:08:44" as UTC. 0 where there is none:
// "Unknown", "N/A", "None".
[[nodiscard]] Micros momentIn(std::string_view text);

// "2-12:00:00", "01:00:00", "30:00", "45" (minutes, as where Slurm takes a limit). 0: none or
// "UNLIMITED".
[[nodiscard]] Micros spanIn(std::string_view text);

} // namespace pilothouse::slurm
