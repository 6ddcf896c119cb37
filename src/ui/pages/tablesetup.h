// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace pilothouse {

class LiveTable;
class TableView;

// Shows a live table: its columns at their widths, those hidden by default hidden, as the user left
// them where the layout is remembered under this name.
void setUpTable(TableView &view, LiveTable &model, const char *name);

} // namespace pilothouse
