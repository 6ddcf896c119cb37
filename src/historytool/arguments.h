// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "telemetry/history/query.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pilothouse::historytool {

enum class Format { Csv, Json, OpenMetrics };

struct Arguments {
    std::string verb;
    std::filesystem::path history; // directory, or a file
    std::vector<std::string> operands;
    std::optional<Micros> from;
    std::optional<Micros> to;
    Micros step = 0;
    Aggregate aggregate = Aggregate::None;
    std::vector<double> quantiles;
    std::vector<std::string> by;
    std::optional<HistoryLevel> level;
    Format format = Format::Csv;
    std::string openMetrics; // file to import, "-": standard input
    bool help = false;
};

[[nodiscard]] std::string helpText();
// One clear sentence when an argument makes no sense. arguments: without the program's name.
[[nodiscard]] Result<Arguments> parseArguments(const std::vector<std::string_view> &arguments);

// Seconds since 1970, or 2026-11-22T10:00:00Z with any fraction of seconds or none.
[[nodiscard]] std::optional<Micros> parseMoment(std::string_view text);
// 15, 15s, 500ms, 5m, 1h, 7d
[[nodiscard]] std::optional<Micros> parseSpan(std::string_view text);

} // namespace pilothouse::historytool
