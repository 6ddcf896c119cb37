// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/auditschema.h"

#include "placement/audit/auditfields.h"

#include <algorithm>
#include <vector>

namespace pilothouse::auditschema {

namespace {

constexpr std::int64_t kApplicationId = 0x504C4155; // "PLAU"
constexpr std::int64_t kVersion = 1;
constexpr std::size_t kLargestField = 65'536; // more than is ever written

// A REPLACE would delete without the trigger that refuses it, hence the one for inserts.
constexpr std::array<const char *, 4> kObjects{
    R"(CREATE TABLE record (
  "sequence" INTEGER PRIMARY KEY,
  "time" INTEGER NOT NULL,
  "intent" INTEGER NOT NULL,
  "os_user" TEXT NOT NULL,
  "host" TEXT NOT NULL,
  "engine_user" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "cluster" TEXT NOT NULL,
  "plan" TEXT NOT NULL,
  "purpose" TEXT NOT NULL,
  "step" INTEGER NOT NULL,
  "undo" INTEGER NOT NULL,
  "action" TEXT NOT NULL,
  "target" TEXT NOT NULL,
  "before" TEXT NOT NULL,
  "after" TEXT NOT NULL,
  "call" TEXT NOT NULL,
  "reply" TEXT NOT NULL,
  "outcome" TEXT NOT NULL,
  "previous" BLOB NOT NULL,
  "hash" BLOB NOT NULL
) STRICT)",
    R"(CREATE TRIGGER record_append BEFORE INSERT ON record
WHEN NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM record)
BEGIN SELECT raise(ABORT, 'the audit log only grows at its end'); END)",
    R"(CREATE TRIGGER record_delete BEFORE DELETE ON record
BEGIN SELECT raise(ABORT, 'the audit log only grows at its end'); END)",
    R"(CREATE TRIGGER record_update BEFORE UPDATE ON record
BEGIN SELECT raise(ABORT, 'the audit log only grows at its end'); END)",
};

std::string columns()
{
    std::string all;
    for (const AuditField &field : auditFields())
        all += std::string("\"").append(field.name) += "\", ";
    return all + "previous, hash";
}

sqlite::ByteSpan bytesOf(const Sha256 &hash)
{
    return {hash.data(), hash.size()};
}

bool readHash(const sqlite::Statement &row, int column, Sha256 &hash)
{
    const sqlite::ByteSpan bytes = row.blob(column);
    if (bytes.size() != hash.size())
        return false;
    std::ranges::copy(bytes, hash.begin());
    return true;
}

bool readField(const sqlite::Statement &row, int column, const AuditField &field,
               AuditRecord &record)
{
    if (!field.isText())
        return row.isInteger(column) && setField(record, field, row.integer(column));
    if (!row.isText(column))
        return false;
    std::string text = row.text(column);
    return text.size() <= kLargestField && setField(record, field, std::move(text));
}

Result<void> create(sqlite::Database &database)
{
    for (const char *sql : kObjects) {
        if (auto made = database.execute(sql); !made)
            return made;
    }
    return database.execute(("PRAGMA application_id=" + std::to_string(kApplicationId)
                             + "; PRAGMA user_version=" + std::to_string(kVersion))
                                .c_str());
}

} // namespace

Result<void> prepareForWriting(sqlite::Database &database)
{
    if (auto set = database.execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"); !set)
        return set;
    auto transaction = sqlite::Transaction::begin(database, sqlite::Database::Access::Write);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const Result<std::int64_t> objects = database.number("SELECT count(*) FROM sqlite_schema");
    if (!objects)
        return tl::unexpected(objects.error());
    if (*objects == 0) {
        if (auto created = create(database); !created)
            return created;
    }
    if (auto checked = check(database); !checked)
        return checked;
    return transaction->commit();
}

Result<void> check(sqlite::Database &database)
{
    const Result<std::int64_t> id = database.number("PRAGMA application_id");
    if (!id)
        return tl::unexpected(id.error());
    if (*id != kApplicationId)
        return fail(ErrorCode::Corrupt, "this is no audit log of Pilothouse");
    const Result<std::int64_t> version = database.number("PRAGMA user_version");
    if (!version)
        return tl::unexpected(version.error());
    if (*version != kVersion)
        return fail(ErrorCode::IncompatibleVersion,
                    "the audit log has format " + std::to_string(*version));
    auto found = database.prepare("SELECT sql FROM sqlite_schema ORDER BY name");
    if (!found)
        return tl::unexpected(found.error());
    std::vector<std::string> objects;
    for (;;) {
        const Result<bool> row = found->step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            break;
        objects.push_back(found->text(0));
    }
    if (!std::ranges::equal(objects, kObjects))
        return fail(ErrorCode::Corrupt,
                    "the tables of the audit log, or the triggers that guard them, were changed");
    return {};
}

Result<void> insert(sqlite::Database &database, const AuditRecord &record)
{
    std::string places;
    for (std::size_t i = 0; i < kAuditFields; ++i)
        places += "?, ";
    auto statement = database.prepare(
        ("INSERT INTO record (" + columns() + ") VALUES (" + places + "?, ?)").c_str());
    if (!statement)
        return tl::unexpected(statement.error());
    std::array<std::string, kAuditFields> texts; // must live until the row is written
    int index = 0;
    for (const AuditField &field : auditFields()) {
        std::string &text = texts[static_cast<std::size_t>(index)];
        ++index;
        if (field.isText())
            statement->bind(index, std::string_view(text = fieldText(record, field)));
        else
            statement->bind(index, fieldNumber(record, field));
    }
    statement->bind(index + 1, bytesOf(record.previous)).bind(index + 2, bytesOf(record.hash));
    return statement->run();
}

Result<sqlite::Statement> selectFrom(sqlite::Database &database)
{
    return database.prepare(
        ("SELECT " + columns() + " FROM record WHERE sequence >= ? ORDER BY sequence").c_str());
}

Result<sqlite::Statement> selectLast(sqlite::Database &database)
{
    return database.prepare(
        ("SELECT " + columns() + " FROM record ORDER BY sequence DESC LIMIT 1").c_str());
}

Result<AuditRecord> readRow(const sqlite::Statement &row)
{
    AuditRecord record;
    int column = 0;
    for (const AuditField &field : auditFields()) {
        if (!readField(row, column++, field, record))
            return fail(ErrorCode::Corrupt,
                        std::string("its ").append(field.name).append(" cannot be read"));
    }
    if (!readHash(row, column, record.previous) || !readHash(row, column + 1, record.hash))
        return fail(ErrorCode::Corrupt, "its hash cannot be read");
    return record;
}

} // namespace pilothouse::auditschema
