// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/audit/auditrecord.h"
#include "sqlite/sqlite.h"

// The tables of the audit log; private to this folder.
namespace pilothouse::auditschema {

// Makes the tables in an empty file, then checks that they are as they were made: with their types
// and with the triggers that refuse changes.
[[nodiscard]] Result<void> prepareForWriting(sqlite::Database &database);
[[nodiscard]] Result<void> check(sqlite::Database &database);

[[nodiscard]] Result<void> insert(sqlite::Database &database, const AuditRecord &record);
// Ascending, from the sequence bound to parameter 1.
[[nodiscard]] Result<sqlite::Statement> selectFrom(sqlite::Database &database);
[[nodiscard]] Result<sqlite::Statement> selectLast(sqlite::Database &database);
// Of the statement's current row.
[[nodiscard]] Result<AuditRecord> readRow(const sqlite::Statement &row);

} // namespace pilothouse::auditschema
