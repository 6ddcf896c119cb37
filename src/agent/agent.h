// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/options.h"
#include "core/result.h"

#include <functional>
#include <memory>
#include <string>

namespace pilothouse::agent {

// One run of the agent's service: what it reads, serves and listens on, until it is destroyed.
// A new run has a new epoch.
class Agent {
public:
    // Fails where nothing can listen on the address. clockJumpedBack is called on another thread
    // when the wall clock was set back so far that a new run is needed; see TickSchedule.
    [[nodiscard]] static Result<std::unique_ptr<Agent>>
    start(const Options &options, std::function<void()> clockJumpedBack);
    ~Agent(); // within a second
    Agent(const Agent &) = delete;
    Agent &operator=(const Agent &) = delete;

    [[nodiscard]] const std::string &address() const; // with the port that was picked

private:
    struct Impl;
    explicit Agent(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace pilothouse::agent
