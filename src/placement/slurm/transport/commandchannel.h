// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/transport/process.h"

#include <string>
#include <string_view>
#include <vector>

namespace pilothouse::slurm {

struct Command {
    std::vector<std::string> arguments; // the command's name first
    // In whose name; empty: the user's whom the channel reaches. It never stands in an argument,
    // where other users of the machine could read it.
    std::string token = {};
    std::string input = {};
    std::chrono::milliseconds timeout{10'000};
};

// Runs Slurm's commands here, or on another machine through ssh without ever asking a question.
// Their settings in the user's environment are left out, times are in UTC, words in English. Any
// thread.
class CommandChannel {
public:
    enum class Kind { None, Local, Ssh };

    // "none", "local" or "ssh:[user@]host". InvalidArgument for anything else.
    [[nodiscard]] static Result<CommandChannel> parse(std::string_view text);

    CommandChannel() = default; // none

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] std::string words() const; // "local", "ssh:host"
    // PermissionDenied or Unavailable where ssh itself fails; any exit status of the command is a
    // reply.
    [[nodiscard]] Result<ProcessReply> run(const Command &command,
                                           const std::stop_token &stop) const;

private:
    [[nodiscard]] static Result<ProcessReply> runHere(const Command &command,
                                                      const std::stop_token &stop);
    [[nodiscard]] Result<ProcessReply> runThere(const Command &command,
                                                const std::stop_token &stop) const;

    Kind m_kind = Kind::None;
    std::string m_host;
};

// One word of a POSIX shell that stands for the text, whatever is in it.
[[nodiscard]] std::string shellQuoted(std::string_view text);

} // namespace pilothouse::slurm
