// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "placement/audit/auditrecord.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>

namespace pilothouse {

namespace sqlite {
class Database;
}

// The writing side of the audit log: an append-only, hash-chained SQLite file
// (docs/format/audit.md). Several programs may append to one file. Any thread; a call takes as long
// as the disk does, so never the GUI thread.
class AuditLog {
public:
    explicit AuditLog(std::filesystem::path file); // opened, and made, by the first append
    ~AuditLog();

    // Fills in sequence, time and the hashes, and returns the record as it is on the disk. Texts
    // are cut to kLongestText and made valid UTF-8. Where it fails, nothing must be done that
    // wanted this record; a later append tries anew.
    [[nodiscard]] Result<AuditRecord> append(AuditRecord record);

    [[nodiscard]] const std::filesystem::path &file() const { return m_file; }

    static constexpr std::size_t kLongestText = 4'000; // bytes

private:
    [[nodiscard]] Result<void> open();
    [[nodiscard]] Result<AuditRecord> appendTo(sqlite::Database &database, AuditRecord record);

    const std::filesystem::path m_file;
    std::mutex m_mutex;
    std::unique_ptr<sqlite::Database> m_database; // guarded by m_mutex; null: not open
};

} // namespace pilothouse
