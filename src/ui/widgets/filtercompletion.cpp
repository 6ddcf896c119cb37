// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filtercompletion.h"

#include <algorithm>

namespace pilothouse {

namespace {

constexpr qsizetype kMostOffered = 50;

qsizetype operatorAt(const QString &word)
{
    const auto found = std::find_if(word.begin(), word.end(), [](QChar c) {
        return c == QLatin1Char(':') || c == QLatin1Char('<') || c == QLatin1Char('>');
    });
    return found == word.end() ? -1 : found - word.begin();
}

QString quoted(const QString &value)
{
    return value.contains(QLatin1Char(' ')) ? QString(QLatin1Char('"') + value + QLatin1Char('"'))
                                            : value;
}

QList<FilterCompletion> keysFor(const QString &word, const QList<FilterKey> &keys)
{
    QList<FilterCompletion> found;
    for (const FilterKey &key : keys) {
        if (!key.name.startsWith(word, Qt::CaseInsensitive))
            continue;
        if (key.numeric) {
            found.append({key.name + QLatin1Char('<'), key.description});
            found.append({key.name + QLatin1Char('>'), key.description});
        } else {
            found.append({key.name + QLatin1Char(':'), key.description});
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

QList<FilterCompletion> completionsOf(const QString &word, const QList<FilterKey> &keys)
{
    const qsizetype at = operatorAt(word);
    if (at < 0)
        return keysFor(word, keys);
    const QString name = word.left(at);
    const auto key = std::find_if(keys.begin(), keys.end(), [&name](const FilterKey &each) {
        return each.name.compare(name, Qt::CaseInsensitive) == 0;
    });
    if (key == keys.end())
        return {};
    return valuesFor(*key, word.left(at + 1), word.mid(at + 1).remove(QLatin1Char('"')));
}

} // namespace pilothouse
