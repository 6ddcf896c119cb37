// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/auditreader.h"

#include "placement/audit/auditschema.h"

namespace pilothouse {

namespace {

// A log that is gone while its head is there was removed.
tl::unexpected<Error> nothing(const std::filesystem::path &file)
{
    const auto head = readHead(headPathOf(file));
    if (head && *head && (*head)->sequence > 0)
        return fail(ErrorCode::Corrupt, file.filename().string() + " was removed");
    return fail(ErrorCode::NotFound, file.string() + ": there is no audit log");
}

} // namespace

std::string AuditChain::fault(const AuditRecord &record)
{
    if (record.previous != m_newest.hash)
        return "it does not follow from the record before";
    if (hashOf(record) != record.hash)
        return "it was changed";
    if (m_expected && m_expected->sequence == record.sequence && m_expected->hash != record.hash)
        return "it was replaced";
    if (record.isIntent())
        m_open.insert(record.sequence);
    else if (m_open.erase(record.intent) == 0)
        return "it is the result of no action before it";
    return {};
}

void AuditChain::add(const AuditRecord &record)
{
    const std::uint64_t due = m_newest.sequence + 1;
    if (record.sequence != due)
        breakAt(due, "it is missing");
    else if (std::string why = fault(record); !why.empty())
        breakAt(record.sequence, std::move(why));
    m_newest = {record.sequence, record.hash};
    if (!m_broken)
        m_verified = m_newest;
}

void AuditChain::breakAt(std::uint64_t sequence, std::string why)
{
    if (!m_broken)
        m_broken = AuditBreak{sequence, std::move(why)};
}

void AuditChain::end()
{
    if (m_expected && m_expected->sequence > m_newest.sequence)
        breakAt(m_newest.sequence + 1, "it and all after it were cut off");
}

AuditReader::AuditReader(std::filesystem::path file, std::unique_ptr<sqlite::Database> database)
    : m_file(std::move(file))
    , m_database(std::move(database))
{
}

AuditReader::~AuditReader() = default;
AuditReader::AuditReader(AuditReader &&) noexcept = default;
AuditReader &AuditReader::operator=(AuditReader &&) noexcept = default;

Result<AuditReader> AuditReader::open(const std::filesystem::path &file)
{
    std::error_code error;
    if (!std::filesystem::exists(file, error))
        return nothing(file);
    auto database = sqlite::Database::open(file, sqlite::Database::Access::Read);
    if (!database)
        return tl::unexpected(database.error());
    if (const auto objects = database->number("SELECT count(*) FROM sqlite_schema");
        objects && *objects == 0)
        return nothing(file); // made by now, and not filled
    const auto checked = auditschema::check(*database);
    if (!checked && checked.error().code != ErrorCode::Corrupt)
        return tl::unexpected(checked.error());
    AuditReader reader(file, std::make_unique<sqlite::Database>(std::move(*database)));
    if (!checked)
        reader.m_chain.breakAt(0, checked.error().detail);
    return reader;
}

void AuditReader::follow(const std::function<bool(const AuditRecord &)> &seen)
{
    const std::uint64_t from = m_chain.newest() + 1;
    // The head first: whoever appends in between makes the log reach further than it.
    const auto head = readHead(headPathOf(m_file));
    m_knowsEnd = head && head->has_value();
    if (m_knowsEnd)
        m_chain.expect(**head);
    else if (!head)
        m_chain.breakAt(from, head.error().detail);
    auto rows = auditschema::selectFrom(*m_database);
    if (!rows) {
        m_chain.breakAt(from, rows.error().detail);
        return;
    }
    rows->bind(1, static_cast<std::int64_t>(from));
    for (;;) {
        const Result<bool> row = rows->step();
        if (!row) {
            m_chain.breakAt(m_chain.newest() + 1, row.error().detail);
            return;
        }
        if (!*row)
            break;
        const Result<AuditRecord> record = auditschema::readRow(*rows);
        if (!record) {
            m_chain.breakAt(static_cast<std::uint64_t>(rows->integer(0)), record.error().detail);
            continue;
        }
        m_chain.add(*record);
        if (!seen(*record))
            return;
    }
    m_chain.end();
}

bool AuditReader::moved() const
{
    return m_database->moved();
}

} // namespace pilothouse
