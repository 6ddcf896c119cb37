// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "core/result.h"

namespace pilothouse::telemetry::v1 {
class Batch;
class DescribeReply;
} // namespace pilothouse::telemetry::v1

namespace pilothouse::wire {

inline constexpr std::uint32_t kVersionMajor = 1;
inline constexpr std::uint32_t kVersionMinor = 0;

// Between the core's values and pilothouse.telemetry.v1's messages. Both directions lose nothing,
// but for text that is not UTF-8 (its bad bytes become '?'): protobuf refuses to read such a
// message.
void encode(const Batch &batch, telemetry::v1::Batch &message);

// What was left out because it was not what the inventory announced.
struct DecodeReport {
    std::uint64_t malformedFrames = 0;
    std::uint64_t malformedEvents = 0; // of unknown nodes or accelerators, or at impossible times
};
// Frames of unknown nodes, of the wrong width, or with a time before 1971 or more than a day ahead
// of now are left out and counted; values outside their metric's range become NaN; infinities too.
// A batch that is itself of such a time loses all its frames and gets now as its time.
// The inventory must be the one of message.inventory_version(); the caller compares.
[[nodiscard]] Batch decode(const telemetry::v1::Batch &message, const Inventory &inventory,
                           Micros now, DecodeReport &report);

// One page of a description, nodes [first, first + count).
void encodePage(const Inventory &inventory, std::size_t first, std::size_t count,
                telemetry::v1::DescribeReply &message);
// Adds a page to the inventory; fails on another major version, on totals beyond the bounds of
// core/frame.h, on duplicate node names, on pages that do not follow each other. The description is
// complete when the inventory holds message.total_nodes() nodes; an empty page before that fails.
[[nodiscard]] Result<void> appendPage(const telemetry::v1::DescribeReply &message,
                                      Inventory &inventory);

} // namespace pilothouse::wire
