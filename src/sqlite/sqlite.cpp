// SPDX-License-Identifier: GPL-3.0-or-later
#include "sqlite/sqlite.h"

#include <cerrno>
#include <sqlite3.h>

namespace pilothouse::sqlite {

namespace {

ErrorCode codeOfErrno(int number, ErrorCode otherwise)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorCode::DiskFull;
    case EROFS:
        return ErrorCode::ReadOnly;
    case EACCES:
    case EPERM:
        return ErrorCode::PermissionDenied;
    default:
        return otherwise;
    }
}

ErrorCode codeOf(int result, int systemError)
{
    switch (result & 0xff) {
    case SQLITE_FULL:
        return ErrorCode::DiskFull;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ErrorCode::Corrupt;
    case SQLITE_READONLY:
        return ErrorCode::ReadOnly;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ErrorCode::InUse;
    case SQLITE_PERM:
        return ErrorCode::PermissionDenied;
    case SQLITE_TOOBIG:
        return ErrorCode::TooLarge;
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        return codeOfErrno(systemError, ErrorCode::Io);
    default:
        return ErrorCode::Internal;
    }
}

int lastErrnoOf(sqlite3_file *file)
{
    int number = 0;
    if (file != nullptr && file->pMethods != nullptr)
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &number);
    return number;
}

// Of a failed write SQLite keeps the system's error with the file that was written.
int systemErrorOf(sqlite3 *handle, int result)
{
    if (result != SQLITE_IOERR_WRITE)
        return sqlite3_system_errno(handle);
    for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
        sqlite3_file *file = nullptr;
        if (sqlite3_file_control(handle, "main", which, &file) != SQLITE_OK)
            continue;
        if (const int number = lastErrnoOf(file); number != 0)
            return number;
    }
    return 0;
}

std::string nameOf(sqlite3 *handle)
{
    const char *path = sqlite3_db_filename(handle, "main");
    return path == nullptr ? "database" : std::filesystem::path(path).filename().string();
}

tl::unexpected<Error> failure(sqlite3 *handle)
{
    const int result = sqlite3_extended_errcode(handle);
    return fail(codeOf(result, systemErrorOf(handle, result)),
                nameOf(handle) + ": " + sqlite3_errmsg(handle));
}

} // namespace

void Statement::Finalize::operator()(sqlite3_stmt *statement) const
{
    sqlite3_finalize(statement);
}

Statement &Statement::bind(int index, std::int64_t value)
{
    if (index == 1)
        reset();
    m_bindResult |= sqlite3_bind_int64(m_statement.get(), index, value);
    return *this;
}

Statement &Statement::bind(int index, std::string_view value)
{
    if (index == 1)
        reset();
    m_bindResult |= sqlite3_bind_text64(m_statement.get(), index, value.data(), value.size(),
                                        SQLITE_STATIC, SQLITE_UTF8);
    return *this;
}

Statement &Statement::bind(int index, ByteSpan value)
{
    if (index == 1)
        reset();
    m_bindResult |=
        sqlite3_bind_blob64(m_statement.get(), index, value.data(), value.size(), SQLITE_STATIC);
    return *this;
}

Result<bool> Statement::step()
{
    sqlite3 *handle = sqlite3_db_handle(m_statement.get());
    if (m_bindResult != SQLITE_OK)
        return fail(ErrorCode::TooLarge, nameOf(handle) + ": a value is too large");
    const int result = sqlite3_step(m_statement.get());
    if (result == SQLITE_ROW)
        return true;
    if (result == SQLITE_DONE)
        return false;
    const auto error = failure(handle); // before the reset, which clears it
    reset();
    return error;
}

Result<void> Statement::run()
{
    for (;;) {
        const Result<bool> row = step();
        if (!row)
            return tl::unexpected(row.error());
        if (!*row)
            break;
    }
    reset();
    return {};
}

void Statement::reset()
{
    sqlite3_reset(m_statement.get());
    m_bindResult = SQLITE_OK;
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(m_statement.get(), column);
}

std::string Statement::text(int column) const
{
    const auto *text =
        reinterpret_cast<const char *>(sqlite3_column_text(m_statement.get(), column));
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return text == nullptr ? std::string() : std::string(text, static_cast<std::size_t>(size));
}

ByteSpan Statement::blob(int column) const
{
    const auto *data =
        static_cast<const std::uint8_t *>(sqlite3_column_blob(m_statement.get(), column));
    const int size = sqlite3_column_bytes(m_statement.get(), column);
    return data == nullptr ? ByteSpan() : ByteSpan(data, static_cast<std::size_t>(size));
}

bool Statement::isInteger(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_INTEGER;
}

bool Statement::isText(int column) const
{
    return sqlite3_column_type(m_statement.get(), column) == SQLITE_TEXT;
}

void Database::Close::operator()(sqlite3 *handle) const
{
    sqlite3_close_v2(handle); // waits for statements that are finalized later
}

Result<Database> Database::open(const std::filesystem::path &path, Access access)
{
    const int flags = (access == Access::Write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
                                               : SQLITE_OPEN_READONLY)
        | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    sqlite3 *handle = nullptr;
    const int result = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
    Database database;
    database.m_handle.reset(handle);
    if (result != SQLITE_OK)
        return handle == nullptr ? fail(ErrorCode::Internal, path.string() + ": no memory")
                                 : failure(handle);
    sqlite3_busy_timeout(handle, 5'000);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    return database;
}

Result<void> Database::execute(const char *sql)
{
    if (sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return failure(handle());
    return {};
}

Result<Statement> Database::prepare(const char *sql)
{
    sqlite3_stmt *statement = nullptr;
    if (sqlite3_prepare_v3(handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr)
        != SQLITE_OK)
        return failure(handle());
    return Statement(statement);
}

Result<std::int64_t> Database::number(const char *sql)
{
    Result<Statement> statement = prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    const Result<bool> row = statement->step();
    if (!row)
        return tl::unexpected(row.error());
    return *row ? statement->integer(0) : 0;
}

bool Database::readOnly() const
{
    return sqlite3_db_readonly(handle(), "main") == 1;
}

bool Database::moved() const
{
    int moved = 0;
    sqlite3_file_control(handle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0;
}

Result<Transaction> Transaction::begin(Database &database, Database::Access access)
{
    const Result<void> begun =
        database.execute(access == Database::Access::Write ? "BEGIN IMMEDIATE" : "BEGIN");
    if (!begun)
        return tl::unexpected(begun.error());
    return Transaction(database);
}

Transaction::Transaction(Transaction &&other) noexcept
    : m_database(std::exchange(other.m_database, nullptr))
{
}

Transaction::~Transaction()
{
    // A failed statement may have rolled it back already.
    if (m_database != nullptr && sqlite3_get_autocommit(m_database->handle()) == 0)
        static_cast<void>(m_database->execute("ROLLBACK"));
}

Result<void> Transaction::commit()
{
    Result<void> done = m_database->execute("COMMIT");
    if (done)
        m_database = nullptr;
    return done;
}

} // namespace pilothouse::sqlite
