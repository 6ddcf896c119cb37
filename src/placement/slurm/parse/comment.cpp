// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/comment.h"

#include "placement/slurm/parse/moments.h"
#include "placement/slurm/parse/scan.h"

namespace pilothouse::slurm {

namespace {

constexpr std::size_t kMaxWord = 64;

void take(Announced &told, std::string_view word)
{
    const auto equals = word.find('=');
    if (equals == std::string_view::npos)
        return;
    const auto key = word.substr(0, equals);
    const auto value = word.substr(equals + 1);
    if (value.empty() || value.size() > kMaxWord)
        return;
    if (equalsIgnoringCase(key, "scenario") && told.scenario.empty())
        told.scenario = value;
    else if (equalsIgnoringCase(key, "framework") && told.framework.empty())
        told.framework = value;
    else if (equalsIgnoringCase(key, "checkpoint") && told.checkpoint == 0)
        told.checkpoint = momentIn(value);
}

} // namespace

Announced announcedIn(std::string_view comment, std::string_view adminComment)
{
    constexpr std::string_view kSeparators = " \t\r\n,;";
    Announced told;
    for (auto text : {comment, adminComment}) {
        while (!text.empty()) {
            const auto end = std::min(text.find_first_of(kSeparators), text.size());
            take(told, text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
    }
    return told;
}

} // namespace pilothouse::slurm
