// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/sampler.h"

#include "agent/steadytime.h"
#include "wire/telemetryserver.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace pilothouse::agent {

namespace {

constexpr Micros kBaseInterval = kSecond;

Event agentStarted()
{
    Event event;
    event.time = nowMicros();
    event.kind = EventKind::AgentStarted;
    event.detail = "pilothouse-agent " PILOTHOUSE_VERSION;
    return event;
}

} // namespace

Sampler::Sampler(wire::TelemetryServer &server, std::unique_ptr<Host> host,
                 std::unique_ptr<Accelerators> accelerators, std::function<void()> clockJumpedBack)
    : m_server(server)
    , m_host(std::move(host))
    , m_accelerators(std::move(accelerators))
    , m_clockJumpedBack(std::move(clockJumpedBack))
    , m_events{agentStarted()}
    , m_thread([this](const std::stop_token &stop) { run(stop); })
{
}

Sampler::~Sampler() = default;

void Sampler::intervalChanged()
{
    {
        const std::lock_guard lock(m_mutex);
        m_intervalChanged = true;
    }
    m_wake.notify_all();
}

Micros Sampler::interval() const
{
    const std::uint32_t wanted = m_server.shortestIntervalMs();
    return wanted == 0 ? kBaseInterval : std::min(wanted * kMillisecond, kBaseInterval);
}

void Sampler::run(const std::stop_token &stop)
{
    std::vector<double> baseline; // of the rates
    m_host->collect(steadyMicros(), baseline);
    TickSchedule schedule;
    while (!stop.stop_requested()) {
        const TickSchedule::Decision decision = schedule.decide(nowMicros(), interval());
        if (decision.clockJumpedBack) {
            m_clockJumpedBack();
            return;
        }
        if (decision.tick) {
            sample(*decision.tick);
            continue;
        }
        std::unique_lock lock(m_mutex);
        m_wake.wait_for(lock, stop, std::chrono::microseconds(decision.wait),
                        [this] { return std::exchange(m_intervalChanged, false); });
    }
}

void Sampler::sample(Micros tick)
{
    Frame frame;
    frame.time = nowMicros();
    m_host->collect(steadyMicros(), frame.values);
    const std::size_t first = frame.values.size();
    frame.values.resize(first + m_accelerators->metrics().size() * m_accelerators->infos().size());
    m_accelerators->collect(std::span(frame.values).subspan(first));
    auto events = m_accelerators->takeEvents();
    m_events.insert(m_events.end(), std::make_move_iterator(events.begin()),
                    std::make_move_iterator(events.end()));
    m_server.publish(tick, {std::move(frame)}, std::exchange(m_events, {}));
}

} // namespace pilothouse::agent
