// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/ranges.h"

#include "placement/slurm/parse/scan.h"

#include <limits>
#include <optional>

namespace pilothouse::slurm {

namespace {

constexpr std::size_t kMaxDigits = 18; // what fits 64 bits without a check at every step
constexpr std::size_t kMaxName = 255;
constexpr std::size_t kMaxBrackets = 8;

struct Range {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::uint64_t step = 1;
    std::size_t width = 0; // of the lower bound, leading zeros included

    [[nodiscard]] std::uint64_t count() const { return (high - low) / step + 1; }
};

std::optional<std::uint64_t> takeNumber(std::string_view &text)
{
    std::uint64_t number = 0;
    std::size_t digits = 0;
    for (; digits < text.size() && isDigit(text[digits]); ++digits) {
        if (digits == kMaxDigits)
            return std::nullopt;
        number = number * 10 + static_cast<std::uint64_t>(text[digits] - '0');
    }
    if (digits == 0)
        return std::nullopt;
    text.remove_prefix(digits);
    return number;
}

bool takeChar(std::string_view &text, char c)
{
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

// The one parser of ranges, inside brackets and outside: "7", "0001-0008", "0-8:4".
std::optional<Range> takeRange(std::string_view &text)
{
    Range range;
    const auto before = text.size();
    const auto low = takeNumber(text);
    if (!low)
        return std::nullopt;
    range.low = range.high = *low;
    range.width = before - text.size();
    if (takeChar(text, '-')) {
        const auto high = takeNumber(text);
        if (!high || *high < *low)
            return std::nullopt;
        range.high = *high;
        if (takeChar(text, ':')) {
            const auto step = takeNumber(text);
            if (!step || *step == 0)
                return std::nullopt;
            range.step = *step;
        }
    }
    return range;
}

// Ranges up to the end of text.
std::optional<std::vector<Range>> takeRanges(std::string_view text)
{
    std::vector<Range> ranges;
    do {
        const auto range = takeRange(text);
        if (!range)
            return std::nullopt;
        ranges.push_back(*range);
    } while (takeChar(text, ','));
    if (!text.empty())
        return std::nullopt;
    return ranges;
}

void appendNumber(std::string &out, std::uint64_t number, std::size_t width)
{
    const auto digits = std::to_string(number);
    out.append(width > digits.size() ? width - digits.size() : 0, '0');
    out += digits;
}

// One node expression without the commas between expressions: text and ranges in turn.
struct Piece {
    std::string_view text; // before the ranges
    std::vector<Range> ranges; // empty: the last piece
};

tl::unexpected<Error> malformed(std::string_view what, std::string_view text)
{
    return fail(ErrorCode::Malformed,
                std::string(what) + ": \"" + std::string(text.substr(0, 80)) + '"');
}

bool isNameChar(char c)
{
    return static_cast<unsigned char>(c) > ' ' && c != '[' && c != ']' && c != '(' && c != ')'
        && c != '\x7f';
}

Result<std::vector<Piece>> piecesOf(std::string_view text)
{
    std::vector<Piece> pieces;
    auto rest = text;
    while (!rest.empty()) {
        Piece piece;
        const auto open = std::min(rest.find('['), rest.size());
        piece.text = rest.substr(0, open);
        if (!std::ranges::all_of(piece.text, isNameChar))
            return malformed("no node name", text);
        rest.remove_prefix(open);
        if (takeChar(rest, '[')) {
            const auto close = rest.find(']');
            if (close == std::string_view::npos || pieces.size() == kMaxBrackets)
                return malformed("a bracket is wrong in node list", text);
            auto ranges = takeRanges(rest.substr(0, close));
            if (!ranges)
                return malformed("no range of nodes", text);
            piece.ranges = std::move(*ranges);
            rest.remove_prefix(close + 1);
        }
        pieces.push_back(std::move(piece));
    }
    return pieces;
}

// How many names the pieces stand for; limit + 1 when more than limit.
std::uint64_t countOf(const std::vector<Piece> &pieces, std::uint64_t limit)
{
    std::uint64_t product = 1;
    for (const auto &piece : pieces) {
        std::uint64_t sum = 0;
        for (const auto &range : piece.ranges) {
            sum += std::min(range.count(), limit + 1);
            if (sum > limit)
                return limit + 1;
        }
        product *= std::max<std::uint64_t>(sum, 1);
        if (product > limit)
            return limit + 1;
    }
    return product;
}

bool append(std::vector<std::string> &names, const std::vector<Piece> &pieces, std::size_t at,
            const std::string &before)
{
    if (at == pieces.size()) {
        if (before.size() > kMaxName)
            return false;
        names.push_back(before);
        return true;
    }
    const auto &piece = pieces[at];
    const auto start = before + std::string(piece.text);
    if (piece.ranges.empty())
        return append(names, pieces, at + 1, start);
    for (const auto &range : piece.ranges) {
        for (auto number = range.low; number <= range.high; number += range.step) {
            auto name = start;
            appendNumber(name, number, range.width);
            if (!append(names, pieces, at + 1, name))
                return false;
        }
    }
    return true;
}

// A name as text before its last number, the number, and text after it.
struct Numbered {
    std::string_view before;
    std::string_view digits; // empty: no number in it
    std::string_view after;
};

Numbered numbered(std::string_view name)
{
    auto end = name.size();
    while (end > 0 && !isDigit(name[end - 1]))
        --end;
    auto start = end;
    while (start > 0 && isDigit(name[start - 1]) && end - start < kMaxDigits)
        --start;
    return {name.substr(0, start), name.substr(start, end - start), name.substr(end)};
}

void appendRange(std::string &out, const Range &range)
{
    if (!out.empty())
        out += ',';
    appendNumber(out, range.low, range.width);
    if (range.high > range.low) {
        out += '-';
        appendNumber(out, range.high, range.width);
    }
}

// Whether digits, written after range, only make it one longer.
bool continues(const Range &range, std::string_view digits)
{
    std::string next;
    appendNumber(next, range.high + 1, range.width);
    return next == digits;
}

// Names that differ only in their last number, as one expression.
std::string compressGroup(std::span<const std::string> names)
{
    const auto first = numbered(names.front());
    if (first.digits.empty() || names.size() == 1)
        return names.front();
    std::string ranges;
    std::optional<Range> open;
    for (const auto &name : names) {
        auto digits = numbered(name).digits;
        if (open && continues(*open, digits)) {
            ++open->high;
            continue;
        }
        if (open)
            appendRange(ranges, *open);
        open = takeRange(digits);
    }
    appendRange(ranges, *open);
    return std::string(first.before) + '[' + ranges + ']' + std::string(first.after);
}

} // namespace

Result<std::vector<std::string>> expandNodes(std::string_view text, std::size_t limit)
{
    std::vector<std::string> names;
    auto rest = trimmed(text);
    if (rest == "(null)" || rest == "None assigned")
        return names;
    while (!rest.empty()) {
        const auto part = takePart(rest, ',');
        if (part.empty())
            return malformed("an empty name in node list", text);
        const auto pieces = piecesOf(part);
        if (!pieces)
            return tl::unexpected(pieces.error());
        if (countOf(*pieces, limit - names.size()) > limit - names.size())
            return fail(ErrorCode::TooLarge,
                        "a node list stands for more than " + std::to_string(limit) + " nodes");
        if (!append(names, *pieces, 0, {}))
            return malformed("a node name is too long", text);
    }
    return names;
}

std::string compressNodes(std::span<const std::string> names)
{
    std::string text;
    for (std::size_t start = 0; start < names.size();) {
        const auto first = numbered(names[start]);
        auto end = start + 1;
        for (; end < names.size(); ++end) {
            const auto next = numbered(names[end]);
            if (first.digits.empty() || next.digits.empty() || next.before != first.before
                || next.after != first.after)
                break;
        }
        if (!text.empty())
            text += ',';
        text += compressGroup(names.subspan(start, end - start));
        start = end;
    }
    return text;
}

Result<std::vector<std::uint32_t>> expandIndices(std::string_view text, std::size_t limit)
{
    std::vector<std::uint32_t> indices;
    text = trimmed(text);
    if (saysNothing(text))
        return indices;
    const auto ranges = takeRanges(text);
    if (!ranges)
        return malformed("no range of indices", text);
    for (const auto &range : *ranges) {
        if (range.high > std::numeric_limits<std::uint32_t>::max()
            || range.count() > limit - indices.size())
            return fail(ErrorCode::TooLarge,
                        "a range stands for more than " + std::to_string(limit) + " indices");
        for (auto number = range.low; number <= range.high; number += range.step)
            indices.push_back(static_cast<std::uint32_t>(number));
    }
    return indices;
}

std::string compressIndices(std::span<const std::uint32_t> indices)
{
    std::string text;
    for (std::size_t start = 0; start < indices.size();) {
        auto end = start + 1;
        while (end < indices.size() && indices[end] == std::uint64_t{indices[end - 1]} + 1)
            ++end;
        appendRange(text, Range{.low = indices[start], .high = indices[end - 1]});
        start = end;
    }
    return text;
}

} // namespace pilothouse::slurm
