// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

class QAbstractItemModel;

namespace pilothouse {

// What every export says about itself. Empty lines are left out.
struct ExportContext {
    QString title;
    QString range; // of time, in words
    QString filters; // what was left out, or chosen
    QString unit;
    QString center;
    QString timeZone; // empty: the local one

    // "Range: ..." and so on, translated, without the title.
    [[nodiscard]] QStringList lines() const;
};

struct ExportTable {
    QStringList columns;
    std::vector<QStringList> rows;
};

// All rows and columns of a table model, as its display texts.
[[nodiscard]] ExportTable tableOf(const QAbstractItemModel &model);

// RFC 4180 with a byte order mark and the context as # lines ahead. A text that a spreadsheet
// would take for a formula gets an apostrophe in front.
[[nodiscard]] QByteArray csvOf(const ExportTable &table, const ExportContext &context);

} // namespace pilothouse
