// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "simulator/devices.h"
#include "simulator/engine.h"
#include "simulator/rng.h"

#include <functional>
#include <queue>
#include <vector>

namespace pilothouse::simulator {

// What breaks in a center, and gets repaired: accelerator faults, memory errors, links, cooling,
// whole nodes. A center of 128 nodes has one every few minutes; a larger one in proportion.
class Faults {
public:
    Faults(const Topology &topology, std::uint64_t seed, double speed, Micros start);

    [[nodiscard]] Micros next() const;
    // Does what is due at the engine's time and notes its events.
    void run(Engine &engine, Devices &devices, std::vector<Event> &events);
    // Some nodes are in maintenance from the start.
    void drainSome(Engine &engine);
    [[nodiscard]] bool nodeIsLost(NodeIndex node) const { return m_nodeLost[node]; }

private:
    struct Repair {
        Micros time = 0;
        std::uint64_t order = 0;
        std::function<void(Engine &, Devices &, std::vector<Event> &)> act;

        bool operator>(const Repair &other) const
        {
            return std::tie(time, order) > std::tie(other.time, other.order);
        }
    };
    struct Target {
        NodeIndex node = 0;
        std::uint32_t accelerator = 0;
        std::size_t device = 0; // counted over the center
    };

    void breakSomething(Engine &engine, Devices &devices, std::vector<Event> &events);
    void acceleratorFault(Engine &engine, Devices &devices, std::vector<Event> &events);
    void fatalFault(const Target &target, const FaultCode &fault, Engine &engine, Devices &devices);
    void linkDown(Devices &devices, std::vector<Event> &events, Micros now);
    void hotRack(Devices &devices, Micros now);
    void badCooling(Devices &devices, Micros now);
    void loseNode(Engine &engine, std::vector<Event> &events);
    void maintain(Engine &engine);
    void later(Micros now, double lowSeconds, double highSeconds,
               std::function<void(Engine &, Devices &, std::vector<Event> &)> act);
    [[nodiscard]] Target anyTarget();
    void scheduleNext(Micros now);

    const Topology &m_topology;
    const double m_speed;
    Random m_random;
    const Micros m_meanGap;
    Micros m_nextFault = 0;
    std::uint64_t m_order = 0;
    std::vector<bool> m_nodeLost;
    std::priority_queue<Repair, std::vector<Repair>, std::greater<>> m_repairs;
};

} // namespace pilothouse::simulator
