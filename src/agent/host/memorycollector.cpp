// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/memorycollector.h"

#include "agent/host/text.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pilothouse::agent {

namespace {

constexpr std::array kMetrics{Metric::HostMemoryUsed, Metric::HostMemoryAvailable};
constexpr std::uint64_t kKibibyte = 1024;

} // namespace

std::optional<Memory> readMemory(const std::filesystem::path &root)
{
    const auto text = readText(root / "proc/meminfo");
    if (!text)
        return std::nullopt;
    std::optional<std::uint64_t> total;
    std::optional<std::uint64_t> available;
    for (const std::string_view line : lines(*text)) {
        const auto fields = words(line);
        if (fields.size() < 2)
            continue;
        auto *wanted = fields[0] == "MemTotal:" ? &total
            : fields[0] == "MemAvailable:"      ? &available
                                                : nullptr;
        const auto kibibytes = toCount(fields[1]);
        if (wanted != nullptr && kibibytes)
            *wanted = *kibibytes * kKibibyte;
    }
    if (!total)
        return std::nullopt;
    return Memory{*total, available};
}

MemoryCollector::MemoryCollector(std::filesystem::path root)
    : m_root(std::move(root))
{
}

std::span<const Metric> MemoryCollector::metrics() const
{
    return kMetrics;
}

void MemoryCollector::collect(Micros /*monotonic*/, std::span<double> values)
{
    std::ranges::fill(values, kMissing);
    const auto memory = readMemory(m_root);
    if (!memory || !memory->available || *memory->available > memory->total)
        return;
    values[0] = static_cast<double>(memory->total - *memory->available);
    values[1] = static_cast<double>(*memory->available);
}

} // namespace pilothouse::agent
