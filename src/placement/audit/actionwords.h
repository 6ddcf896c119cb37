// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/scheduler.h"

#include <optional>
#include <string>
#include <string_view>

// An action in the words of the audit log: English, "field=value" separated by blanks, the same in
// every language of the interface.
namespace pilothouse {

[[nodiscard]] std::string_view actionName(ActionKind kind); // "cancel", "requeue-held"
[[nodiscard]] std::optional<ActionKind> actionNamed(std::string_view name);

[[nodiscard]] std::string targetOf(const Action &action); // "job 4711", "node n007"
// What the action changes, as the book has it; empty where the book does not know the target.
[[nodiscard]] std::string beforeOf(const Action &action, const JobBook &book);
[[nodiscard]] std::string afterOf(const Action &action); // what is asked for
// The whole action. Of a script only its length and hash, of the environment only the names: both
// carry passwords and keys.
[[nodiscard]] std::string callOf(const Action &action);

// The text without what looks like a token: JSON web tokens and values named as secrets.
[[nodiscard]] std::string withoutSecrets(std::string_view text);

} // namespace pilothouse
