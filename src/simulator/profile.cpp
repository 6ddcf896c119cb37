// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/profile.h"

#include "simulator/rng.h"

#include <algorithm>
#include <cmath>

namespace pilothouse::simulator {

namespace {

struct Levels {
    float tensorLow, tensorHigh;
    float memoryLow, memoryHigh;
    float computeLow, computeHigh;
};

// Tensor activity lies between the median (14 %) and the 99th percentile (50 %) that AcmeTrace
// shows for A100 clusters, higher for large language models.
Levels levelsFor(std::string_view name)
{
    const auto has = [name](std::string_view part) {
        return name.find(part) != std::string_view::npos;
    };
    if (has("llm") || has("moe") || has("vlm") || has("vla") || has("pretrain"))
        return {0.46F, 0.68F, 0.78F, 0.95F, 0.74F, 0.88F};
    if (has("bert") || has("vit") || has("diffusion") || has("dialog") || has("occ")
        || has("planner"))
        return {0.34F, 0.54F, 0.60F, 0.90F, 0.70F, 0.86F};
    if (has("-rl") || has("ppo") || has("gnn") || has("dlrm") || has("forecast") || has("grasp"))
        return {0.10F, 0.24F, 0.30F, 0.70F, 0.50F, 0.72F};
    return {0.24F, 0.44F, 0.45F, 0.88F, 0.66F, 0.84F};
}

Micros span(double seconds, double speed)
{
    return static_cast<Micros>(seconds / speed * static_cast<double>(kSecond));
}

void shapeTraining(Profile &profile, const ProfileInput &input, Random &random)
{
    const Levels levels = levelsFor(input.name);
    const bool gang = input.accelerators > 1;
    const auto between = [&random](float low, float high) {
        return static_cast<float>(random.uniform(low, high));
    };
    profile.utilization = between(0.94F, 1.0F);
    profile.tensor = between(levels.tensorLow, levels.tensorHigh);
    if (input.framework == "TensorFlow" || input.framework == "PaddlePaddle")
        profile.tensor *= 0.85F;
    profile.memoryActive = profile.tensor * between(0.6F, 0.9F);
    profile.memoryFraction = between(levels.memoryLow, levels.memoryHigh);
    profile.iteration = static_cast<float>(0.5 * std::pow(30.0, random.uniform()));
    profile.computeShare = gang ? between(levels.computeLow, levels.computeHigh) : 0.97F;
    profile.linkShare = gang ? between(0.35F, 0.75F) : 0.0F;
    profile.stallShare = random.chance(0.2) ? between(0.08F, 0.3F) : between(0.0F, 0.03F);
    profile.straggler = input.accelerators >= 8 && random.chance(0.08);
    profile.checkpointEvery = span(random.uniform(600, 3'600), input.speed);
    profile.checkpointSpan = span(random.uniform(12, 50), input.speed);
    if (random.chance(0.5)) {
        profile.evaluateEvery = span(random.uniform(900, 5'400), input.speed);
        profile.evaluateSpan = span(random.uniform(30, 150), input.speed);
    }
    if (random.chance(0.07)) // a hung or forgotten job
        profile.idleFrom =
            static_cast<Micros>(static_cast<double>(input.work) * random.uniform(0.02, 0.6))
            + profile.ramp;
}

void shapeServing(Profile &profile, Random &random)
{
    profile.utilization = static_cast<float>(random.uniform(0.35, 0.9));
    profile.tensor = profile.utilization * static_cast<float>(random.uniform(0.25, 0.55));
    profile.memoryActive = profile.utilization * static_cast<float>(random.uniform(0.4, 0.7));
    profile.memoryFraction = static_cast<float>(random.uniform(0.35, 0.92));
}

void shapeDevelopment(Profile &profile, const ProfileInput &input, Random &random)
{
    profile.utilization = static_cast<float>(random.uniform(0.2, 0.85));
    profile.tensor = profile.utilization * static_cast<float>(random.uniform(0.1, 0.4));
    profile.memoryActive = profile.tensor;
    profile.memoryFraction = static_cast<float>(random.uniform(0.05, 0.6));
    if (random.chance(0.25))
        profile.idleFrom =
            static_cast<Micros>(static_cast<double>(input.work) * random.uniform(0.1, 0.8));
}

// Noise in -1 to 1 that goes smoothly from one value to the next.
float drift(std::uint64_t seed, double time, double period)
{
    const double at = time / period;
    const double whole = std::floor(at);
    const auto index = static_cast<std::uint64_t>(static_cast<std::int64_t>(whole));
    const double a = unit(mix(seed, index));
    const double b = unit(mix(seed, index + 1));
    return static_cast<float>(2 * (a + (b - a) * (at - whole)) - 1);
}

bool happens(std::uint64_t seed, double time, double period, double share)
{
    return unit(mix(seed, static_cast<std::uint64_t>(time / period))) < share;
}

// The part of the window that ends at time which falls into the first share of each period.
float shareOfWindow(double time, double window, double period, double share)
{
    const auto covered = [period, share](double t) {
        const double whole = std::floor(t / period);
        return whole * share * period + std::min(t - whole * period, share * period);
    };
    return static_cast<float>((covered(time) - covered(time - window)) / window);
}

void training(Phase &phase, const Profile &profile, double time, const PhaseInput &input)
{
    if (happens(profile.seed ^ 0x57a11U, time, 6, profile.stallShare)) {
        phase.utilization = 0.12F;
        phase.tensor = 0.02F;
        phase.memoryActive = 0.04F;
        phase.cpu = 0.07F;
        phase.diskRead = 180e6F;
        return;
    }
    const float compute =
        shareOfWindow(time, input.window, profile.iteration, profile.computeShare);
    const float level =
        1 + 0.05F * drift(profile.seed, time, 40) + 0.03F * drift(profile.seed ^ 1U, time, 3);
    phase.utilization = profile.utilization; // communication keeps the device busy, too
    phase.tensor = profile.tensor * compute * level;
    phase.memoryActive = profile.memoryActive * (compute + 0.35F * (1 - compute)) * level;
    phase.link = profile.linkShare * (1 - compute) * level;
    phase.pcie = 0.02F + (input.manyNodes ? 0.3F * (1 - compute) : 0.0F);
    phase.network = input.manyNodes ? 18e9F * (1 - compute) * profile.linkShare : 0.0F;
    phase.cpu = 0.022F;
    phase.diskRead = 25e6F;
}

void serving(Phase &phase, const Profile &profile, double time, const PhaseInput &input)
{
    const auto load = static_cast<float>(input.servingLoad)
        * (1 + 0.25F * drift(profile.seed, time, 20))
        * (1 + 0.2F * drift(profile.seed ^ 1U, time, 1.5));
    const float level = std::clamp(load, 0.0F, 1.1F);
    phase.utilization = profile.utilization * level;
    phase.tensor = profile.tensor * level;
    phase.memoryActive = profile.memoryActive * level;
    phase.pcie = 0.03F * level;
    phase.network = 12e6F * level;
    phase.cpu = 0.004F + 0.02F * level;
}

void developing(Phase &phase, const Profile &profile, double time)
{
    if (!happens(profile.seed, time, 75, 0.3))
        return;
    const float level = 1 + 0.2F * drift(profile.seed ^ 1U, time, 4);
    phase.utilization = profile.utilization * level;
    phase.tensor = profile.tensor * level;
    phase.memoryActive = profile.memoryActive * level;
    phase.pcie = 0.02F;
    phase.cpu = 0.03F;
}

Phase loading(const Profile &profile, Micros sinceStart)
{
    const auto part = static_cast<float>(sinceStart) / static_cast<float>(profile.ramp);
    Phase phase;
    phase.memoryFraction = profile.memoryFraction * part;
    phase.utilization = 0.06F;
    phase.pcie = 0.18F;
    phase.cpu = 0.05F;
    phase.diskRead = 600e6F;
    return phase;
}

} // namespace

Profile makeProfile(const ProfileInput &input)
{
    Random random(mix(input.seed, 0x9f0f11eU));
    Profile profile;
    profile.use = input.use;
    profile.seed = random.next();
    // a job that lives seconds does not load for minutes
    const double seconds =
        static_cast<double>(input.work) / static_cast<double>(kSecond) * input.speed;
    profile.ramp = span(std::min(random.uniform(15, 120) + input.accelerators * 0.8, 0.3 * seconds),
                        input.speed);
    switch (input.use) {
    case PoolUse::Training:
        shapeTraining(profile, input, random);
        break;
    case PoolUse::Serving:
        shapeServing(profile, random);
        break;
    case PoolUse::Development:
        shapeDevelopment(profile, input, random);
        break;
    }
    return profile;
}

Stage stageAt(const Profile &profile, Micros sinceStart)
{
    const auto within = [sinceStart](Micros every, Micros length) {
        return every > 0 && sinceStart >= every && sinceStart % every < length;
    };
    if (sinceStart < profile.ramp)
        return Stage::Loading;
    if (profile.idleFrom > 0 && sinceStart >= profile.idleFrom)
        return Stage::Idle;
    if (within(profile.checkpointEvery, profile.checkpointSpan))
        return Stage::Checkpointing;
    if (within(profile.evaluateEvery, profile.evaluateSpan))
        return Stage::Evaluating;
    return Stage::Working;
}

Phase phaseAt(const Profile &profile, const PhaseInput &input)
{
    const Micros sinceStart = std::max<Micros>(0, input.now - input.started);
    const Stage stage = stageAt(profile, sinceStart);
    if (stage == Stage::Loading)
        return loading(profile, sinceStart);
    Phase phase;
    phase.memoryFraction = profile.memoryFraction;
    phase.spread = 0.03F;
    if (stage == Stage::Idle)
        return phase;
    if (stage == Stage::Checkpointing) {
        phase.utilization = 0.05F;
        phase.pcie = 0.35F;
        phase.cpu = 0.03F;
        phase.diskWrite = 450e6F;
        return phase;
    }
    const double time = static_cast<double>(sinceStart) / static_cast<double>(kSecond);
    switch (profile.use) {
    case PoolUse::Training:
        training(phase, profile, time, input);
        break;
    case PoolUse::Serving:
        serving(phase, profile, time, input);
        break;
    case PoolUse::Development:
        developing(phase, profile, time);
        break;
    }
    if (stage == Stage::Evaluating) {
        phase.tensor *= 0.4F;
        phase.utilization *= 0.7F;
        phase.link = 0;
    }
    return phase;
}

} // namespace pilothouse::simulator
