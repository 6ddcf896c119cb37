// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/audit/auditreader.h"

#include <QObject>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace pilothouse {

// An action as the audit page shows it: what was intended and, once it is known, what came of it.
struct AuditEntry {
    AuditRecord intent;
    std::optional<AuditRecord> result;
};
using AuditEntryPtr = std::shared_ptr<const AuditEntry>;

// What is known of the log at one moment. Immutable.
struct AuditView {
    std::vector<AuditEntryPtr> entries; // by their sequence; the newest, kMost to twice as many
    AuditHead verified;
    std::optional<AuditBreak> broken;
    bool knowsEnd = false;
    Micros checked = 0; // when the whole chain was last gone through; 0: not yet
    std::optional<Error> error; // it cannot be read; NotFound: nothing was ever done
    std::uint64_t cut = 0; // actions before the first entry

    static constexpr std::size_t kMost = 100'000;
};
using AuditViewPtr = std::shared_ptr<const AuditView>;

// Reads and verifies the audit log on a thread of its own and tells the GUI thread what there is.
class AuditFeed final : public QObject {
    Q_OBJECT
public:
    explicit AuditFeed(std::filesystem::path file, QObject *parent = nullptr);
    ~AuditFeed() override;

    void refresh(); // what is new, if anything
    void verify(); // all of it, from the first record on

    [[nodiscard]] AuditViewPtr view() const { return m_view; } // GUI thread; never null

Q_SIGNALS:
    void changed();

private:
    enum class Wish { None, New, All };

    void wish(Wish wish);
    void work(const std::stop_token &stop);
    [[nodiscard]] AuditViewPtr read(Wish wish);
    [[nodiscard]] std::optional<Error> reopen();
    void take(const AuditRecord &record);

    const std::filesystem::path m_file;
    AuditViewPtr m_view; // the GUI thread's
    std::optional<AuditReader> m_reader; // the worker's, as all up to the mutex
    AuditView m_known;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    Wish m_wish = Wish::None; // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace pilothouse
