// SPDX-License-Identifier: GPL-3.0-or-later
#include "historytool/arguments.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

namespace pilothouse::historytool {

namespace {

bool parseDouble(std::string_view text, double &value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

bool parseInteger(std::string_view text, int &value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() && !text.empty();
}

std::optional<Aggregate> aggregateNamed(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, Aggregate>, 5> kNames{
        {{"avg", Aggregate::Average},
         {"min", Aggregate::Minimum},
         {"max", Aggregate::Maximum},
         {"sum", Aggregate::Sum},
         {"count", Aggregate::Count}}};
    const auto found =
        std::ranges::find(kNames, name, &std::pair<std::string_view, Aggregate>::first);
    return found == kNames.end() ? std::nullopt : std::optional(found->second);
}

std::optional<HistoryLevel> levelNamed(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, HistoryLevel>, 4> kNames{
        {{"samples", HistoryLevel::Samples},
         {"10s", HistoryLevel::TenSeconds},
         {"1m", HistoryLevel::Minute},
         {"10m", HistoryLevel::TenMinutes}}};
    const auto found =
        std::ranges::find(kNames, name, &std::pair<std::string_view, HistoryLevel>::first);
    return found == kNames.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t comma = std::min(text.find(','), text.size());
        parts.emplace_back(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return parts;
}

bool setAggregate(std::string_view text, Arguments &arguments)
{
    constexpr std::string_view kQuantile = "quantile=";
    if (text.starts_with(kQuantile)) {
        arguments.aggregate = Aggregate::Quantile;
        for (const std::string &part : split(text.substr(kQuantile.size()))) {
            double value = 0;
            if (!parseDouble(part, value))
                return false;
            arguments.quantiles.push_back(value);
        }
        return !arguments.quantiles.empty();
    }
    const std::optional<Aggregate> aggregate = aggregateNamed(text);
    arguments.aggregate = aggregate.value_or(Aggregate::None);
    return aggregate.has_value();
}

bool setFormat(std::string_view text, Arguments &arguments)
{
    if (text == "csv")
        arguments.format = Format::Csv;
    else if (text == "json")
        arguments.format = Format::Json;
    else if (text == "openmetrics")
        arguments.format = Format::OpenMetrics;
    else
        return false;
    return true;
}

template <typename T> bool assign(T &to, const std::optional<Micros> &value)
{
    if (value)
        to = *value;
    return value.has_value();
}

bool setOption(std::string_view name, std::string_view value, Arguments &arguments)
{
    if (name == "--history")
        arguments.history = value;
    else if (name == "--openmetrics")
        arguments.openMetrics = value;
    else if (name == "--from")
        return assign(arguments.from, parseMoment(value));
    else if (name == "--to")
        return assign(arguments.to, parseMoment(value));
    else if (name == "--step")
        return assign(arguments.step, parseSpan(value));
    else if (name == "--aggregate")
        return setAggregate(value, arguments);
    else if (name == "--by")
        arguments.by = split(value);
    else if (name == "--level")
        return (arguments.level = levelNamed(value)).has_value();
    else if (name == "--format")
        return setFormat(value, arguments);
    else
        return false;
    return true;
}

} // namespace

std::string helpText()
{
    return R"(Usage: pilothouse-history VERB [OPTIONS]

  import --openmetrics FILE   read OpenMetrics text (-: standard input) into a history
  export [SELECTOR]           write samples, as CSV or as OpenMetrics text
  query SELECTOR              series and aggregates over steps
  stat                        what takes how much room
  check                       look at every checksum
  slice FILE                  copy a range into a new file that may be read anywhere

A selector is metric{label="value",other!="value"}; node and accelerator are labels of every series.

  --history PATH              the history: a directory, or a file (default: the console's own)
  --from TIME, --to TIME      2026-11-22T10:00:00Z, or seconds since 1970 (default: all)
  --step SPAN                 15s, 5m, 1h; without it every sample
  --aggregate WHAT            avg, min, max, sum, count, quantile=0.5,0.95 over the series
  --by LABELS                 kept apart: node, kind, accelerator, ... with commas
  --level LEVEL               samples, 10s, 1m or 10m (default: the coarsest that answers exactly)
  --format FORMAT             csv, json, openmetrics (export)
)";
}

Result<Arguments> parseArguments(const std::vector<std::string_view> &arguments)
{
    Arguments result;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        std::string_view name = arguments[i];
        if (name == "--help" || name == "-h" || name == "help") {
            result.help = true;
            return result;
        }
        if (!name.starts_with("--")) {
            if (result.verb.empty())
                result.verb = name;
            else
                result.operands.emplace_back(name);
            continue;
        }
        std::string_view value;
        if (const std::size_t equals = name.find('='); equals != std::string_view::npos) {
            value = name.substr(equals + 1);
            name = name.substr(0, equals);
        } else if (i + 1 < arguments.size()) {
            value = arguments[++i];
        } else {
            return fail(ErrorCode::InvalidArgument, std::string(name) + " needs a value");
        }
        if (!setOption(name, value, result)) {
            return fail(ErrorCode::InvalidArgument,
                        std::string(name) + " " + std::string(value)
                            + " makes no sense; see --help");
        }
    }
    if (result.verb.empty())
        return fail(ErrorCode::InvalidArgument, "what to do? see --help");
    return result;
}

std::optional<Micros> parseSpan(std::string_view text)
{
    constexpr std::array<std::pair<std::string_view, Micros>, 5> kUnits{
        {{"ms", kMillisecond}, {"s", kSecond}, {"m", kMinute}, {"h", kHour}, {"d", kDay}}};
    Micros unit = kSecond;
    for (const auto &[suffix, micros] : kUnits) {
        if (!text.ends_with(suffix))
            continue;
        unit = micros;
        text.remove_suffix(suffix.size());
        break;
    }
    double value = 0;
    if (!parseDouble(text, value) || !(value > 0) || value > 1e9)
        return std::nullopt;
    return static_cast<Micros>(std::llround(value * static_cast<double>(unit)));
}

std::optional<Micros> parseMoment(std::string_view text)
{
    double seconds = 0;
    if (parseDouble(text, seconds)) {
        if (!(seconds >= 0 && seconds < 1e11))
            return std::nullopt;
        return static_cast<Micros>(std::llround(seconds * 1e6));
    }
    if (text.ends_with('Z'))
        text.remove_suffix(1);
    if (text.size() != 10 && text.size() < 19)
        return std::nullopt;
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    double second = 0;
    bool good = parseInteger(text.substr(0, 4), year) && text[4] == '-'
        && parseInteger(text.substr(5, 2), month) && text[7] == '-'
        && parseInteger(text.substr(8, 2), day);
    if (text.size() > 10) {
        good = good && (text[10] == 'T' || text[10] == ' ') && text[13] == ':' && text[16] == ':'
            && parseInteger(text.substr(11, 2), hour) && parseInteger(text.substr(14, 2), minute)
            && parseDouble(text.substr(17), second);
    }
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!good || !date.ok() || hour > 23 || minute > 59 || !(second >= 0 && second < 61))
        return std::nullopt;
    const Micros days = std::chrono::sys_days(date).time_since_epoch().count();
    return days * kDay + hour * kHour + minute * kMinute
        + static_cast<Micros>(std::llround(second * 1e6));
}

} // namespace pilothouse::historytool
