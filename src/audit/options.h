// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/time.h"
#include "placement/audit/audithead.h"

#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <string>

namespace pilothouse::audit {

enum class Format { Csv, Json };

struct Options {
    enum class Verb { Verify, Export };
    Verb verb = Verb::Verify;
    std::filesystem::path file;
    std::optional<AuditHead> expected; // a head that was noted elsewhere
    Format format = Format::Csv;
    Micros from = 0;
    Micros to = std::numeric_limits<Micros>::max(); // not of the range itself
};

struct CommandLine {
    Options options;
    std::string text; // to print instead of working
};

[[nodiscard]] Result<CommandLine> parseCommandLine(std::span<char *> arguments);

} // namespace pilothouse::audit
