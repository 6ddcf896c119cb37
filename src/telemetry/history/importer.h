// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "telemetry/history/lockfile.h"
#include "telemetry/history/query.h"
#include "telemetry/history/store.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <istream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace pilothouse::history {

// Reads OpenMetrics text of any length and in any order into a history that nobody records to.
// A label node, instance, Hostname, ... names the node, accelerator, gpu, npu, ... the accelerator;
// a series with other labels besides keeps them all, and is found by them.
class Importer {
public:
    struct Progress {
        std::uint64_t bytes = 0; // read so far
        std::uint64_t samples = 0;
        std::uint64_t skipped = 0; // lines that are malformed or have no time
        std::size_t series = 0;
    };

    [[nodiscard]] static Result<std::unique_ptr<Importer>>
    open(const std::filesystem::path &directory);

    // Stale markers and other NaN are taken as missing.
    [[nodiscard]] Result<Progress> run(std::istream &text, const std::string &source,
                                       const std::function<void(const Progress &)> &progress);

private:
    struct Series {
        NodeId node = 0;
        MetricId metric = 0;
        std::size_t column = 0;
    };
    struct Sample {
        Micros time;
        double value;
    };
    // Of one node in one window, by metric and column.
    using Part = std::map<std::pair<MetricId, std::size_t>, std::vector<Sample>>;
    using PartKey = std::pair<std::int64_t, NodeId>;
    struct Entry {
        Series series;
        std::int64_t window = -1;
        std::vector<Sample> *samples = nullptr; // of that window
    };

    Importer(LockFile lock, std::unique_ptr<Store> store)
        : m_lock(std::move(lock))
        , m_store(std::move(store))
    {
    }
    [[nodiscard]] Result<void> loadInstances();
    [[nodiscard]] Entry *find(std::string_view series);
    [[nodiscard]] std::optional<Series> resolve(std::string_view series);
    [[nodiscard]] std::optional<Series> resolveLabelled(const std::string &name,
                                                        const std::string &node, Labels labels,
                                                        std::int64_t kind);
    [[nodiscard]] Result<void> flush(std::int64_t before);
    [[nodiscard]] Inventory inventory() const;

    LockFile m_lock;
    std::unique_ptr<Store> m_store;
    NewNames m_added;
    std::unordered_map<std::string, Entry> m_series; // by the text
    std::map<std::string, std::int64_t, std::less<>> m_kinds; // by the metric's name
    std::map<std::string, std::string> m_labelNames; // of metrics that fit the catalogue's way
    std::map<std::pair<NodeId, MetricId>, std::map<std::string, std::size_t>> m_instances;
    std::map<std::string, std::size_t> m_accelerators; // per node
    std::map<PartKey, Part> m_parts;
    std::size_t m_held = 0; // samples
    std::int64_t m_newest = 0; // window
};

} // namespace pilothouse::history
