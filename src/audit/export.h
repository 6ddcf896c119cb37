// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/audit/auditrecord.h"

#include <string>

// Records as text, for other programs. Fields have the names of docs/format/audit.md.
namespace pilothouse::audit {

[[nodiscard]] std::string csvHeader(); // as all lines with its line end, RFC 4180
// A text that a spreadsheet would take for a formula gets an apostrophe in front.
[[nodiscard]] std::string csvLine(const AuditRecord &record);
[[nodiscard]] std::string jsonLine(const AuditRecord &record); // one object

} // namespace pilothouse::audit
