// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"

#include <optional>
#include <string>

namespace pilothouse {

// Engines say yes to what they then do not do. These compare what an action asked for with what the
// engine tells afterwards: nothing where it is so, else what is not, in English words.

// job: as it is now; null where the engine does not know it any more.
[[nodiscard]] std::optional<std::string> notDone(const Action &action, const Job *job);
[[nodiscard]] std::optional<std::string> notDone(const Action &action, const PlacementNode &node);

// Whether an action is about a node.
[[nodiscard]] bool isNodeAction(ActionKind kind);

} // namespace pilothouse
