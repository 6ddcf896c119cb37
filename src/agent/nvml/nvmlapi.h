// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <memory>
#include <string>

namespace pilothouse::agent::nvml {

// The part of NVIDIA's management library that the agent uses, declared after its reference
// manual (docs.nvidia.com/deploy/nvml-api), so that building needs nothing of NVIDIA's.
using Device = struct OpaqueDevice *;
using EventSet = struct OpaqueEventSet *;
using Return = int;

inline constexpr Return kSuccess = 0;
inline constexpr Return kGpuIsLost = 15;
inline constexpr unsigned kTextBytes = 96;
inline constexpr int kTemperatureGpu = 0;
inline constexpr int kClockSm = 1;
inline constexpr int kPcieTransmit = 0;
inline constexpr int kPcieReceive = 1;
inline constexpr int kEccCorrected = 0;
inline constexpr int kEccUncorrected = 1;
inline constexpr int kEccVolatile = 0; // since the driver was loaded
inline constexpr unsigned long long kEventDoubleBitEcc = 0x2;
inline constexpr unsigned long long kEventXid = 0x8;
// Clocks held down by heat or by the hardware. The power cap is not among them: it is what an
// accelerator at full load runs into.
inline constexpr unsigned long long kThrottled = 0x08 | 0x20 | 0x40 | 0x80;

struct PciInfo {
    char busIdLegacy[16];
    unsigned domain;
    unsigned bus;
    unsigned device;
    unsigned pciDeviceId;
    unsigned pciSubSystemId;
    char busId[32];
};
struct Utilization {
    unsigned gpu; // percent
    unsigned memory;
};
struct MemoryInfo {
    unsigned long long total; // bytes
    unsigned long long free;
    unsigned long long used;
};
struct EventData {
    Device device;
    unsigned long long type;
    unsigned long long data; // of an XID event its number
    unsigned gpuInstance;
    unsigned computeInstance;
};

// The library's functions, loaded at run time. The first four are always there; any of the others
// may be null where the driver is too old to have it. All may be called from any thread.
struct Api {
    Return (*init)() = nullptr;
    Return (*shutdown)() = nullptr;
    Return (*deviceCount)(unsigned *) = nullptr;
    Return (*deviceByIndex)(unsigned, Device *) = nullptr;

    Return (*name)(Device, char *, unsigned) = nullptr;
    Return (*uuid)(Device, char *, unsigned) = nullptr;
    Return (*pciInfo)(Device, PciInfo *) = nullptr;
    Return (*memoryInfo)(Device, MemoryInfo *) = nullptr;
    Return (*utilization)(Device, Utilization *) = nullptr;
    Return (*powerUsage)(Device, unsigned *) = nullptr; // mW
    Return (*powerLimit)(Device, unsigned *) = nullptr; // mW
    Return (*temperature)(Device, int, unsigned *) = nullptr;
    Return (*clock)(Device, int, unsigned *) = nullptr; // MHz
    Return (*pcieThroughput)(Device, int, unsigned *) = nullptr; // KB/s; takes some 20 ms
    Return (*energy)(Device, unsigned long long *) = nullptr; // mJ
    Return (*eccErrors)(Device, int, int, unsigned long long *) = nullptr;
    Return (*throttleReasons)(Device, unsigned long long *) = nullptr;
    Return (*migMode)(Device, unsigned *, unsigned *) = nullptr;
    Return (*maxMigDevices)(Device, unsigned *) = nullptr;
    Return (*migDevice)(Device, unsigned, Device *) = nullptr;
    Return (*eventSetCreate)(EventSet *) = nullptr;
    Return (*eventSetFree)(EventSet) = nullptr;
    Return (*registerEvents)(Device, unsigned long long, EventSet) = nullptr;
    Return (*eventSetWait)(EventSet, EventData *, unsigned) = nullptr;
};

// The loaded and initialised library, until it is destroyed.
class Library {
public:
    // Fails where there is no such library or no driver: a node without accelerators of this make.
    [[nodiscard]] static Result<std::unique_ptr<Library>> load(const std::string &file);
    ~Library();
    Library(const Library &) = delete;
    Library &operator=(const Library &) = delete;

    [[nodiscard]] const Api &api() const { return m_api; }

private:
    explicit Library(void *handle);

    void *m_handle;
    Api m_api;
    bool m_initialised = false;
};

} // namespace pilothouse::agent::nvml
