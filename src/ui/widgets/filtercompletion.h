// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/filter.h"

#include <QList>
#include <QString>

namespace pilothouse {

// Completion for the language of models/filter.h.

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

// What the word may become: keys while it has no operator, values of its key after that. A leading
// minus and the values before the last comma stay as they are.
[[nodiscard]] QList<FilterCompletion> completionsOf(const QString &word,
                                                    const std::vector<FilterKey> &keys);

} // namespace pilothouse
