// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/auditlog.h"

#include "placement/audit/auditfields.h"
#include "placement/audit/audithead.h"
#include "placement/audit/auditschema.h"
#include "wire/utf8.h"

namespace pilothouse {

namespace {

void tidy(AuditRecord &record)
{
    for (const AuditField &field : auditFields()) {
        const auto *member = std::get_if<std::string AuditRecord::*>(&field.member);
        if (member == nullptr)
            continue;
        std::string &text = record.*(*member);
        text = wire::validUtf8(text);
        for (char &letter : text) {
            const auto code = static_cast<unsigned char>(letter);
            if ((code < 0x20 && letter != '\n') || code == 0x7f)
                letter = ' ';
        }
        text.resize(wire::truncatedUtf8(text, AuditLog::kLongestText).size());
    }
}

// The newest record, if it is one that may be built upon. The head file is there before the first
// record, so that its absence always means something.
Result<std::optional<AuditRecord>> soundEnd(sqlite::Database &database,
                                            const std::filesystem::path &headPath)
{
    const auto head = readHead(headPath);
    if (!head)
        return tl::unexpected(head.error());
    auto last = auditschema::selectLast(database);
    if (!last)
        return tl::unexpected(last.error());
    const Result<bool> row = last->step();
    if (!row)
        return tl::unexpected(row.error());
    if (!*row) {
        if (*head && (*head)->sequence > 0)
            return fail(ErrorCode::Corrupt, "all records of the audit log were removed");
        if (const auto begun = advanceHead(headPath, {}); !begun)
            return tl::unexpected(begun.error());
        return std::nullopt;
    }
    Result<AuditRecord> record = auditschema::readRow(*last);
    if (!record)
        return fail(ErrorCode::Corrupt,
                    "the last record of the audit log: " + record.error().detail);
    if (hashOf(*record) != record->hash)
        return fail(ErrorCode::Corrupt, "the last record of the audit log was changed");
    if (!*head)
        return fail(ErrorCode::Corrupt, headPath.filename().string() + " is missing");
    if ((*head)->sequence > record->sequence
        || ((*head)->sequence == record->sequence && (*head)->hash != record->hash))
        return fail(ErrorCode::Corrupt, "the end of the audit log was cut off or replaced");
    return std::move(*record);
}

} // namespace

AuditLog::AuditLog(std::filesystem::path file)
    : m_file(std::move(file))
{
}

AuditLog::~AuditLog() = default;

Result<AuditRecord> AuditLog::append(AuditRecord record)
{
    tidy(record);
    const std::lock_guard lock(m_mutex);
    if (m_database && m_database->moved())
        m_database.reset();
    if (!m_database) {
        if (const auto opened = open(); !opened)
            return tl::unexpected(opened.error());
    }
    Result<AuditRecord> appended = appendTo(*m_database, std::move(record));
    if (!appended)
        m_database.reset(); // the next append begins afresh
    return appended;
}

Result<void> AuditLog::open()
{
    std::error_code error;
    std::filesystem::create_directories(m_file.parent_path(), error); // opening tells why not
    auto database = sqlite::Database::open(m_file, sqlite::Database::Access::Write);
    if (!database)
        return tl::unexpected(database.error());
    if (auto prepared = auditschema::prepareForWriting(*database); !prepared)
        return prepared;
    m_database = std::make_unique<sqlite::Database>(std::move(*database));
    return {};
}

Result<AuditRecord> AuditLog::appendTo(sqlite::Database &database, AuditRecord record)
{
    const std::filesystem::path headPath = headPathOf(m_file);
    {
        auto transaction = sqlite::Transaction::begin(database, sqlite::Database::Access::Write);
        if (!transaction)
            return tl::unexpected(transaction.error());
        const auto last = soundEnd(database, headPath);
        if (!last)
            return tl::unexpected(last.error());
        record.sequence = *last ? (*last)->sequence + 1 : 1;
        record.time = nowMicros();
        record.previous = *last ? (*last)->hash : Sha256{};
        record.hash = hashOf(record);
        if (const auto inserted = auditschema::insert(database, record); !inserted)
            return tl::unexpected(inserted.error());
        if (const auto committed = transaction->commit(); !committed)
            return tl::unexpected(committed.error());
    }
    if (const auto advanced = advanceHead(headPath, {record.sequence, record.hash}); !advanced)
        return tl::unexpected(advanced.error());
    return record;
}

} // namespace pilothouse
