// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>

namespace pilothouse {

// Why a plan does not come about, in the user's language. The planner says it in English sentences
// of a few forms; one of another form is shown as it is.
[[nodiscard]] QString planErrorText(const Error &error);

} // namespace pilothouse
