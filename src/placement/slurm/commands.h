// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/meter.h"
#include "placement/slurm/transport/commandchannel.h"
#include "placement/slurm/transport/token.h"

#include <chrono>
#include <string>
#include <vector>

namespace pilothouse::slurm {

// Slurm's commands, in the name of the token's user where there is a token, so that they may do no
// more than slurmrestd may. One thread at a time.
class Commands {
public:
    Commands(CommandChannel channel, TokenSource token, Meter &meter);

    [[nodiscard]] bool exist() const { return m_channel.kind() != CommandChannel::Kind::None; }
    [[nodiscard]] std::string words() const { return m_channel.words(); }
    // What the command printed. A failure is an Error in the command's own words.
    [[nodiscard]] Result<std::string>
    run(const std::vector<std::string> &arguments, const std::stop_token &stop,
        std::chrono::milliseconds timeout = std::chrono::seconds(10),
        const std::string &input = {});

private:
    CommandChannel m_channel;
    TokenKeeper m_token;
    Meter &m_meter;
};

// What Slurm's commands say when they fail, by kind.
[[nodiscard]] Error commandError(const std::string &command, const ProcessReply &reply);

} // namespace pilothouse::slurm
