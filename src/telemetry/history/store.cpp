// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/store.h"

#include "telemetry/history/schema.h"

#include <algorithm>
#include <array>

namespace pilothouse::history {

Store::Store(Database database)
    : m_database(std::move(database))
{
}

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path &file)
{
    if (const Result<void> sound = inspectFile(file); !sound)
        return tl::unexpected(sound.error());
    Result<Database> database = openForWriting(file);
    if (!database)
        return tl::unexpected(database.error());
    std::unique_ptr<Store> store(new Store(std::move(*database)));
    if (const Result<void> prepared = store->prepare(); !prepared)
        return tl::unexpected(prepared.error());
    if (const Result<void> loaded = store->load(); !loaded)
        return tl::unexpected(loaded.error());
    keepUntouchedOnClose(store->m_database, false);
    return store;
}

Result<void> Store::prepare()
{
    const std::array<std::pair<Statement *, const char *>, 11> all{{
        {&m_insertNode, "INSERT OR IGNORE INTO node(id, name, sum) VALUES(?, ?, ?)"},
        {&m_insertMetric,
         "INSERT OR IGNORE INTO metric(id, host, name, sum, labels, kind) VALUES(?, ?, ?, ?, ?, "
         "?)"},
        {&m_insertInstance,
         "INSERT OR IGNORE INTO instance(node, metric, position, labels, sum) "
         "VALUES(?, ?, ?, ?, ?)"},
        {&m_insertShape, "INSERT OR IGNORE INTO shape(id, data) VALUES(?, ?)"},
        {&m_insertHot, "INSERT INTO hot(id, time, data) VALUES(?, ?, ?)"},
        {&m_deleteHot, "DELETE FROM hot WHERE id = ?"},
        {&m_insertEvent,
         "INSERT OR IGNORE INTO event(time, node, accelerator, kind, severity, code, detail) "
         "VALUES(?, ?, ?, ?, ?, ?, ?)"},
        {&m_insertInventory, "INSERT INTO inventory(time, address, data) VALUES(?, ?, ?)"},
        {&m_setPosition, "INSERT OR REPLACE INTO stream(address, epoch, sequence) VALUES(?, ?, ?)"},
        {&m_selectChunks, "SELECT id, data FROM chunk WHERE id BETWEEN ? AND ? ORDER BY id"},
        {&m_firstChunk, "SELECT id FROM chunk ORDER BY id LIMIT 1"},
    }};
    for (const auto &[statement, sql] : all) {
        Result<Statement> prepared = m_database.prepare(sql);
        if (!prepared) // no such table or column
            return fail(ErrorCode::Corrupt, prepared.error().detail);
        *statement = std::move(*prepared);
    }
    return m_windows.prepare(m_database);
}

Result<void> Store::load()
{
    if (const Result<void> names = m_names.load(m_database, m_envelope); !names)
        return names;
    if (m_names.damaged())
        m_found.damage = Error{ErrorCode::Corrupt, "a description of frames is damaged"};
    for (const auto part :
         {&Store::loadPositions, &Store::loadInventories, &Store::loadNewest, &Store::loadHot}) {
        if (const Result<void> loaded = (this->*part)(); !loaded)
            return loaded;
    }
    return {};
}

Result<void> Store::loadPositions()
{
    Result<Statement> statement = m_database.prepare("SELECT address, epoch, sequence FROM stream");
    if (!statement)
        return tl::unexpected(statement.error());
    Result<bool> row = statement->step();
    for (; row && *row; row = statement->step()) {
        m_found.positions[statement->text(0)] = {static_cast<std::uint64_t>(statement->integer(1)),
                                                 static_cast<std::uint64_t>(statement->integer(2))};
    }
    if (!row)
        return tl::unexpected(row.error());
    return {};
}

Result<void> Store::loadInventories()
{
    Result<Statement> statement =
        m_database.prepare("SELECT address, data FROM inventory WHERE id IN (SELECT max(id) FROM "
                           "inventory GROUP BY address)");
    if (!statement)
        return tl::unexpected(statement.error());
    Result<bool> row = statement->step();
    for (; row && *row; row = statement->step()) {
        if (const std::optional<ByteSpan> data =
                m_envelope.unwrap(kInventoryKey, statement->blob(1)))
            m_found.inventories[statement->text(0)] = Bytes(data->begin(), data->end());
    }
    if (!row)
        return tl::unexpected(row.error());
    return {};
}

Result<void> Store::loadNewest()
{
    m_found.newest.assign(m_names.lastNode() + 1U, 0);
    Result<Statement> statement = m_database.prepare("SELECT id, newest FROM node");
    if (!statement)
        return tl::unexpected(statement.error());
    Result<bool> row = statement->step();
    for (; row && *row; row = statement->step())
        m_found.newest.at(static_cast<std::size_t>(statement->integer(0))) = statement->integer(1);
    if (!row)
        return tl::unexpected(row.error());
    return {};
}

Result<void> Store::loadHot()
{
    const Result<std::int64_t> last =
        m_database.number("SELECT seq FROM sqlite_sequence WHERE name = 'hot'");
    Result<Statement> statement = m_database.prepare("SELECT id, data FROM hot ORDER BY id");
    if (!statement || !last)
        return tl::unexpected(!last ? last.error() : statement.error());
    m_lastHotId = *last;
    Result<bool> row = statement->step();
    for (; row && *row; row = statement->step()) {
        m_lastHotId = std::max(m_lastHotId, statement->integer(0));
        const Result<void> loaded = loadHotRow(statement->integer(0), statement->blob(1));
        if (!loaded)
            return loaded;
    }
    m_sealedThrough.clear();
    if (!row)
        return tl::unexpected(row.error());
    return {};
}

Result<void> Store::loadHotRow(std::int64_t id, ByteSpan blob)
{
    Stage stage;
    const std::optional<ByteSpan> body = m_envelope.unwrap(id, blob);
    if (!body || !decodeHotRow(*body, m_names, stage)) {
        m_found.damage =
            Error{ErrorCode::Corrupt, "a second of the newest minutes is damaged and left out"};
        return {};
    }
    for (Stage::Row &row : stage.rows) {
        row.row.hotId = id;
        const Result<std::int64_t> sealed = sealedThrough(row.node, windowOf(row.row.time));
        if (!sealed)
            return tl::unexpected(sealed.error());
        if (id <= *sealed)
            continue;
        m_hot.append(row.node, row.row,
                     ByteSpan(stage.rowData).subspan(row.row.offset, row.row.size));
        Micros &newest = m_found.newest.at(row.node);
        newest = std::max(newest, row.row.time);
    }
    return {};
}

// Most windows of the hot rows are not sealed yet, so each is looked up once and remembered.
Result<std::int64_t> Store::sealedThrough(NodeId node, std::int64_t window)
{
    const std::pair key(node, window);
    if (const auto found = m_sealedThrough.find(key); found != m_sealedThrough.end())
        return found->second;
    const Result<std::optional<Head>> head = readHead(node, window);
    if (!head)
        return tl::unexpected(head.error());
    return m_sealedThrough[key] = *head ? (*head)->lastHotId : 0;
}

Result<std::optional<Head>> Store::readHead(NodeId node, std::int64_t window)
{
    const std::int64_t key = chunkKey(window, node, kHead);
    const Result<bool> row = m_selectChunks.bind(1, key).bind(2, key).step();
    if (!row)
        return tl::unexpected(row.error());
    std::optional<Head> head;
    if (*row) {
        const std::optional<Body> body = m_envelope.open(key, m_selectChunks.blob(1));
        head = body ? decodeHead(*body, window) : std::nullopt;
    }
    m_selectChunks.reset();
    return head;
}

Result<Micros> Store::oldest()
{
    const Result<bool> row = m_firstChunk.step();
    if (!row)
        return tl::unexpected(row.error());
    const std::int64_t window = *row ? windowOfKey(m_firstChunk.integer(0)) : 0;
    m_firstChunk.reset();
    Micros oldest = m_hot.oldest();
    for (NodeId node = 1; *row && node <= m_names.lastNode(); ++node) {
        const Result<std::optional<Head>> head = readHead(node, window);
        if (!head)
            return tl::unexpected(head.error());
        if (*head && !(*head)->times.empty())
            oldest =
                oldest == 0 ? (*head)->times.front() : std::min(oldest, (*head)->times.front());
    }
    const Result<Limits> kept = reach();
    if (!kept)
        return tl::unexpected(kept.error());
    for (const Micros start : *kept) { // rollups may reach back further than samples
        const bool further = (*kept)[0] == 0 || start < (*kept)[0];
        if (start != 0 && further && (oldest == 0 || start < oldest))
            oldest = start;
    }
    return oldest;
}

} // namespace pilothouse::history
