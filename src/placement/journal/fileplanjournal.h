// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/planjournal.h"

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>

namespace pilothouse {

// One JSON file for each running plan, written aside, flushed and put in place at once, so that
// there is always a whole one. Readable by its owner alone. A thread of its own does the writing.
class FilePlanJournal final : public PlanJournal {
public:
    // The folder is made where it is missing. Files that cannot be understood stay and are passed
    // over.
    [[nodiscard]] static Result<std::shared_ptr<FilePlanJournal>>
    open(const std::filesystem::path &folder);
    ~FilePlanJournal() override;

    void write(JournalEntry entry, std::function<void(Result<void>)> done) override;
    void forget(const std::string &id) override;
    void close() override;
    [[nodiscard]] std::vector<JournalEntry> unfinished() const override { return m_unfinished; }

private:
    explicit FilePlanJournal(std::filesystem::path folder);
    void work(const std::stop_token &stop);
    [[nodiscard]] bool order(std::function<void()> work); // false: closed

    const std::filesystem::path m_folder;
    std::vector<JournalEntry> m_unfinished; // of open(), never changed afterwards
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<std::function<void()>> m_orders; // guarded by m_mutex
    bool m_closed = false; // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace pilothouse
