// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chartexport.h"

#include "ui/charts/exportpage.h"

#include <QBuffer>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QImage>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <algorithm>

namespace pilothouse {

namespace {

constexpr int kPngScale = 2;
constexpr int kPdfResolution = 300;
constexpr double kPdfMargin = 12; // mm
constexpr double kScreenDpi = 96; // what logical pixels are laid out for

ErrorCode codeOf(QFileDevice::FileError error)
{
    switch (error) {
    case QFileDevice::PermissionsError:
    case QFileDevice::OpenError:
        return ErrorCode::PermissionDenied;
    case QFileDevice::ResourceError:
        return ErrorCode::DiskFull;
    default:
        return ErrorCode::Io;
    }
}

Result<> writeFile(const QString &path, const QByteArray &bytes)
{
    if (!QFileInfo(path).absoluteDir().exists())
        return fail(ErrorCode::NotFound, "the folder does not exist");
    QSaveFile file(path);
    const bool good = file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    if (!good || !file.commit())
        return fail(codeOf(file.error()), file.errorString().toStdString());
    return {};
}

void paintPage(QPainter &painter, QWidget &picture, const Theme &theme,
               const ExportContext &context)
{
    const QSize size = exportSize(picture.size(), context);
    painter.fillRect(QRect(QPoint(0, 0), size), theme.tokens().panel);
    const double top = paintExportHeader(painter, theme, context, size.width());
    picture.render(&painter, QPoint(kExportMargin, qRound(top)));
}

QByteArray pngOf(QWidget &picture, const Theme &theme, const ExportContext &context)
{
    QImage image(exportSize(picture.size(), context) * kPngScale, QImage::Format_RGB32);
    image.setDevicePixelRatio(kPngScale);
    QPainter painter(&image);
    paintPage(painter, picture, theme, context);
    painter.end();
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return buffer.data();
}

QByteArray svgOf(QWidget &picture, const Theme &theme, const ExportContext &context)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    const QSize size = exportSize(picture.size(), context);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(0, 0), size));
    generator.setTitle(context.title);
    generator.setDescription(context.lines().join(QLatin1Char('\n')));
    QPainter painter(&generator);
    paintPage(painter, picture, theme, context);
    painter.end();
    return buffer.data();
}

void preparePdf(QPdfWriter &writer, const ExportContext &context,
                QPageLayout::Orientation orientation)
{
    writer.setResolution(kPdfResolution);
    writer.setTitle(context.title);
    writer.setCreator(QStringLiteral("Pilothouse"));
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), orientation,
                                     QMarginsF(kPdfMargin, kPdfMargin, kPdfMargin, kPdfMargin),
                                     QPageLayout::Millimeter));
}

QByteArray picturePdf(QWidget &picture, const Theme &theme, const ExportContext &context)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    preparePdf(writer, context, QPageLayout::Landscape);
    QPainter painter(&writer);
    const QSizeF size = exportSize(picture.size(), context);
    const double scale = std::min(writer.width() / size.width(), writer.height() / size.height());
    painter.scale(scale, scale);
    paintPage(painter, picture, theme, context);
    painter.end();
    return buffer.data();
}

QByteArray tablePdf(const ExportTable &table, const Theme &theme, const ExportContext &context)
{
    constexpr int kUprightColumns = 6;
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    preparePdf(writer, context,
               table.columns.size() > kUprightColumns ? QPageLayout::Landscape
                                                      : QPageLayout::Portrait);
    QPainter painter(&writer);
    const double scale = kPdfResolution / kScreenDpi;
    painter.scale(scale, scale);
    const QSizeF page(writer.width() / scale, writer.height() / scale);
    paintExportTable(painter, theme, table, context, page, [&writer] { writer.newPage(); });
    painter.end();
    return buffer.data();
}

QString suffixOf(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Png:
        return QStringLiteral("png");
    case ExportFormat::Svg:
        return QStringLiteral("svg");
    case ExportFormat::Pdf:
        return QStringLiteral("pdf");
    case ExportFormat::Csv:
        break;
    }
    return QStringLiteral("csv");
}

} // namespace

Result<> ChartExport::writePicture(QWidget &picture, const Theme &theme,
                                   const ExportContext &context, ExportFormat format,
                                   const QString &path)
{
    switch (format) {
    case ExportFormat::Png:
        return writeFile(path, pngOf(picture, theme, context));
    case ExportFormat::Svg:
        return writeFile(path, svgOf(picture, theme, context));
    case ExportFormat::Pdf:
        return writeFile(path, picturePdf(picture, theme, context));
    case ExportFormat::Csv:
        break;
    }
    return fail(ErrorCode::InvalidArgument, "a picture has no rows to write as CSV");
}

Result<> ChartExport::writeTable(const ExportTable &table, const Theme &theme,
                                 const ExportContext &context, ExportFormat format,
                                 const QString &path)
{
    if (format == ExportFormat::Csv)
        return writeFile(path, csvOf(table, context));
    if (format == ExportFormat::Pdf)
        return writeFile(path, tablePdf(table, theme, context));
    return fail(ErrorCode::InvalidArgument, "a table is written as CSV or PDF");
}

QString ChartExport::defaultFileName(const QString &title, ExportFormat format,
                                     const QDateTime &now)
{
    constexpr int kLongest = 60;
    QString name;
    for (const QChar letter : title.left(kLongest).toLower()) {
        if (letter.isLetterOrNumber())
            name += letter;
        else if (!name.isEmpty() && !name.endsWith(QLatin1Char('-')))
            name += QLatin1Char('-');
    }
    while (name.endsWith(QLatin1Char('-')))
        name.chop(1);
    if (name.isEmpty())
        name = QStringLiteral("pilothouse");
    return QStringLiteral("%1-%2.%3")
        .arg(name, now.toString(QStringLiteral("yyyyMMdd-HHmm")), suffixOf(format));
}

QString ChartExport::errorText(const Error &error, const QString &path)
{
    const QString shown = QDir::toNativeSeparators(path);
    switch (error.code) {
    case ErrorCode::NotFound:
        return tr("The folder of %1 does not exist. Choose another one.").arg(shown);
    case ErrorCode::PermissionDenied:
        return tr("%1 may not be written. Choose another folder or ask for permission.").arg(shown);
    case ErrorCode::DiskFull:
        return tr("There is no room left for %1. Free some space or choose another disk.")
            .arg(shown);
    default:
        return tr("%1 could not be written: %2").arg(shown, QString::fromStdString(error.detail));
    }
}

} // namespace pilothouse
