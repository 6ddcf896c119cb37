// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace pilothouse::gallery {

enum class Language { English, Chinese };

// A whole window made of the widgets, with a full table, messages and cards in every state.
[[nodiscard]] QWidget *windowPage(const Theme &theme, Language language);

// Buttons, fields, marks, palettes and empty states, side by side.
[[nodiscard]] QWidget *partsPage(const Theme &theme, Language language);

} // namespace pilothouse::gallery
