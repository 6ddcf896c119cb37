// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/throughput.h"

#include "agent/host/collector.h"

#include <utility>

namespace pilothouse::agent {

Rates Throughput::update(MovedByDevice devices, Micros monotonic)
{
    const MovedByDevice last = std::exchange(m_last, std::move(devices));
    const Micros elapsed = monotonic - std::exchange(m_lastTime, monotonic);
    Moved sum;
    bool known = false;
    for (const auto &[name, now] : m_last) {
        const auto before = last.find(name);
        if (before == last.end())
            continue;
        if (now.in < before->second.in || now.out < before->second.out)
            return {kMissing, kMissing};
        sum.in += now.in - before->second.in;
        sum.out += now.out - before->second.out;
        known = true;
    }
    if (!known || elapsed <= 0)
        return {kMissing, kMissing};
    const double seconds = static_cast<double>(elapsed) / kSecond;
    return {static_cast<double>(sum.in) / seconds, static_cast<double>(sum.out) / seconds};
}

} // namespace pilothouse::agent
