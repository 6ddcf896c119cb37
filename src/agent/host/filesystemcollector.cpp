// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/host/filesystemcollector.h"

#include <sys/statvfs.h>

#include <array>
#include <utility>

namespace pilothouse::agent {

namespace {

constexpr std::array kMetrics{Metric::FilesystemUsed, Metric::FilesystemSize};

} // namespace

FilesystemCollector::FilesystemCollector(std::filesystem::path root)
    : m_root(std::move(root))
{
}

std::span<const Metric> FilesystemCollector::metrics() const
{
    return kMetrics;
}

void FilesystemCollector::collect(Micros /*monotonic*/, std::span<double> values)
{
    struct statvfs space { };
    if (statvfs(m_root.c_str(), &space) != 0 || space.f_blocks == 0) {
        values[0] = values[1] = kMissing;
        return;
    }
    const auto block = static_cast<double>(space.f_frsize);
    values[0] = static_cast<double>(space.f_blocks - space.f_bfree) * block;
    values[1] = static_cast<double>(space.f_blocks) * block;
}

} // namespace pilothouse::agent
