// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "placement/audit/sha256.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace pilothouse {

// The end of the log, kept beside it: audit.head next to audit.db. A chain cannot tell by itself
// that its end was cut off.
struct AuditHead {
    std::uint64_t sequence = 0;
    Sha256 hash = {};

    bool operator==(const AuditHead &) const = default;
};

[[nodiscard]] std::filesystem::path headPathOf(const std::filesystem::path &log);

[[nodiscard]] Result<std::optional<AuditHead>> readHead(const std::filesystem::path &path);
// Durable on return. Never goes back: another console may have written a later one.
[[nodiscard]] Result<void> advanceHead(const std::filesystem::path &path, const AuditHead &head);

} // namespace pilothouse
