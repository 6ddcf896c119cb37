// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/nvml/gpuinfo.h"

#include "agent/nvml/gpukind.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <string_view>

namespace pilothouse::agent::nvml {

namespace {

constexpr unsigned kMigEnabled = 1;
constexpr unsigned kMaxPartitions = 64;
constexpr double kMilliwatts = 1000;

std::string text(Return (*function)(Device, char *, unsigned), Device device)
{
    std::array<char, kTextBytes> buffer{};
    if (function == nullptr || function(device, buffer.data(), kTextBytes) != kSuccess)
        return {};
    return {buffer.data(), strnlen(buffer.data(), buffer.size())};
}

std::string pciAddress(const Api &api, Device device)
{
    PciInfo info{};
    if (api.pciInfo == nullptr || api.pciInfo(device, &info) != kSuccess)
        return {};
    return {info.busId, strnlen(info.busId, sizeof info.busId)};
}

// "NVIDIA H100 80GB HBM3 MIG 1g.10gb" is a partition of profile "1g.10gb".
std::string profile(const std::string &partitionName)
{
    constexpr std::string_view kMark = "MIG ";
    const std::size_t mark = partitionName.rfind(kMark);
    return mark == std::string::npos ? partitionName : partitionName.substr(mark + kMark.size());
}

std::vector<std::string> partitions(const Api &api, Device device)
{
    unsigned current = 0;
    unsigned pending = 0;
    unsigned count = 0;
    if (api.migMode == nullptr || api.maxMigDevices == nullptr || api.migDevice == nullptr
        || api.migMode(device, &current, &pending) != kSuccess || current != kMigEnabled
        || api.maxMigDevices(device, &count) != kSuccess)
        return {};
    std::vector<std::string> profiles;
    for (unsigned i = 0; i < std::min(count, kMaxPartitions); ++i) {
        Device partition = nullptr;
        if (api.migDevice(device, i, &partition) == kSuccess)
            profiles.push_back(profile(text(api.name, partition)));
    }
    return profiles;
}

} // namespace

AcceleratorInfo gpuInfo(const Api &api, Device device)
{
    const GpuKind kind = gpuKind(text(api.name, device));
    AcceleratorInfo info;
    info.vendor = "NVIDIA";
    info.kind = kind.kind;
    info.peakFp16Flops = kind.peakFp16Flops;
    info.uuid = text(api.uuid, device);
    info.pciAddress = pciAddress(api, device);
    info.partitions = partitions(api, device);
    MemoryInfo memory{};
    if (api.memoryInfo != nullptr && api.memoryInfo(device, &memory) == kSuccess)
        info.memoryBytes = memory.total;
    unsigned milliwatts = 0;
    if (api.powerLimit != nullptr && api.powerLimit(device, &milliwatts) == kSuccess)
        info.powerLimitWatts = milliwatts / kMilliwatts;
    return info;
}

} // namespace pilothouse::agent::nvml
