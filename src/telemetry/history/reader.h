// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "telemetry/history/envelope.h"
#include "telemetry/history/head.h"
#include "telemetry/history/history.h"
#include "telemetry/history/hotstore.h"
#include "telemetry/history/seriesbuilder.h"
#include "telemetry/history/sqlite.h"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pilothouse::history {

// Reads through a connection of its own. One thread at a time.
class Reader {
public:
    [[nodiscard]] static Result<std::unique_ptr<Reader>> open(const std::filesystem::path &file);

    [[nodiscard]] Result<std::vector<HistorySeries>>
    read(const HotStore &hot, std::span<const SeriesKey> keys, const ReadPlan &plan);
    [[nodiscard]] Result<std::vector<HistoryEvent>>
    events(Micros from, Micros to, const std::string &node, std::size_t limit);
    // How many damaged pieces were left out so far.
    [[nodiscard]] std::size_t damaged() const { return m_damaged; }

private:
    struct Sample {
        Micros time = 0;
        double value = 0;
    };
    struct Wanted {
        MetricId metric = 0;
        std::int32_t accelerator = -1;
        SeriesBuilder *builder = nullptr;
        std::vector<Sample> samples; // of the window being read

        [[nodiscard]] std::size_t column() const
        {
            return accelerator < 0 ? 0 : static_cast<std::size_t>(accelerator);
        }
    };

    explicit Reader(Database database);
    [[nodiscard]] Result<void> prepare();
    // 0: not there
    [[nodiscard]] Result<std::int64_t> lookUp(Statement &statement);
    [[nodiscard]] Result<std::int64_t> lookUpName(Statement &statement, bool host,
                                                  const std::string &name);
    [[nodiscard]] Result<void> readNode(const HotStore &hot, NodeId node,
                                        std::vector<Wanted> &wanted, const ReadPlan &plan);
    [[nodiscard]] Result<void> readWindow(std::int64_t window, NodeId node, const HotBin *hot,
                                          std::vector<Wanted> &wanted, const ReadPlan &plan);
    [[nodiscard]] Result<void> readRollups(std::int64_t window, NodeId node,
                                           std::span<Wanted> sameMetric, const ReadPlan &plan);
    [[nodiscard]] Result<void> readChunk(std::int64_t window, NodeId node, const Head &head,
                                         std::span<Wanted> sameMetric, const ReadPlan &plan);
    static void readHot(const HotBin &bin, std::int64_t after, std::vector<Wanted> &wanted,
                        const ReadPlan &plan);
    static void deliver(std::span<Wanted> wanted);
    [[nodiscard]] Result<std::optional<Head>> head(std::int64_t window, NodeId node);
    // The row's body; nothing where there is no such row or it is damaged.
    [[nodiscard]] Result<std::optional<ByteSpan>> body(Statement &statement, std::int64_t key);
    [[nodiscard]] Result<std::int64_t> nextSealedWindow(std::int64_t window);

    Database m_database;
    Envelope m_envelope;
    std::size_t m_damaged = 0;
    Statement m_node;
    Statement m_metric;
    Statement m_chunk;
    Statement m_rollup;
    Statement m_next;
};

// Connections that wait for the next reader, so that any number of threads may read at once.
class ReaderPool {
public:
    explicit ReaderPool(std::filesystem::path file)
        : m_file(std::move(file))
    {
    }
    [[nodiscard]] Result<std::unique_ptr<Reader>> take();
    void giveBack(std::unique_ptr<Reader> reader);

private:
    std::filesystem::path m_file;
    std::mutex m_mutex;
    std::vector<std::unique_ptr<Reader>> m_idle; // guarded by m_mutex
};

} // namespace pilothouse::history
