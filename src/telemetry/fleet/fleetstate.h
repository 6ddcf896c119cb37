// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "telemetry/fleet/fleetsnapshot.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace pilothouse {

// An event with names instead of indices, so that it outlives an inventory.
struct FleetEvent {
    Event event;
    std::string node;
};

// The latest value of every metric of every node and accelerator of all endpoints.
//
// One thread of its own applies what the streams push and publishes an immutable snapshot at most
// every publishInterval while something changed; without frames it sleeps.
class FleetState {
public:
    struct Options {
        std::chrono::milliseconds publishInterval{50};
        std::size_t recentEvents = 2'000; // newest events kept
        // A node's frames that are older than its newest are ignored, unless nothing newer came for
        // this long: then its clock was set back.
        std::chrono::milliseconds acceptOlderAfter{10'000};
    };

    // onPublished is called on the fleet's thread after each publication; it must not block.
    FleetState(Options options, std::function<void()> onPublished);
    ~FleetState(); // joins the thread
    FleetState(const FleetState &) = delete;
    FleetState &operator=(const FleetState &) = delete;

    // Any thread; none of them blocks longer than a queue's mutex.
    // Where two endpoints serve a node of one name, the lower endpoint's is kept and the other's
    // frames and events are ignored.
    void setInventory(std::uint32_t endpoint, InventoryPtr inventory);
    void removeEndpoint(std::uint32_t endpoint);
    void push(std::uint32_t endpoint,
              BatchPtr batch); // batches of an unknown inventory are ignored

    // Any thread.
    [[nodiscard]] FleetSnapshotPtr snapshot() const;
    [[nodiscard]] std::vector<FleetEvent> recentEvents() const; // newest first

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace pilothouse
