// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "core/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace grpc {
class Service;
}

namespace pilothouse::wire {

// The serving side of pilothouse.telemetry.v1: a ring of the last minutes that every subscriber
// reads at its own pace. A tick is serialised once, whatever the number of subscribers. One that
// falls behind the ring is told how many batches it lost; nobody waits for it.
class TelemetryServer {
public:
    struct Options {
        std::chrono::seconds ringAge{300};
        std::size_t ringBytes = 8U << 20U;
        std::size_t nodesPerBatch = 256; // a tick of more nodes is cut
    };

    explicit TelemetryServer(Options options);
    ~TelemetryServer();
    TelemetryServer(const TelemetryServer &) = delete;
    TelemetryServer &operator=(const TelemetryServer &) = delete;

    // Any thread. epoch in the inventory is overwritten with the server's own.
    void setInventory(Inventory inventory);
    // One tick of all nodes. frames may be a part of the nodes; time in each frame counts.
    void publish(Micros time, const std::vector<Frame> &frames, const std::vector<Event> &events);

    // The shortest interval that a subscriber wants now, 0 with none. Changes call the handler on
    // one of gRPC's threads; it must not block.
    [[nodiscard]] std::uint32_t shortestIntervalMs() const;
    void onShortestIntervalChanged(std::function<void()> handler);
    [[nodiscard]] std::size_t subscribers() const;

    // The gRPC service, to be registered with a builder that outlives neither it nor this.
    [[nodiscard]] grpc::Service &service();
    void shutdown(); // ends all streams, so that the gRPC server can stop

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

// A gRPC server on one address with the given services, the health service, keepalive accepted.
// address: host:port (port 0 picks one) or unix:/path; loopback or a unix socket only.
class Listener {
public:
    [[nodiscard]] static Result<std::unique_ptr<Listener>>
    open(const std::string &address, const std::vector<grpc::Service *> &services);
    ~Listener(); // stops within a second
    Listener(const Listener &) = delete;
    Listener &operator=(const Listener &) = delete;

    [[nodiscard]] const std::string &address() const; // with the port that was picked

private:
    struct Impl;
    explicit Listener(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace pilothouse::wire
