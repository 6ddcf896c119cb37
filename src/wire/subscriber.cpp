// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/subscriber.h"

#include "telemetry.pb.h"

#include <string>
#include <utility>

namespace pilothouse::wire {

namespace {

constexpr std::uint32_t kShortestIntervalMs = 100;
constexpr std::uint32_t kLongestIntervalMs = 60'000;

grpc::Status serverStops()
{
    return {grpc::StatusCode::UNAVAILABLE, "the server stops"};
}

grpc::Status badInterval(std::uint32_t intervalMs)
{
    return {grpc::StatusCode::INVALID_ARGUMENT,
            "an interval of " + std::to_string(intervalMs) + " ms is not between "
                + std::to_string(kShortestIntervalMs) + " and " + std::to_string(kLongestIntervalMs)
                + " ms"};
}

} // namespace

Subscriber::Subscriber(Hub &hub, Cursor cursor)
    : m_hub(hub)
    , m_cursor(cursor)
{
}

Subscriber *Subscriber::start(Hub &hub, const telemetry::v1::SubscribeRequest &request)
{
    const std::uint32_t intervalMs = request.interval_ms();
    if (intervalMs < kShortestIntervalMs || intervalMs > kLongestIntervalMs)
        return refuse(hub, badInterval(intervalMs));
    const Cursor cursor =
        hub.start(request.epoch(), request.resume_after(), intervalMs * kMillisecond);
    const std::shared_ptr<Subscriber> subscriber(new Subscriber(hub, cursor));
    subscriber->m_self = subscriber;
    if (hub.add(subscriber, intervalMs))
        subscriber->wake();
    else
        subscriber->stop();
    return subscriber.get();
}

Subscriber *Subscriber::refuse(Hub &hub, grpc::Status status)
{
    const std::shared_ptr<Subscriber> subscriber(new Subscriber(hub, {}));
    subscriber->m_self = subscriber;
    const std::lock_guard lock(subscriber->m_mutex);
    subscriber->finish(std::move(status));
    return subscriber.get();
}

void Subscriber::wake()
{
    const std::lock_guard lock(m_mutex);
    advance();
}

void Subscriber::stop()
{
    const std::lock_guard lock(m_mutex);
    finish(serverStops());
}

void Subscriber::advance()
{
    if (m_writing || m_ending)
        return;
    auto message = m_hub.next(m_cursor);
    if (!message)
        return;
    m_message = std::move(*message);
    m_writing = true;
    StartWrite(&m_message);
}

// gRPC wants Finish exactly once, and after the write that is on its way.
void Subscriber::finish(grpc::Status status)
{
    if (!std::exchange(m_ending, true))
        m_end = std::move(status);
    if (!m_writing && !std::exchange(m_finished, true))
        Finish(m_end);
}

void Subscriber::OnWriteDone(bool ok)
{
    const std::lock_guard lock(m_mutex);
    m_writing = false;
    if (!ok || m_ending)
        finish(grpc::Status::CANCELLED);
    else
        advance();
}

void Subscriber::OnCancel()
{
    const std::lock_guard lock(m_mutex);
    finish(grpc::Status::CANCELLED);
}

void Subscriber::OnDone()
{
    m_hub.remove(*this);
    const auto self = std::move(m_self); // the last use of this object may be the end of this line
}

} // namespace pilothouse::wire
