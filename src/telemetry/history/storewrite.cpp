// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/blockcodec.h"
#include "telemetry/history/inventorycodec.h"
#include "telemetry/history/store.h"

#include <algorithm>
#include <array>

namespace pilothouse::history {

namespace {

constexpr std::string_view kMaxDeleted =
    "2000"; // rows of a table at once, so that no second costs much

} // namespace

Result<void> Store::write(Stage &stage)
{
    Result<Transaction> transaction = Transaction::begin(m_database, Database::Access::Write);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const std::int64_t id = m_lastHotId + 1;
    if (const Result<void> done = writeNames(stage.names); !done)
        return done;
    if (const Result<void> done = writeHot(stage, id); !done)
        return done;
    if (const Result<void> done = writeEvents(stage); !done)
        return done;
    if (const Result<void> done = writeStreams(stage); !done)
        return done;
    if (const Result<void> done = transaction->commit(); !done)
        return done;
    m_lastHotId = id;
    for (Stage::Row &row : stage.rows) {
        row.row.hotId = id;
        m_hot.append(row.node, row.row,
                     ByteSpan(stage.rowData).subspan(row.row.offset, row.row.size));
    }
    return {};
}

Result<void> Store::writeNames(const NewNames &names)
{
    for (const auto &[id, name] : names.nodes) {
        m_insertNode.bind(1, id).bind(2, name).bind(3, nameChecksum(id, 1, name));
        if (const Result<void> done = m_insertNode.run(); !done)
            return done;
    }
    for (const auto &[id, scope, name, labels, kind] : names.metrics) {
        m_insertMetric.bind(1, id).bind(2, scope).bind(3, name);
        m_insertMetric.bind(4, nameChecksum(id, scope, name)).bind(5, labels).bind(6, kind);
        if (const Result<void> done = m_insertMetric.run(); !done)
            return done;
    }
    for (const auto &[node, metric, position, labels] : names.instances) {
        m_insertInstance.bind(1, node).bind(2, metric);
        m_insertInstance.bind(3, static_cast<std::int64_t>(position)).bind(4, labels);
        const Result<void> done =
            m_insertInstance.bind(5, nameChecksum(static_cast<std::int64_t>(position), 3, labels))
                .run();
        if (!done)
            return done;
    }
    for (const auto &[id, data] : names.shapes) {
        const Bytes blob = m_envelope.wrap(id, data);
        if (const Result<void> done = m_insertShape.bind(1, id).bind(2, ByteSpan(blob)).run();
            !done)
            return done;
    }
    return {};
}

Result<void> Store::writeHot(const Stage &stage, std::int64_t id)
{
    if (stage.rows.empty())
        return {};
    const Bytes blob = m_envelope.wrap(id, encodeHotRow(stage), Envelope::Compress::No);
    return m_insertHot.bind(1, id).bind(2, stage.last).bind(3, ByteSpan(blob)).run();
}

Result<void> Store::writeEvents(const Stage &stage)
{
    for (const auto &[node, event] : stage.events) {
        m_insertEvent.bind(1, event.time).bind(2, node).bind(3, event.accelerator);
        m_insertEvent.bind(4, static_cast<std::int64_t>(event.kind))
            .bind(5, static_cast<std::int64_t>(event.severity));
        if (const Result<void> done = m_insertEvent.bind(6, event.code).bind(7, event.detail).run();
            !done)
            return done;
    }
    return {};
}

Result<void> Store::writeStreams(const Stage &stage)
{
    for (const auto &[time, address, data] : stage.inventories) {
        const Bytes blob = m_envelope.wrap(kInventoryKey, data);
        m_insertInventory.bind(1, time).bind(2, address).bind(3, ByteSpan(blob));
        if (const Result<void> done = m_insertInventory.run(); !done)
            return done;
    }
    for (const auto &[address, position] : stage.positions) {
        m_setPosition.bind(1, address).bind(2, static_cast<std::int64_t>(position.epoch));
        const Result<void> done =
            m_setPosition.bind(3, static_cast<std::int64_t>(position.sequence)).run();
        if (!done)
            return done;
    }
    return {};
}

Result<void> Store::seal(std::span<const NodeBin> bins)
{
    Result<Transaction> transaction = Transaction::begin(m_database, Database::Access::Write);
    if (!transaction)
        return tl::unexpected(transaction.error());
    for (const NodeBin &bin : bins) {
        if (const Result<void> done = sealBin(bin); !done)
            return done;
    }
    if (const Result<void> done = finishWindows(bins); !done)
        return done;
    for (const std::int64_t id : m_hot.finishedBy(bins)) {
        if (const Result<void> done = m_deleteHot.bind(1, id).run(); !done)
            return done;
    }
    if (const Result<void> done = transaction->commit(); !done)
        return done;
    m_hot.remove(bins);
    return {};
}

// A window is finished when none of its frames is hot any more.
Result<void> Store::finishWindows(std::span<const NodeBin> sealed)
{
    std::map<std::int64_t, std::size_t> open;
    for (const HotStore::Open &bin : m_hot.open())
        ++open[bin.window];
    for (const NodeBin &bin : sealed)
        --open[bin.bin.window];
    for (const std::int64_t window : m_windows.unfinished()) {
        const auto left = open.find(window);
        if (left != open.end() && left->second > 0)
            continue;
        if (const Result<void> done = m_windows.finish(window); !done)
            return done;
    }
    return {};
}

Result<void> Store::sealBin(const NodeBin &part)
{
    Result<std::optional<NodeWindow>> earlier = sealed(part.node, part.bin.window);
    if (!earlier)
        return tl::unexpected(earlier.error());
    NodeWindow content = NodeWindow::of(part.bin);
    content.lastHotId =
        part.bin.rows.empty() ? 0 : part.bin.rows.back().hotId; // also where rows are damaged
    if (*earlier) {
        (*earlier)->append(content);
        content = std::move(**earlier);
    }
    content.order();
    return m_windows.write(part.node, part.bin.window, content);
}

// What an earlier sealing made of a node's window, as far as it can be read.
Result<std::optional<NodeWindow>> Store::sealed(NodeId node, std::int64_t window)
{
    const Result<std::optional<Head>> head = readHead(node, window);
    if (!head)
        return tl::unexpected(head.error());
    if (!*head)
        return std::nullopt;
    NodeWindow result;
    result.times = (*head)->times;
    result.lastHotId = (*head)->lastHotId;
    m_selectChunks.bind(1, chunkKey(window, node, kHead + 1))
        .bind(2, chunkKey(window, node, kMaxMetricId));
    Result<bool> row = m_selectChunks.step();
    for (; row && *row; row = m_selectChunks.step()) {
        const std::int64_t key = m_selectChunks.integer(0);
        const std::optional<Body> body = m_envelope.open(key, m_selectChunks.blob(1));
        auto columns = body ? BlockReader::open(*body) : std::nullopt;
        if (columns && columns->rows() == result.times.size())
            result.blocks.emplace(metricOfKey(key), columns->decodeAll());
    }
    m_selectChunks.reset();
    if (!row)
        return tl::unexpected(row.error());
    return result;
}

Result<void> Store::import(const NewNames &names, std::span<ImportedWindow> windows)
{
    Result<Transaction> transaction = Transaction::begin(m_database, Database::Access::Write);
    if (!transaction)
        return tl::unexpected(transaction.error());
    if (const Result<void> done = writeNames(names); !done)
        return done;
    for (ImportedWindow &part : windows) {
        Result<std::optional<NodeWindow>> earlier = sealed(part.node, part.window);
        if (!earlier)
            return tl::unexpected(earlier.error());
        if (*earlier)
            part.content.merge(**earlier);
        if (const Result<void> done = m_windows.write(part.node, part.window, part.content); !done)
            return done;
    }
    for (const std::int64_t window : m_windows.unfinished()) { // text by time is done with these
        if (windows.empty() || window >= windows.front().window)
            continue;
        if (const Result<void> done = m_windows.finish(window); !done)
            return done;
    }
    return transaction->commit();
}

Result<void> Store::finishImport(const std::string &source, const Inventory &inventory)
{
    Result<Transaction> transaction = Transaction::begin(m_database, Database::Access::Write);
    if (!transaction)
        return tl::unexpected(transaction.error());
    for (const std::int64_t window : m_windows.unfinished()) {
        if (const Result<void> done = m_windows.finish(window); !done)
            return done;
    }
    Stage stage;
    stage.inventories.push_back({nowMicros(), source, encodeInventory(inventory)});
    if (const Result<void> done = writeStreams(stage); !done)
        return done;
    return transaction->commit();
}

Result<bool> Store::expire(const Limits &before)
{
    Result<Transaction> transaction = Transaction::begin(m_database, Database::Access::Write);
    if (!transaction)
        return tl::unexpected(transaction.error());
    const auto windowBefore = [&](HistoryLevel level) { // the first that is kept
        return std::max<std::int64_t>(before[static_cast<std::size_t>(level)] / kWindow, 0);
    };
    const auto keyBefore = [&](HistoryLevel level) {
        return std::to_string(chunkKey(windowBefore(level), 0, kHead));
    };
    const std::int64_t longest = windowBefore(HistoryLevel::TenMinutes);
    const std::string longestTime = std::to_string(longest * kWindow);
    const std::string samplesTime = std::to_string(windowBefore(HistoryLevel::Samples) * kWindow);
    std::int64_t most = 0;
    for (const auto &[table, column, bound] : std::array<std::array<std::string, 3>, 10>{
             {{"chunk", "id", keyBefore(HistoryLevel::Samples)},
              {"hot", "time", samplesTime},
              {"rollup", "id", keyBefore(HistoryLevel::TenSeconds)},
              {"minute", "id", keyBefore(HistoryLevel::Minute)},
              {"tenminute", "id", keyBefore(HistoryLevel::TenMinutes)},
              {"fleet", "id", std::to_string(fleetKey(longest, 0))},
              {"event", "time", longestTime},
              {"action", "time", longestTime},
              {"job", "until", longestTime},
              {"allocation", "until", longestTime}}}) {
        const std::string sql = "DELETE FROM " + table + " WHERE id IN (SELECT id FROM " + table
            + " WHERE " + column + " < " + bound + " ORDER BY " + column + " LIMIT "
            + std::string(kMaxDeleted) + ")";
        if (const Result<void> done = m_database.execute(sql.c_str()); !done)
            return tl::unexpected(done.error());
        const Result<std::int64_t> deleted = m_database.number("SELECT changes()");
        if (!deleted)
            return tl::unexpected(deleted.error());
        most = std::max(most, *deleted);
    }
    if (const Result<void> done = transaction->commit(); !done)
        return tl::unexpected(done.error());
    return most > 0;
}

Result<Store::Limits> Store::reach()
{
    Limits limits{};
    for (std::size_t level = 0; level < limits.size(); ++level) {
        constexpr std::array<const char *, 4> kFirst{
            "SELECT id FROM chunk ORDER BY id LIMIT 1", "SELECT id FROM rollup ORDER BY id LIMIT 1",
            "SELECT id FROM minute ORDER BY id LIMIT 1",
            "SELECT id FROM tenminute ORDER BY id LIMIT 1"};
        const Result<std::int64_t> id = m_database.number(kFirst[level]);
        if (!id)
            return tl::unexpected(id.error());
        limits[level] = windowOfKey(*id) * kWindow;
    }
    return limits;
}

Result<std::uint64_t> Store::usedBytes()
{
    const Result<std::int64_t> size = m_database.number("PRAGMA page_size");
    const Result<std::int64_t> count = m_database.number("PRAGMA page_count");
    const Result<std::int64_t> free = m_database.number("PRAGMA freelist_count");
    if (!size || !count || !free)
        return tl::unexpected(!size ? size.error() : (!count ? count.error() : free.error()));
    return static_cast<std::uint64_t>(*size * (*count - *free));
}

Result<Micros> Store::newestBefore(NodeId node, Micros limit)
{
    const Result<bool> row = m_firstChunk.step();
    if (!row)
        return tl::unexpected(row.error());
    const std::int64_t last = windowOf(limit);
    const std::int64_t first = *row ? windowOfKey(m_firstChunk.integer(0)) : last;
    m_firstChunk.reset();
    Micros newest = 0;
    const auto consider = [&](Micros time) {
        newest = time <= limit ? std::max(newest, time) : newest;
    };
    for (const HotBin &bin : m_hot.bins(node, 0, last)) {
        for (const HotRow &hotRow : bin.rows)
            consider(hotRow.time);
    }
    for (std::int64_t window = last; window >= first && newest < (window + 1) * kWindow; --window) {
        const Result<std::optional<Head>> head = readHead(node, window);
        if (!head)
            return tl::unexpected(head.error());
        if (*head)
            std::ranges::for_each((*head)->times, consider);
        if (newest >= window * kWindow)
            break;
    }
    return newest;
}

} // namespace pilothouse::history
