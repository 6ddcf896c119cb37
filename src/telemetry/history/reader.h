// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "telemetry/history/history.h"
#include "telemetry/history/hotstore.h"
#include "telemetry/history/rowreader.h"
#include "telemetry/history/seriesbuilder.h"

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
    [[nodiscard]] std::size_t damaged() const { return m_rows->damaged(); }

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

    explicit Reader(std::unique_ptr<RowReader> rows)
        : m_rows(std::move(rows))
    {
    }
    [[nodiscard]] Result<void> readNode(const HotStore &hot, NodeId node,
                                        std::vector<Wanted> &wanted, const ReadPlan &plan);
    [[nodiscard]] Result<void> readWindow(std::int64_t window, NodeId node, const HotBin *hot,
                                          std::vector<Wanted> &wanted, const ReadPlan &plan);
    // True where the level has the window.
    [[nodiscard]] Result<bool> readLevel(HistoryLevel level, std::int64_t window, NodeId node,
                                         std::vector<Wanted> &wanted);
    [[nodiscard]] Result<bool> readTenSeconds(std::int64_t window, NodeId node,
                                              std::vector<Wanted> &wanted);
    [[nodiscard]] Result<void> readChunk(std::int64_t window, NodeId node, const Head &head,
                                         std::span<Wanted> sameMetric, const ReadPlan &plan);
    static void readHot(const HotBin &bin, std::int64_t after, std::vector<Wanted> &wanted,
                        const ReadPlan &plan);
    static void deliver(std::span<Wanted> wanted);

    std::unique_ptr<RowReader> m_rows;
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
