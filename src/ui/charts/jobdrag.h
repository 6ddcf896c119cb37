// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

class QWidget;

namespace pilothouse {

class Theme;

// Drags a job out of a widget, shown as a badge of its id and colour, until it is dropped. GUI
// thread; returns after the drop.
void dragJob(QWidget *from, const Theme &theme, std::uint64_t job, int colour);

} // namespace pilothouse
