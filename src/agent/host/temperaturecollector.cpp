// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/temperaturecollector.h"

#include "agent/host/text.h"

#include <array>
#include <string>

namespace pilothouse::agent {

namespace {

constexpr std::array kMetrics{Metric::HostTemperature};
constexpr double kMillidegrees = 1000;
constexpr unsigned kReadingsBetweenSearches = 60; // drivers may load after the agent
constexpr std::size_t kMaxSensors = 256;

bool isTemperature(const std::string &name)
{
    return name.starts_with("temp") && name.ends_with("_input");
}

} // namespace

TemperatureCollector::TemperatureCollector(const std::filesystem::path &root)
    : m_directory(root / "sys/class/hwmon")
{
}

std::span<const Metric> TemperatureCollector::metrics() const
{
    return kMetrics;
}

void TemperatureCollector::findSensors()
{
    namespace fs = std::filesystem;
    m_sensors.clear();
    std::error_code error;
    for (fs::directory_iterator chip(m_directory, error), end; !error && chip != end;
         chip.increment(error)) {
        std::error_code chipError;
        for (fs::directory_iterator file(chip->path(), chipError); !chipError && file != end;
             file.increment(chipError)) {
            if (isTemperature(file->path().filename().string()) && m_sensors.size() < kMaxSensors)
                m_sensors.push_back(file->path());
        }
    }
}

void TemperatureCollector::collect(Micros /*monotonic*/, std::span<double> values)
{
    if (m_readings++ % kReadingsBetweenSearches == 0)
        findSensors();
    const MetricInfo &info = metricInfo(Metric::HostTemperature);
    values[0] = kMissing;
    for (const auto &sensor : m_sensors) {
        const double celsius = toNumber(readLine(sensor)) / kMillidegrees;
        // Unconnected inputs read as absurd values; those must not hide the others.
        const bool believable = celsius >= info.minimum && celsius <= info.maximum;
        if (believable && !(celsius <= values[0]))
            values[0] = celsius;
    }
}

} // namespace pilothouse::agent
