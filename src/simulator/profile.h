// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"
#include "simulator/topology.h"

#include <cstdint>
#include <string_view>

namespace pilothouse::simulator {

// How one job uses its accelerators. Levels are ratios while it computes; spans that belong to the
// work (checkpoints, evaluation) have --speed in them, those of the physics have not.
struct Profile {
    PoolUse use = PoolUse::Training;
    std::uint64_t seed = 0;
    float utilization = 0;
    float tensor = 0;
    float memoryActive = 0;
    float memoryFraction = 0; // of the accelerator's memory, near constant
    float iteration = 1; // seconds; then computes and communicates in turn
    float computeShare = 1; // of an iteration
    float linkShare = 0; // of the link's rate while it communicates
    float stallShare = 0; // of its time it waits for data
    Micros ramp = 0; // loading after the start
    Micros checkpointEvery = 0; // 0: writes none
    Micros checkpointSpan = 0; // all its accelerators wait
    Micros evaluateEvery = 0; // 0: never
    Micros evaluateSpan = 0;
    Micros idleFrom = 0; // since its start it only holds its accelerators, 0: never
    bool straggler = false; // one of its accelerators is slow
};

struct ProfileInput {
    PoolUse use = PoolUse::Training;
    std::string_view name;
    std::string_view framework;
    std::uint32_t accelerators = 1;
    Micros work = 0;
    double speed = 1;
    std::uint64_t seed = 0; // of the job
};
[[nodiscard]] Profile makeProfile(const ProfileInput &input);

// What a job does right now, as a mean over the window that ends now.
struct Phase {
    float utilization = 0;
    float tensor = 0;
    float memoryActive = 0;
    float memoryFraction = 0;
    float link = 0; // of the link's rate
    float pcie = 0; // of the PCIe rate
    float cpu = 0; // of the host's processors, per accelerator that the job holds there
    float network = 0; // bytes per second and accelerator
    float diskRead = 0; // likewise
    float diskWrite = 0; // likewise
    float spread = 0; // how far its accelerators differ
    float stragglerFactor = 1;
    std::uint32_t straggler = UINT32_MAX; // the slow one, counted over the center
};

struct PhaseInput {
    Micros started = 0;
    Micros now = 0;
    double window = 1; // seconds
    double servingLoad = 1; // 0 to 1, of the time of day
    bool manyNodes = false;
};
[[nodiscard]] Phase phaseAt(const Profile &profile, const PhaseInput &input);

// Is it loading, writing a checkpoint, evaluating, idle? For the phases and their tests.
enum class Stage : std::uint8_t { Loading, Working, Checkpointing, Evaluating, Idle };
[[nodiscard]] Stage stageAt(const Profile &profile, Micros sinceStart);

} // namespace pilothouse::simulator
