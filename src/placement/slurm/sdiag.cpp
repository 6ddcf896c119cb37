// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/sdiag.h"

#include <charconv>
#include <optional>

namespace pilothouse::slurm {

namespace {

// Of the first line "Key:  12".
std::optional<std::uint32_t> numberAfter(std::string_view text, std::string_view key)
{
    const auto at = text.find(key);
    if (at == std::string_view::npos)
        return std::nullopt;
    text.remove_prefix(at + key.size());
    const auto digit = text.find_first_not_of(" \t");
    if (digit == std::string_view::npos)
        return std::nullopt;
    std::uint32_t value = 0;
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data() + digit, end, value);
    return read.ec == std::errc() ? std::optional(value) : std::nullopt;
}

} // namespace

Result<Diagnosis> readDiagnosisText(std::string_view text)
{
    const auto threads = numberAfter(text, "Server thread count:");
    if (!threads)
        return fail(ErrorCode::Malformed, "sdiag tells no number of server threads");
    Diagnosis diagnosis;
    diagnosis.serverThreads = *threads;
    diagnosis.agentQueue = numberAfter(text, "Agent queue size:").value_or(0);
    diagnosis.databaseQueue = numberAfter(text, "DBD Agent queue size:").value_or(0);
    diagnosis.jobsPending = numberAfter(text, "Jobs pending:").value_or(0);
    diagnosis.jobsRunning = numberAfter(text, "Jobs running:").value_or(0);
    diagnosis.lastCycle = numberAfter(text, "Last cycle:").value_or(0); // microseconds
    return diagnosis;
}

} // namespace pilothouse::slurm
