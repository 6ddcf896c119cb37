// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <cstdint>

namespace pilothouse::history {

using NodeId = std::uint32_t; // of a name in the node table, from 1
using MetricId = std::uint32_t; // of a name in the metric table, from 1

inline constexpr Micros kWindow = 600 * kSecond;
inline constexpr MetricId kHead = 0; // in the place of a metric: the times of a node's window
inline constexpr NodeId kMaxNodeId = (1U << 20U) - 1;
inline constexpr MetricId kMaxMetricId = (1U << 16U) - 1;
inline constexpr Micros kMaxTime = Micros{7'258'118'400} * kSecond; // the year 2200

inline constexpr std::int64_t kInventoryKey = -1; // no row of its own: what its checksum covers

inline std::int64_t windowOf(Micros time)
{
    return time / kWindow;
}

// Ascends by window, then node, then metric, so that sealing appends and a node's window is read in
// one piece.
inline std::int64_t chunkKey(std::int64_t window, NodeId node, MetricId metric)
{
    return window << 36 | static_cast<std::int64_t>(node) << 16 | static_cast<std::int64_t>(metric);
}

// Of a row about all nodes.
inline std::int64_t fleetKey(std::int64_t window, MetricId metric)
{
    return window << 16 | static_cast<std::int64_t>(metric);
}

inline MetricId metricOfKey(std::int64_t key)
{
    return static_cast<MetricId>(key & 0xffff);
}

inline NodeId nodeOfKey(std::int64_t key)
{
    return static_cast<NodeId>((key >> 16) & 0xfffff);
}

inline std::int64_t windowOfKey(std::int64_t key)
{
    return key >> 36;
}

} // namespace pilothouse::history
