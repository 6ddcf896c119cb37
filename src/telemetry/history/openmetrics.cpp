// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/openmetrics.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace pilothouse::history {

namespace {

using Line = OpenMetricsLine;

// Where the name and labels of a sample end; nothing where quotes or braces do not close.
std::optional<std::size_t> endOfSeries(std::string_view line)
{
    std::size_t at = line.find_first_of("{ ");
    if (at == std::string_view::npos || at == 0)
        return std::nullopt;
    if (line[at] == ' ')
        return at;
    bool quoted = false;
    for (++at; at < line.size(); ++at) {
        const char c = line[at];
        if (quoted && c == '\\')
            ++at;
        else if (c == '"')
            quoted = !quoted;
        else if (c == '}' && !quoted)
            return at + 1;
    }
    return std::nullopt;
}

std::string_view takeWord(std::string_view &rest)
{
    while (rest.starts_with(' '))
        rest.remove_prefix(1);
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size());
    return word;
}

bool parseNumber(std::string_view word, double &value)
{
    if (word.starts_with('+'))
        word.remove_prefix(1);
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    return error == std::errc() && end == word.data() + word.size() && !word.empty();
}

// Seconds, mostly whole ones.
bool parseTime(std::string_view word, Micros &time)
{
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), seconds);
    if (error == std::errc() && end == word.data() + word.size()
        && std::abs(seconds) < std::int64_t{1} << 40U) {
        time = seconds * kSecond;
        return true;
    }
    double value = 0;
    if (!parseNumber(word, value) || !(std::fabs(value) < 1e12))
        return false;
    time = static_cast<Micros>(std::llround(value * 1e6));
    return true;
}

Line comment(std::string_view line)
{
    Line result;
    std::string_view rest = line.substr(1);
    const std::string_view word = takeWord(rest);
    if (word == "EOF")
        result.kind = Line::Kind::End;
    if (word == "TYPE") {
        result.kind = Line::Kind::Type;
        result.name = takeWord(rest);
        result.type = takeWord(rest);
    }
    return result;
}

} // namespace

std::optional<OpenMetricsLine> parseOpenMetricsLine(std::string_view line)
{
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    if (line.empty() || line.starts_with('#'))
        return line.empty() ? Line() : comment(line);
    const std::optional<std::size_t> end = endOfSeries(line);
    if (!end)
        return std::nullopt;
    Line result;
    result.kind = Line::Kind::Sample;
    result.series = line.substr(0, *end);
    std::string_view rest = line.substr(*end);
    if (!parseNumber(takeWord(rest), result.value))
        return std::nullopt;
    const std::string_view time = takeWord(rest);
    if (!time.empty() && time != "#" && !parseTime(time, result.time))
        return std::nullopt;
    return result;
}

} // namespace pilothouse::history
