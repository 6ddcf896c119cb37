// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/query.h"

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

namespace pilothouse::history {

class HotStore;
class RowReader;
struct SeriesCatalogue;
struct Selection;

// Answers queries of any number of threads, each with connections and, where there is much to
// read, further threads of its own. What is not sealed comes from hot, which may be null.
class QueryEngine {
public:
    explicit QueryEngine(std::filesystem::path file);
    ~QueryEngine();
    QueryEngine(const QueryEngine &) = delete;
    QueryEngine &operator=(const QueryEngine &) = delete;

    [[nodiscard]] Result<QueryResult> run(const HistoryQuery &query, const HotStore *hot);
    // Each series' newest value at a moment, not older than so much.
    [[nodiscard]] Result<QueryResult> at(const Selector &selector, Micros time, Micros oldest,
                                         const HotStore *hot);
    [[nodiscard]] Result<std::shared_ptr<const SeriesCatalogue>> catalogue();

private:
    using Readers = std::vector<std::unique_ptr<RowReader>>;

    [[nodiscard]] Result<Readers> take(std::size_t count);
    void giveBack(Readers readers);
    [[nodiscard]] Result<std::shared_ptr<const SeriesCatalogue>> catalogue(RowReader &rows);

    const std::filesystem::path m_file;
    std::mutex m_mutex;
    Readers m_idle; // guarded by m_mutex
    std::shared_ptr<const SeriesCatalogue> m_catalogue; // guarded by m_mutex
    std::string m_version; // guarded by m_mutex
};

} // namespace pilothouse::history
