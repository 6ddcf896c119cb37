// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <filesystem>
#include <span>
#include <string>

namespace pilothouse::agent {

struct Options {
    std::string listen = "127.0.0.1:7610";
    std::string name; // empty: the host's
    std::string rack;
    std::string leafSwitch;
    std::filesystem::path root = "/";
    bool dieWithParent = false;
};

struct CommandLine {
    Options options;
    std::string print; // not empty: print this and end
};

// Fails with one sentence that says what is wrong. Not for several threads at once (getopt).
[[nodiscard]] Result<CommandLine> parseCommandLine(std::span<char *> arguments);

} // namespace pilothouse::agent
