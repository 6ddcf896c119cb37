// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "wire/ring.h"
#include "wire/telemetryserver.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace pilothouse::wire {

// What woke means: there may be something new for you. Called without any lock of the hub.
class Reader {
public:
    virtual ~Reader() = default;
    virtual void wake() = 0;
    virtual void stop() = 0; // end the stream
};

// What the publisher and the subscribers of one server share: the ring, the inventory and the list
// of subscribers. All methods may be called from any thread.
class Hub {
public:
    explicit Hub(TelemetryServer::Options options);

    void setInventory(Inventory inventory);
    [[nodiscard]] InventoryPtr inventory() const;

    void publish(Micros time, const std::vector<Frame> &frames, const std::vector<Event> &events);

    // Fails when the server stops.
    [[nodiscard]] bool add(const std::shared_ptr<Reader> &reader, std::uint32_t intervalMs);
    void remove(const Reader &reader);
    void shutdown(); // ends all streams, takes no more

    [[nodiscard]] Cursor start(std::uint64_t epoch, std::uint64_t resumeAfter,
                               Micros interval) const;
    [[nodiscard]] std::optional<grpc::ByteBuffer> next(Cursor &cursor) const;

    [[nodiscard]] std::uint32_t shortestIntervalMs() const;
    void onShortestIntervalChanged(std::function<void()> handler);
    [[nodiscard]] std::size_t subscribers() const;

private:
    struct Member {
        std::shared_ptr<Reader> reader;
        std::uint32_t intervalMs;
    };

    [[nodiscard]] std::vector<RingEntry> serialiseTick(Micros time,
                                                       const std::vector<Frame> &frames,
                                                       const std::vector<Event> &events) const;
    // Recomputes the shortest interval; returns the handler to call where it changed.
    [[nodiscard]] std::function<void()> updateShortestInterval();
    [[nodiscard]] std::vector<std::shared_ptr<Reader>> readers() const;

    const TelemetryServer::Options m_options;
    const std::uint64_t m_epoch;
    std::mutex m_publishing; // one publisher at a time; taken before m_mutex, never after it
    mutable std::mutex m_mutex;
    Ring m_ring; // guarded by m_mutex
    InventoryPtr m_inventory; // guarded by m_mutex
    std::vector<Member> m_members; // guarded by m_mutex
    std::uint32_t m_shortestIntervalMs = 0; // guarded by m_mutex
    std::function<void()> m_onShortestChanged; // guarded by m_mutex
    bool m_stopping = false; // guarded by m_mutex
};

} // namespace pilothouse::wire
