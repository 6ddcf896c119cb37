// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/time.h"
#include "simulator/topology.h"

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace pilothouse::simulator {

// What another scheduler has and runs, as docs/format/follow.md describes it.
struct FollowedJob {
    std::string name;
    std::uint64_t id = 0;
    PoolUse use = PoolUse::Training;
    Micros started = 0;
    std::vector<std::uint32_t> accelerators; // counted over the center
};
struct Followed {
    std::vector<FollowedNode> nodes;
    std::vector<FollowedJob> jobs;
};

// Errors name file, line and what is wrong. acceleratorsPerNode: of every node. name: of the file,
// for the message.
[[nodiscard]] Result<Followed> parseFollowed(std::istream &input, std::uint32_t acceleratorsPerNode,
                                             const std::string &name);
[[nodiscard]] Result<Followed> readFollowed(const std::string &path,
                                            std::uint32_t acceleratorsPerNode);

} // namespace pilothouse::simulator
