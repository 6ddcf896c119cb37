// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <chrono>
#include <string>

namespace pilothouse::slurm {

// How often a cluster is read. A reading may take one part in so many of the time; while the
// controller is busy it is read a quarter as often.
class Pace {
public:
    Pace(std::chrono::milliseconds atBest, int share)
        : m_atBest(atBest)
        , m_share(share)
        , m_interval(atBest)
    {
    }

    void took(std::chrono::steady_clock::duration span, bool isBusy);
    [[nodiscard]] std::chrono::milliseconds interval() const { return m_interval; } // to wait
    [[nodiscard]] Micros lastReply() const { return m_last; } // span
    // Why it is read less often than wanted; empty: it is not.
    [[nodiscard]] std::string note(const std::string &whyBusy) const;

private:
    const std::chrono::milliseconds m_atBest;
    const int m_share;
    std::chrono::milliseconds m_interval;
    Micros m_last = 0;
    bool m_isBusy = false;
};

} // namespace pilothouse::slurm
