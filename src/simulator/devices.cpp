// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/devices.h"

#include "core/metric.h"
#include "simulator/rng.h"
#include "simulator/rounding.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace pilothouse::simulator {

namespace {

constexpr std::size_t kMetrics = static_cast<std::size_t>(Metric::CpuUser);
constexpr double kMiB = 1024.0 * 1024.0;
constexpr double kPowerSeconds = 1.2;
constexpr double kTemperatureSeconds = 28;
constexpr double kMemorySeconds = 45;
constexpr double kRackSeconds = 60;
// AcmeTrace's A100 go from 29 degrees at 60 W to about 62 at 400 W, their memory from 46 to 66.
constexpr float kDegreesAtLimit = 42;
constexpr float kMemoryDegreesIdle = 19;
constexpr float kMemoryDegreesAtLimit = 24;
constexpr float kInletLow = 20;
constexpr float kInletHigh = 26;
constexpr float kThrottleRelease = 6; // degrees below the threshold
constexpr float kThrottledClock = 0.62F;

float lag(double seconds, double constant)
{
    return static_cast<float>(1 - std::exp(-seconds / constant));
}

// Four independent values in -1 to 1 out of one hash.
float noise(std::uint64_t hash, unsigned which)
{
    return static_cast<float>(static_cast<std::int16_t>(hash >> (16U * which))) * (1.0F / 32768.0F);
}

std::size_t column(Metric metric)
{
    return static_cast<std::size_t>(metric);
}

} // namespace

struct Devices::Activity {
    float utilization = 0;
    float tensor = 0;
    float memoryActive = 0;
    float memoryFraction = 0;
    float link = 0;
    float pcie = 0;
    float clockFactor = 1;
    std::uint64_t hash = 0;
};

Devices::Devices(const Topology &topology, std::uint64_t seed)
    : m_topology(topology)
    , m_seed(mix(seed, 0xdeU))
    , m_columns(kVendors)
{
    for (std::size_t vendor = 0; vendor < kVendors; ++vendor) {
        for (const std::string &name : layoutOf(static_cast<Vendor>(vendor)).acceleratorMetrics)
            m_columns[vendor].push_back(static_cast<std::uint8_t>(column(*findMetric(name))));
    }
    const std::size_t count = topology.nodes.size() * topology.acceleratorsPerNode;
    m_power.resize(count);
    m_temperature.resize(count);
    m_memoryTemperature.resize(count);
    m_offset.resize(count);
    m_hotter.resize(count);
    m_energy.resize(count);
    m_corrected.resize(count);
    m_uncorrected.resize(count);
    m_faultCode.resize(count);
    m_lost.resize(count);
    m_linkDown.resize(count);
    m_throttled.resize(count);
    for (std::size_t rack = 0; rack < topology.racks.size(); ++rack)
        m_ambient.push_back(
            kInletLow + (kInletHigh - kInletLow) * static_cast<float>(unit(mix(m_seed, rack))));
    m_rackHeat.resize(topology.racks.size());
    m_rackTarget.resize(topology.racks.size());
    for (std::size_t i = 0; i < count; ++i) {
        Random random(mix(m_seed, 0xacc0000U + i));
        const Kind &kind =
            topology.kindOf(static_cast<NodeIndex>(i / topology.acceleratorsPerNode));
        m_offset[i] = static_cast<float>(random.uniform(-1, 1));
        m_energy[i] = random.uniform(20, 150) * 86'400 * 0.55 * kind.powerLimit;
        m_corrected[i] = random.chance(0.08) ? static_cast<std::uint32_t>(random.below(400)) : 0;
    }
}

void Devices::setLinkDown(std::size_t accelerator, bool down)
{
    if (linkIsDown(accelerator) == down)
        return;
    m_linkDown[accelerator] = down;
    if (down)
        ++m_linksDown;
    else
        --m_linksDown;
}

void Devices::begin(const DeviceTick &tick)
{
    m_tick = tick;
    m_noise = mix(m_seed, static_cast<std::uint64_t>(tick.now));
    m_powerLag = lag(tick.seconds, kPowerSeconds);
    m_temperatureLag = lag(tick.seconds, kTemperatureSeconds);
    m_memoryLag = lag(tick.seconds, kMemorySeconds);
    const float rackLag = lag(tick.seconds, kRackSeconds);
    for (std::size_t rack = 0; rack < m_rackHeat.size(); ++rack)
        m_rackHeat[rack] += rackLag * (m_rackTarget[rack] - m_rackHeat[rack]);
}

Devices::Activity Devices::activityOf(std::size_t accelerator) const
{
    Activity activity;
    activity.hash = mix(m_noise ^ (accelerator * 0x9e3779b97f4a7c15U));
    activity.clockFactor = m_throttled[accelerator] != 0 ? kThrottledClock : 1.0F;
    const std::int32_t slot = m_tick.slots[accelerator];
    if (slot < 0)
        return activity;
    const Phase &phase = m_tick.phases[static_cast<std::size_t>(slot)];
    const bool slow = phase.straggler == accelerator;
    const float speed = activity.clockFactor * (slow ? 0.55F : phase.stragglerFactor);
    const float own = 1 + phase.spread * m_offset[accelerator];
    const auto varied = [&](float level, unsigned which) {
        return std::clamp(level * own * (1 + 0.02F * noise(activity.hash, which)), 0.0F, 1.0F);
    };
    activity.utilization = varied(phase.utilization, 0);
    activity.tensor = varied(phase.tensor * speed, 1);
    activity.memoryActive = varied(phase.memoryActive * speed, 2);
    activity.memoryFraction =
        std::min(0.99F, phase.memoryFraction * (1 + 0.004F * m_offset[accelerator]));
    activity.link = varied(phase.link, 3) * (m_linkDown[accelerator] != 0 ? 0.25F : 1.0F);
    activity.pcie = varied(phase.pcie, 2);
    return activity;
}

void Devices::throttle(std::size_t accelerator, const Kind &kind, NodeIndex node,
                       std::uint32_t index)
{
    const float limit =
        kind.throttleTemperature - (m_throttled[accelerator] != 0 ? kThrottleRelease : 0.0F);
    const bool throttled = m_temperature[accelerator] >= limit;
    if (throttled != (m_throttled[accelerator] != 0)) {
        m_throttled[accelerator] = throttled;
        m_throttleChanges.push_back({node, index, throttled});
    }
}

NodeLoad Devices::advance(NodeIndex node, double *columns)
{
    const Kind &kind = m_topology.kindOf(node);
    const std::uint32_t count = m_topology.acceleratorsPerNode;
    const auto &metrics = m_columns[static_cast<std::size_t>(kind.vendor)];
    const float air = ambient(m_topology.nodes[node].rack);
    NodeLoad load;
    std::array<double, kMetrics> values{};
    for (std::uint32_t index = 0; index < count; ++index) {
        const std::size_t i = std::size_t{node} * count + index;
        throttle(i, kind, node, index);
        const Activity activity = activityOf(i);
        const float busy =
            0.30F * activity.utilization + 0.95F * activity.tensor + 0.12F * activity.memoryActive;
        const float cap = m_throttled[i] != 0 ? 0.6F : 1.01F;
        const float wanted = m_lost[i] != 0 ? 0.0F
                                            : kind.idlePower * (1 + 0.08F * m_offset[i])
                + (kind.powerLimit - kind.idlePower) * std::min(cap, busy)
                    * (1 + 0.012F * noise(activity.hash, 0));
        m_power[i] += m_powerLag * (wanted - m_power[i]);
        const float share = m_power[i] / kind.powerLimit;
        const float aim = air + 2.5F * m_offset[i] + m_hotter[i] + kDegreesAtLimit * share;
        m_temperature[i] += m_temperatureLag * (aim - m_temperature[i]);
        const float memoryAim = air + 1.5F * m_offset[i] + m_hotter[i] + kMemoryDegreesIdle
            + kMemoryDegreesAtLimit * 0.5F * (share + activity.memoryActive);
        m_memoryTemperature[i] += m_memoryLag * (memoryAim - m_memoryTemperature[i]);
        m_energy[i] += static_cast<double>(m_power[i]) * m_tick.seconds;

        load.utilization += activity.utilization;
        load.pcie += activity.pcie;
        load.memoryFraction += activity.memoryFraction;
        load.power += m_power[i];
        if (const std::int32_t slot = m_tick.slots[i]; slot >= 0) {
            const Phase &phase = m_tick.phases[static_cast<std::size_t>(slot)];
            load.cpu += phase.cpu;
            load.network += phase.network;
            load.diskRead += phase.diskRead;
            load.diskWrite += phase.diskWrite;
        }
        write(i, kind, activity, values.data());
        for (std::size_t metric = 0; metric < metrics.size(); ++metric)
            columns[metric * count + index] = values[metrics[metric]];
    }
    load.utilization /= static_cast<float>(count);
    load.memoryFraction /= static_cast<float>(count);
    return load;
}

void Devices::write(std::size_t i, const Kind &kind, const Activity &activity, double *values) const
{
    const auto put = [values](Metric metric, double value) { values[column(metric)] = value; };
    if (m_lost[i] != 0) { // nothing answers any more but the driver's own notes
        std::fill_n(values, kMetrics, std::numeric_limits<double>::quiet_NaN());
        put(Metric::FaultCode, static_cast<double>(m_faultCode[i]));
        put(Metric::Health, 0);
        return;
    }
    const bool inUse = activity.memoryFraction > 0;
    const float share = m_power[i] / kind.powerLimit;
    const float capSteps =
        share > 0.9F ? std::floor((share - 0.9F) * 60 + 1.5F + noise(activity.hash, 1)) : 0.0F;
    const double clock = inUse
        ? std::floor(kind.clock * activity.clockFactor / kind.clockStep) * kind.clockStep
            - static_cast<double>(capSteps) * kind.clockStep
        : kind.idleClock;
    const double driverMiB = 480 + 8 * std::floor(10 + 10 * static_cast<double>(m_offset[i]));
    put(Metric::Utilization, rounded<100>(activity.utilization));
    put(Metric::TensorActive, rounded<1000>(activity.tensor));
    put(Metric::MemoryActive, rounded<1000>(activity.memoryActive));
    put(Metric::MemoryUsed,
        kMiB
            * (driverMiB
               + std::floor(activity.memoryFraction * 0.985 * static_cast<double>(kind.memoryBytes)
                            / kMiB)));
    put(Metric::Power, rounded<10>(m_power[i]));
    put(Metric::Temperature, rounded<1>(m_temperature[i]));
    put(Metric::MemoryTemperature, rounded<1>(m_memoryTemperature[i]));
    put(Metric::Clock, clock);
    put(Metric::LinkTransmit, coarse(activity.link * kind.linkRate, 1e6));
    put(Metric::LinkReceive,
        coarse(activity.link * kind.linkRate * (1 + 0.01F * noise(activity.hash, 0)), 1e6));
    put(Metric::PcieTransmit, coarse(activity.pcie * kind.pcieRate * 0.7F, 1e5));
    put(Metric::PcieReceive,
        coarse(activity.pcie * kind.pcieRate * (1 + 0.05F * noise(activity.hash, 3)), 1e5));
    put(Metric::Energy, rounded<1000>(m_energy[i]));
    put(Metric::EccCorrected, m_corrected[i]);
    put(Metric::EccUncorrected, m_uncorrected[i]);
    put(Metric::FaultCode, static_cast<double>(m_faultCode[i]));
    put(Metric::Throttle, m_throttled[i]);
    put(Metric::Health, 1);
}

void Devices::settle(NodeIndex node)
{
    std::vector<double> columns(kMetrics * m_topology.acceleratorsPerNode);
    const auto lags = std::tuple(m_powerLag, m_temperatureLag, m_memoryLag);
    m_powerLag = m_temperatureLag = m_memoryLag = 1;
    advance(node, columns.data());
    std::tie(m_powerLag, m_temperatureLag, m_memoryLag) = lags;
}

std::vector<Devices::Throttled> Devices::takeThrottled()
{
    return std::exchange(m_throttleChanges, {});
}

} // namespace pilothouse::simulator
