// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/audit/auditlog.h"
#include "placement/scheduler.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace pilothouse {

// An engine of which every action is audited: its intent is on the disk before the engine is
// called, its result before the reply is handed on. What cannot be audited is not done and answered
// with ErrorCode::Unaudited. Engines exist in a console only inside one of these.
//
// Replies come on a thread of its own, which also waits for the disk. The log must outlive it.
class AuditedScheduler final : public Scheduler {
public:
    AuditedScheduler(std::unique_ptr<Scheduler> engine, AuditLog &log);
    ~AuditedScheduler() override; // what was not sent yet is answered with Cancelled
    AuditedScheduler(const AuditedScheduler &) = delete;
    AuditedScheduler &operator=(const AuditedScheduler &) = delete;

    [[nodiscard]] EngineStatus status() const override { return m_engine->status(); }
    [[nodiscard]] JobBookPtr book() const override { return m_engine->book(); }
    [[nodiscard]] Capability capability(ActionKind kind) const override
    {
        return m_engine->capability(kind);
    }
    void act(const Action &action, std::function<void(Result<ActionReply>)> reply) override;
    void retryNow() override { m_engine->retryNow(); }

private:
    using Reply = std::function<void(Result<ActionReply>)>;
    struct Task {
        Action action;
        AuditRecord intent; // of an answer
        std::optional<Result<ActionReply>> answer; // none: still to be sent
        Reply reply;
    };

    void push(Task task);
    void work(const std::stop_token &stop);
    void drain();
    void send(Task task);
    void conclude(Task task);

    std::unique_ptr<Scheduler> m_engine;
    AuditLog &m_log;
    const std::string m_osUser;
    const std::string m_host;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::deque<Task> m_tasks; // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace pilothouse
