// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "placement/audit/audithead.h"
#include "placement/audit/auditrecord.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

namespace pilothouse {

namespace sqlite {
class Database;
}

// The first place where a log is not what was written.
struct AuditBreak {
    std::uint64_t sequence = 0; // of the record that is wrong or missing
    std::string why; // English, without a full stop

    bool operator==(const AuditBreak &) const = default;
};

// Looks at one record after the other, from the first on.
class AuditChain {
public:
    // Where its hash is known from elsewhere, the record of that sequence must have it.
    void expect(const AuditHead &head) { m_expected = head; }
    void add(const AuditRecord &record);
    void breakAt(std::uint64_t sequence, std::string why); // only the first is kept
    void end(); // of what there is at the moment: it must reach what is expected

    [[nodiscard]] std::uint64_t newest() const { return m_newest.sequence; }
    // Up to here all is as it was written.
    [[nodiscard]] const AuditHead &verified() const { return m_verified; }
    [[nodiscard]] const std::optional<AuditBreak> &broken() const { return m_broken; }
    [[nodiscard]] std::size_t open() const { return m_open.size(); } // intents without a result

private:
    [[nodiscard]] std::string fault(const AuditRecord &record);

    AuditHead m_newest;
    AuditHead m_verified;
    std::optional<AuditHead> m_expected;
    std::optional<AuditBreak> m_broken;
    std::unordered_set<std::uint64_t> m_open;
};

// Reads a log while others may append to it. One thread at a time.
class AuditReader {
public:
    // NotFound: there is none yet. A log whose tables were changed is opened; its chain is broken.
    [[nodiscard]] static Result<AuditReader> open(const std::filesystem::path &file);
    ~AuditReader();
    AuditReader(AuditReader &&) noexcept;
    AuditReader &operator=(AuditReader &&) noexcept;

    // Reads what came after the last call, checks it, and hands on each record that can be read,
    // also behind a break. seen returns false to end the reading there.
    void follow(const std::function<bool(const AuditRecord &)> &seen);

    [[nodiscard]] const AuditChain &chain() const { return m_chain; }
    [[nodiscard]] AuditChain &chain() { return m_chain; }
    // False: nothing tells where the log ended, so a cut at its end cannot be found.
    [[nodiscard]] bool knowsEnd() const { return m_knowsEnd; }
    [[nodiscard]] bool moved() const; // the file is another one now, or gone

private:
    explicit AuditReader(std::filesystem::path file, std::unique_ptr<sqlite::Database> database);

    std::filesystem::path m_file;
    std::unique_ptr<sqlite::Database> m_database;
    AuditChain m_chain;
    bool m_knowsEnd = false;
};

} // namespace pilothouse
