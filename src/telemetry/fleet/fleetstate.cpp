// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/fleet/fleetstate.h"

#include "telemetry/fleet/fleettable.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>
#include <variant>

namespace pilothouse {

namespace {

using Clock = std::chrono::steady_clock;

struct Push {
    BatchPtr batch;
    Micros received = 0;
};
struct Remove { };

struct Item {
    std::uint32_t endpoint = 0;
    std::variant<Push, InventoryPtr, Remove> what;
};

Micros toMicros(std::chrono::milliseconds span)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(span).count();
}

} // namespace

struct FleetState::Impl {
    Impl(const Options &given, std::function<void()> published)
        : options(given)
        , onPublished(std::move(published))
        , table(toMicros(given.acceptOlderAfter))
        , current(std::make_shared<const FleetSnapshot>())
        , thread([this](const std::stop_token &stop) { run(stop); })
    {
    }

    void enqueue(Item item);
    void run(const std::stop_token &stop);
    bool takeWhenDue(const std::stop_token &stop, Clock::time_point due, std::vector<Item> &items);
    bool apply(const Item &item);
    void publish();
    void keepEvents(std::vector<FleetEvent> events);

    const Options options;
    const std::function<void()> onPublished;
    FleetTable table; // the thread's own
    std::uint64_t revision = 0; // the thread's own

    mutable std::mutex mutex;
    std::condition_variable_any wake;
    std::vector<Item> queue; // guarded by mutex
    FleetSnapshotPtr current; // guarded by mutex
    std::deque<FleetEvent> recent; // guarded by mutex; ascending in time

    std::jthread thread;
};

FleetState::FleetState(Options options, std::function<void()> onPublished)
    : m_impl(std::make_unique<Impl>(options, std::move(onPublished)))
{
}

FleetState::~FleetState()
{
    // While all else still stands: onPublished may be asking for a snapshot.
    m_impl->thread.request_stop();
    m_impl->thread.join();
}

void FleetState::setInventory(std::uint32_t endpoint, InventoryPtr inventory)
{
    m_impl->enqueue({endpoint, std::move(inventory)});
}

void FleetState::removeEndpoint(std::uint32_t endpoint)
{
    m_impl->enqueue({endpoint, Remove{}});
}

void FleetState::push(std::uint32_t endpoint, BatchPtr batch)
{
    if (batch)
        m_impl->enqueue({endpoint, Push{std::move(batch), nowMicros()}});
}

FleetSnapshotPtr FleetState::snapshot() const
{
    const std::lock_guard lock(m_impl->mutex);
    return m_impl->current;
}

std::vector<FleetEvent> FleetState::recentEvents() const
{
    const std::lock_guard lock(m_impl->mutex);
    return {m_impl->recent.rbegin(), m_impl->recent.rend()};
}

void FleetState::Impl::enqueue(Item item)
{
    {
        const std::lock_guard lock(mutex);
        queue.push_back(std::move(item));
    }
    wake.notify_one();
}

void FleetState::Impl::run(const std::stop_token &stop)
{
    std::vector<Item> items;
    Clock::time_point due = Clock::now();
    while (takeWhenDue(stop, due, items)) {
        bool changed = false;
        for (const Item &item : items)
            changed |= apply(item);
        items.clear();
        if (changed) {
            due = Clock::now() + options.publishInterval;
            publish();
        }
    }
}

// Sleeps until something comes, then until the next publication is due. False: stop.
bool FleetState::Impl::takeWhenDue(const std::stop_token &stop, Clock::time_point due,
                                   std::vector<Item> &items)
{
    std::unique_lock lock(mutex);
    wake.wait(lock, stop, [this] { return !queue.empty(); });
    wake.wait_until(lock, stop, due, [] { return false; });
    items.swap(queue);
    return !stop.stop_requested();
}

bool FleetState::Impl::apply(const Item &item)
{
    if (const auto *push = std::get_if<Push>(&item.what))
        return table.apply(item.endpoint, *push->batch, push->received);
    if (const auto *inventory = std::get_if<InventoryPtr>(&item.what))
        return table.setInventory(item.endpoint, *inventory);
    return table.removeEndpoint(item.endpoint);
}

void FleetState::Impl::publish()
{
    auto next = std::make_shared<FleetSnapshot>(table.current());
    next->revision = ++revision;
    FleetSnapshotPtr old; // let go of without the lock
    {
        const std::lock_guard lock(mutex);
        old = std::exchange(current, std::move(next));
        keepEvents(table.takeEvents());
    }
    if (onPublished)
        onPublished();
}

void FleetState::Impl::keepEvents(std::vector<FleetEvent> events)
{
    for (FleetEvent &event : events) {
        const auto later = std::ranges::upper_bound(
            recent, event.event.time, {}, [](const FleetEvent &e) { return e.event.time; });
        recent.insert(later, std::move(event));
    }
    while (recent.size() > options.recentEvents)
        recent.pop_front();
}

} // namespace pilothouse
