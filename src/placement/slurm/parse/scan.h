// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

// Small steps over text that every parser of this folder takes. Only ASCII, no locale.
namespace pilothouse::slurm {

[[nodiscard]] constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

[[nodiscard]] constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] inline bool equalsIgnoringCase(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower, lower);
}

[[nodiscard]] inline std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kBlank = " \t\r\n";
    const auto first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

// The many ways in which Slurm writes that there is nothing.
[[nodiscard]] inline bool saysNothing(std::string_view text)
{
    constexpr std::string_view kNothing[] = {"", "(null)", "none", "n/a", "(none)"};
    return std::ranges::any_of(
        kNothing, [text](std::string_view word) { return equalsIgnoringCase(text, word); });
}

// Takes what stands before the separator off the front of text; the last part ends with text.
// A separator inside () or [] separates nothing.
[[nodiscard]] inline std::string_view takePart(std::string_view &text, char separator)
{
    int depth = 0;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '(' || c == '[')
            ++depth;
        else if ((c == ')' || c == ']') && depth > 0)
            --depth;
        else if (c == separator && depth == 0)
            break;
    }
    const auto part = text.substr(0, at);
    text.remove_prefix(std::min(at + 1, text.size()));
    return part;
}

} // namespace pilothouse::slurm
