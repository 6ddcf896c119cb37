// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement.pb.h"
#include "simulator/engine.h"

#include <deque>

namespace pilothouse::simulator {

// From the engine to pilothouse.placement.v1, and back for orders.
void encode(const SimJob &job, const Topology &topology, placement::v1::Job &message);
void encode(NodeIndex node, const Cluster &cluster, placement::v1::Node &message);

// The replies that carry these changes, none larger than about a megabyte. Only the first of a
// whole state says so, and brings tenants and pools.
[[nodiscard]] std::deque<placement::v1::WatchReply>
watchReplies(const Engine &engine, const Changes &changes, const std::string &cluster);

[[nodiscard]] Reply apply(Engine &engine, const placement::v1::SubmitRequest &request);
[[nodiscard]] Reply apply(Engine &engine, const placement::v1::ActRequest &request);

} // namespace pilothouse::simulator
