// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/engine.h"
#include "simulator/rng.h"

#include <string>

namespace pilothouse::simulator {

inline constexpr Micros kTestStart = 1'790'000'000 * kSecond;

inline Options testOptions(std::uint32_t nodes, std::vector<KindShare> kinds = {{"H800", 1}})
{
    Options options;
    options.nodes = nodes;
    options.kinds = std::move(kinds);
    return options;
}

inline SimTenant testTenant(const char *name, std::uint32_t quota = 0)
{
    SimTenant tenant;
    tenant.name = name;
    tenant.quota = quota;
    tenant.scenarios = {"voice"};
    tenant.users = {"li.wei"};
    return tenant;
}

// A live engine over a center of its own.
struct TestEngine {
    explicit TestEngine(const Options &options,
                        std::vector<SimTenant> tenants = {testTenant("lab")})
        : topology(buildTopology(options))
        , engine(topology, std::move(tenants), 1, kTestStart)
    {
        engine.goLive();
        engine.advanceTo(kTestStart + 2 * kSecond);
    }

    JobId add(std::uint32_t accelerators, double seconds, double limitSeconds = 0,
              std::uint32_t tenant = 0)
    {
        JobSpec spec;
        spec.name = "test";
        spec.user = "li.wei";
        spec.tenant = tenant;
        spec.kind = 0;
        spec.accelerators = accelerators;
        spec.work = static_cast<Micros>(seconds * kSecond);
        spec.timeLimit = static_cast<Micros>(limitSeconds * kSecond);
        return engine.add(std::move(spec));
    }

    void run(double seconds)
    {
        engine.advanceTo(engine.now() + static_cast<Micros>(seconds * kSecond));
    }
    const SimJob &job(JobId id) const { return *engine.find(id); }
    JobState state(JobId id) const { return job(id).state; }

    const Topology topology;
    Engine engine;
};

// All that an engine tells, as text: equal text, equal state.
inline std::string fingerprint(const Engine &engine)
{
    std::string text = "revision " + std::to_string(engine.revision()) + "\n";
    for (const auto &[id, job] : engine.jobs()) {
        text += std::to_string(id) + ' ' + job->name + ' ' + job->user + ' ' + job->reason;
        for (const std::int64_t value :
             {std::int64_t{job->tenant}, std::int64_t{job->pool}, std::int64_t{job->accelerators},
              static_cast<std::int64_t>(job->state), job->priority,
              static_cast<std::int64_t>(job->hold), job->submitted, job->started, job->ended,
              job->timeLimit, job->done, job->checkpoint, std::int64_t{job->restarts},
              job->estimatedStart})
            text += ' ' + std::to_string(value);
        for (const Piece &piece : job->allocation)
            text += " @" + std::to_string(piece.node) + ':' + std::to_string(piece.mask);
        for (const NodeIndex node : job->requiredNodes)
            text += " !" + std::to_string(node);
        text += '\n';
    }
    for (NodeIndex node = 0; node < engine.topology().nodes.size(); ++node) {
        text += std::to_string(static_cast<int>(engine.cluster().state(node))) + ' '
            + std::to_string(engine.cluster().freeMask(node)) + ' ' + engine.cluster().reason(node)
            + '\n';
    }
    return text;
}

} // namespace pilothouse::simulator
