// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "telemetry/fleet/fleetsnapshot.h"
#include "telemetry/fleet/fleetstate.h"

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

namespace pilothouse {

// What FleetState's thread works on: the columns while they change. One thread only.
class FleetTable {
public:
    explicit FleetTable(Micros acceptOlderAfter);

    // Each tells whether what a snapshot shows has changed.
    bool setInventory(std::uint32_t endpoint, InventoryPtr inventory);
    bool removeEndpoint(std::uint32_t endpoint);
    bool apply(std::uint32_t endpoint, const Batch &batch, Micros received);

    [[nodiscard]] const FleetSnapshot &current() const { return m_current; }
    [[nodiscard]] std::vector<FleetEvent>
    takeEvents(); // of the batches applied since the last call

private:
    // The catalogue's metrics in the order of a frame; Metric::Count for a name it does not have.
    struct Columns {
        std::vector<Metric> host;
        std::vector<Metric> accelerator;
    };
    struct Endpoint {
        InventoryPtr inventory;
        std::vector<Columns> layouts;
        std::vector<NodeIndex>
            nodes; // by inventory index; kNoIndex: another endpoint's, or no layout
    };

    static Endpoint makeEndpoint(InventoryPtr inventory);
    bool rebuild(bool layoutsChanged);
    void carryOver(const FleetSnapshot &old);
    bool applyFrame(const Endpoint &endpoint, const Frame &frame, Micros received);
    [[nodiscard]] const Columns &columnsOf(const FleetTopology::Node &node) const;
    [[nodiscard]] std::vector<double> &column(Metric metric)
    {
        return m_current.columns[static_cast<std::size_t>(metric)];
    }

    const Micros m_acceptOlderAfter;
    std::map<std::uint32_t, Endpoint> m_endpoints; // the first that serves a name keeps it
    FleetSnapshot m_current;
    std::vector<FleetEvent> m_events;
};

} // namespace pilothouse
