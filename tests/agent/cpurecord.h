// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace pilothouse::agent {

// The kernel's own account of CPU time, read all the while, so that the moments at which the agent
// read it lie between two known readings. The columns are those of /proc/stat.
class CpuRecord {
public:
    using Ticks = std::array<double, 8>;
    struct Reading {
        Micros before = 0; // wall time around the reading
        Micros after = 0;
        Ticks ticks{};
    };

    CpuRecord()
        : m_thread([this](const std::stop_token &stop) {
            while (!stop.stop_requested()) {
                append(read());
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
            }
        })
    {
    }

    // The last reading that was over by then, and the first that began after.
    Reading lastBefore(Micros time) const
    {
        const std::lock_guard lock(m_mutex);
        Reading found;
        for (const Reading &reading : m_readings) {
            if (reading.after <= time)
                found = reading;
        }
        return found;
    }
    Reading firstAfter(Micros time) const
    {
        for (;;) {
            {
                const std::lock_guard lock(m_mutex);
                for (const Reading &reading : m_readings) {
                    if (reading.before >= time)
                        return reading;
                }
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

private:
    static Reading read()
    {
        Reading reading;
        reading.before = nowMicros();
        std::ifstream file("/proc/stat");
        std::string name;
        file >> name;
        for (double &ticks : reading.ticks)
            file >> ticks;
        reading.after = nowMicros();
        return reading;
    }
    void append(const Reading &reading)
    {
        const std::lock_guard lock(m_mutex);
        m_readings.push_back(reading);
    }

    mutable std::mutex m_mutex;
    std::vector<Reading> m_readings; // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace pilothouse::agent
