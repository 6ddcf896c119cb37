// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "ui/charts/exporttable.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QPointer>
#include <QWidget>
#include <functional>

class QMenu;

namespace pilothouse {

enum class ExportFormat { Png, Svg, Pdf, Csv };

// Writes charts and tables to files: a picture carries its title and context above it. A file
// appears as a whole or not at all. GUI thread.
class ChartExport {
    Q_DECLARE_TR_FUNCTIONS(pilothouse::ChartExport)

public:
    // What one context menu exports. picture may go away before the menu.
    struct Source {
        QPointer<QWidget> picture; // null: there is only the table
        std::function<ExportTable()> table; // empty: there is only the picture
        std::function<ExportContext()> context;
    };

    // Png (at twice the size on screen), Svg, or Pdf (one A4 page, sideways).
    [[nodiscard]] static Result<> writePicture(QWidget &picture, const Theme &theme,
                                               const ExportContext &context, ExportFormat format,
                                               const QString &path);
    // Csv, or Pdf (as many A4 pages as it takes).
    [[nodiscard]] static Result<> writeTable(const ExportTable &table, const Theme &theme,
                                             const ExportContext &context, ExportFormat format,
                                             const QString &path);

    // Entries that ask for a file name and write there; failures are told in words.
    // theme must outlive the menu.
    static void addExportActions(QMenu &menu, const Theme &theme, Source source);

    // "power-of-r04-20261122-1912.png": from the title, in letters and figures of any script.
    [[nodiscard]] static QString defaultFileName(const QString &title, ExportFormat format,
                                                 const QDateTime &now);
    // Why an export failed, and what to do, translated.
    [[nodiscard]] static QString errorText(const Error &error, const QString &path);
};

} // namespace pilothouse
