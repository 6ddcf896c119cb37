// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "telemetry/history/blockcodec.h"
#include "telemetry/history/envelope.h"
#include "telemetry/history/head.h"
#include "telemetry/history/history.h"
#include "telemetry/history/levelrow.h"
#include "telemetry/history/sqlite.h"

#include <array>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>

namespace pilothouse::history {

inline constexpr std::int64_t kNoWindow = std::numeric_limits<std::int64_t>::max();

// Single rows of what is sealed, through a connection of its own. What is damaged is left out and
// counted. What it hands out is valid until the next call. One thread at a time.
class RowReader {
public:
    [[nodiscard]] static Result<std::unique_ptr<RowReader>> open(const std::filesystem::path &file);

    [[nodiscard]] Database &database() { return m_database; }
    [[nodiscard]] std::size_t damaged() const { return m_damaged; }
    void noteDamage() { ++m_damaged; }

    [[nodiscard]] Result<NodeId> node(const std::string &name); // 0: not there
    [[nodiscard]] Result<MetricId> metric(const std::string &name, bool host);
    // The first window not before this one of which something is kept; kNoWindow: none.
    [[nodiscard]] Result<std::int64_t> nextWindow(std::int64_t window);

    [[nodiscard]] Result<std::optional<Head>> head(std::int64_t window, NodeId node);
    [[nodiscard]] Result<std::optional<BlockReader>>
    chunk(std::int64_t key, std::size_t rowsWanted = BlockReader::kAllRows);
    [[nodiscard]] Result<std::optional<RollupBlock>> tenSeconds(std::int64_t key);
    [[nodiscard]] Result<std::optional<LevelRowReader>> levelRow(HistoryLevel level,
                                                                 std::int64_t window, NodeId node);
    [[nodiscard]] Result<std::optional<Body>> fleetRow(std::int64_t key);

private:
    explicit RowReader(Database database)
        : m_database(std::move(database))
    {
    }
    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] Result<std::int64_t> lookUp(Statement &statement, std::int64_t scope,
                                              const std::string &name);
    [[nodiscard]] Result<std::optional<Body>> body(Statement &statement, std::int64_t key);

    Database m_database;
    Envelope m_envelope;
    std::size_t m_damaged = 0;
    Statement m_node;
    Statement m_metric;
    Statement m_chunk;
    Statement m_tenSeconds;
    Statement m_minute;
    Statement m_tenMinutes;
    Statement m_fleet;
    std::array<Statement, 4> m_next; // of each level
};

} // namespace pilothouse::history
