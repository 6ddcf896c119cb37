// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "wire/backoff.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace pilothouse::wire {

// When a client that lost its server tries again, and the waiting for it.
class Retry {
public:
    Retry(std::chrono::milliseconds initial, std::chrono::milliseconds maximal);

    // The client's thread.
    // How long to wait after such an error: none for what time does not heal (another major
    // version, no address), the longest for a peer that answers but not as it should.
    [[nodiscard]] std::optional<std::chrono::milliseconds> delayAfter(ErrorCode code);
    // Returns when the delay is over (never without one), or on now(), or on a stop.
    void wait(const std::stop_token &stop, std::optional<std::chrono::milliseconds> delay);
    void succeeded() { m_backoff.reset(); }

    void now(); // any thread: ends the wait that began with the last delayAfter()

private:
    Backoff m_backoff;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_wanted = false; // guarded by m_mutex
};

} // namespace pilothouse::wire
