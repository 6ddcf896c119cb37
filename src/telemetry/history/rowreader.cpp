// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/rowreader.h"

#include "telemetry/history/names.h"
#include "telemetry/history/schema.h"

#include <algorithm>

namespace pilothouse::history {

Result<std::unique_ptr<RowReader>> RowReader::open(const std::filesystem::path &file)
{
    Result<Database> database = openForReading(file);
    if (!database)
        return tl::unexpected(database.error());
    std::unique_ptr<RowReader> reader(new RowReader(std::move(*database)));
    if (const Result<void> prepared = reader->prepare(); !prepared)
        return tl::unexpected(prepared.error());
    return reader;
}

Result<void> RowReader::prepare()
{
    const std::array<std::pair<Statement *, const char *>, 11> all{{
        {&m_node, "SELECT id, sum FROM node WHERE name = ?"},
        {&m_metric, "SELECT id, sum FROM metric WHERE name = ? AND host = ?"},
        {&m_chunk, "SELECT data FROM chunk WHERE id = ?"},
        {&m_tenSeconds, "SELECT data FROM rollup WHERE id = ?"},
        {&m_minute, "SELECT data FROM minute WHERE id = ?"},
        {&m_tenMinutes, "SELECT data FROM tenminute WHERE id = ?"},
        {&m_fleet, "SELECT data FROM fleet WHERE id = ?"},
        {&m_next[0], "SELECT id FROM chunk WHERE id >= ? ORDER BY id LIMIT 1"},
        {&m_next[1], "SELECT id FROM rollup WHERE id >= ? ORDER BY id LIMIT 1"},
        {&m_next[2], "SELECT id FROM minute WHERE id >= ? ORDER BY id LIMIT 1"},
        {&m_next[3], "SELECT id FROM tenminute WHERE id >= ? ORDER BY id LIMIT 1"},
    }};
    for (const auto &[statement, sql] : all) {
        Result<Statement> prepared = m_database.prepare(sql);
        if (!prepared)
            return tl::unexpected(prepared.error());
        *statement = std::move(*prepared);
    }
    return {};
}

Result<std::int64_t> RowReader::lookUp(Statement &statement, std::int64_t scope,
                                       const std::string &name)
{
    const Result<bool> row = statement.step();
    if (!row)
        return tl::unexpected(row.error());
    std::int64_t id = *row ? statement.integer(0) : 0;
    if (*row && statement.integer(1) != nameChecksum(id, scope, name)) {
        ++m_damaged;
        id = 0;
    }
    statement.reset();
    return id;
}

Result<NodeId> RowReader::node(const std::string &name)
{
    const Result<std::int64_t> id = lookUp(m_node.bind(1, name), 1, name);
    return id ? Result<NodeId>(static_cast<NodeId>(*id)) : tl::unexpected(id.error());
}

Result<MetricId> RowReader::metric(const std::string &name, bool host)
{
    const std::int64_t scope = host ? 1 : 0;
    const Result<std::int64_t> id = lookUp(m_metric.bind(1, name).bind(2, scope), scope, name);
    return id ? Result<MetricId>(static_cast<MetricId>(*id)) : tl::unexpected(id.error());
}

Result<std::int64_t> RowReader::nextWindow(std::int64_t window)
{
    std::int64_t next = kNoWindow;
    for (Statement &statement : m_next) {
        const Result<bool> row = statement.bind(1, chunkKey(window, 0, kHead)).step();
        if (!row && row.error().code == ErrorCode::Corrupt) {
            ++m_damaged;
            return window; // a damaged page above it; single rows may still be found
        }
        if (!row)
            return tl::unexpected(row.error());
        if (*row)
            next = std::min(next, windowOfKey(statement.integer(0)));
        statement.reset();
        if (next == window)
            break;
    }
    return next;
}

Result<std::optional<Head>> RowReader::head(std::int64_t window, NodeId node)
{
    const Result<std::optional<Body>> found = body(m_chunk, chunkKey(window, node, kHead));
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return std::nullopt;
    std::optional<Head> decoded = decodeHead(**found, window);
    m_damaged += decoded ? 0U : 1U;
    return decoded;
}

Result<std::optional<BlockReader>> RowReader::chunk(std::int64_t key, std::size_t rowsWanted)
{
    const Result<std::optional<Body>> found = body(m_chunk, key);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return std::nullopt;
    std::optional<BlockReader> block = BlockReader::open(**found, rowsWanted);
    m_damaged += block ? 0U : 1U;
    return block;
}

// Rollups of format 1 lack the last value; the samples are read instead.
Result<std::optional<RollupBlock>> RowReader::tenSeconds(std::int64_t key)
{
    const Result<std::optional<Body>> found = body(m_tenSeconds, key);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found || (*found)->first)
        return std::nullopt;
    std::optional<RollupBlock> block = RollupBlock::decode((*found)->bytes);
    if (!block || block->buckets() != kTenSecondsPerWindow) {
        ++m_damaged;
        return std::nullopt;
    }
    return block;
}

Result<std::optional<LevelRowReader>> RowReader::levelRow(HistoryLevel level, std::int64_t window,
                                                          NodeId node)
{
    Statement &statement = level == HistoryLevel::Minute ? m_minute : m_tenMinutes;
    const Result<std::optional<Body>> found = body(statement, chunkKey(window, node, kHead));
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return std::nullopt;
    std::optional<LevelRowReader> row = LevelRowReader::open((*found)->bytes);
    m_damaged += row ? 0U : 1U;
    return row;
}

Result<std::optional<Body>> RowReader::fleetRow(std::int64_t key)
{
    return body(m_fleet, key);
}

// Nothing where there is no such row or it is damaged.
Result<std::optional<Body>> RowReader::body(Statement &statement, std::int64_t key)
{
    const Result<bool> row = statement.bind(1, key).step();
    if (!row && row.error().code == ErrorCode::Corrupt) {
        ++m_damaged;
        return std::nullopt;
    }
    if (!row)
        return tl::unexpected(row.error());
    std::optional<Body> result;
    if (*row) {
        result = m_envelope.open(key, statement.blob(0));
        m_damaged += result ? 0U : 1U;
    }
    statement.reset();
    return result;
}

} // namespace pilothouse::history
