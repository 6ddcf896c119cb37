// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/windowwriter.h"

#include "telemetry/history/head.h"
#include "telemetry/history/levelrow.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace pilothouse::history {

namespace {

// Of fewer nodes, reading each is as good.
constexpr std::size_t kLeastFleet = 16;
constexpr std::size_t kMostUnfinished = 4; // windows; older ones never get complete

bool hasValues(const Matrix &block)
{
    return std::ranges::any_of(block.values, [](double value) { return !std::isnan(value); });
}

} // namespace

struct WindowWriter::Levels {
    LevelRow minutes;
    LevelRow tenMinutes;
};

Result<void> WindowWriter::prepare(Database &database)
{
    const std::array<std::pair<Statement *, const char *>, 8> all{{
        {&m_insertChunk, "INSERT OR REPLACE INTO chunk(id, data) VALUES(?, ?)"},
        {&m_insertRollup, "INSERT OR REPLACE INTO rollup(id, data) VALUES(?, ?)"},
        {&m_insertMinute, "INSERT OR REPLACE INTO minute(id, data) VALUES(?, ?)"},
        {&m_insertTenMinutes, "INSERT OR REPLACE INTO tenminute(id, data) VALUES(?, ?)"},
        {&m_insertFleet, "INSERT OR REPLACE INTO fleet(id, data) VALUES(?, ?)"},
        {&m_countNodes, "SELECT count(*) FROM tenminute WHERE id BETWEEN ? AND ?"},
        {&m_deleteFleet, "DELETE FROM fleet WHERE id BETWEEN ? AND ?"},
        {&m_setNewest, "UPDATE node SET newest = max(newest, ?) WHERE id = ?"},
    }};
    for (const auto &[statement, sql] : all) {
        Result<Statement> prepared = database.prepare(sql);
        if (!prepared)
            return fail(ErrorCode::Corrupt, prepared.error().detail);
        *statement = std::move(*prepared);
    }
    return {};
}

Result<void> WindowWriter::insert(Statement &statement, std::int64_t key, const Bytes &body,
                                  Envelope::Compress compress)
{
    const Bytes blob = m_envelope.wrap(key, body, compress);
    return statement.bind(1, key).bind(2, ByteSpan(blob)).run();
}

Result<void> WindowWriter::write(NodeId node, std::int64_t window, const NodeWindow &content)
{
    using Compress = Envelope::Compress;
    const std::int64_t key = chunkKey(window, node, kHead);
    const Bytes head = encodeHead({content.lastHotId, content.times});
    if (const Result<void> done = insert(m_insertChunk, key, head, Compress::No); !done)
        return done;
    const Micros start = window * kWindow;
    Levels levels;
    FleetBuilder &fleet = m_fleets[window];
    fleet.noteNode(node);
    levels.minutes.first = firstOfSpans(content.times, start, kMinute);
    levels.tenMinutes.first = firstOfSpans(content.times, start, 10 * kMinute);
    for (const auto &[metric, block] : content.blocks) {
        if (!hasValues(block))
            continue;
        if (const Result<void> done =
                writeBlock(chunkKey(window, node, metric), content, block, levels, fleet);
            !done)
            return done;
    }
    Bytes body;
    levels.minutes.encode(body);
    if (const Result<void> done = insert(m_insertMinute, key, body, Compress::Yes); !done)
        return done;
    body.clear();
    levels.tenMinutes.encode(body);
    if (const Result<void> done = insert(m_insertTenMinutes, key, body, Compress::Yes); !done)
        return done;
    if (const Result<void> done =
            m_deleteFleet.bind(1, fleetKey(window, 0)).bind(2, fleetKey(window + 1, 0) - 1).run();
        !done)
        return done;
    if (content.times.empty())
        return {};
    return m_setNewest.bind(1, content.times.back()).bind(2, node).run();
}

Result<void> WindowWriter::writeBlock(std::int64_t key, const NodeWindow &content,
                                      const Matrix &block, Levels &levels, FleetBuilder &fleet)
{
    using Compress = Envelope::Compress;
    Bytes body;
    const IntegerBlock integers = IntegerBlock::of(block);
    const bool compress = encodeBlock(block, integers, body);
    if (const Result<void> done =
            insert(m_insertChunk, key, body, compress ? Compress::Yes : Compress::No);
        !done)
        return done;
    body.clear();
    const Micros start = windowOfKey(key) * kWindow;
    const RollupBlock tens = RollupBlock::of(content.times, start, block, integers);
    tens.encode(body);
    if (const Result<void> done =
            insert(m_insertRollup, key, body, integers.exact() ? Compress::No : Compress::Yes);
        !done)
        return done;
    const MetricId metric = metricOfKey(key);
    RollupBlock minutes = tens.coarser(kTenSecondsPerWindow / kMinutesPerWindow);
    levels.tenMinutes.metrics.emplace_back(metric, minutes.coarser(kMinutesPerWindow));
    fleet.add(nodeOfKey(key), metric, content.times, start, block,
              levels.tenMinutes.metrics.back().second);
    levels.minutes.metrics.emplace_back(metric, std::move(minutes));
    return {};
}

std::vector<std::int64_t> WindowWriter::unfinished() const
{
    std::vector<std::int64_t> windows;
    for (const auto &[window, fleet] : m_fleets)
        windows.push_back(window);
    return windows;
}

Result<void> WindowWriter::finish(std::int64_t window)
{
    const auto found = m_fleets.find(window);
    if (found == m_fleets.end())
        return {};
    m_countNodes.bind(1, chunkKey(window, 0, kHead)).bind(2, chunkKey(window + 1, 0, kHead) - 1);
    const Result<bool> row = m_countNodes.step();
    if (!row)
        return tl::unexpected(row.error());
    const auto nodes = static_cast<std::size_t>(m_countNodes.integer(0));
    m_countNodes.reset();
    if (nodes >= kLeastFleet && nodes == found->second.nodes()) {
        for (const auto &[metric, fleet] : found->second.rows()) {
            Bytes body;
            fleet.encode(body);
            const Result<void> done =
                insert(m_insertFleet, fleetKey(window, metric), body, Envelope::Compress::Yes);
            if (!done)
                return done;
        }
    }
    m_fleets.erase(found);
    while (m_fleets.size() > kMostUnfinished)
        m_fleets.erase(m_fleets.begin());
    return {};
}

} // namespace pilothouse::history
