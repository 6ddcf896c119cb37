// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/job.h"
#include "telemetry/fleet/fleetsnapshot.h"

#include <array>
#include <limits>
#include <memory>
#include <unordered_map>
#include <vector>

namespace pilothouse {

inline constexpr std::uint32_t kNoPlacementNode = 0xffffffffU;

// What a job's own accelerators do at the moment; means over those with telemetry.
struct JobLive {
    std::uint32_t accelerators = 0; // with telemetry
    double utilization = std::numeric_limits<double>::quiet_NaN();
    double tensorActive = std::numeric_limits<double>::quiet_NaN();
    double memoryUsed = std::numeric_limits<double>::quiet_NaN(); // bytes, sum
    double power = std::numeric_limits<double>::quiet_NaN(); // watts, sum
};

// Where each accelerator of the center is at the moment. Every one is in exactly one use.
enum class Use : std::uint8_t {
    Effective,
    Stalled,
    Idle,
    Fragmented,
    Free,
    Drained,
    Down,
    Unknown
};
inline constexpr std::size_t kUses = 8;

// Sums over the center.
struct CenterTotals {
    std::uint64_t nodes = 0;
    std::uint64_t nodesFresh = 0;
    std::uint64_t accelerators = 0;
    std::uint64_t allocated = 0;
    std::uint64_t kinds = 0;
    double peakFlops = 0;
    double power = std::numeric_limits<double>::quiet_NaN(); // watts, sum of those that tell it
    double tensorActive = std::numeric_limits<double>::quiet_NaN(); // mean of the allocated
    double utilization = std::numeric_limits<double>::quiet_NaN(); // mean of the allocated
    std::uint64_t pending = 0;
    std::uint64_t running = 0;
    Micros waitP50 = -1; // of the pending jobs; -1: none waits
    Micros waitP95 = -1;
    std::array<std::uint64_t, kUses> uses{}; // sums to accelerators
    std::uint64_t freeWholeNodes = 0;
};

// What is known of where jobs run.
enum class Placement : std::uint8_t {
    None, // no engine has told its state
    Old, // one has, and does not answer at the moment
    Live,
};

// One moment of the whole center: telemetry and placement joined. Built on the GUI thread once a
// tick from immutable parts; the device-to-job join comes from the scheduler's device indices.
struct CenterView {
    FleetSnapshotPtr fleet = std::make_shared<FleetSnapshot>();
    JobBookPtr book = std::make_shared<JobBook>();
    Micros now = 0;
    Placement placement = Placement::None;
    std::vector<JobPtr> jobOf; // per accelerator, null: free
    std::vector<std::uint32_t> placementOf; // per node, index into book->nodes or kNoPlacementNode
    std::unordered_map<JobId, JobLive> live;
    std::unordered_map<JobId, std::vector<AcceleratorIndex>> acceleratorsOf;
    CenterTotals totals;

    [[nodiscard]] bool hasPlacement() const { return placement != Placement::None; }
    [[nodiscard]] const FleetTopology &topology() const { return *fleet->topology; }
    [[nodiscard]] double value(Metric metric, std::uint32_t device) const
    {
        return fleet->column(metric)[device];
    }
    // Since the newest frame came; -1: none came yet.
    [[nodiscard]] Micros nodeAge(NodeIndex node) const
    {
        const Micros received = fleet->nodeReceived[node];
        return received == 0 ? -1 : now - received;
    }
    [[nodiscard]] bool isStale(NodeIndex node) const;
    [[nodiscard]] const PlacementNode *placementNode(NodeIndex node) const
    {
        const std::uint32_t at = placementOf[node];
        return at == kNoPlacementNode ? nullptr : &book->nodes[at];
    }
    [[nodiscard]] Use useOf(AcceleratorIndex accelerator) const;
};

using CenterViewPtr = std::shared_ptr<const CenterView>;

// No frame for this long: what was last seen is no longer shown as the present.
inline constexpr Micros kStaleAfter = 5 * kSecond;

// previous gives its join when neither topology nor book changed since.
[[nodiscard]] CenterViewPtr makeCenterView(FleetSnapshotPtr fleet, JobBookPtr book,
                                           Placement placement, Micros now,
                                           const CenterViewPtr &previous);

} // namespace pilothouse
