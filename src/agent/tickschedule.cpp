// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/tickschedule.h"

namespace pilothouse::agent {

TickSchedule::Decision TickSchedule::decide(Micros now, Micros interval)
{
    // The first tick waits for a whole interval too: rates need a moment to be measured over.
    if (!m_last)
        m_last = now;
    if (*m_last - now > kLongestWait)
        return {std::nullopt, 0, true};
    const Micros due = (*m_last / interval + 1) * interval;
    if (now < due)
        return {std::nullopt, due - now, false};
    m_last = now / interval * interval;
    return {m_last, 0, false};
}

} // namespace pilothouse::agent
