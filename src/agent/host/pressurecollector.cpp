// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/pressurecollector.h"

#include "agent/host/text.h"

#include <algorithm>
#include <utility>

namespace pilothouse::agent {

namespace {

constexpr std::array kMetrics{Metric::PressureCpu, Metric::PressureMemory, Metric::PressureIo};

// "some avg10=0.00 avg60=0.00 avg300=0.00 total=123"
std::optional<std::uint64_t> someTotal(const std::filesystem::path &file)
{
    constexpr std::string_view kTotal = "total=";
    const std::string line = readLine(file);
    const auto fields = words(line);
    if (fields.empty() || fields.front() != "some" || !fields.back().starts_with(kTotal))
        return std::nullopt;
    return toCount(fields.back().substr(kTotal.size()));
}

} // namespace

PressureCollector::PressureCollector(const std::filesystem::path &root)
    : m_resources{{{root / "proc/pressure/cpu", {}},
                   {root / "proc/pressure/memory", {}},
                   {root / "proc/pressure/io", {}}}}
{
}

std::span<const Metric> PressureCollector::metrics() const
{
    return kMetrics;
}

void PressureCollector::collect(Micros monotonic, std::span<double> values)
{
    const auto elapsed = static_cast<double>(monotonic - std::exchange(m_lastTime, monotonic));
    for (std::size_t i = 0; i < m_resources.size(); ++i) {
        Resource &resource = m_resources.at(i);
        const auto last = std::exchange(resource.stalled, someTotal(resource.file));
        values[i] = kMissing;
        if (last && resource.stalled && *resource.stalled >= *last && elapsed > 0) {
            // The two clocks are not read at the same instant, so a full second may come out as
            // more.
            values[i] = std::min(static_cast<double>(*resource.stalled - *last) / elapsed, 1.0);
        }
    }
}

} // namespace pilothouse::agent
