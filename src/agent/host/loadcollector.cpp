// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/loadcollector.h"

#include "agent/host/text.h"

#include <algorithm>
#include <array>

namespace pilothouse::agent {

namespace {

constexpr std::array kMetrics{Metric::Load1, Metric::Load5, Metric::Load15, Metric::Uptime};

} // namespace

LoadCollector::LoadCollector(const std::filesystem::path &root)
    : m_load(root / "proc/loadavg")
    , m_uptime(root / "proc/uptime")
{
}

std::span<const Metric> LoadCollector::metrics() const
{
    return kMetrics;
}

void LoadCollector::collect(Micros /*monotonic*/, std::span<double> values)
{
    std::ranges::fill(values, kMissing);
    const std::string load = readLine(m_load);
    const std::string uptime = readLine(m_uptime);
    const auto averages = words(load);
    for (std::size_t i = 0; i < 3 && i < averages.size(); ++i)
        values[i] = toNumber(averages[i]);
    if (const auto fields = words(uptime); !fields.empty())
        values[3] = toNumber(fields[0]);
}

} // namespace pilothouse::agent
