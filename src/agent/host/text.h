// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pilothouse::agent {

// The start of a small file, such as those of procfs and sysfs; nothing when it cannot be read.
[[nodiscard]] std::optional<std::string> readText(const std::filesystem::path &path);
// Its first line, without spaces around it; empty when it cannot be read.
[[nodiscard]] std::string readLine(const std::filesystem::path &path);

[[nodiscard]] std::vector<std::string_view> lines(std::string_view text);
[[nodiscard]] std::vector<std::string_view> words(std::string_view line);

// The whole text as a number; nothing when it is anything else.
[[nodiscard]] std::optional<std::uint64_t> toCount(std::string_view text);
[[nodiscard]] double toNumber(std::string_view text); // NaN when it is none

} // namespace pilothouse::agent
