// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/reasonword.h"

#include "placement/slurm/parse/scan.h"

#include <algorithm>

namespace pilothouse::slurm {

namespace {

bool isWordChar(char c)
{
    return isDigit(c) || (lower(c) >= 'a' && lower(c) <= 'z');
}

// The name that a description stands for.
std::string reasonBehind(std::string_view description)
{
    if (description.starts_with("Nodes required for job are DOWN"))
        return "Resources";
    if (description.starts_with("job requeued in held state"))
        return "JobHeldUser";
    if (description.starts_with("launch failed requeued held"))
        return "JobLaunchFailure";
    const auto end = std::ranges::find_if_not(description, isWordChar) - description.begin();
    return std::string(description.substr(0, static_cast<std::size_t>(end)));
}

} // namespace

ReasonWords reasonWords(std::string_view text)
{
    text = trimmed(text);
    if (saysNothing(text))
        return {};
    if (std::ranges::all_of(text, isWordChar))
        return {std::string(text), {}};
    ReasonWords words;
    words.description = text;
    std::ranges::replace(words.description, '_', ' ');
    words.reason = reasonBehind(words.description);
    return words;
}

} // namespace pilothouse::slurm
