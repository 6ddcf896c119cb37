// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/devices.h"

#include <vector>

namespace pilothouse::simulator {

// The host's side of each node: processors, memory, network, disks. Follows what its accelerators
// do.
class Hosts {
public:
    Hosts(const Topology &topology, std::uint64_t seed, Micros start);

    void begin(Micros now, double seconds);
    // Advances one node and writes its host metrics in catalogue order.
    void advance(NodeIndex node, const NodeLoad &load, float ambient, double *values);

private:
    struct State {
        double booted = 0; // seconds since 1970
        double filesystemUsed = 0;
        float memory = 0; // used, of all
        float load1 = 0;
        float load5 = 0;
        float load15 = 0;
        float temperature = 0; // above the air
    };

    const Topology &m_topology;
    const std::uint64_t m_seed;
    Micros m_now = 0;
    double m_seconds = 0;
    float m_lag1 = 0;
    float m_lag5 = 0;
    float m_lag15 = 0;
    float m_memoryLag = 0;
    std::uint64_t m_noise = 0;
    std::vector<State> m_states;
};

} // namespace pilothouse::simulator
