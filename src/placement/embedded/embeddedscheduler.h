// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace pilothouse {

// The scheduler of the embedded center, over pilothouse.placement.v1. Watches, and after a loss
// backs off and takes the whole state anew; meanwhile the last book stays, with its age.
class EmbeddedScheduler final : public Scheduler {
public:
    struct Options {
        std::string address; // host:port or unix:/path
        std::chrono::milliseconds initialBackoff{500};
        std::chrono::milliseconds maximalBackoff{10'000};
        std::chrono::milliseconds actDeadline{10'000};
    };

    // changed is called on the scheduler's thread when book or status changed, at most every 100
    // ms.
    EmbeddedScheduler(Options options, std::function<void()> changed);
    ~EmbeddedScheduler() override;

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
