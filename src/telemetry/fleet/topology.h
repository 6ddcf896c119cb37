// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "telemetry/fleet/fleetsnapshot.h"

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace pilothouse {

// Flattens the inventories, given in ascending order of their endpoints. Nodes are ordered by rack,
// then name, numbers in either by value. Of two nodes of one name only the first endpoint's counts.
// A node whose layout the inventory lacks is left out.
[[nodiscard]] FleetTopology
buildTopology(const std::vector<std::pair<std::uint32_t, const Inventory *>> &inventories);

// The same nodes and accelerators at the same indices, the generation aside.
[[nodiscard]] bool sameNodes(const FleetTopology &a, const FleetTopology &b);

} // namespace pilothouse
