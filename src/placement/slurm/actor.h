// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/probe.h"

#include <chrono>

namespace pilothouse::slurm {

// Does one action and reads back what came of it, because Slurm answers 200 to updates that it
// ignores. One thread at a time; blocks.
class Actor {
public:
    struct Times {
        std::chrono::milliseconds call{8'000};
        std::chrono::milliseconds retry{200}; // between two looks at what came of it
        std::chrono::milliseconds settle{3'000}; // until it must have
        std::chrono::milliseconds requeue{30'000}; // until a requeued job's nodes are clean
    };

    Actor(Ways &ways, const Probed &probed, Times times);

    [[nodiscard]] Result<ActionReply> perform(const Action &action, const JobBook &book,
                                              const std::stop_token &stop);

private:
    [[nodiscard]] Result<ActionReply> send(const Action &action, const JobBook &book,
                                           const std::stop_token &stop);
    [[nodiscard]] Result<ActionReply> sendRest(const Action &action, const std::string &handle,
                                               const JobBook &book, const std::stop_token &stop);
    [[nodiscard]] Result<ActionReply> sendCommand(const Action &action, const std::string &handle,
                                                  const JobBook &book, const std::stop_token &stop);
    // What of the action is not so; nothing where all is.
    [[nodiscard]] Result<std::optional<std::string>> look(const Action &action,
                                                          const std::stop_token &stop);
    [[nodiscard]] Result<void> await(const Action &action, const std::stop_token &stop);

    Ways &m_ways;
    const Probed &m_probed;
    const Times m_times;
};

} // namespace pilothouse::slurm
