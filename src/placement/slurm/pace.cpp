// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/pace.h"

#include <algorithm>

namespace pilothouse::slurm {

namespace {

using std::chrono::milliseconds;

constexpr int kSecondMs = 1'000;
constexpr int kBusyFactor = 4;
constexpr milliseconds kMost{60'000};

} // namespace

void Pace::took(std::chrono::steady_clock::duration span, bool isBusy)
{
    m_last = std::chrono::duration_cast<std::chrono::microseconds>(span).count();
    m_isBusy = isBusy;
    const auto wanted = std::max(m_atBest * (isBusy ? kBusyFactor : 1),
                                 std::chrono::duration_cast<milliseconds>(span * m_share));
    m_interval = std::min(wanted, std::max(kMost, m_atBest));
}

std::string Pace::note(const std::string &whyBusy) const
{
    if (m_interval < std::max(2 * m_atBest, milliseconds(kSecondMs)))
        return {};
    const std::string every =
        ", so it is read every " + std::to_string(m_interval.count() / 1'000) + " s only.";
    if (m_isBusy)
        return "The controller is busy (" + whyBusy + ")" + every;
    return "Reading the cluster takes " + std::to_string(m_last / kMillisecond) + " ms" + every;
}

} // namespace pilothouse::slurm
