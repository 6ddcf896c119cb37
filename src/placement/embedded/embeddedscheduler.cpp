// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/embedded/embeddedscheduler.h"

#include "placement/embedded/bookkeeper.h"
#include "placement/embedded/calls.h"
#include "wire/client.h"
#include "wire/retry.h"

#include <grpcpp/support/sync_stream.h>

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

namespace pilothouse {

namespace v1 = placement::v1;

namespace {

using Clock = std::chrono::steady_clock;
using Stub = v1::Placement::Stub;

constexpr int kMaxMessageBytes = 256 << 20; // a million jobs in one message
constexpr std::chrono::seconds kConnectTimeout{5};
constexpr std::chrono::milliseconds kPublishInterval{100};
constexpr const char *kNotOffered = "The simulated center does not do this.";
constexpr const char *kNotConnected = "The scheduler is not connected.";

} // namespace

// Two threads: one reads what the engine tells, the other publishes books and gives replies, so
// that whatever the caller hears comes from one thread.
struct EmbeddedScheduler::Impl {
    Impl(Options given, std::function<void()> onChanged);
    void shutdown();

    void read(const std::stop_token &stop);
    [[nodiscard]] Error watch(const std::stop_token &stop);
    [[nodiscard]] Result<void> take(const v1::WatchReply &message,
                                    const std::shared_ptr<Stub> &stub);
    void lose(Error error, std::optional<std::chrono::milliseconds> delay);

    void tell();
    void publish();
    void answer(const std::shared_ptr<ActionCall> &call, std::function<void()> reply);

    const Options options;
    const std::function<void()> changed;
    wire::Retry retry;

    std::uint64_t revision = 0; // the teller's own

    std::mutex keeping;
    BookKeeper keeper; // guarded by keeping

    mutable std::mutex mutex;
    std::condition_variable wake;
    EngineStatus status; // guarded by mutex, as all below
    EngineStatus news; // the status with the next publication
    JobBookPtr book = std::make_shared<const JobBook>();
    std::shared_ptr<Stub> stub; // null: not connected
    std::unordered_set<std::shared_ptr<ActionCall>> calls; // without a reply yet
    std::vector<std::function<void()>> replies; // to be given
    bool bookDirty = false;
    bool dirty = false;
    bool stopping = false;

    std::jthread reader;
    std::jthread teller;
};

EmbeddedScheduler::EmbeddedScheduler(Options options, std::function<void()> changed)
    : m_impl(std::make_unique<Impl>(std::move(options), std::move(changed)))
{
}

EmbeddedScheduler::~EmbeddedScheduler()
{
    m_impl->shutdown(); // while all else still stands: a reply may lead to another act()
}

EngineStatus EmbeddedScheduler::status() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->status;
}

JobBookPtr EmbeddedScheduler::book() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->book;
}

Capability EmbeddedScheduler::capability(ActionKind kind) const
{
    if (status().state != EngineState::Live)
        return {false, kNotConnected};
    if (kind > ActionKind::Resume)
        return {false, kNotOffered};
    return {};
}

void EmbeddedScheduler::act(const Action &action, std::function<void(Result<ActionReply>)> reply)
{
    Impl &impl = *m_impl;
    std::unique_lock lock(impl.mutex);
    if (impl.stopping || !impl.stub) {
        const ErrorCode code = impl.stopping ? ErrorCode::Cancelled : ErrorCode::Unavailable;
        impl.replies.push_back(
            [code, reply = std::move(reply)] { reply(fail(code, kNotConnected)); });
        impl.wake.notify_one();
        return;
    }
    const auto call = std::make_shared<ActionCall>(impl.stub, impl.options.address);
    impl.calls.insert(call);
    lock.unlock();
    call->start(
        action, impl.options.actDeadline,
        [&impl, weak = std::weak_ptr(call), reply = std::move(reply)](Result<ActionReply> result) {
            impl.answer(weak.lock(), [reply, result = std::move(result)] { reply(result); });
        });
}

void EmbeddedScheduler::retryNow()
{
    m_impl->retry.now();
}

EmbeddedScheduler::Impl::Impl(Options given, std::function<void()> onChanged)
    : options(std::move(given))
    , changed(std::move(onChanged))
    , retry(options.initialBackoff, options.maximalBackoff)
{
    status.address = options.address;
    news = status;
    reader = std::jthread([this](const std::stop_token &stop) { read(stop); });
    teller = std::jthread([this] { tell(); });
}

// Cancels what is outstanding; the teller ends when every reply has been given.
void EmbeddedScheduler::Impl::shutdown()
{
    reader.request_stop();
    std::vector<std::shared_ptr<ActionCall>> outstanding;
    {
        const std::lock_guard lock(mutex);
        stopping = true;
        outstanding.assign(calls.begin(), calls.end());
        wake.notify_one();
    }
    for (const auto &call : outstanding)
        call->cancel();
    teller.join();
    reader.join();
}

void EmbeddedScheduler::Impl::read(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        Error error = watch(stop);
        if (stop.stop_requested())
            return;
        if (error.code == ErrorCode::Cancelled) // by the engine, that is
            error.code = ErrorCode::Unavailable;
        const auto delay = retry.delayAfter(error.code);
        lose(std::move(error), delay);
        retry.wait(stop, delay);
    }
}

// One connection, until it ends; returns why.
Error EmbeddedScheduler::Impl::watch(const std::stop_token &stop)
{
    if (const auto checked = wire::checkAddress(options.address); !checked)
        return checked.error();
    const auto channel = wire::makeChannel(options.address, kMaxMessageBytes);
    const auto answered = wire::waitForAnswer(*channel, options.address, stop, kConnectTimeout);
    if (!answered)
        return answered.error();
    const std::shared_ptr<Stub> made = v1::Placement::NewStub(channel);
    {
        const std::lock_guard lock(keeping);
        keeper.expectAll();
    }
    grpc::ClientContext context;
    const std::stop_callback cancel(stop, [&context] { context.TryCancel(); });
    const auto stream = made->Watch(&context, {});
    std::optional<Error> failed;
    v1::WatchReply message;
    while (!failed && stream->Read(&message)) {
        if (const auto taken = take(message, made); !taken) {
            failed = taken.error();
            context.TryCancel();
        }
    }
    const grpc::Status ended = stream->Finish();
    if (failed)
        return *failed;
    if (ended.ok())
        return {ErrorCode::Unavailable, options.address + ": the scheduler ended the stream"};
    return wire::toError(ended, options.address);
}

Result<void> EmbeddedScheduler::Impl::take(const v1::WatchReply &message,
                                           const std::shared_ptr<Stub> &from)
{
    EngineStatus now;
    {
        const std::lock_guard lock(keeping);
        if (auto applied = keeper.apply(message); !applied)
            return applied;
        now.cluster = keeper.cluster();
        now.user = keeper.user();
    }
    retry.succeeded();
    now.address = options.address;
    now.state = EngineState::Live;
    now.lastNews = nowMicros();
    const std::lock_guard lock(mutex);
    news = std::move(now);
    stub = from;
    dirty = bookDirty = true;
    wake.notify_one();
    return {};
}

// The last book stays, with its age.
void EmbeddedScheduler::Impl::lose(Error error, std::optional<std::chrono::milliseconds> delay)
{
    const std::lock_guard lock(mutex);
    news.state = delay ? EngineState::Waiting : EngineState::Stopped;
    news.error = std::move(error);
    news.retryAt = delay ? nowMicros() + std::chrono::microseconds(*delay).count() : 0;
    stub.reset();
    dirty = true;
    wake.notify_one();
}

// Replies at once, publications when they are due.
void EmbeddedScheduler::Impl::tell()
{
    Clock::time_point due = Clock::now();
    std::unique_lock lock(mutex);
    while (!stopping || !calls.empty() || !replies.empty()) {
        const auto hasMore = [this] { return !replies.empty() || stopping; };
        if (stopping)
            wake.wait(lock, [this] { return !replies.empty() || calls.empty(); });
        else if (dirty)
            wake.wait_until(lock, due, hasMore);
        else
            wake.wait(lock, [this] { return !replies.empty() || stopping || dirty; });

        const auto given = std::exchange(replies, {});
        const bool publishes = dirty && !stopping && Clock::now() >= due;
        lock.unlock();
        for (const auto &give : given)
            give();
        if (publishes) {
            due = Clock::now() + kPublishInterval;
            publish();
        }
        lock.lock();
    }
}

// Book and status together: who sees the engine live sees its book. What comes meanwhile makes it
// all dirty again.
void EmbeddedScheduler::Impl::publish()
{
    bool newBook = false;
    EngineStatus shown;
    {
        const std::lock_guard lock(mutex);
        dirty = false;
        newBook = std::exchange(bookDirty, false);
        shown = news;
    }
    std::shared_ptr<JobBook> next;
    if (newBook) {
        const std::lock_guard lock(keeping);
        next = std::make_shared<JobBook>(keeper.book());
        next->revision = ++revision;
    }
    JobBookPtr old; // let go of without the lock
    {
        const std::lock_guard lock(mutex);
        status = std::move(shown);
        if (next)
            old = std::exchange(book, std::move(next));
    }
    if (changed)
        changed();
}

void EmbeddedScheduler::Impl::answer(const std::shared_ptr<ActionCall> &call,
                                     std::function<void()> reply)
{
    const std::lock_guard lock(mutex);
    calls.erase(call);
    replies.push_back(std::move(reply));
    wake.notify_one();
}

} // namespace pilothouse
