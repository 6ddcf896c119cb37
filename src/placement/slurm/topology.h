// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <string>
#include <string_view>
#include <unordered_map>

namespace pilothouse::slurm {

// The leaf switch of every node that has one.
using LeafSwitches = std::unordered_map<std::string, std::string>;

// Reads `scontrol show topology`: one line a switch, leaves at level 0. A cluster without a
// topology tells none.
[[nodiscard]] Result<LeafSwitches> readTopology(std::string_view text);

} // namespace pilothouse::slurm
