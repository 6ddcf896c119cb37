// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <cmath>

namespace pilothouse {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(pilothouse::Filter)
};

using Op = FilterTerm::Op;

struct Parsed {
    FilterTerm term;
    QString error;
};

Op opFor(const QString &sign)
{
    if (sign == u"<")
        return Op::Less;
    if (sign == u"<=")
        return Op::LessEqual;
    if (sign == u">")
        return Op::Greater;
    if (sign == u">=")
        return Op::GreaterEqual;
    return Op::Equal;
}

Parsed parseTerm(const QString &word, const std::vector<FilterKey> &keys)
{
    static const QRegularExpression kForm(QStringLiteral("^(-?)([\\w.]+)(:|<=|>=|<|>|=)(.*)$"),
                                          QRegularExpression::UseUnicodePropertiesOption);
    Parsed result;
    const QRegularExpressionMatch match = kForm.match(word);
    if (!match.hasMatch()) {
        result.term.negated = word.size() > 1 && word.startsWith(u'-');
        result.term.texts = {result.term.negated ? word.mid(1) : word};
        return result;
    }
    const QString key = match.captured(2).toLower();
    const QString sign = match.captured(3);
    const QString content = match.captured(4);
    const auto known = std::ranges::find(keys, key, &FilterKey::key);
    if (known == keys.end()) {
        result.error =
            Words::tr("There is no column “%1”. Press the down key for those there are.").arg(key);
        return result;
    }
    result.term.key = key;
    result.term.negated = !match.captured(1).isEmpty();
    if (sign == u":" && !known->numeric) {
        result.term.texts = content.split(u',', Qt::SkipEmptyParts);
        if (result.term.texts.isEmpty())
            result.error = Words::tr("“%1” lacks a value.").arg(key + u':');
        return result;
    }
    if (!known->numeric) {
        result.error = Words::tr("“%1” is a text; write %1:value.").arg(key);
        return result;
    }
    bool ok = false;
    result.term.op = opFor(sign);
    QString figure = content;
    figure.remove(u'%');
    result.term.number = figure.toDouble(&ok);
    if (!ok)
        result.error = Words::tr("“%1” needs a figure, such as %1<10.").arg(key);
    return result;
}

// Splits at blanks, keeping "quoted parts" together.
QStringList words(const QString &line)
{
    QStringList all;
    QString word;
    bool quoted = false;
    for (const QChar c : line) {
        if (c == u'"') {
            quoted = !quoted;
        } else if (c.isSpace() && !quoted) {
            if (!word.isEmpty())
                all << std::exchange(word, {});
        } else {
            word += c;
        }
    }
    if (!word.isEmpty())
        all << word;
    return all;
}

bool compare(Op op, double value, double limit)
{
    switch (op) {
    case Op::Less:
        return value < limit;
    case Op::LessEqual:
        return value <= limit;
    case Op::Greater:
        return value > limit;
    case Op::GreaterEqual:
        return value >= limit;
    case Op::Equal:
        return std::abs(value - limit) < 0.05;
    case Op::Contains:
        break;
    }
    return false;
}

bool holds(const FilterTerm &term, const FilterRow &row)
{
    if (term.op != Op::Contains) {
        const double value = row.number(term.key);
        return !std::isnan(value) && compare(term.op, value, term.number);
    }
    if (term.key.isEmpty())
        return row.anyText(term.texts.front());
    const QString content = row.text(term.key);
    return std::ranges::any_of(term.texts, [&content](const QString &text) {
        return content.contains(text, Qt::CaseInsensitive);
    });
}

} // namespace

Filter parseFilter(const QString &line, const std::vector<FilterKey> &keys)
{
    Filter filter;
    for (const QString &word : words(line)) {
        Parsed parsed = parseTerm(word, keys);
        if (!parsed.error.isEmpty()) {
            filter.error = parsed.error;
            break;
        }
        filter.terms.push_back(std::move(parsed.term));
    }
    return filter;
}

bool matches(const Filter &filter, const FilterRow &row)
{
    return std::ranges::all_of(
        filter.terms, [&row](const FilterTerm &term) { return holds(term, row) != term.negated; });
}

} // namespace pilothouse
