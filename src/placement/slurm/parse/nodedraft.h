// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/job.h"
#include "placement/slurm/parse/statewords.h"

#include <optional>
#include <string>

// Private to this folder: what a reply or a line of text says of a node, before it is one.
namespace pilothouse::slurm {

struct NodeDraft {
    PlacementNode node; // what can be taken as it is
    NodeCondition condition;
    std::string gres;
    std::string gresUsed;
};

// Nothing where it is no node.
[[nodiscard]] std::optional<PlacementNode> finished(NodeDraft draft);

inline constexpr std::uint64_t kMebibyte = 1024 * 1024; // the unit of Slurm's memory

} // namespace pilothouse::slurm
