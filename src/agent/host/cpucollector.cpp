// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/cpucollector.h"

#include "agent/host/text.h"

#include <algorithm>
#include <utility>

namespace pilothouse::agent {

namespace {

// In the order of /proc/stat's first line. What follows there (guests) is part of user and nice.
constexpr std::array kMetrics{Metric::CpuUser,    Metric::CpuNice,   Metric::CpuSystem,
                              Metric::CpuIdle,    Metric::CpuIowait, Metric::CpuIrq,
                              Metric::CpuSoftirq, Metric::CpuSteal};

} // namespace

CpuCollector::CpuCollector(const std::filesystem::path &root)
    : m_file(root / "proc/stat")
{
    static_assert(kMetrics.size() == kModes);
}

std::span<const Metric> CpuCollector::metrics() const
{
    return kMetrics;
}

std::optional<CpuCollector::Ticks> CpuCollector::read() const
{
    const auto text = readText(m_file);
    if (!text)
        return std::nullopt;
    const auto fields = words(std::string_view(*text).substr(0, text->find('\n')));
    if (fields.size() < 1 + kModes || fields[0] != "cpu")
        return std::nullopt;
    Ticks ticks{};
    for (std::size_t mode = 0; mode < kModes; ++mode) {
        const auto count = toCount(fields[mode + 1]);
        if (!count)
            return std::nullopt;
        ticks.at(mode) = *count;
    }
    return ticks;
}

void CpuCollector::collect(Micros /*monotonic*/, std::span<double> values)
{
    std::ranges::fill(values, kMissing);
    const auto last = std::exchange(m_last, read());
    if (!last || !m_last)
        return;
    std::array<double, kModes> spent{};
    double total = 0;
    for (std::size_t mode = 0; mode < kModes; ++mode) {
        // The kernel's idle and iowait may go back a little between two readings.
        if (m_last->at(mode) > last->at(mode))
            spent.at(mode) = static_cast<double>(m_last->at(mode) - last->at(mode));
        total += spent.at(mode);
    }
    if (total <= 0)
        return;
    std::ranges::transform(spent, values.begin(), [total](double ticks) { return ticks / total; });
}

} // namespace pilothouse::agent
