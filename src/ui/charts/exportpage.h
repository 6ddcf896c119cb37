// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/exporttable.h"
#include "ui/theme/theme.h"

#include <QSize>
#include <functional>

class QPainter;

namespace pilothouse {

inline constexpr int kExportMargin = 16;

// The size of a picture with its header and margins.
[[nodiscard]] QSize exportSize(QSize picture, const ExportContext &context);

// Title and context lines; returns where what follows begins.
double paintExportHeader(QPainter &painter, const Theme &theme, const ExportContext &context,
                         double width);

// A table over as many pages as it takes, the column titles on each. Printed dark on white,
// whatever the theme.
void paintExportTable(QPainter &painter, const Theme &theme, const ExportTable &table,
                      const ExportContext &context, QSizeF page,
                      const std::function<void()> &newPage);

} // namespace pilothouse
