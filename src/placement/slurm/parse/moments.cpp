// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/moments.h"

#include "placement/slurm/parse/scan.h"

#include <array>
#include <charconv>
#include <chrono>
#include <optional>

namespace pilothouse::slurm {

namespace {

constexpr std::int64_t kLastSecond = 253'402'300'799; // of the year 9999
constexpr std::int64_t kMaxDays = 1'000'000;

// Takes digits off the front of text.
std::optional<std::int64_t> takeNumber(std::string_view &text)
{
    std::int64_t value = 0;
    const auto *const end = text.data() + text.size();
    if (text.empty() || !isDigit(text.front()))
        return std::nullopt;
    const auto [next, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc())
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(next - text.data()));
    return value;
}

bool takeChar(std::string_view &text, char c)
{
    if (text.empty() || text.front() != c)
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<std::int64_t> secondsOf(std::string_view text)
{
    constexpr std::array kSeparators{'-', '-', 'T', ':', ':', '\0'};
    std::array<std::int64_t, 6> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto number = takeNumber(text);
        if (!number || *number > 9'999 || (i < 5 && !takeChar(text, kSeparators[i])))
            return std::nullopt;
        parts[i] = *number;
    }
    takeChar(text, 'Z');
    using namespace std::chrono;
    const year_month_day day{year(static_cast<int>(parts[0])),
                             month(static_cast<unsigned>(parts[1])),
                             std::chrono::day(static_cast<unsigned>(parts[2]))};
    if (!text.empty() || !day.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 60)
        return std::nullopt;
    return sys_days(day).time_since_epoch().count() * std::int64_t{86'400} + parts[3] * 3'600
        + parts[4] * 60 + parts[5];
}

} // namespace

Micros momentIn(std::string_view text)
{
    text = trimmed(text);
    auto rest = text;
    const auto whole = takeNumber(rest);
    const auto seconds = whole && rest.empty() ? whole : secondsOf(text);
    return seconds && *seconds > 0 && *seconds <= kLastSecond ? *seconds * kSecond : 0;
}

Micros spanIn(std::string_view text)
{
    text = trimmed(text);
    std::int64_t days = 0;
    bool hasDays = false;
    std::array<std::int64_t, 3> parts{};
    std::size_t count = 0;
    do {
        const auto number = takeNumber(text);
        if (!number || *number > kMaxDays || count == parts.size())
            return 0;
        if (count == 0 && !hasDays && takeChar(text, '-')) {
            days = *number;
            hasDays = true;
            continue;
        }
        parts[count++] = *number;
        if (text.empty())
            break;
        if (!takeChar(text, ':'))
            return 0;
    } while (true);
    // Without days the parts end in seconds, one alone is minutes; with days they begin with hours.
    const auto at = [&parts, count](std::size_t i) { return i < count ? parts[i] : 0; };
    if (hasDays || count == 3)
        return days * kDay + at(0) * kHour + at(1) * kMinute + at(2) * kSecond;
    return count == 2 ? at(0) * kMinute + at(1) * kSecond : at(0) * kMinute;
}

} // namespace pilothouse::slurm
