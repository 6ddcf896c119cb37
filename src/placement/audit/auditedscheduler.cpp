// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/audit/auditedscheduler.h"

#include "placement/audit/actionwords.h"

#include <array>
#include <pwd.h>
#include <unistd.h>
#include <utility>

namespace pilothouse {

namespace {

std::string userOfThisProcess()
{
    std::array<char, 16'384> buffer{};
    passwd entry{};
    passwd *found = nullptr;
    ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
    return found == nullptr ? std::to_string(::geteuid()) : std::string(entry.pw_name);
}

std::string nameOfThisHost()
{
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data())
                                                            : std::string();
}

// An engine that says no does nothing; of a link that broke nobody knows.
AuditOutcome outcomeOf(const Result<ActionReply> &reply)
{
    if (reply)
        return AuditOutcome::Done;
    return didNothing(reply.error().code) ? AuditOutcome::Refused : AuditOutcome::Unknown;
}

AuditRecord intentOf(const Action &action, const Scheduler &engine)
{
    const EngineStatus status = engine.status();
    AuditRecord intent;
    intent.engineUser = status.user;
    intent.address = status.address;
    intent.cluster = status.cluster;
    intent.plan = action.origin.plan;
    intent.purpose = action.origin.purpose;
    intent.step = action.origin.step;
    intent.undo = action.origin.undo;
    intent.action = actionName(action.kind);
    intent.target = targetOf(action);
    intent.before = withoutSecrets(beforeOf(action, *engine.book()));
    intent.after = withoutSecrets(afterOf(action));
    intent.call = withoutSecrets(callOf(action));
    return intent;
}

AuditRecord resultOf(AuditRecord intent, const Result<ActionReply> &answer)
{
    AuditRecord result = std::move(intent);
    result.intent = std::exchange(result.sequence, 0);
    result.outcome = outcomeOf(answer);
    result.reply = withoutSecrets(answer ? answer->message : answer.error().detail);
    if (answer && answer->job != 0)
        result.target = "job " + std::to_string(answer->job);
    if (answer && !answer->call.empty())
        result.call = withoutSecrets(answer->call);
    return result;
}

} // namespace

AuditedScheduler::AuditedScheduler(std::unique_ptr<Scheduler> engine, AuditLog &log)
    : m_engine(std::move(engine))
    , m_log(log)
    , m_osUser(userOfThisProcess())
    , m_host(nameOfThisHost())
    , m_thread([this](const std::stop_token &stop) { work(stop); })
{
}

// The engine goes first: it answers what is outstanding, and that is recorded too.
AuditedScheduler::~AuditedScheduler()
{
    m_thread.request_stop();
    m_thread.join();
    m_engine.reset();
    drain();
}

void AuditedScheduler::act(const Action &action, std::function<void(Result<ActionReply>)> reply)
{
    push({.action = action, .intent = {}, .answer = {}, .reply = std::move(reply)});
}

void AuditedScheduler::push(Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        m_tasks.push_back(std::move(task));
    }
    m_wake.notify_one();
}

void AuditedScheduler::work(const std::stop_token &stop)
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        if (!m_wake.wait(lock, stop, [this] { return !m_tasks.empty(); }) || stop.stop_requested())
            return;
        Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        if (task.answer)
            conclude(std::move(task));
        else
            send(std::move(task));
    }
}

// A reply may bring the next action; it is cancelled in its turn.
void AuditedScheduler::drain()
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        if (m_tasks.empty())
            return;
        Task task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        if (task.answer)
            conclude(std::move(task));
        else
            task.reply(fail(ErrorCode::Cancelled, "the engine was left before it was asked"));
    }
}

void AuditedScheduler::send(Task task)
{
    AuditRecord intent = intentOf(task.action, *m_engine);
    intent.osUser = m_osUser;
    intent.host = m_host;
    Result<AuditRecord> written = m_log.append(std::move(intent));
    if (!written) {
        task.reply(fail(ErrorCode::Unaudited, written.error().detail));
        return;
    }
    m_engine->act(
        task.action,
        [this, intent = std::move(*written),
         reply = std::move(task.reply)](Result<ActionReply> answer) {
            push({.action = {}, .intent = intent, .answer = std::move(answer), .reply = reply});
        });
}

// The engine has done what it says, whether or not that can be written down: then the intent stays
// open in the log, and the reply says so.
void AuditedScheduler::conclude(Task task)
{
    Result<ActionReply> answer = std::move(*task.answer);
    const Result<AuditRecord> written = m_log.append(resultOf(std::move(task.intent), answer));
    if (!written) {
        std::string &words = answer ? answer->message : answer.error().detail;
        words += (words.empty() ? "" : "; ") + std::string("the audit log misses this reply: ")
            + written.error().detail;
    }
    task.reply(std::move(answer));
}

} // namespace pilothouse
