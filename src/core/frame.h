// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pilothouse {

// One GPU, NPU, MLU or TPU as its node describes it.
struct AcceleratorInfo {
    std::string vendor;
    std::string kind; // the model: H800, Ascend 910B, ...
    std::string uuid;
    std::string pciAddress;
    std::uint64_t memoryBytes = 0;
    double peakFp16Flops = 0; // dense; 0 when unknown
    double powerLimitWatts = 0;
    std::vector<std::string> partitions;

    bool operator==(const AcceleratorInfo &) const = default;
};

// The metrics that a frame carries, by catalogue name, in the order of its values.
struct Layout {
    std::vector<std::string> hostMetrics;
    std::vector<std::string> acceleratorMetrics;

    bool operator==(const Layout &) const = default;

    // Number of values in a frame of a node with that many accelerators.
    [[nodiscard]] std::size_t width(std::size_t accelerators) const
    {
        return hostMetrics.size() + acceleratorMetrics.size() * accelerators;
    }
};

struct NodeInfo {
    std::string name; // unique in the center; the key of its history
    std::string rack;
    std::string leafSwitch;
    std::string bootId;
    std::string agentVersion;
    std::string kernel;
    std::uint32_t cpus = 0;
    std::uint64_t memoryBytes = 0;
    std::uint32_t layout = 0; // index into Inventory::layouts
    std::vector<AcceleratorInfo> accelerators;

    bool operator==(const NodeInfo &) const = default;
};

// What one telemetry server describes. Immutable once shared.
struct Inventory {
    std::string server; // program and version
    std::string center;
    std::uint64_t epoch = 0;
    std::uint32_t version = 0;
    std::vector<Layout> layouts;
    std::vector<NodeInfo> nodes;

    bool operator==(const Inventory &) const = default;
};

enum class EventKind : std::uint8_t {
    Unspecified = 0,
    AgentStarted = 1,
    AcceleratorFault = 2,
    EccUncorrected = 3,
    LinkDown = 4,
    LinkUp = 5,
    Throttled = 6,
    ThrottleEnded = 7,
    NodeLost = 8,
    NodeBack = 9,
    Checkpoint = 10,
};

enum class Severity : std::uint8_t { Info = 0, Warning = 1, Critical = 2 };

struct Event {
    Micros time = 0;
    std::uint32_t node = 0; // index into the inventory
    std::int32_t accelerator = -1; // -1: the node itself
    EventKind kind = EventKind::Unspecified;
    Severity severity = Severity::Info;
    std::int64_t code = 0; // XID, Ascend error code, ...; of a checkpoint: the job
    std::string detail; // the vendor's own words

    bool operator==(const Event &) const = default;
};

// All samples of one node at one time: host metrics, then per accelerator metric one value per
// accelerator. Missing values are NaN.
struct Frame {
    std::uint32_t node = 0; // index into the inventory
    Micros time = 0;
    std::vector<double> values;
};

// What one message of a stream carries. Immutable once shared.
struct Batch {
    std::uint64_t epoch = 0;
    std::uint64_t sequence = 0; // ascending by one within an epoch
    Micros time = 0; // of the tick; a tick may be cut into several batches
    std::uint32_t inventoryVersion = 0;
    std::vector<Frame> frames;
    std::vector<Event> events;
    std::uint64_t lost = 0; // batches missed for good right before this one
};

using InventoryPtr = std::shared_ptr<const Inventory>;
using BatchPtr = std::shared_ptr<const Batch>;

// Where a stream was left, to go on without a loss. epoch 0: nowhere yet.
struct StreamPosition {
    std::uint64_t epoch = 0;
    std::uint64_t sequence = 0;

    bool operator==(const StreamPosition &) const = default;
};

// Bounds of what is believed when it comes over a wire.
inline constexpr std::size_t kMaxNodes = 20'000;
inline constexpr std::size_t kMaxAcceleratorsPerNode = 128;
inline constexpr std::size_t kMaxAccelerators = 200'000;
inline constexpr std::size_t kMaxMetricsPerLayout = 256;

} // namespace pilothouse
