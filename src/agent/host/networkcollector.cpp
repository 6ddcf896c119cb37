// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/networkcollector.h"

#include "agent/host/text.h"

#include <array>

namespace pilothouse::agent {

namespace {

constexpr std::array kMetrics{Metric::NetworkReceive, Metric::NetworkTransmit};
// Fields after "name:".
constexpr std::size_t kReceivedBytes = 0;
constexpr std::size_t kTransmittedBytes = 8;

} // namespace

NetworkCollector::NetworkCollector(const std::filesystem::path &root)
    : m_counters(root / "proc/net/dev")
    , m_interfaces(root / "sys/class/net")
{
}

std::span<const Metric> NetworkCollector::metrics() const
{
    return kMetrics;
}

MovedByDevice NetworkCollector::read() const
{
    MovedByDevice devices;
    const auto text = readText(m_counters);
    if (!text)
        return devices;
    for (const std::string_view line : lines(*text)) {
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos)
            continue;
        const auto name = words(line.substr(0, colon));
        const auto fields = words(line.substr(colon + 1));
        if (name.size() != 1 || fields.size() <= kTransmittedBytes)
            continue;
        std::error_code error;
        const auto received = toCount(fields[kReceivedBytes]);
        const auto transmitted = toCount(fields[kTransmittedBytes]);
        if (received && transmitted
            && std::filesystem::exists(m_interfaces / name[0] / "device", error))
            devices.emplace(name[0], Moved{*received, *transmitted});
    }
    return devices;
}

void NetworkCollector::collect(Micros monotonic, std::span<double> values)
{
    const Rates rates = m_throughput.update(read(), monotonic);
    values[0] = rates.in;
    values[1] = rates.out;
}

} // namespace pilothouse::agent
