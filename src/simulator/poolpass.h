// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/engine.h"
#include "simulator/forecast.h"

#include <optional>
#include <vector>

namespace pilothouse::simulator {

// One scheduling pass over one pool: who starts now, who waits and why.
class PoolPass {
public:
    PoolPass(Engine &engine, std::uint32_t pool);
    void run();

private:
    // What is promised to a job that waits: those accelerators at that time.
    struct Promise {
        Micros time = 0;
        Reserved accelerators;
    };
    // What the pass knows of one kind in the pool. Free room only shrinks during a pass, so a size
    // that did not fit will not fit later, nor will a larger one.
    struct GroupState {
        std::uint32_t group = 0;
        std::vector<Promise> promises;
        std::optional<Forecast> forecast; // beyond the first promise, for estimates
        std::size_t estimates = 0;
        std::uint32_t tooLargeNow = UINT32_MAX; // with every free accelerator
        std::uint32_t tooLargeBeside = UINT32_MAX; // beside the promises
        bool headWaits = false;
    };

    [[nodiscard]] std::string_view heldBack(const SimJob &job) const; // empty: may start
    [[nodiscard]] bool quotaLeaves(const SimJob &job) const;
    [[nodiscard]] std::vector<GroupState *> candidates(const SimJob &job);
    [[nodiscard]] std::optional<Placement> tryPlace(GroupState &state, const SimJob &job);
    void wait(SimJob &job, const std::vector<GroupState *> &states);
    void promise(GroupState &state, SimJob &job);
    void estimate(GroupState &state, SimJob &job);

    Engine &m_engine;
    const std::uint32_t m_pool;
    std::vector<GroupState> m_states;
};

} // namespace pilothouse::simulator
