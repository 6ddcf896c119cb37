// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <optional>

namespace pilothouse::agent {

// When to sample: at whole intervals of wall time, so that the ticks of all nodes fall together.
// The times of ticks always ascend:
// - A tick that is late keeps its nominal time; ticks that were slept through are left out.
// - When the clock is set back by up to kLongestWait, sampling pauses until it has caught up.
// - When it is set back further, clockJumpedBack says so. The stream cannot go on then without
//   repeating times, so the agent starts it anew, with a new epoch.
class TickSchedule {
public:
    static constexpr Micros kLongestWait = 10 * kSecond;

    struct Decision {
        std::optional<Micros> tick; // sample now, as this time
        Micros wait = 0; // else: come back after so long at the latest
        bool clockJumpedBack = false;
    };

    // now: wall time. interval: from this tick to the next; may differ from call to call.
    Decision decide(Micros now, Micros interval);

private:
    std::optional<Micros> m_last;
};

} // namespace pilothouse::agent
