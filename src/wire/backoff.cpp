// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/backoff.h"

#include <algorithm>

namespace pilothouse::wire {

using std::chrono::milliseconds;

Backoff::Backoff(milliseconds initial, milliseconds maximal)
    : m_initial(std::max(initial, milliseconds(1)))
    , m_maximal(std::max(maximal, m_initial))
    , m_delay(m_initial)
{
}

milliseconds Backoff::next()
{
    const milliseconds delay = jittered(m_delay);
    m_delay = std::min(m_delay * 2, m_maximal);
    return delay;
}

milliseconds Backoff::longest()
{
    m_delay = m_maximal;
    return next();
}

milliseconds Backoff::jittered(milliseconds delay)
{
    std::uniform_real_distribution<double> factor(0.8, 1.2);
    return milliseconds(
        static_cast<milliseconds::rep>(static_cast<double>(delay.count()) * factor(m_random)));
}

} // namespace pilothouse::wire
