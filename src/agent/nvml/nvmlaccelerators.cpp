// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/nvml/nvmlaccelerators.h"

#include "agent/host/collector.h"
#include "agent/nvml/gpuinfo.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pilothouse::agent::nvml {

namespace {

// In the order of the values that read() gives.
constexpr std::array kMetrics{
    Metric::Utilization, Metric::MemoryActive, Metric::MemoryUsed,     Metric::Power,
    Metric::Temperature, Metric::Clock,        Metric::PcieTransmit,   Metric::PcieReceive,
    Metric::Energy,      Metric::EccCorrected, Metric::EccUncorrected, Metric::FaultCode,
    Metric::Throttle,    Metric::Health,
};
constexpr double kPercent = 100;
constexpr double kMilli = 1000;
constexpr double kMega = 1e6;
constexpr int kMaxEventsPerTick = 64;
// XIDs that a faulty program causes on a sound card (docs.nvidia.com/deploy/xid-errors).
constexpr std::array<unsigned long long, 4> kApplicationXids{13, 31, 43, 45};

template <typename Value> double scaled(const std::optional<Value> &value, double factor)
{
    return value ? static_cast<double>(*value) * factor : kMissing;
}

} // namespace

NvmlAccelerators::NvmlAccelerators(const std::string &libraryFile)
{
    auto library = Library::load(libraryFile);
    if (!library)
        return;
    m_library = std::move(*library);
    findDevices();
    registerEvents();
    std::vector<Device> devices;
    for (const State &state : m_states)
        devices.push_back(state.device);
    m_pcie = std::make_unique<PcieMeter>(m_library->api(), std::move(devices));
}

NvmlAccelerators::~NvmlAccelerators()
{
    m_pcie.reset();
    if (m_events != nullptr && m_library->api().eventSetFree != nullptr)
        m_library->api().eventSetFree(m_events);
}

void NvmlAccelerators::findDevices()
{
    const Api &api = m_library->api();
    unsigned count = 0;
    if (api.deviceCount(&count) != kSuccess)
        return;
    count = std::min(count, static_cast<unsigned>(kMaxAcceleratorsPerNode));
    for (unsigned i = 0; i < count; ++i) {
        // One that does not answer keeps its place: indices are what the scheduler speaks of.
        State state;
        AcceleratorInfo info;
        info.vendor = "NVIDIA";
        if (api.deviceByIndex(i, &state.device) == kSuccess)
            info = gpuInfo(api, state.device);
        else
            state.device = nullptr;
        m_infos.push_back(std::move(info));
        m_states.push_back(state);
    }
}

void NvmlAccelerators::registerEvents()
{
    const Api &api = m_library->api();
    if (api.eventSetCreate == nullptr || api.registerEvents == nullptr
        || api.eventSetWait == nullptr || api.eventSetCreate(&m_events) != kSuccess) {
        m_events = nullptr;
        return;
    }
    for (State &state : m_states) {
        if (state.device == nullptr)
            continue;
        state.reportsXids = api.registerEvents(state.device, kEventXid, m_events) == kSuccess;
        api.registerEvents(state.device, kEventDoubleBitEcc, m_events);
    }
}

std::span<const Metric> NvmlAccelerators::metrics() const
{
    return kMetrics;
}

template <typename Value, typename... Parameters, typename... Arguments>
std::optional<Value> NvmlAccelerators::query(std::size_t index,
                                             Return (*function)(Device, Parameters...),
                                             Arguments... arguments)
{
    State &state = m_states[index];
    if (function == nullptr || state.device == nullptr)
        return std::nullopt;
    Value value{};
    const Return code = function(state.device, arguments..., &value);
    state.answers = state.answers || code == kSuccess;
    state.lost = state.lost || code == kGpuIsLost;
    if (code != kSuccess)
        return std::nullopt;
    return value;
}

std::array<double, kMetricsPerGpu> NvmlAccelerators::read(std::size_t index,
                                                          const PcieMeter::Rates &pcie)
{
    using Count = unsigned long long;
    const Api &api = m_library->api();
    State &state = m_states[index];
    state.answers = state.lost = false;
    const auto rates = query<Utilization>(index, api.utilization);
    const auto memory = query<MemoryInfo>(index, api.memoryInfo);
    const auto reasons = query<Count>(index, api.throttleReasons);
    const std::array values{
        rates ? rates->gpu / kPercent : kMissing,
        rates ? rates->memory / kPercent : kMissing,
        memory ? static_cast<double>(memory->used) : kMissing,
        scaled(query<unsigned>(index, api.powerUsage), 1 / kMilli),
        scaled(query<unsigned>(index, api.temperature, kTemperatureGpu), 1),
        scaled(query<unsigned>(index, api.clock, kClockSm), kMega),
        pcie.transmit,
        pcie.receive,
        scaled(query<Count>(index, api.energy), 1 / kMilli),
        scaled(query<Count>(index, api.eccErrors, kEccCorrected, kEccVolatile), 1),
        scaled(query<Count>(index, api.eccErrors, kEccUncorrected, kEccVolatile), 1),
        state.reportsXids ? state.lastXid : kMissing,
        reasons ? static_cast<double>((*reasons & kThrottled) != 0) : kMissing,
        // Last, when all answers are in.
        state.lost          ? 0
            : state.answers ? 1
                            : kMissing,
    };
    static_assert(values.size() == kMetrics.size());
    return values;
}

void NvmlAccelerators::collect(std::span<double> values)
{
    if (m_infos.empty())
        return;
    const auto pcie = m_pcie->rates();
    const std::size_t count = m_states.size();
    for (std::size_t i = 0; i < count; ++i) {
        const auto ofGpu = read(i, pcie[i]);
        for (std::size_t metric = 0; metric < ofGpu.size(); ++metric)
            values[metric * count + i] = ofGpu.at(metric);
    }
}

std::optional<Event> NvmlAccelerators::nextEvent()
{
    EventData data{};
    if (m_library->api().eventSetWait(m_events, &data, 0) != kSuccess)
        return std::nullopt;
    const auto found = std::ranges::find(m_states, data.device, &State::device);
    Event event;
    event.time = nowMicros();
    if (found != m_states.end())
        event.accelerator = static_cast<std::int32_t>(found - m_states.begin());
    if (data.type == kEventDoubleBitEcc) {
        event.kind = EventKind::EccUncorrected;
        event.severity = Severity::Critical;
        return event;
    }
    event.kind = EventKind::AcceleratorFault;
    event.severity = std::ranges::find(kApplicationXids, data.data) != kApplicationXids.end()
        ? Severity::Warning
        : Severity::Critical;
    event.code = static_cast<std::int64_t>(data.data);
    event.detail = "XID " + std::to_string(data.data);
    if (found != m_states.end())
        found->lastXid = static_cast<double>(data.data);
    return event;
}

std::vector<Event> NvmlAccelerators::takeEvents()
{
    std::vector<Event> events;
    if (m_events == nullptr)
        return events;
    for (int i = 0; i < kMaxEventsPerTick; ++i) {
        auto event = nextEvent();
        if (!event)
            break;
        events.push_back(std::move(*event));
    }
    return events;
}

} // namespace pilothouse::agent::nvml
