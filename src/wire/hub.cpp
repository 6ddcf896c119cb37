// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/hub.h"

#include "wire/encode.h"
#include "wire/slices.h"

#include "telemetry.pb.h"

#include <algorithm>
#include <chrono>
#include <random>
#include <span>
#include <utility>

namespace pilothouse::wire {

namespace {

// Well below the 4 MiB that gRPC receives as one message unless told otherwise.
constexpr std::size_t kMaxBatchBytes = 1U << 20U;

std::uint64_t newEpoch()
{
    std::random_device random;
    std::uniform_int_distribution<std::uint64_t> distribution(1);
    return distribution(random);
}

Micros steadyNow()
{
    using namespace std::chrono;
    return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
}

// The frames that one batch carries: so many, or so many bytes; at least one.
std::span<const Frame> takeBatch(std::span<const Frame> frames, std::size_t maxFrames)
{
    std::size_t count = 0;
    std::size_t bytes = 0;
    while (count < frames.size() && count < maxFrames) {
        bytes += frames[count].values.size() * sizeof(double);
        if (count > 0 && bytes > kMaxBatchBytes)
            break;
        ++count;
    }
    return frames.first(count);
}

} // namespace

Hub::Hub(TelemetryServer::Options options)
    : m_options(options)
    , m_epoch(newEpoch())
    , m_ring(options.ringAge, options.ringBytes)
{
    setInventory({});
}

void Hub::setInventory(Inventory inventory)
{
    inventory.epoch = m_epoch;
    auto shared = std::make_shared<const Inventory>(std::move(inventory));
    const std::lock_guard lock(m_mutex);
    m_inventory = std::move(shared);
}

InventoryPtr Hub::inventory() const
{
    const std::lock_guard lock(m_mutex);
    return m_inventory;
}

std::vector<RingEntry> Hub::serialiseTick(Micros time, const std::vector<Frame> &frames,
                                          const std::vector<Event> &events) const
{
    telemetry::v1::Batch head;
    head.set_epoch(m_epoch);
    head.set_time_us(time);
    {
        const std::lock_guard lock(m_mutex);
        head.set_sequence(m_ring.newest());
        head.set_inventory_version(m_inventory->version);
    }
    addEvents(events, head);

    std::vector<RingEntry> tick;
    std::span<const Frame> rest(frames);
    while (!rest.empty() || head.events_size() > 0) {
        const auto part = takeBatch(rest, std::max<std::size_t>(m_options.nodesPerBatch, 1));
        rest = rest.subspan(part.size());
        telemetry::v1::Batch body;
        addFrames(part, time, body);
        head.set_sequence(head.sequence() + 1);
        RingEntry &entry = tick.emplace_back();
        entry.sequence = head.sequence();
        entry.tick = time;
        entry.hasEvents = head.events_size() > 0;
        entry.head = serialise(head);
        entry.frames = serialise(body);
        head.clear_events(); // the first batch of the tick carries them all
    }
    return tick;
}

void Hub::publish(Micros time, const std::vector<Frame> &frames, const std::vector<Event> &events)
{
    const std::lock_guard publishing(m_publishing);
    auto tick = serialiseTick(time, frames, events);
    if (tick.empty())
        return;
    {
        const std::lock_guard lock(m_mutex);
        m_ring.append(std::move(tick), steadyNow());
    }
    for (const auto &reader : readers())
        reader->wake();
}

std::vector<std::shared_ptr<Reader>> Hub::readers() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::shared_ptr<Reader>> readers;
    readers.reserve(m_members.size());
    for (const Member &member : m_members)
        readers.push_back(member.reader);
    return readers;
}

bool Hub::add(const std::shared_ptr<Reader> &reader, std::uint32_t intervalMs)
{
    std::function<void()> changed;
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return false;
        m_members.push_back({reader, intervalMs});
        changed = updateShortestInterval();
    }
    if (changed)
        changed();
    return true;
}

void Hub::remove(const Reader &reader)
{
    std::function<void()> changed;
    {
        const std::lock_guard lock(m_mutex);
        std::erase_if(m_members,
                      [&](const Member &member) { return member.reader.get() == &reader; });
        changed = updateShortestInterval();
    }
    if (changed)
        changed();
}

void Hub::shutdown()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    for (const auto &reader : readers())
        reader->stop();
}

Cursor Hub::start(std::uint64_t epoch, std::uint64_t resumeAfter, Micros interval) const
{
    const std::lock_guard lock(m_mutex);
    if (epoch == 0)
        return m_ring.atNewestTick(interval);
    // Another epoch: the server was started again since, so all that it has is new to the caller.
    return epoch == m_epoch ? m_ring.after(resumeAfter, interval) : m_ring.atOldest(interval);
}

std::optional<grpc::ByteBuffer> Hub::next(Cursor &cursor) const
{
    const std::lock_guard lock(m_mutex);
    return m_ring.next(cursor);
}

std::function<void()> Hub::updateShortestInterval()
{
    const auto shortest = std::ranges::min_element(m_members, {}, &Member::intervalMs);
    const std::uint32_t intervalMs = shortest == m_members.end() ? 0 : shortest->intervalMs;
    if (std::exchange(m_shortestIntervalMs, intervalMs) == intervalMs)
        return {};
    return m_onShortestChanged;
}

std::uint32_t Hub::shortestIntervalMs() const
{
    const std::lock_guard lock(m_mutex);
    return m_shortestIntervalMs;
}

void Hub::onShortestIntervalChanged(std::function<void()> handler)
{
    const std::lock_guard lock(m_mutex);
    m_onShortestChanged = std::move(handler);
}

std::size_t Hub::subscribers() const
{
    const std::lock_guard lock(m_mutex);
    return m_members.size();
}

} // namespace pilothouse::wire
