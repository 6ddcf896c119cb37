// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartexport.h"

#include <QDateTime>
#include <QDir>
#include <QFileDialog>
#include <QMenu>
#include <QMessageBox>
#include <QStandardPaths>

namespace pilothouse {

namespace {

void askAndWrite(QWidget *parent, const Theme &theme, const ChartExport::Source &source,
                 ExportFormat format, const QString &filter)
{
    const ExportContext context = source.context ? source.context() : ExportContext{};
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    const QString name =
        ChartExport::defaultFileName(context.title, format, QDateTime::currentDateTime());
    const QString path = QFileDialog::getSaveFileName(parent, ChartExport::tr("Export"),
                                                      QDir(folder).filePath(name), filter);
    if (path.isEmpty())
        return;
    const bool asTable = format == ExportFormat::Csv || !source.picture;
    if (asTable && !source.table)
        return; // the picture went away while the dialog was open
    const Result<> written = asTable
        ? ChartExport::writeTable(source.table(), theme, context, format, path)
        : ChartExport::writePicture(*source.picture, theme, context, format, path);
    if (written)
        return;
    auto *box =
        new QMessageBox(QMessageBox::Warning, ChartExport::tr("Export failed"),
                        ChartExport::errorText(written.error(), path), QMessageBox::Ok, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

} // namespace

void ChartExport::addExportActions(QMenu &menu, const Theme &theme, Source source)
{
    const auto add = [&](ExportFormat format, const QString &text, const QString &filter) {
        QWidget *parent = menu.parentWidget();
        menu.addAction(text, &menu,
                       [parent = QPointer<QWidget>(parent), &theme, source, format, filter] {
                           askAndWrite(parent, theme, source, format, filter);
                       });
    };
    if (source.picture) {
        add(ExportFormat::Png, tr("Export as PNG\u2026"), tr("Pictures (*.png)"));
        add(ExportFormat::Svg, tr("Export as SVG\u2026"), tr("Drawings (*.svg)"));
    }
    if (source.picture || source.table)
        add(ExportFormat::Pdf, tr("Export as PDF\u2026"), tr("Documents (*.pdf)"));
    if (source.table)
        add(ExportFormat::Csv, tr("Export as CSV\u2026"), tr("Tables (*.csv)"));
}

} // namespace pilothouse
