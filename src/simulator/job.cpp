// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/job.h"

#include <algorithm>

namespace pilothouse::simulator {

Saved savedWork(const SimJob &job, Micros now)
{
    const Micros every = job.profile.checkpointEvery;
    const Micros elapsed = now - job.started - job.profile.checkpointSpan;
    if (every <= 0 || elapsed < every)
        return {};
    Micros begun = elapsed / every * every;
    if (job.profile.idleFrom > 0) // a hung job writes none
        begun = std::min(begun, (job.profile.idleFrom - 1) / every * every);
    if (begun <= 0)
        return {};
    return {job.started + begun + job.profile.checkpointSpan, begun};
}

} // namespace pilothouse::simulator
