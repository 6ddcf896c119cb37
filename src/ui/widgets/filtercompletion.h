// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace pilothouse {

// A key of the filter language: words separated by spaces, each key:value, key<number, key>number
// or free text; a value with spaces stands in double quotes.
struct FilterKey {
    QString name;
    QString description;
    QStringList values; // what to offer after the key; may be empty
    bool numeric = false; // offered with < and > in place of :
};

struct FilterWord {
    qsizetype begin = 0;
    qsizetype length = 0;
    QString text;
};

struct FilterCompletion {
    QString insert; // takes the place of the word
    QString hint; // what it means
};

// The word around the cursor, quotes respected.
[[nodiscard]] FilterWord wordAt(const QString &text, qsizetype cursor);

// What the word may become: keys while it has no operator, values of its key after that.
[[nodiscard]] QList<FilterCompletion> completionsOf(const QString &word,
                                                    const QList<FilterKey> &keys);

} // namespace pilothouse
