// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/commands.h"

#include <array>
#include <string_view>
#include <utility>

namespace pilothouse::slurm {

namespace {

constexpr int kNotFound = 127; // of a shell

struct Phrase {
    std::string_view text;
    ErrorCode code;
};

// strerror texts of Slurm, as its commands print them.
constexpr std::array kPhrases{
    Phrase{"Invalid user id", ErrorCode::PermissionDenied},
    Phrase{"Access/permission denied", ErrorCode::PermissionDenied},
    // To some questions with a token 22.05 answers with munge, which the asker does not know then:
    // whether it was done is to be looked up.
    Phrase{"RC has authentication error", ErrorCode::Internal},
    Phrase{"authentication", ErrorCode::PermissionDenied},
    Phrase{"Zero Bytes were transmitted", ErrorCode::PermissionDenied},
    Phrase{"Unable to contact slurm controller", ErrorCode::Unavailable},
    Phrase{"Connection refused", ErrorCode::Unavailable},
    Phrase{"Socket timed out", ErrorCode::DeadlineExceeded},
    Phrase{"Could not establish a configuration source", ErrorCode::Unavailable},
    Phrase{"Invalid job id", ErrorCode::NotFound},
    Phrase{"Invalid node name", ErrorCode::NotFound},
};

} // namespace

Error commandError(const std::string &command, const ProcessReply &reply)
{
    const std::string &words = reply.complaint;
    if (reply.status == kNotFound)
        return {ErrorCode::NotFound, command + " is not installed there"};
    for (const Phrase &phrase : kPhrases) {
        if (words.find(phrase.text) != std::string::npos)
            return {phrase.code, words};
    }
    return {ErrorCode::Refused,
            words.empty() ? command + " ended with " + std::to_string(reply.status) : words};
}

Commands::Commands(CommandChannel channel, TokenSource token, Meter &meter)
    : m_channel(std::move(channel))
    , m_token(std::move(token))
    , m_meter(meter)
{
}

Result<std::string> Commands::run(const std::vector<std::string> &arguments,
                                  const std::stop_token &stop, std::chrono::milliseconds timeout,
                                  const std::string &input)
{
    const auto token = m_token.token(nowMicros());
    if (!token)
        return tl::unexpected<Error>(token.error());
    auto reply = m_channel.run(
        {.arguments = arguments, .token = *token, .input = input, .timeout = timeout}, stop);
    m_meter.count(reply ? reply->output.size() : 0);
    if (!reply)
        return tl::unexpected<Error>(reply.error());
    if (reply->status != 0)
        return tl::unexpected<Error>(commandError(arguments.front(), *reply));
    return std::move(reply->output);
}

} // namespace pilothouse::slurm
