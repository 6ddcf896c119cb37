// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "core/time.h"
#include "simulator/profile.h"
#include "simulator/topology.h"

#include <cstdint>
#include <span>
#include <vector>

namespace pilothouse::simulator {

// What the accelerators of one node do together, for the host's metrics.
struct NodeLoad {
    float utilization = 0; // mean
    float cpu = 0;
    float network = 0;
    float diskRead = 0;
    float diskWrite = 0;
    float pcie = 0;
    float memoryFraction = 0; // mean
    float power = 0; // watts, sum
};

// One step of the physics.
struct DeviceTick {
    Micros now = 0;
    double seconds = 1; // since the tick before
    std::span<const Phase> phases; // per slot
    std::span<const std::int32_t> slots; // per accelerator, -1: free
};

// All accelerators of the center, a column per quantity. Power and temperature follow the activity
// with a lag of first order; temperature stands above the rack's air in proportion to power.
class Devices {
public:
    Devices(const Topology &topology, std::uint64_t seed);

    void begin(const DeviceTick &tick);
    // Advances the accelerators of one node and writes its frame's columns, metric by metric.
    NodeLoad advance(NodeIndex node, double *columns);
    // As advance, but at once where the lag would lead to, as after a long time.
    void settle(NodeIndex node);

    // Faults. accelerator: counted over the center.
    void setFault(std::size_t accelerator, std::int64_t code) { m_faultCode[accelerator] = code; }
    void setLost(std::size_t accelerator, bool lost) { m_lost[accelerator] = lost; }
    void setLinkDown(std::size_t accelerator, bool down);
    void setCooling(std::size_t accelerator, float degreesAbove)
    {
        m_hotter[accelerator] = degreesAbove;
    }
    void setRackHeat(std::uint32_t rack, float degreesAbove) { m_rackTarget[rack] = degreesAbove; }
    void addCorrected(std::size_t accelerator, std::uint32_t errors)
    {
        m_corrected[accelerator] += errors;
    }
    void addUncorrected(std::size_t accelerator, std::uint32_t errors)
    {
        m_uncorrected[accelerator] += errors;
    }
    [[nodiscard]] bool isLost(std::size_t accelerator) const { return m_lost[accelerator] != 0; }
    [[nodiscard]] bool linkIsDown(std::size_t accelerator) const
    {
        return m_linkDown[accelerator] != 0;
    }
    [[nodiscard]] bool anyLinkDown() const { return m_linksDown > 0; }
    [[nodiscard]] float temperature(std::size_t accelerator) const
    {
        return m_temperature[accelerator];
    }
    [[nodiscard]] float power(std::size_t accelerator) const { return m_power[accelerator]; }
    [[nodiscard]] float ambient(std::uint32_t rack) const
    {
        return m_ambient[rack] + m_rackHeat[rack];
    }

    // Accelerators that began or ended to throttle since the last call.
    struct Throttled {
        NodeIndex node = 0;
        std::uint32_t accelerator = 0;
        bool begins = false;
    };
    [[nodiscard]] std::vector<Throttled> takeThrottled();

private:
    struct Activity;
    [[nodiscard]] Activity activityOf(std::size_t accelerator) const;
    void throttle(std::size_t accelerator, const Kind &kind, NodeIndex node, std::uint32_t index);
    void write(std::size_t accelerator, const Kind &kind, const Activity &activity,
               double *values) const;

    const Topology &m_topology;
    const std::uint64_t m_seed;
    DeviceTick m_tick;
    std::uint64_t m_noise = 0;
    float m_powerLag = 1;
    float m_temperatureLag = 1;
    float m_memoryLag = 1;
    std::vector<std::vector<std::uint8_t>>
        m_columns; // per vendor: accelerator metrics of its layout

    std::vector<float> m_power;
    std::vector<float> m_temperature;
    std::vector<float> m_memoryTemperature;
    std::vector<float> m_offset; // -1 to 1, of this one against its peers
    std::vector<float> m_hotter;
    std::vector<double> m_energy;
    std::vector<std::uint32_t> m_corrected;
    std::vector<std::uint32_t> m_uncorrected;
    std::vector<std::int64_t> m_faultCode;
    std::vector<std::uint8_t> m_lost;
    std::vector<std::uint8_t> m_linkDown;
    std::size_t m_linksDown = 0;
    std::vector<std::uint8_t> m_throttled;
    std::vector<float> m_ambient; // per rack
    std::vector<float> m_rackHeat;
    std::vector<float> m_rackTarget;
    std::vector<Throttled> m_throttleChanges;
};

} // namespace pilothouse::simulator
