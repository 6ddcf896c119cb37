// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <functional>
#include <vector>

namespace pilothouse {

// The filter line's language: terms that must all hold.
//   kind:910B        text of that column contains it, upper or lower case
//   tenant:a,b       one of several
//   util<10  age>=5  a figure, in the unit that the column shows
//   -state:DOWN      not
//   speech           any text column contains it
struct FilterTerm {
    enum class Op { Contains, Less, LessEqual, Greater, GreaterEqual, Equal };
    QString key; // empty: any text column
    Op op = Op::Contains;
    QStringList texts;
    double number = 0;
    bool negated = false;
};

struct Filter {
    std::vector<FilterTerm> terms;
    QString error; // in the user's words; the terms before it hold
};

// A column that a filter may name.
struct FilterKey {
    QString key;
    QString description;
    bool numeric = false;
    QStringList values; // known ones, for completion
};

[[nodiscard]] Filter parseFilter(const QString &line, const std::vector<FilterKey> &keys);

// Whether a row passes; text and number give a column's content by key.
struct FilterRow {
    std::function<QString(const QString &)> text;
    std::function<double(const QString &)> number; // as shown; NaN: missing, passes no comparison
    std::function<bool(const QString &)> anyText; // whether any text column contains it
};
[[nodiscard]] bool matches(const Filter &filter, const FilterRow &row);

} // namespace pilothouse
