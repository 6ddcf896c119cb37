// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/accelerators.h"
#include "agent/host/host.h"
#include "agent/tickschedule.h"
#include "core/frame.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace pilothouse::wire {
class TelemetryServer;
} // namespace pilothouse::wire

namespace pilothouse::agent {

// Reads host and accelerators once a second, or as often as the most impatient subscriber wants,
// and publishes them as node 0, on a thread of its own. The first tick says that the agent started.
class Sampler {
public:
    // clockJumpedBack is called once, on the sampler's thread, which has ended its work by then.
    Sampler(wire::TelemetryServer &server, std::unique_ptr<Host> host,
            std::unique_ptr<Accelerators> accelerators, std::function<void()> clockJumpedBack);
    ~Sampler(); // joins
    Sampler(const Sampler &) = delete;
    Sampler &operator=(const Sampler &) = delete;

    void intervalChanged(); // any thread

private:
    void run(const std::stop_token &stop);
    void sample(Micros tick);
    [[nodiscard]] Micros interval() const;

    wire::TelemetryServer &m_server;
    std::unique_ptr<Host> m_host;
    std::unique_ptr<Accelerators> m_accelerators;
    std::function<void()> m_clockJumpedBack;
    std::vector<Event> m_events; // for the next tick
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    bool m_intervalChanged = false; // guarded by m_mutex
    std::jthread m_thread; // last: uses all of the above
};

} // namespace pilothouse::agent
