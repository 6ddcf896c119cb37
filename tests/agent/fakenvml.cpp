// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stands in for NVIDIA's management library: the functions that the agent uses, with plausible
// figures. Built a second time with FAKE_NVML_OLD as that of a driver without the newer ones.
#include "fakenvml.h"

#include "agent/nvml/nvmlapi.h"

#include <cstdint>
#include <cstdio>
#include <cstring>

namespace nvml = pilothouse::agent::nvml;
using nvml::Device;
using nvml::Return;

namespace {

constexpr Return kInvalidArgument = 2;
constexpr Return kNotSupported = 3;
constexpr Return kTimeout = 10;
constexpr unsigned kFirstPartition = 100;

FakeNvml g_state;

// Handles are numbers from 1; partitions begin at kFirstPartition.
Device handle(unsigned number)
{
    return reinterpret_cast<Device>(static_cast<std::uintptr_t>(number) + 1);
}

unsigned number(Device device)
{
    return static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(device) - 1);
}

Return state(Device device)
{
    if (static_cast<int>(number(device)) == g_state.lostGpu)
        return nvml::kGpuIsLost;
    return static_cast<int>(number(device)) == g_state.unsupportedGpu ? kNotSupported
                                                                      : nvml::kSuccess;
}

template <typename Value> Return answer(Device device, Value *out, Value value)
{
    const Return result = state(device);
    if (result == nvml::kSuccess)
        *out = value;
    return result;
}

} // namespace

extern "C" {

FakeNvml *fakeNvml()
{
    return &g_state;
}

Return nvmlInit_v2()
{
    g_state.initialised += g_state.initResult == 0 ? 1 : 0;
    return g_state.initResult;
}

Return nvmlShutdown()
{
    --g_state.initialised;
    return nvml::kSuccess;
}

Return nvmlDeviceGetCount_v2(unsigned *count)
{
    *count = g_state.gpus;
    return nvml::kSuccess;
}

Return nvmlDeviceGetHandleByIndex_v2(unsigned index, Device *device)
{
    *device = handle(index);
    return static_cast<int>(index) == g_state.lostGpu ? nvml::kGpuIsLost : nvml::kSuccess;
}

Return nvmlDeviceGetName(Device device, char *name, unsigned length)
{
    const bool partition = number(device) >= kFirstPartition;
    std::snprintf(name, length, "NVIDIA H100 80GB HBM3%s", partition ? " MIG 1g.10gb" : "");
    return nvml::kSuccess;
}

Return nvmlDeviceGetUUID(Device device, char *uuid, unsigned length)
{
    std::snprintf(uuid, length, "GPU-%u", number(device));
    return nvml::kSuccess;
}

Return nvmlDeviceGetMemoryInfo(Device device, nvml::MemoryInfo *memory)
{
    return answer(device, memory, {80'000, 50'000, 30'000});
}

Return nvmlDeviceGetUtilizationRates(Device device, nvml::Utilization *rates)
{
    return answer(device, rates, {90 + number(device), 40});
}

Return nvmlDeviceGetPowerUsage(Device device, unsigned *milliwatts)
{
    return answer(device, milliwatts, 412'500U + number(device));
}

Return nvmlDeviceGetTemperature(Device device, int sensor, unsigned *celsius)
{
    return sensor == nvml::kTemperatureGpu ? answer(device, celsius, 61U) : kInvalidArgument;
}

Return nvmlDeviceGetClockInfo(Device device, int clock, unsigned *megahertz)
{
    return clock == nvml::kClockSm ? answer(device, megahertz, 1980U) : kInvalidArgument;
}

#ifndef FAKE_NVML_OLD

Return nvmlDeviceGetPciInfo_v3(Device device, nvml::PciInfo *info)
{
    std::memset(info, 0, sizeof *info);
    std::snprintf(info->busId, sizeof info->busId, "00000000:%02X:00.0", 0x18 + number(device));
    return nvml::kSuccess;
}

Return nvmlDeviceGetEnforcedPowerLimit(Device device, unsigned *milliwatts)
{
    return answer(device, milliwatts, 700'000U);
}

Return nvmlDeviceGetPcieThroughput(Device device, int direction, unsigned *kilobytes)
{
    return answer(device, kilobytes, direction == nvml::kPcieTransmit ? 1500U : 2500U);
}

Return nvmlDeviceGetTotalEnergyConsumption(Device device, unsigned long long *millijoules)
{
    return answer(device, millijoules, 123'456'789'000ULL);
}

Return nvmlDeviceGetTotalEccErrors(Device device, int type, int counter, unsigned long long *errors)
{
    if (counter != nvml::kEccVolatile)
        return kInvalidArgument;
    return answer(device, errors, type == nvml::kEccCorrected ? 7ULL : 1ULL);
}

// Of GPU 0 the power cap, of the others heat.
Return nvmlDeviceGetCurrentClocksThrottleReasons(Device device, unsigned long long *reasons)
{
    return answer(device, reasons, number(device) == 0 ? 0x4ULL : 0x20ULL);
}

Return nvmlDeviceGetMigMode(Device device, unsigned *current, unsigned *pending)
{
    *pending = 0;
    return answer(device, current, g_state.mig ? 1U : 0U);
}

Return nvmlDeviceGetMaxMigDeviceCount(Device device, unsigned *count)
{
    return answer(device, count, 7U);
}

// Two of the seven possible partitions are there.
Return nvmlDeviceGetMigDeviceHandleByIndex(Device /*device*/, unsigned index, Device *partition)
{
    constexpr Return kNotFound = 6;
    *partition = handle(kFirstPartition + index);
    return index < 2 ? nvml::kSuccess : kNotFound;
}

Return nvmlEventSetCreate(nvml::EventSet *set)
{
    *set = reinterpret_cast<nvml::EventSet>(&g_state);
    return nvml::kSuccess;
}

Return nvmlEventSetFree(nvml::EventSet /*set*/)
{
    return nvml::kSuccess;
}

Return nvmlDeviceRegisterEvents(Device device, unsigned long long /*types*/, nvml::EventSet /*set*/)
{
    return state(device);
}

Return nvmlEventSetWait_v2(nvml::EventSet /*set*/, nvml::EventData *data, unsigned /*milliseconds*/)
{
    if (g_state.events.empty())
        return kTimeout;
    const FakeNvml::Xid event = g_state.events.front();
    g_state.events.erase(g_state.events.begin());
    *data = {handle(event.gpu), event.type, event.data, 0, 0};
    return nvml::kSuccess;
}

#endif

} // extern "C"
