// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/textvalues.h"

#include "placement/slurm/parse/scan.h"

#include <charconv>
#include <limits>

namespace pilothouse::slurm {

std::string told(std::string_view text)
{
    return saysNothing(text) ? std::string() : std::string(text);
}

std::uint64_t numberIn(std::string_view text)
{
    std::uint64_t value = 0;
    const auto *const end = text.data() + text.size();
    const auto [next, error] = std::from_chars(text.data(), end, value);
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    return error == std::errc() && next == end && value <= kMost ? value : 0;
}

std::uint32_t countIn(std::string_view text)
{
    const auto value = numberIn(text);
    return value < std::numeric_limits<std::uint32_t>::max() ? static_cast<std::uint32_t>(value)
                                                             : 0;
}

std::vector<std::string> listIn(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    if (saysNothing(text) || equalsIgnoringCase(text, "ALL"))
        return parts;
    while (!text.empty())
        if (const auto part = trimmed(takePart(text, separator)); !part.empty())
            parts.emplace_back(part);
    return parts;
}

} // namespace pilothouse::slurm
