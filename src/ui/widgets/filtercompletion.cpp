// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filtercompletion.h"

#include <algorithm>

namespace pilothouse {

namespace {

constexpr qsizetype kMostOffered = 50;

bool isOperator(QChar c)
{
    return c == QLatin1Char(':') || c == QLatin1Char('<') || c == QLatin1Char('>')
        || c == QLatin1Char('=');
}

QString quoted(const QString &value)
{
    return value.contains(QLatin1Char(' ')) ? QString(QLatin1Char('"') + value + QLatin1Char('"'))
                                            : value;
}

QList<FilterCompletion> keysFor(const QString &minus, const QString &typed,
                                const std::vector<FilterKey> &keys)
{
    QList<FilterCompletion> found;
    for (const FilterKey &key : keys) {
        if (!key.key.startsWith(typed, Qt::CaseInsensitive))
            continue;
        const QString head = minus + key.key;
        if (key.numeric) {
            found.append({head + QLatin1Char('<'), key.description});
            found.append({head + QLatin1Char('>'), key.description});
        } else {
            found.append({head + QLatin1Char(':'), key.description});
        }
    }
    return found;
}

QList<FilterCompletion> valuesFor(const FilterKey &key, const QString &head, const QString &typed)
{
    QList<FilterCompletion> found;
    for (const QString &value : key.values) {
        const bool matches = value.contains(typed, Qt::CaseInsensitive) && value != typed;
        if (matches && found.size() < kMostOffered)
            found.append({head + quoted(value), key.description});
    }
    return found;
}

} // namespace

FilterWord wordAt(const QString &text, qsizetype cursor)
{
    bool inQuotes = false;
    qsizetype begin = 0;
    qsizetype i = 0;
    for (; i < text.size(); ++i) {
        if (text[i] == QLatin1Char('"'))
            inQuotes = !inQuotes;
        if (text[i] != QLatin1Char(' ') || inQuotes)
            continue;
        if (i >= cursor)
            break;
        begin = i + 1;
    }
    return {begin, i - begin, text.mid(begin, i - begin)};
}

QList<FilterCompletion> completionsOf(const QString &word, const std::vector<FilterKey> &keys)
{
    const QString minus = word.startsWith(QLatin1Char('-')) ? QStringLiteral("-") : QString();
    const QString rest = word.mid(minus.size());
    const auto sign = std::find_if(rest.begin(), rest.end(), isOperator);
    if (sign == rest.end())
        return keysFor(minus, rest, keys);
    const QString name = rest.left(sign - rest.begin());
    const auto key = std::find_if(keys.begin(), keys.end(), [&name](const FilterKey &each) {
        return each.key.compare(name, Qt::CaseInsensitive) == 0;
    });
    if (key == keys.end())
        return {};
    const qsizetype valueAt =
        std::max<qsizetype>(sign - rest.begin(), rest.lastIndexOf(QLatin1Char(','))) + 1;
    return valuesFor(*key, minus + rest.left(valueAt), rest.mid(valueAt).remove(QLatin1Char('"')));
}

} // namespace pilothouse
