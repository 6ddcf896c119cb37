// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace pilothouse {

class MainWindow;

// Writes the window to a PNG after so many seconds and ends the program: 0, or 1 with the reason on
// stderr.
void takeScreenshot(MainWindow &window, const QString &file, int afterSeconds);

} // namespace pilothouse
