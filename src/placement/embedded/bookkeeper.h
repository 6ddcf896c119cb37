// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "placement/job.h"

#include <cstdint>
#include <string>

namespace pilothouse::placement::v1 {
class WatchReply;
}

namespace pilothouse {

// Keeps the job book while a scheduler tells its changes. What it tells is bounded and checked; a
// message that is refused changes nothing. One thread at a time.
class BookKeeper {
public:
    // On a new connection: the whole state must come before any change.
    void expectAll() { m_expectsAll = true; }
    [[nodiscard]] Result<void> apply(const placement::v1::WatchReply &message);

    [[nodiscard]] const JobBook &book() const { return m_book; }
    [[nodiscard]] const std::string &cluster() const { return m_cluster; }
    [[nodiscard]] const std::string &user() const { return m_user; }

private:
    [[nodiscard]] Result<void> replaceAll(const placement::v1::WatchReply &message);
    [[nodiscard]] Result<void> change(const placement::v1::WatchReply &message);

    JobBook m_book; // jobs sorted by id
    std::string m_cluster;
    std::string m_user;
    bool m_expectsAll = true;
};

} // namespace pilothouse
