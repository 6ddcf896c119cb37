// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "core/result.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pilothouse {

// One metric of one device. accelerator -1: the host itself.
struct SeriesKey {
    std::string node;
    std::int32_t accelerator = -1;
    std::string metric; // canonical name

    auto operator<=>(const SeriesKey &) const = default;
};

// What is kept of the samples, from all of them to ever wider rollups of them.
enum class HistoryLevel : std::uint8_t { Samples, TenSeconds, Minute, TenMinutes };

// One bucket of a series, or one sample (minimum == mean == maximum) where the range is short.
struct HistoryPoint {
    Micros time = 0; // of a bucket: its first sample
    double minimum = 0;
    double mean = 0;
    double maximum = 0;
};

// Ascending in time. Where samples are missing for longer than gap, the line is broken there.
struct HistorySeries {
    SeriesKey key;
    std::vector<HistoryPoint> points;
    Micros bucket = 0; // width of a bucket, 0: every sample as it came
    Micros gap = 0; // two neighbours farther apart than this are not joined by a line
    HistoryLevel level = HistoryLevel::Samples; // the coarsest that it was made of
};

struct HistoryQuery; // query.h
struct QueryResult;
struct Selector;

struct HistoryEvent {
    Event event;
    std::string node;
};

// What is older than the newest sample by so much is deleted, level by level; events, jobs and all
// else go with the longest. Beyond the budget, the oldest samples go first, then the finer rollups.
// Deleted room is used again; the file does not shrink.
struct HistoryRetention {
    std::chrono::hours samples{24 * 30};
    std::chrono::hours tenSeconds{24 * 30};
    std::chrono::hours minutes{24 * 180};
    std::chrono::hours tenMinutes{24 * 730};
    std::uint64_t maxBytes = 0; // on disk, 0: no limit

    bool operator==(const HistoryRetention &) const = default;
};

struct HistoryStatus {
    bool recording = false;
    std::optional<Error> error; // why recording pauses, or what was found damaged at opening
    Micros first = 0; // oldest sample kept, 0: none
    Micros last = 0; // newest committed sample
    std::uint64_t bytes = 0; // on disk
    std::array<Micros, 4> oldest{}; // what each level reaches back to, 0: nothing is sealed yet
    std::uint64_t used = 0; // bytes of the file that hold something
    std::uint64_t droppedBatches = 0; // could not be written in time, or while recording pauses
    std::filesystem::path path;
};

// Everything that was received, in SQLite. One writer thread; readers use connections of their own
// and block neither it nor each other.
//
// What record() takes is committed at most once a second; a kill at any moment loses at most that.
class History {
public:
    struct Options {
        std::filesystem::path directory; // created when it does not exist
        std::size_t maxQueuedBytes = 256U << 20U; // beyond this, batches are dropped and counted
        HistoryRetention keep{};
        std::chrono::milliseconds retry{3'000}; // how often a paused recording tries to go on
        std::function<void()> statusChanged; // on the writer thread; must not block
    };

    // Fails in words: read-only or full directory, a file of a newer format, a damaged file, a file
    // that another console is recording to.
    [[nodiscard]] static Result<std::unique_ptr<History>> open(Options options);
    ~History(); // writes what is queued, closes
    History(const History &) = delete;
    History &operator=(const History &) = delete;

    // Any thread, never blocks on the disk. address names the stream that positions belong to.
    // Batches that were recorded before (a resumed stream's repeats) are stored once.
    void record(const std::string &address, InventoryPtr inventory, BatchPtr batch);

    // Up to where a stream has been committed.
    [[nodiscard]] StreamPosition position(const std::string &address) const;

    // Blocking reads, for any thread but the GUI's. Series come in the order of the keys, one for
    // each key; at most about maxPoints points each, minima and maxima kept. Both ends of the range
    // are included. Damaged pieces are left out, and told in the status.
    [[nodiscard]] Result<std::vector<HistorySeries>>
    read(std::span<const SeriesKey> keys, Micros from, Micros to, std::size_t maxPoints) const;
    [[nodiscard]] Result<QueryResult> query(const HistoryQuery &query) const;
    // Each selected series' newest value at a moment, not older than so much.
    [[nodiscard]] Result<QueryResult> at(const Selector &selector, Micros time,
                                         Micros oldest) const;
    // The first ones of a range whose ends are included, oldest first; of one node where node is
    // not empty.
    [[nodiscard]] Result<std::vector<HistoryEvent>>
    events(Micros from, Micros to, const std::string &node, std::size_t limit) const;
    // Waits until all that was recorded before this call is committed or has failed.
    void flush();

    [[nodiscard]] HistoryStatus status() const; // any thread
    void setRetention(const HistoryRetention &retention); // any thread

private:
    struct Impl;
    explicit History(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace pilothouse
