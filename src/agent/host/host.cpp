// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/host.h"

#include "agent/host/cpucollector.h"
#include "agent/host/diskcollector.h"
#include "agent/host/filesystemcollector.h"
#include "agent/host/loadcollector.h"
#include "agent/host/memorycollector.h"
#include "agent/host/networkcollector.h"
#include "agent/host/pressurecollector.h"
#include "agent/host/temperaturecollector.h"
#include "agent/host/text.h"

#include <algorithm>

namespace pilothouse::agent {

namespace {

// "cpu0 ..." to "cpuN ...", but not the sum "cpu ...".
std::uint32_t countCpus(const std::filesystem::path &root)
{
    const auto text = readText(root / "proc/stat");
    if (!text)
        return 0;
    const auto all = lines(*text);
    return static_cast<std::uint32_t>(std::ranges::count_if(all, [](std::string_view line) {
        return line.starts_with("cpu") && line.size() > 3 && line[3] >= '0' && line[3] <= '9';
    }));
}

} // namespace

Host::Host(const std::filesystem::path &root)
{
    m_collectors.push_back(std::make_unique<CpuCollector>(root));
    m_collectors.push_back(std::make_unique<LoadCollector>(root));
    m_collectors.push_back(std::make_unique<MemoryCollector>(root));
    m_collectors.push_back(std::make_unique<PressureCollector>(root));
    m_collectors.push_back(std::make_unique<NetworkCollector>(root));
    m_collectors.push_back(std::make_unique<DiskCollector>(root));
    m_collectors.push_back(std::make_unique<FilesystemCollector>(root));
    m_collectors.push_back(std::make_unique<TemperatureCollector>(root));
}

std::vector<std::string> Host::metricNames() const
{
    std::vector<std::string> names;
    for (const auto &collector : m_collectors) {
        for (const Metric metric : collector->metrics())
            names.emplace_back(metricInfo(metric).name);
    }
    return names;
}

void Host::collect(Micros monotonic, std::vector<double> &values)
{
    for (const auto &collector : m_collectors) {
        const std::size_t first = values.size();
        values.resize(first + collector->metrics().size(), kMissing);
        collector->collect(monotonic, std::span(values).subspan(first));
    }
}

NodeInfo readNodeInfo(const std::filesystem::path &root)
{
    NodeInfo node;
    node.name = readLine(root / "proc/sys/kernel/hostname");
    node.bootId = readLine(root / "proc/sys/kernel/random/boot_id");
    node.kernel = readLine(root / "proc/sys/kernel/osrelease");
    node.cpus = countCpus(root);
    if (const auto memory = readMemory(root))
        node.memoryBytes = memory->total;
    return node;
}

} // namespace pilothouse::agent
