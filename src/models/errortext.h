// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace pilothouse {

// What happened and what to do, in the user's language. The engine's or the system's own words
// follow where they help.
[[nodiscard]] QString errorText(const Error &error);

} // namespace pilothouse
