// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/transport/process.h"

#include <string>
#include <string_view>
#include <vector>

namespace pilothouse::slurm {

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
    // The Slurm command's arguments, its name first. PermissionDenied or Unavailable where ssh
    // itself fails.
    [[nodiscard]] Result<ProcessReply> run(const std::vector<std::string> &arguments,
                                           const std::stop_token &stop,
                                           std::chrono::milliseconds timeout,
                                           const std::string &input = {}) const;

private:
    Kind m_kind = Kind::None;
    std::string m_host;
};

// One word of a POSIX shell that stands for the text, whatever is in it.
[[nodiscard]] std::string shellQuoted(std::string_view text);

} // namespace pilothouse::slurm
