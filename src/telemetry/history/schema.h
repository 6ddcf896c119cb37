// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "telemetry/history/sqlite.h"

#include <cstdint>
#include <filesystem>

namespace pilothouse::history {

inline constexpr std::uint32_t kApplicationId = 0x504c5448; // "PLTH"
inline constexpr std::uint32_t kFormatVersion = 2;

// What can be told from a file's first page without SQLite, which might write: that it is a
// history, of this format, and not cut short. A file that does not exist, or is empty, is fine.
[[nodiscard]] Result<void> inspectFile(const std::filesystem::path &path);

// The writer's connection: creates the tables in a new file, migrates an older one, sets how it is
// written.
[[nodiscard]] Result<Database> openForWriting(const std::filesystem::path &path);

[[nodiscard]] Result<Database> openForReading(const std::filesystem::path &path);

// Until the file has proved sound, closing a connection leaves it as it was found.
void keepUntouchedOnClose(Database &database, bool untouched);

} // namespace pilothouse::history
