// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <random>

namespace pilothouse::wire {

// How long to wait before the next try: doubled from the initial to the maximal delay, each up to a
// fifth shorter or longer, so that many clients do not come back at the same moment.
class Backoff {
public:
    Backoff(std::chrono::milliseconds initial, std::chrono::milliseconds maximal);

    [[nodiscard]] std::chrono::milliseconds next();
    // For what will not be better in a second: the maximal delay at once.
    [[nodiscard]] std::chrono::milliseconds longest();
    void reset() { m_delay = m_initial; }

private:
    [[nodiscard]] std::chrono::milliseconds jittered(std::chrono::milliseconds delay);

    const std::chrono::milliseconds m_initial;
    const std::chrono::milliseconds m_maximal;
    std::chrono::milliseconds m_delay;
    std::minstd_rand m_random{std::random_device()()};
};

} // namespace pilothouse::wire
