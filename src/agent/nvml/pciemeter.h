// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "agent/nvml/nvmlapi.h"
#include "core/time.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace pilothouse::agent::nvml {

// PCIe rates of all devices, measured about once a second on a thread of its own: the library
// watches the bus for some 20 ms per figure, which no tick can wait for.
class PcieMeter {
public:
    struct Rates {
        double transmit; // bytes per second; NaN when unknown
        double receive;
    };

    // The library must stay loaded for as long as this lives.
    PcieMeter(const Api &api, std::vector<Device> devices);

    // The newest figures, missing where they are older than some seconds. Any thread.
    [[nodiscard]] std::vector<Rates> rates() const;

private:
    void run(const std::stop_token &stop);
    [[nodiscard]] double measure(Device device, int direction) const;

    const Api &m_api;
    const std::vector<Device> m_devices;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::vector<Rates> m_rates; // guarded by m_mutex
    std::vector<Micros> m_times; // guarded by m_mutex; steady clock, of m_rates
    std::jthread m_thread; // last: uses all of the above
};

} // namespace pilothouse::agent::nvml
