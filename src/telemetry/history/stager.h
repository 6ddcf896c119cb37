// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "telemetry/history/stage.h"
#include "telemetry/history/store.h"

#include <chrono>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace pilothouse::history {

// Turns what streams bring into stages, leaves out what was stored before, and says what is due to
// be sealed. The writer's thread only.
class Stager {
public:
    using Clock = std::chrono::steady_clock;

    explicit Stager(Store &store);

    void add(const std::string &address, const InventoryPtr &inventory, const Batch &batch,
             Stage &stage);

    // Windows whose frames are complete, at most so many. A window is due a while after its end,
    // each node at a moment of its own, or when its node has been silent for long.
    [[nodiscard]] std::vector<HotStore::Open> due(Clock::time_point now, std::size_t most) const;
    void sealed(std::span<const NodeBin> bins); // the next frame of these nodes stands alone

private:
    // What an inventory's node indices mean here.
    struct Endpoint {
        InventoryPtr inventory;
        std::vector<NodeId> nodes; // 0: cannot be stored
        std::vector<const Shape *> shapes;
        StreamPosition position;
        Bytes stored; // content of the inventory that was stored last
    };
    struct Chain {
        RowState state;
        const Shape *shape = nullptr; // null: the next row stands alone
        std::int64_t window = 0;
        std::uint32_t length = 0;
        Micros newest = 0;
        Clock::time_point received;
    };

    void resolve(Endpoint &endpoint, const std::string &address, Stage &stage);
    void addFrame(const Endpoint &endpoint, const Frame &frame, Stage &stage);
    void addEvent(const Endpoint &endpoint, const Event &event, Stage &stage);
    [[nodiscard]] bool isNew(NodeId node, Micros time);
    [[nodiscard]] Chain &chain(NodeId node);

    Store &m_store;
    std::map<std::string, Endpoint> m_endpoints;
    std::vector<Chain> m_chains; // by node id
    std::vector<double> m_values;
};

} // namespace pilothouse::history
