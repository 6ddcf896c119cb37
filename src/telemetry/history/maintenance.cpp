// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/maintenance.h"

#include "telemetry/history/fleetrow.h"
#include "telemetry/history/inventorycodec.h"
#include "telemetry/history/levelrow.h"
#include "telemetry/history/rowreader.h"
#include "telemetry/history/schema.h"

#include <algorithm>
#include <array>
#include <map>

namespace pilothouse::history {

namespace {

constexpr std::size_t kMostTold = 100;

template <typename Function>
Result<void> forEachRow(Database &database, const std::string &sql, Function &&function)
{
    Result<Statement> statement = database.prepare(sql.c_str());
    if (!statement)
        return tl::unexpected(statement.error());
    Result<bool> row = statement->step();
    for (; row && *row; row = statement->step())
        function(*statement);
    return row ? Result<void>() : tl::unexpected(row.error());
}

std::uint64_t unsignedOf(std::int64_t value)
{
    return static_cast<std::uint64_t>(std::max<std::int64_t>(value, 0));
}

constexpr std::array<std::pair<const char *, const char *>, 6> kLevels{
    {{"chunk", "samples"},
     {"rollup", "10 s"},
     {"minute", "1 min"},
     {"tenminute", "10 min"},
     {"fleet", "all nodes together"},
     {"hot", "not sealed yet"}}};

Result<void> levelSizes(Database &database, FileStatistics &result)
{
    for (const auto &[table, name] : kLevels) {
        LevelSize level;
        level.level = name;
        const std::string text = table;
        Result<void> done =
            forEachRow(database, "SELECT count(*), ifnull(sum(length(data)), 0) FROM " + text,
                       [&](const Statement &row) {
                           level.rows = unsignedOf(row.integer(0));
                           level.payload = unsignedOf(row.integer(1));
                       });
        if (done) {
            done = forEachRow(
                database, "SELECT ifnull(sum(pgsize), 0) FROM dbstat WHERE name = '" + text + "'",
                [&](const Statement &row) { level.pages = unsignedOf(row.integer(0)); });
        }
        if (done && text != "hot" && text != "fleet") {
            done = forEachRow(database, "SELECT id FROM " + text + " ORDER BY id LIMIT 1",
                              [&](const Statement &row) {
                                  level.oldest = windowOfKey(row.integer(0)) * kWindow;
                              });
        }
        if (!done)
            return done;
        result.levels.push_back(level);
    }
    return {};
}

Result<void> metricSizes(Database &database, FileStatistics &result)
{
    std::map<MetricId, MetricSize> metrics;
    Result<void> done =
        forEachRow(database, "SELECT id, name FROM metric", [&](const Statement &row) {
            metrics[static_cast<MetricId>(row.integer(0))].metric = row.text(1);
        });
    for (const auto &[table, field] :
         {std::pair("chunk", &MetricSize::chunks), std::pair("rollup", &MetricSize::rollups)}) {
        if (!done)
            return done;
        done = forEachRow(database,
                          "SELECT id & 65535, sum(length(data)) FROM " + std::string(table)
                              + " GROUP BY id & 65535",
                          [&, member = field](const Statement &row) {
                              metrics[static_cast<MetricId>(row.integer(0))].*member =
                                  unsignedOf(row.integer(1));
                          });
    }
    Envelope envelope;
    if (done) {
        done = forEachRow(database, "SELECT id, data FROM tenminute", [&](const Statement &row) {
            const auto body = envelope.unwrap(row.integer(0), row.blob(1));
            const auto level = body ? LevelRowReader::open(*body) : std::nullopt;
            for (const MetricId metric : level ? level->metrics() : std::vector<MetricId>()) {
                bool damaged = false;
                const auto block = level->find(metric, damaged);
                for (std::size_t s = 0; block && s < block->series(); ++s)
                    metrics[metric].samples += block->at(s, 0).count;
            }
        });
    }
    if (!done)
        return done;
    for (auto &[id, metric] : metrics) {
        if (id == kHead)
            metric.metric = "(times)";
        result.samples += metric.samples;
        result.metrics.push_back(metric);
    }
    std::ranges::sort(result.metrics, std::greater<>(), &MetricSize::chunks);
    return {};
}

// Whether a row's blob is what its table holds.
bool isSound(const std::string &table, std::int64_t key, const Body &body)
{
    if (table == "chunk" && metricOfKey(key) == kHead)
        return decodeHead(body, windowOfKey(key)).has_value();
    if (table == "chunk") {
        auto block = BlockReader::open(body);
        return block && block->decodeAll().rows == block->rows();
    }
    if (table == "rollup")
        return body.first || RollupBlock::decode(body.bytes).has_value();
    if (table == "minute" || table == "tenminute") {
        const auto row = LevelRowReader::open(body.bytes);
        bool damaged = !row;
        for (const MetricId metric : row ? row->metrics() : std::vector<MetricId>())
            static_cast<void>(row->find(metric, damaged));
        return !damaged;
    }
    if (table == "fleet")
        return FleetRow::decode(body).has_value();
    return table != "inventory" || decodeInventory(body.bytes).has_value();
}

} // namespace

Result<FileStatistics> statistics(const std::filesystem::path &file)
{
    Result<Database> database = openForReading(file);
    if (!database)
        return tl::unexpected(database.error());
    FileStatistics result;
    const Result<std::int64_t> size = database->number("PRAGMA page_size");
    const Result<std::int64_t> count = database->number("PRAGMA page_count");
    const Result<std::int64_t> free = database->number("PRAGMA freelist_count");
    if (!size || !count || !free)
        return tl::unexpected(!size ? size.error() : (!count ? count.error() : free.error()));
    result.bytes = unsignedOf(*size * *count);
    result.free = unsignedOf(*size * *free);
    if (const Result<void> done = levelSizes(*database, result); !done)
        return tl::unexpected(done.error());
    if (const Result<void> done = metricSizes(*database, result); !done)
        return tl::unexpected(done.error());
    return result;
}

Result<CheckReport> check(const std::filesystem::path &file)
{
    Result<Database> database = openForReading(file);
    if (!database)
        return tl::unexpected(database.error());
    CheckReport report;
    const auto damage = [&](std::string what) {
        ++report.damagedCount;
        if (report.damaged.size() < kMostTold)
            report.damaged.push_back(std::move(what));
    };
    const Result<void> pages =
        forEachRow(*database, "PRAGMA integrity_check(20)", [&](const Statement &row) {
            if (row.text(0) != "ok")
                damage("pages: " + row.text(0));
        });
    if (!pages)
        damage("pages: " + pages.error().detail);
    Envelope envelope;
    for (const std::string table :
         {"chunk", "rollup", "minute", "tenminute", "fleet", "hot", "shape", "inventory"}) {
        const Result<void> done =
            forEachRow(*database, "SELECT id, data FROM " + table, [&](const Statement &row) {
                ++report.rows;
                const std::int64_t id = row.integer(0);
                const auto body =
                    envelope.open(table == "inventory" ? kInventoryKey : id, row.blob(1));
                if (!body || !isSound(table, id, *body))
                    damage(table + " " + std::to_string(id)
                           + (body ? ": malformed" : ": wrong checksum"));
            });
        if (!done)
            damage(table + ": " + done.error().detail);
    }
    return report;
}

Result<void> slice(const std::filesystem::path &file, const std::filesystem::path &to, Micros from,
                   Micros until)
{
    std::error_code error;
    if (std::filesystem::exists(to, error))
        return fail(ErrorCode::InvalidArgument, to.string() + " exists already");
    if (from > until || from < 0)
        return fail(ErrorCode::InvalidArgument, "a range that ends before it begins");
    if (const Result<Database> source = openForReading(file); !source) // an older format, damage
        return tl::unexpected(source.error());
    Result<Database> database = openForWriting(to);
    if (!database)
        return tl::unexpected(database.error());
    Result<Statement> attach = database->prepare("ATTACH DATABASE ? AS source");
    if (!attach)
        return tl::unexpected(attach.error());
    const std::string path = file.string();
    if (const Result<void> done = attach->bind(1, std::string_view(path)).run(); !done)
        return done;
    const std::int64_t first = windowOf(from);
    const std::int64_t end = windowOf(until) + 1;
    const auto between = [](std::int64_t low, std::int64_t high) {
        return " BETWEEN " + std::to_string(low) + " AND " + std::to_string(high);
    };
    const std::string windows = between(chunkKey(first, 0, kHead), chunkKey(end, 0, kHead) - 1);
    const std::string times = between(first * kWindow, end * kWindow - 1);
    const std::string before = std::to_string(first * kWindow);
    const std::string span =
        " WHERE until >= " + before + " AND since < " + std::to_string(end * kWindow);
    std::string sql = "BEGIN;";
    const auto copy = [&](const std::string &table, const std::string &condition) {
        sql += "INSERT INTO main." + table + " SELECT * FROM source." + table + condition + ";";
    };
    for (const char *table : {"node", "metric", "instance", "shape"})
        copy(table, "");
    for (const char *table : {"chunk", "rollup", "minute", "tenminute"})
        copy(table, " WHERE id" + windows);
    copy("fleet", " WHERE id" + between(fleetKey(first, 0), fleetKey(end, 0) - 1));
    copy("hot", " WHERE time" + times);
    copy("event", " WHERE time" + times);
    copy("action", " WHERE time" + times);
    copy("job", span);
    copy("allocation", span);
    copy("inventory",
         " WHERE time" + times + " OR id IN (SELECT max(id) FROM source.inventory WHERE time < "
             + before
             + " GROUP BY address) OR id IN (SELECT min(id) FROM source.inventory GROUP BY address "
               "HAVING min(time) > "
             + before + ")"); // told later than what it describes
    sql += "COMMIT; DETACH DATABASE source; PRAGMA journal_mode = DELETE;";
    keepUntouchedOnClose(*database, false);
    return database->execute(sql.c_str());
}

} // namespace pilothouse::history
