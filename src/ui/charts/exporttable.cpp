// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/exporttable.h"

#include <QAbstractItemModel>
#include <QCoreApplication>
#include <QTimeZone>

namespace pilothouse {

namespace {

const QString kLineEnd = QStringLiteral("\r\n");

QString asField(QString text)
{
    static const QString kFormula = QStringLiteral("=+-@\t\r");
    bool number = false;
    (void)text.toDouble(&number);
    if (!text.isEmpty() && !number && kFormula.contains(text.front()))
        text.prepend(QLatin1Char('\''));
    static const QString kSpecial = QStringLiteral(",\"\r\n");
    const bool quoted =
        std::ranges::any_of(text, [](QChar letter) { return kSpecial.contains(letter); });
    if (!quoted)
        return text;
    text.replace(QLatin1Char('"'), QStringLiteral("\"\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString asLine(const QStringList &fields)
{
    QStringList all;
    for (const QString &field : fields)
        all += asField(field);
    return all.join(QLatin1Char(',')) + kLineEnd;
}

QString asComment(QString text)
{
    text.replace(QLatin1Char('\n'), QLatin1Char(' ')).replace(QLatin1Char('\r'), QLatin1Char(' '));
    return QStringLiteral("# ") + text + kLineEnd;
}

} // namespace

QStringList ExportContext::lines() const
{
    const auto words = [](const char *text) {
        return QCoreApplication::translate("pilothouse::ExportContext", text);
    };
    QStringList all;
    const auto add = [&all](const QString &pattern, const QString &value) {
        if (!value.isEmpty())
            all += pattern.arg(value);
    };
    add(words(QT_TRANSLATE_NOOP("pilothouse::ExportContext", "Range: %1")), range);
    add(words(QT_TRANSLATE_NOOP("pilothouse::ExportContext", "Filters: %1")), filters);
    add(words(QT_TRANSLATE_NOOP("pilothouse::ExportContext", "Unit: %1")), unit);
    add(words(QT_TRANSLATE_NOOP("pilothouse::ExportContext", "Center: %1")), center);
    const QString zone =
        timeZone.isEmpty() ? QString::fromLatin1(QTimeZone::systemTimeZoneId()) : timeZone;
    add(words(QT_TRANSLATE_NOOP("pilothouse::ExportContext", "Time zone: %1")), zone);
    return all;
}

ExportTable tableOf(const QAbstractItemModel &model)
{
    ExportTable table;
    for (int column = 0; column < model.columnCount(); ++column)
        table.columns += model.headerData(column, Qt::Horizontal).toString();
    table.rows.reserve(static_cast<std::size_t>(model.rowCount()));
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList fields;
        for (int column = 0; column < model.columnCount(); ++column)
            fields += model.index(row, column).data().toString();
        table.rows.push_back(std::move(fields));
    }
    return table;
}

QByteArray csvOf(const ExportTable &table, const ExportContext &context)
{
    QString text(QChar::ByteOrderMark);
    if (!context.title.isEmpty())
        text += asComment(context.title);
    for (const QString &line : context.lines())
        text += asComment(line);
    text += asLine(table.columns);
    for (const QStringList &row : table.rows)
        text += asLine(row);
    return text.toUtf8();
}

} // namespace pilothouse
