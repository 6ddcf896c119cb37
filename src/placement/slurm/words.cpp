// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/words.h"

#include <algorithm>

namespace pilothouse::slurm {

std::string joined(const std::vector<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text.append(text.empty() ? "" : ",").append(name);
    return text;
}

std::int64_t minutes(Micros span)
{
    return (span + kMinute - 1) / kMinute;
}

std::uint64_t mebibytes(std::uint64_t bytes)
{
    constexpr std::uint64_t kMebi = 1 << 20;
    return (bytes + kMebi - 1) / kMebi;
}

std::string delay(Micros span)
{
    return span <= 0 ? "now" : "now+" + std::to_string((span + kSecond - 1) / kSecond);
}

std::string signalName(const std::string &signal)
{
    const bool number = std::ranges::all_of(signal, [](char c) { return c >= '0' && c <= '9'; });
    return number || signal.starts_with("SIG") ? signal : "SIG" + signal;
}

std::vector<std::pair<std::string, std::string>> environmentOf(const Submission &submission)
{
    auto all = submission.environment;
    const bool hasPath =
        std::ranges::any_of(all, [](const auto &at) { return at.first == "PATH"; });
    if (!hasPath)
        all.emplace_back("PATH", "/usr/local/bin:/usr/bin:/bin");
    return all;
}

JobUpdate updateOf(const Action &action)
{
    JobUpdate update = action.update;
    if (action.kind == ActionKind::Priority)
        update.priority = action.priority;
    if (action.kind != ActionKind::Move)
        return update;
    update.nodes = action.nodes;
    if (!action.pool.empty())
        update.pool = action.pool;
    if (action.beginNow)
        update.begin = 0;
    return update;
}

} // namespace pilothouse::slurm
