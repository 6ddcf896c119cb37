// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/history.h"
#include "telemetry/history/lockfile.h"
#include "telemetry/history/stager.h"
#include "telemetry/history/store.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace pilothouse::history {

// The writer: a bounded queue and the thread that empties it into the store.
class Recorder {
public:
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> open(const History::Options &options);
    ~Recorder(); // writes what is queued

    // Any thread.
    void record(const std::string &address, InventoryPtr inventory, BatchPtr batch);
    void flush();
    [[nodiscard]] StreamPosition position(const std::string &address) const;
    [[nodiscard]] HistoryStatus status() const;
    void setRetention(const HistoryRetention &retention);
    void noteDamage(const std::string &what); // found by a reader
    [[nodiscard]] const HotStore &hot() const { return m_store->hot(); }
    [[nodiscard]] const std::filesystem::path &file() const { return m_file; }

private:
    using Clock = std::chrono::steady_clock;
    struct Item {
        std::string address;
        InventoryPtr inventory;
        BatchPtr batch;
        std::size_t bytes = 0;
        std::uint64_t ticket = 0;
    };

    Recorder(const History::Options &options, LockFile lock, std::unique_ptr<Store> store);
    void run();
    [[nodiscard]] Clock::time_point nextPass() const; // under m_mutex
    void pass();
    [[nodiscard]] bool fillStage(std::uint64_t through);
    [[nodiscard]] Result<void> writeStage();
    [[nodiscard]] Result<void> sealDue();
    [[nodiscard]] Result<void> expire();
    [[nodiscard]] Result<Store::Limits> limits(Micros newest);
    void finishPass(const Result<void> &result);
    void updateBytes();

    const History::Options m_options;
    const std::filesystem::path m_file;
    const LockFile m_lock;
    const std::unique_ptr<Store> m_store;

    // Of the writer's thread.
    Stager m_stager;
    std::optional<Stage> m_stage; // not yet committed
    std::uint64_t m_stageTicket = 0;
    std::size_t m_stageBytes = 0;
    Clock::time_point m_nextExpiry;
    Store::Limits m_forBudget{}; // what the budget leaves no room for

    mutable std::mutex m_mutex;
    std::condition_variable m_wake; // the writer
    std::condition_variable m_done; // those who flush
    std::deque<Item> m_queue; // guarded by m_mutex
    std::size_t m_queuedBytes = 0; // with those of the stage, guarded by m_mutex
    std::uint64_t m_lastTicket = 0; // guarded by m_mutex
    std::uint64_t m_attemptedTicket = 0; // committed or failed up to here, guarded by m_mutex
    std::uint64_t m_wantedTicket = 0; // somebody waits for it, guarded by m_mutex
    bool m_waiting = false; // something is to be written, guarded by m_mutex
    bool m_stopping = false; // guarded by m_mutex
    bool m_stopped = false; // the file is damaged, guarded by m_mutex
    Clock::time_point m_lastPass; // guarded by m_mutex
    HistoryStatus m_status; // guarded by m_mutex
    HistoryRetention m_retention; // guarded by m_mutex
    bool m_retentionChanged = false; // guarded by m_mutex
    std::optional<Error> m_damage; // guarded by m_mutex
    std::map<std::string, StreamPosition> m_positions; // committed, guarded by m_mutex

    std::thread m_thread;
};

} // namespace pilothouse::history
