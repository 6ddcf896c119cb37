// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/nvml/nvmlapi.h"

#include <dlfcn.h>

namespace pilothouse::agent::nvml {

namespace {

template <typename Function> void resolve(void *library, const char *name, Function &function)
{
    function = reinterpret_cast<Function>(dlsym(library, name));
}

Api resolveAll(void *library)
{
    Api api;
    resolve(library, "nvmlInit_v2", api.init);
    resolve(library, "nvmlShutdown", api.shutdown);
    resolve(library, "nvmlDeviceGetCount_v2", api.deviceCount);
    resolve(library, "nvmlDeviceGetHandleByIndex_v2", api.deviceByIndex);
    resolve(library, "nvmlDeviceGetName", api.name);
    resolve(library, "nvmlDeviceGetUUID", api.uuid);
    resolve(library, "nvmlDeviceGetPciInfo_v3", api.pciInfo);
    resolve(library, "nvmlDeviceGetMemoryInfo", api.memoryInfo);
    resolve(library, "nvmlDeviceGetUtilizationRates", api.utilization);
    resolve(library, "nvmlDeviceGetPowerUsage", api.powerUsage);
    resolve(library, "nvmlDeviceGetEnforcedPowerLimit", api.powerLimit);
    resolve(library, "nvmlDeviceGetTemperature", api.temperature);
    resolve(library, "nvmlDeviceGetClockInfo", api.clock);
    resolve(library, "nvmlDeviceGetPcieThroughput", api.pcieThroughput);
    resolve(library, "nvmlDeviceGetTotalEnergyConsumption", api.energy);
    resolve(library, "nvmlDeviceGetTotalEccErrors", api.eccErrors);
    resolve(library, "nvmlDeviceGetCurrentClocksThrottleReasons", api.throttleReasons);
    resolve(library, "nvmlDeviceGetMigMode", api.migMode);
    resolve(library, "nvmlDeviceGetMaxMigDeviceCount", api.maxMigDevices);
    resolve(library, "nvmlDeviceGetMigDeviceHandleByIndex", api.migDevice);
    resolve(library, "nvmlEventSetCreate", api.eventSetCreate);
    resolve(library, "nvmlEventSetFree", api.eventSetFree);
    resolve(library, "nvmlDeviceRegisterEvents", api.registerEvents);
    resolve(library, "nvmlEventSetWait_v2", api.eventSetWait);
    return api;
}

} // namespace

Library::Library(void *handle)
    : m_handle(handle)
    , m_api(resolveAll(handle))
{
}

Library::~Library()
{
    if (m_initialised)
        m_api.shutdown();
    dlclose(m_handle);
}

Result<std::unique_ptr<Library>> Library::load(const std::string &file)
{
    void *handle = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr)
        return fail(ErrorCode::NotFound, dlerror());
    std::unique_ptr<Library> library(new Library(handle));
    const Api &api = library->m_api;
    if (!api.init || !api.shutdown || !api.deviceCount || !api.deviceByIndex)
        return fail(ErrorCode::IncompatibleVersion, file + " lacks functions that are needed");
    if (const Return code = api.init(); code != kSuccess)
        return fail(ErrorCode::Unavailable,
                    file + " cannot be used, error " + std::to_string(code));
    library->m_initialised = true;
    return library;
}

} // namespace pilothouse::agent::nvml
