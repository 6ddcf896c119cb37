// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/stream/subscription.h"

#include "telemetry/stream/describe.h"
#include "telemetry/stream/receiver.h"
#include "wire/client.h"
#include "wire/retry.h"

#include "telemetry.grpc.pb.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <algorithm>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace pilothouse {

namespace v1 = telemetry::v1;

namespace {

constexpr int kMaxMessageBytes = 16 << 20;
constexpr std::chrono::seconds kConnectTimeout{5};
constexpr std::uint32_t kShortestIntervalMs = 100;
constexpr std::uint32_t kLongestIntervalMs = 60'000;

} // namespace

struct Subscription::Impl {
    Impl(Options given, Handlers handlers);

    void run(const std::stop_token &stop);
    [[nodiscard]] Error connect(const std::stop_token &stop);
    [[nodiscard]] Error read(v1::Telemetry::Stub &stub, const std::stop_token &stop);
    void showServer(const Inventory &inventory);
    void received();
    void pause(const std::stop_token &stop, Error error);
    template <typename Change> void changeStatus(Change change);

    const Options options;
    const std::function<void()> statusChanged;
    Receiver receiver; // the thread's own
    wire::Retry retry;

    mutable std::mutex mutex;
    StreamStatus status; // guarded by mutex

    std::jthread thread;
};

Subscription::Subscription(Options options, Handlers handlers)
    : m_impl(std::make_unique<Impl>(std::move(options), std::move(handlers)))
{
}

Subscription::~Subscription()
{
    // While all else still stands: a handler may be asking for the status.
    m_impl->thread.request_stop();
    m_impl->thread.join();
}

StreamStatus Subscription::status() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->status;
}

void Subscription::retryNow()
{
    m_impl->retry.now();
}

Subscription::Impl::Impl(Options given, Handlers handlers)
    : options(std::move(given))
    , statusChanged(handlers.statusChanged)
    , receiver(options.resumeFrom, std::move(handlers))
    , retry(options.initialBackoff, options.maximalBackoff)
{
    status.address = options.address;
    status.intervalMs = std::clamp(options.intervalMs, kShortestIntervalMs, kLongestIntervalMs);
    thread = std::jthread([this](const std::stop_token &stop) { run(stop); });
}

void Subscription::Impl::run(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        Error error = connect(stop);
        if (stop.stop_requested())
            return;
        if (error.code == ErrorCode::Cancelled) // by the server, that is
            error.code = ErrorCode::Unavailable;
        pause(stop, std::move(error));
    }
}

// One connection, until it ends; returns why.
Error Subscription::Impl::connect(const std::stop_token &stop)
{
    if (const auto checked = wire::checkAddress(options.address); !checked)
        return checked.error();
    const auto channel = wire::makeChannel(options.address, kMaxMessageBytes);
    const auto answered = wire::waitForAnswer(*channel, options.address, stop, kConnectTimeout);
    if (!answered)
        return answered.error();
    const auto stub = v1::Telemetry::NewStub(channel);
    const auto inventory = describe(*stub, options.address, stop);
    if (!inventory)
        return inventory.error();
    showServer(**inventory);
    receiver.described(*inventory);
    return read(*stub, stop);
}

Error Subscription::Impl::read(v1::Telemetry::Stub &stub, const std::stop_token &stop)
{
    v1::SubscribeRequest request;
    request.set_interval_ms(
        std::clamp(options.intervalMs, kShortestIntervalMs, kLongestIntervalMs));
    request.set_epoch(receiver.position().epoch);
    request.set_resume_after(receiver.position().sequence);

    grpc::ClientContext context;
    const std::stop_callback cancel(stop, [&context] { context.TryCancel(); });
    const auto reader = stub.Subscribe(&context, request);
    const auto describeAgain = [&]() -> Result<InventoryPtr> {
        auto inventory = describe(stub, options.address, stop);
        if (inventory)
            showServer(**inventory);
        return inventory;
    };
    std::optional<Error> failed;
    v1::Batch message;
    while (!failed && reader->Read(&message)) {
        if (const auto taken = receiver.take(message, describeAgain); !taken) {
            failed = taken.error();
            context.TryCancel();
        } else {
            received();
        }
    }
    const grpc::Status ended = reader->Finish();
    if (failed)
        return *failed;
    if (ended.ok())
        return {ErrorCode::Unavailable, options.address + ": the server ended the stream"};
    return wire::toError(ended, options.address);
}

void Subscription::Impl::showServer(const Inventory &inventory)
{
    changeStatus([&inventory](StreamStatus &known) {
        const bool changed = known.nodes != inventory.nodes.size()
            || known.server != inventory.server || known.center != inventory.center;
        known.nodes = inventory.nodes.size();
        known.server = inventory.server;
        known.center = inventory.center;
        return changed;
    });
}

void Subscription::Impl::received()
{
    retry.succeeded();
    changeStatus([this](StreamStatus &known) {
        const bool changed = known.state != StreamState::Live;
        known.state = StreamState::Live;
        known.error.reset();
        known.retryAt = 0;
        known.lastFrame = nowMicros();
        known.latency = receiver.latency();
        known.lostBatches = receiver.lost();
        known.malformed = receiver.malformed();
        return changed;
    });
}

void Subscription::Impl::pause(const std::stop_token &stop, Error error)
{
    const auto delay = retry.delayAfter(error.code);
    changeStatus([&](StreamStatus &known) {
        known.state = delay ? StreamState::Waiting : StreamState::Stopped;
        known.error = std::move(error);
        known.retryAt = delay ? nowMicros() + std::chrono::microseconds(*delay).count() : 0;
        return true;
    });
    retry.wait(stop, delay);
}

// change tells whether it is worth a call.
template <typename Change> void Subscription::Impl::changeStatus(Change change)
{
    bool changed = false;
    {
        const std::lock_guard lock(mutex);
        changed = change(status);
    }
    if (changed && statusChanged)
        statusChanged();
}

} // namespace pilothouse
