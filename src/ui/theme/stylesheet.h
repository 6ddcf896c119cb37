// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QtCore/QString>

namespace pilothouse {

// The one style sheet, made from the tokens. Buttons take a look from the dynamic property
// "look": "primary", "danger", "quiet" (no frame), "link" or "chip".
[[nodiscard]] QString styleSheetOf(const ThemeTokens &tokens);

} // namespace pilothouse
