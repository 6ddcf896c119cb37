// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <string>
#include <string_view>

namespace pilothouse::slurm {

// What a job says of itself in its comment, as words "key=value" among others, separated by blanks,
// commas or semicolons: "scenario=voice framework=pytorch checkpoint=1795392524". A checkpoint is
// told in seconds since 1970 or as 2026-11-23T00:08:44 in UTC. The user may change a job's comment
// while it runs, so each checkpoint can be announced.
struct Announced {
    std::string scenario;
    std::string framework;
    Micros checkpoint = 0; // 0: none

    bool operator==(const Announced &) const = default;
};

// The administrator's comment fills in what the job leaves out.
[[nodiscard]] Announced announcedIn(std::string_view comment, std::string_view adminComment);

} // namespace pilothouse::slurm
