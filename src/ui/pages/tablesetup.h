// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace pilothouse {

class LiveTable;
class TableView;

// Shows a live table: its columns at their widths, those hidden by default hidden, as the user left
// them where the layout is remembered under this name. Where it is not, sorted by the column given.
void setUpTable(TableView &view, LiveTable &model, const char *name, int sortColumn = 0,
                Qt::SortOrder order = Qt::AscendingOrder);

} // namespace pilothouse
