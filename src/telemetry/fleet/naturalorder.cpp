// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/fleet/naturalorder.h"

#include <algorithm>

namespace pilothouse {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// Cuts the digits at the front off, leading zeros left out.
std::string_view takeNumber(std::string_view &text)
{
    const auto end = std::ranges::find_if_not(text, isDigit) - text.begin();
    std::string_view digits = text.substr(0, static_cast<std::size_t>(end));
    text.remove_prefix(digits.size());
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return digits;
}

} // namespace

bool naturalLess(std::string_view a, std::string_view b)
{
    std::string_view restA = a;
    std::string_view restB = b;
    while (!restA.empty() && !restB.empty()) {
        if (isDigit(restA.front()) && isDigit(restB.front())) {
            const std::string_view numberA = takeNumber(restA);
            const std::string_view numberB = takeNumber(restB);
            if (numberA.size() != numberB.size())
                return numberA.size() < numberB.size();
            if (numberA != numberB)
                return numberA < numberB;
        } else {
            if (restA.front() != restB.front())
                return static_cast<unsigned char>(restA.front())
                    < static_cast<unsigned char>(restB.front());
            restA.remove_prefix(1);
            restB.remove_prefix(1);
        }
    }
    if (restA.empty() != restB.empty())
        return restA.empty();
    return a < b; // n02 and n2
}

} // namespace pilothouse
