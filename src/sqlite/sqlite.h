// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

// SQLite, as far as this program uses it; the only place that includes its header.
namespace pilothouse::sqlite {

using ByteSpan = std::span<const std::uint8_t>;

// A prepared statement, reset after each use. Bound text and blobs must live until then.
class Statement {
public:
    Statement() = default;
    explicit Statement(sqlite3_stmt *statement)
        : m_statement(statement)
    {
    }

    // Parameters count from 1, in the order of the calls; the first bind resets the statement.
    Statement &bind(int index, std::int64_t value);
    Statement &bind(int index, std::string_view value);
    Statement &bind(int index, ByteSpan value);

    [[nodiscard]] Result<bool> step(); // true: there is a row
    [[nodiscard]] Result<void> run(); // to the end, then resets
    void reset();

    // Columns count from 0. Blobs are valid until the next step or reset.
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] ByteSpan blob(int column) const;
    [[nodiscard]] bool isInteger(int column) const;
    [[nodiscard]] bool isText(int column) const;

private:
    struct Finalize {
        void operator()(sqlite3_stmt *statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_statement;
    int m_bindResult = 0;
};

// One connection, used by one thread at a time.
class Database {
public:
    enum class Access { Write, Read };
    [[nodiscard]] static Result<Database> open(const std::filesystem::path &path, Access access);

    [[nodiscard]] Result<void> execute(const char *sql);
    [[nodiscard]] Result<Statement> prepare(const char *sql);
    [[nodiscard]] Result<std::int64_t> number(const char *sql); // of the first row's first column
    [[nodiscard]] bool readOnly() const;
    [[nodiscard]] bool moved() const; // the file was removed or renamed since it was opened
    [[nodiscard]] sqlite3 *handle() const { return m_handle.get(); }

private:
    struct Close {
        void operator()(sqlite3 *handle) const;
    };
    std::unique_ptr<sqlite3, Close> m_handle;
};

// Rolled back at the end of its life unless it was committed.
class Transaction {
public:
    [[nodiscard]] static Result<Transaction> begin(Database &database, Database::Access access);
    ~Transaction();
    Transaction(Transaction &&other) noexcept;
    Transaction &operator=(Transaction &&) = delete;

    [[nodiscard]] Result<void> commit();

private:
    explicit Transaction(Database &database)
        : m_database(&database)
    {
    }
    Database *m_database;
};

} // namespace pilothouse::sqlite
