// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/time.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace pilothouse::history {

struct LevelSize {
    std::string level;
    std::uint64_t rows = 0;
    std::uint64_t payload = 0; // bytes of the rows
    std::uint64_t pages = 0; // bytes of the pages that hold them
    Micros oldest = 0; // start of the first window, 0: nothing
};

struct MetricSize {
    std::string metric;
    std::uint64_t samples = 0; // sealed
    std::uint64_t chunks = 0; // bytes
    std::uint64_t rollups = 0; // bytes of the ten-second level
};

struct FileStatistics {
    std::uint64_t bytes = 0; // of the file
    std::uint64_t free = 0; // pages that are used again
    std::uint64_t samples = 0; // sealed
    std::vector<LevelSize> levels;
    std::vector<MetricSize> metrics; // the largest first
};

[[nodiscard]] Result<FileStatistics> statistics(const std::filesystem::path &file);

struct CheckReport {
    std::uint64_t rows = 0;
    std::vector<std::string> damaged; // the first hundred, in words
    std::uint64_t damagedCount = 0;
};

// Looks at every page, every checksum and every block.
[[nodiscard]] Result<CheckReport> check(const std::filesystem::path &file);

// Copies what belongs to a range, widened to whole windows, into a new file that may be read on
// any medium.
[[nodiscard]] Result<void> slice(const std::filesystem::path &file, const std::filesystem::path &to,
                                 Micros from, Micros until);

} // namespace pilothouse::history
