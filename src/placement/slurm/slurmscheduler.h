// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"
#include "placement/slurm/connection.h"

#include <chrono>
#include <functional>
#include <memory>

namespace pilothouse {

// A Slurm cluster, through slurmrestd and, where allowed, through Slurm's commands; each reading
// takes what is cheapest, each action REST where its version has a call. One thread reads, and less
// often the longer it takes or the busier the controller is; another acts, one action at a time,
// and reads back what came of it. After a loss the last book stays, with its age.
class SlurmScheduler final : public Scheduler {
public:
    struct Options {
        slurm::Connection connection;
        std::chrono::milliseconds interval{2'000}; // between readings, at best
        int share = 4; // a reading may take one part in so many of the time
        std::chrono::milliseconds callTimeout{8'000}; // of what answers at once
        std::chrono::milliseconds tableTimeout{60'000}; // of a whole table
        std::chrono::milliseconds initialBackoff{500};
        std::chrono::milliseconds maximalBackoff{15'000};
    };

    // changed is called on threads of the scheduler when book or status changed.
    SlurmScheduler(Options options, std::function<void()> changed);
    ~SlurmScheduler() override;

    [[nodiscard]] EngineStatus status() const override;
    [[nodiscard]] JobBookPtr book() const override;
    [[nodiscard]] Capability capability(ActionKind kind) const override;
    void act(const Action &action, std::function<void(Result<ActionReply>)> reply) override;
    void retryNow() override;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace pilothouse
