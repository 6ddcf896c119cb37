// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/hosts.h"

#include "core/metric.h"
#include "simulator/rng.h"
#include "simulator/rounding.h"

#include <algorithm>
#include <cmath>

namespace pilothouse::simulator {

namespace {

constexpr double kFilesystemBytes = 3.84e12;
constexpr double kPage = 4096;
constexpr float kSupplyEfficiency = 0.94F; // of the node's power supplies

float lag(double seconds, double constant)
{
    return static_cast<float>(1 - std::exp(-seconds / constant));
}

} // namespace

Hosts::Hosts(const Topology &topology, std::uint64_t seed, Micros start)
    : m_topology(topology)
    , m_seed(mix(seed, 0x4057U))
{
    for (NodeIndex node = 0; node < topology.nodes.size(); ++node) {
        Random random(mix(m_seed, node));
        State state;
        state.booted =
            std::floor(static_cast<double>(start) / kSecond - random.uniform(2, 120) * 86'400);
        state.filesystemUsed = kFilesystemBytes * random.uniform(0.12, 0.7);
        state.memory = static_cast<float>(random.uniform(0.03, 0.2));
        m_states.push_back(state);
    }
}

void Hosts::begin(Micros now, double seconds)
{
    m_now = now;
    m_seconds = seconds;
    m_noise = mix(m_seed, static_cast<std::uint64_t>(now));
    m_lag1 = lag(seconds, 60);
    m_lag5 = lag(seconds, 300);
    m_lag15 = lag(seconds, 900);
    m_memoryLag = lag(seconds, 40);
}

void Hosts::advance(NodeIndex node, const NodeLoad &load, float ambient, double *values)
{
    const Kind &kind = m_topology.kindOf(node);
    State &state = m_states[node];
    const std::uint64_t hash = mix(m_noise ^ node);
    const double wiggle = unit(hash); // 0 to 1
    const double other = unit(hash << 32U | hash >> 32U);

    // Processor modes in parts of 10,000; idle is what remains, so that they add up to one.
    const double busy = std::min(0.92, 0.006 + load.cpu * (0.92 + 0.16 * wiggle));
    const double waits = std::min(0.05, (load.diskWrite + load.diskRead) * 4e-12 + 0.0002 * other);
    const auto parts = [](double share) {
        return static_cast<double>(static_cast<std::int64_t>(share * 10'000 + 0.5));
    };
    const double user = parts(busy * 0.83);
    const double system = parts(busy * 0.15);
    const double softirq = parts(busy * 0.02);
    const double iowait = parts(waits);
    const double idle = 10'000 - user - system - softirq - iowait;

    const auto running = static_cast<float>(busy * kind.hostCpus);
    state.load1 += m_lag1 * (running - state.load1);
    state.load5 += m_lag5 * (running - state.load5);
    state.load15 += m_lag15 * (running - state.load15);
    const float memoryAim = 0.035F + 0.28F * load.memoryFraction + 0.6F * load.cpu;
    state.memory += m_memoryLag * (memoryAim - state.memory);
    const auto memoryBytes = static_cast<double>(kind.hostMemoryBytes);
    const double used = coarse(memoryBytes * (state.memory + 0.0004 * wiggle), kPage);
    state.filesystemUsed =
        std::min(kFilesystemBytes * 0.92, state.filesystemUsed + m_seconds * 900 * other);
    state.temperature += m_lag1 * (18 + 26 * static_cast<float>(busy) - state.temperature);

    const double received =
        load.network * (0.97 + 0.06 * wiggle) + load.diskRead + 24e3 + 9e3 * other;
    const double sent = load.network * (0.97 + 0.06 * other) + load.diskWrite + 20e3 + 8e3 * wiggle;
    double *out = values;
    *out++ = user / 10'000;
    *out++ = 0; // nice
    *out++ = system / 10'000;
    *out++ = idle / 10'000;
    *out++ = iowait / 10'000;
    *out++ = 0; // irq
    *out++ = softirq / 10'000;
    *out++ = 0; // steal
    *out++ = rounded<100>(state.load1);
    *out++ = rounded<100>(state.load5);
    *out++ = rounded<100>(state.load15);
    *out++ = used;
    *out++ = memoryBytes - used;
    *out++ = rounded<10'000>(std::max(0.0, busy - 0.5) * 0.3);
    *out++ = rounded<10'000>(std::max(0.0F, state.memory - 0.8F) * 0.2F);
    *out++ = rounded<10'000>(waits * 1.4);
    *out++ = coarse(received, 1);
    *out++ = coarse(sent, 1);
    *out++ = coarse(load.diskRead * 0.1 + 30e3 * wiggle, 4096);
    *out++ = coarse(load.diskWrite * 0.3 + 180e3 * other, 4096);
    *out++ = coarse(state.filesystemUsed, 65'536);
    *out++ = kFilesystemBytes;
    *out++ = rounded<1>(ambient + state.temperature);
    *out++ = std::floor(static_cast<double>(m_now) / kSecond - state.booted);
    *out++ =
        rounded<1>((kind.hostBasePower * (0.82 + 0.3 * busy) + load.power) / kSupplyEfficiency);
}

static_assert(kMetricCount - static_cast<std::size_t>(Metric::CpuUser) == 25,
              "advance writes each host metric");

} // namespace pilothouse::simulator
