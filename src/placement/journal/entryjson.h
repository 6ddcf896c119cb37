// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/planjournal.h"

#include <string>
#include <string_view>

// Private to this folder: a journal's entry as text.
namespace pilothouse {

[[nodiscard]] std::string entryToJson(const JournalEntry &entry);
// Malformed for everything that entryToJson() does not write.
[[nodiscard]] Result<JournalEntry> entryFromJson(std::string_view text);

} // namespace pilothouse
