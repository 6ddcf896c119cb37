// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "simulator/engine.h"

#include <memory>
#include <mutex>
#include <string>

namespace grpc {
class Service;
}

namespace pilothouse::simulator {

// The serving side of pilothouse.placement.v1 for one engine. Changes go to every watcher at its
// own pace, at most every 200 ms; one that reads slowly gets them merged.
class PlacementService {
public:
    // engineMutex: held by it around each use of the engine. Both outlive the service.
    PlacementService(Engine &engine, std::mutex &engineMutex, std::string cluster);
    ~PlacementService();
    PlacementService(const PlacementService &) = delete;
    PlacementService &operator=(const PlacementService &) = delete;

    [[nodiscard]] grpc::Service &service(); // must outlive the server that it is registered with
    [[nodiscard]] std::size_t watchers() const;
    void shutdown(); // ends all streams, so that the gRPC server can stop; takes no more

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace pilothouse::simulator
