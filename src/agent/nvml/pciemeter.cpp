// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/nvml/pciemeter.h"

#include "agent/host/collector.h"
#include "agent/steadytime.h"

#include <chrono>
#include <utility>

namespace pilothouse::agent::nvml {

namespace {

constexpr std::chrono::seconds kPause{1};
constexpr Micros kFresh = 5 * kSecond;
constexpr double kKilobyte = 1000;

} // namespace

PcieMeter::PcieMeter(const Api &api, std::vector<Device> devices)
    : m_api(api)
    , m_devices(std::move(devices))
    , m_rates(m_devices.size(), Rates{kMissing, kMissing})
    , m_times(m_devices.size(), 0)
{
    if (m_api.pcieThroughput != nullptr && !m_devices.empty())
        m_thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

double PcieMeter::measure(Device device, int direction) const
{
    unsigned kilobytes = 0;
    if (m_api.pcieThroughput(device, direction, &kilobytes) != kSuccess)
        return kMissing;
    return kilobytes * kKilobyte;
}

void PcieMeter::run(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        for (std::size_t i = 0; i < m_devices.size() && !stop.stop_requested(); ++i) {
            const Rates rates{measure(m_devices[i], kPcieTransmit),
                              measure(m_devices[i], kPcieReceive)};
            const std::lock_guard lock(m_mutex);
            m_rates[i] = rates;
            m_times[i] = steadyMicros();
        }
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, stop, kPause, [&] { return stop.stop_requested(); });
    }
}

std::vector<PcieMeter::Rates> PcieMeter::rates() const
{
    const Micros oldest = steadyMicros() - kFresh;
    const std::lock_guard lock(m_mutex);
    std::vector<Rates> rates = m_rates;
    for (std::size_t i = 0; i < rates.size(); ++i) {
        if (m_times[i] < oldest)
            rates[i] = {kMissing, kMissing};
    }
    return rates;
}

} // namespace pilothouse::agent::nvml
