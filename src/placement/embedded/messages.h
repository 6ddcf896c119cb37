// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "placement/job.h"
#include "placement/scheduler.h"

namespace pilothouse::placement::v1 {
class ActRequest;
class Job;
class Node;
class SubmitRequest;
} // namespace pilothouse::placement::v1

namespace pilothouse {

// Between the core's values and pilothouse.placement.v1's messages.

// A text of a message, cut to what is kept.
[[nodiscard]] std::string shortened(const std::string &message);
// A moment of a message, cut to what can be meant.
[[nodiscard]] Micros moment(std::int64_t message);

// Times and spans outside what can be meant are cut to it, long texts are cut, unknown states are
// Unknown. Fails for more accelerators than are believed.
[[nodiscard]] Result<Job> decode(const placement::v1::Job &message);
[[nodiscard]] Result<PlacementNode> decode(const placement::v1::Node &message);

void encode(const Action &action, placement::v1::ActRequest &message);
void encode(const Submission &submission, placement::v1::SubmitRequest &message);

} // namespace pilothouse
