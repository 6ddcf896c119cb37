// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/schema.h"

#include <array>
#include <fstream>
#include <sqlite3.h>

namespace pilothouse::history {

namespace {

namespace fs = std::filesystem;

constexpr const char *kCreate = R"sql(
CREATE TABLE node(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, sum INTEGER NOT NULL,
  newest INTEGER NOT NULL DEFAULT 0);
CREATE TABLE metric(id INTEGER PRIMARY KEY, host INTEGER NOT NULL, name TEXT NOT NULL, sum INTEGER NOT NULL,
  UNIQUE(host, name));
CREATE TABLE shape(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE stream(address TEXT PRIMARY KEY, epoch INTEGER NOT NULL, sequence INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE inventory(id INTEGER PRIMARY KEY, time INTEGER NOT NULL, address TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE hot(id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE chunk(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE rollup(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE event(id INTEGER PRIMARY KEY, time INTEGER NOT NULL, node INTEGER NOT NULL,
  accelerator INTEGER NOT NULL, kind INTEGER NOT NULL, severity INTEGER NOT NULL,
  code INTEGER NOT NULL, detail TEXT NOT NULL, UNIQUE(time, node, accelerator, kind, code, detail));
CREATE INDEX event_of_node ON event(node, time);
PRAGMA application_id = 1347179592;
)sql";
static_assert(kApplicationId == 1347179592);

// What format 2 adds. Blobs say themselves which format they have, so that none is rewritten.
constexpr const char *kFormat2 = R"sql(
ALTER TABLE metric ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
ALTER TABLE metric ADD COLUMN labels TEXT NOT NULL DEFAULT '';
CREATE TABLE instance(node INTEGER NOT NULL, metric INTEGER NOT NULL, position INTEGER NOT NULL,
  labels TEXT NOT NULL, sum INTEGER NOT NULL, PRIMARY KEY(node, metric, position)) WITHOUT ROWID;
CREATE TABLE minute(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE tenminute(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE fleet(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE job(id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, job INTEGER NOT NULL,
  since INTEGER NOT NULL, until INTEGER NOT NULL, data BLOB NOT NULL);
CREATE UNIQUE INDEX job_change ON job(cluster, job, since);
CREATE INDEX job_span ON job(until, since);
CREATE TABLE allocation(id INTEGER PRIMARY KEY, cluster TEXT NOT NULL, job INTEGER NOT NULL,
  node TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER NOT NULL, accelerators BLOB NOT NULL);
CREATE UNIQUE INDEX allocation_begin ON allocation(cluster, job, node, since);
CREATE INDEX allocation_span ON allocation(until, since);
CREATE TABLE action(id INTEGER PRIMARY KEY, time INTEGER NOT NULL, cluster TEXT NOT NULL,
  actor TEXT NOT NULL, plan TEXT NOT NULL, step INTEGER NOT NULL, verb TEXT NOT NULL,
  target TEXT NOT NULL, outcome TEXT NOT NULL, detail TEXT NOT NULL,
  UNIQUE(time, cluster, plan, step, verb, target, outcome));
CREATE INDEX inventory_time ON inventory(address, time);
PRAGMA user_version = 2;
)sql";
static_assert(kFormatVersion == 2);

// Small pages waste little beside many small rows. Deleted content is not overwritten with zeros:
// it is no secret, and it would be written twice.
constexpr const char *kBeforeCreating = "PRAGMA page_size = 2048;";
constexpr const char *kConfigure = "PRAGMA journal_mode = WAL;"
                                   "PRAGMA synchronous = FULL;"
                                   "PRAGMA secure_delete = OFF;"
                                   "PRAGMA wal_autocheckpoint = 8192;"
                                   "PRAGMA journal_size_limit = 67108864;"
                                   "PRAGMA cell_size_check = ON;"
                                   "PRAGMA cache_size = -8192;";

std::uint32_t bigEndian(const std::array<char, 100> &header, std::size_t at, std::size_t size)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8U | static_cast<std::uint8_t>(header[at + i]);
    return value;
}

tl::unexpected<Error> newerFormat(const fs::path &path, std::int64_t version)
{
    return fail(ErrorCode::IncompatibleVersion,
                path.string() + " has format " + std::to_string(version) + ", this program knows "
                    + std::to_string(kFormatVersion));
}

bool hasWal(const fs::path &path)
{
    std::error_code error;
    const auto size = fs::file_size(path.string() + "-wal", error);
    return !error && size > 0;
}

// The layout of the first 100 bytes: https://www.sqlite.org/fileformat.html#the_database_header
Result<void> inspectHeader(const fs::path &path, const std::array<char, 100> &header,
                           std::uintmax_t size)
{
    if (std::string_view(header.data(), 16) != std::string_view("SQLite format 3\0", 16))
        return fail(ErrorCode::Corrupt, path.string() + " is damaged, or no history");
    const std::uint32_t application = bigEndian(header, 68, 4);
    const std::uint32_t version = bigEndian(header, 60, 4);
    const std::uint32_t pageSize =
        bigEndian(header, 16, 2) == 1 ? 65'536 : bigEndian(header, 16, 2);
    if (hasWal(path)) // the newest first page may be in there
        return {};
    if (application == 0 && size <= pageSize) // empty: its creation was cut short
        return {};
    if (application != kApplicationId)
        return fail(ErrorCode::Corrupt, path.string() + " is a database, but no history");
    if (version > kFormatVersion)
        return newerFormat(path, version);
    if (size < std::uintmax_t{bigEndian(header, 28, 4)} * pageSize)
        return fail(ErrorCode::Corrupt, path.string() + " is cut short");
    return {};
}

Result<void> checkVersion(Database &database, const fs::path &path)
{
    const Result<std::int64_t> application = database.number("PRAGMA application_id");
    const Result<std::int64_t> version = database.number("PRAGMA user_version");
    if (!application || !version)
        return tl::unexpected(!application ? application.error() : version.error());
    if (*application != kApplicationId)
        return fail(ErrorCode::Corrupt, path.string() + " is a database, but no history");
    if (*version > kFormatVersion)
        return newerFormat(path, *version);
    return {};
}

Result<void> createOrMigrate(Database &database, bool created)
{
    const Result<std::int64_t> version = database.number("PRAGMA user_version");
    if (!version)
        return tl::unexpected(version.error());
    if (*version == kFormatVersion)
        return {};
    Result<Transaction> transaction = Transaction::begin(database, Database::Access::Write);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (created) {
        if (const Result<void> done = database.execute(kCreate); !done)
            return done;
    }
    if (const Result<void> done = database.execute(kFormat2); !done)
        return done;
    return transaction->commit();
}

} // namespace

Result<void> inspectFile(const fs::path &path)
{
    std::error_code error;
    const std::uintmax_t size = fs::file_size(path, error);
    if (error || size == 0) {
        if (!error || error == std::errc::no_such_file_or_directory)
            return {};
        return fail(ErrorCode::Io, path.string() + ": " + error.message());
    }
    std::array<char, 100> header{};
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return fail(ErrorCode::PermissionDenied, path.string() + " cannot be read");
    if (!file.read(header.data(), header.size()))
        return fail(ErrorCode::Corrupt, path.string() + " is cut short");
    return inspectHeader(path, header, size);
}

void keepUntouchedOnClose(Database &database, bool untouched)
{
    sqlite3_db_config(database.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, untouched ? 1 : 0,
                      nullptr);
}

Result<Database> openForWriting(const fs::path &path)
{
    Result<Database> database = Database::open(path, Database::Access::Write);
    if (!database)
        return database;
    keepUntouchedOnClose(*database, true);
    if (database->readOnly())
        return fail(ErrorCode::ReadOnly, path.string() + " may not be written to");
    const Result<std::int64_t> tables = database->number("SELECT count(*) FROM sqlite_schema");
    if (!tables)
        return tl::unexpected(tables.error());
    const bool created = *tables == 0;
    if (created) {
        if (const Result<void> done = database->execute(kBeforeCreating); !done)
            return tl::unexpected(done.error());
    } else if (const Result<void> checked = checkVersion(*database, path); !checked) {
        return tl::unexpected(checked.error());
    }
    if (const Result<void> done = database->execute(kConfigure); !done)
        return tl::unexpected(done.error());
    if (const Result<void> done = createOrMigrate(*database, created); !done)
        return tl::unexpected(done.error());
    return database;
}

Result<Database> openForReading(const fs::path &path)
{
    Result<Database> database = Database::open(path, Database::Access::Read);
    if (!database)
        return database;
    if (const Result<void> checked = checkVersion(*database, path); !checked)
        return tl::unexpected(checked.error());
    const Result<std::int64_t> version = database->number("PRAGMA user_version");
    if (!version)
        return tl::unexpected(version.error());
    if (*version < kFormatVersion) {
        return fail(ErrorCode::IncompatibleVersion,
                    path.string() + " has format " + std::to_string(*version)
                        + " and may only be read here; open it once where it may be written");
    }
    if (const Result<void> done = database->execute("PRAGMA cache_size = -32768;"); !done)
        return tl::unexpected(done.error());
    return database;
}

} // namespace pilothouse::history
