// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/client.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace pilothouse::wire {

namespace {

using Clock = std::chrono::system_clock; // what gRPC's deadlines are made of
constexpr std::chrono::milliseconds kStopCheck{100};

bool isPort(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc() && end == text.data() + text.size() && port > 0;
}

bool isHost(std::string_view text)
{
    if (text.size() > 2 && text.front() == '[' && text.back() == ']')
        return text.find_first_not_of("0123456789abcdefABCDEF:.%", 1) == text.size() - 1;
    const auto fits = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || c == '.' || c == '-' || c == '_';
    };
    return !text.empty() && std::ranges::all_of(text, fits);
}

// The words of gRPC 1.51 for a peer that answers, but not in HTTP/2 or not as gRPC does. It takes
// an HTTP/1 answer's 200 for the outcome of connecting, hence the failure that is "OK".
bool tellsOfAnotherProtocol(std::string_view message)
{
    constexpr std::array<std::string_view, 5> kWords{"http1.x server", "last error: OK", "SETTINGS",
                                                     "http2 header with status",
                                                     "Failed parsing HTTP/2"};
    return std::ranges::any_of(kWords, [message](std::string_view words) {
        return message.find(words) != std::string_view::npos;
    });
}

ErrorCode codeOf(const grpc::Status &status)
{
    const std::string message = status.error_message();
    switch (status.error_code()) {
    case grpc::StatusCode::CANCELLED:
        return ErrorCode::Cancelled;
    case grpc::StatusCode::INVALID_ARGUMENT:
        return ErrorCode::InvalidArgument;
    case grpc::StatusCode::NOT_FOUND:
        return ErrorCode::NotFound;
    case grpc::StatusCode::DEADLINE_EXCEEDED:
        return ErrorCode::DeadlineExceeded;
    case grpc::StatusCode::PERMISSION_DENIED:
    case grpc::StatusCode::UNAUTHENTICATED:
        return ErrorCode::PermissionDenied;
    case grpc::StatusCode::UNIMPLEMENTED:
        return ErrorCode::WrongProtocol;
    case grpc::StatusCode::RESOURCE_EXHAUSTED:
        return message.find("larger than max") != std::string::npos ? ErrorCode::TooLarge
                                                                    : ErrorCode::Unavailable;
    default:
        break;
    }
    if (tellsOfAnotherProtocol(message))
        return ErrorCode::WrongProtocol;
    if (status.error_code() == grpc::StatusCode::INTERNAL)
        return ErrorCode::Malformed; // a message that cannot be read, or a broken stream
    return ErrorCode::Unavailable;
}

} // namespace

Result<void> checkAddress(const std::string &address)
{
    const std::string_view text = address;
    if (text.starts_with("unix:/") && text.size() > 6)
        return {};
    const std::size_t colon = text.rfind(':');
    if (colon != std::string_view::npos && isHost(text.substr(0, colon))
        && isPort(text.substr(colon + 1)))
        return {};
    return fail(ErrorCode::InvalidArgument,
                "'" + address + "' is not of the form host:port or unix:/path");
}

std::shared_ptr<grpc::Channel> makeChannel(const std::string &address, int maxMessageBytes)
{
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(maxMessageBytes);
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 5'000);
    arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 3'000);
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

Result<void> waitForAnswer(grpc::Channel &channel, const std::string &address,
                           const std::stop_token &stop, std::chrono::milliseconds timeout)
{
    const Clock::time_point deadline = Clock::now() + timeout;
    for (;;) {
        const grpc_connectivity_state state = channel.GetState(true);
        if (state == GRPC_CHANNEL_READY || state == GRPC_CHANNEL_TRANSIENT_FAILURE)
            return {};
        if (stop.stop_requested())
            return fail(ErrorCode::Cancelled, "stopped");
        const Clock::time_point now = Clock::now();
        if (now >= deadline) {
            return fail(ErrorCode::Unavailable,
                        address + " does not answer: nothing is there, or it does not speak gRPC");
        }
        channel.WaitForStateChange(state, std::min(deadline, now + kStopCheck));
    }
}

Error toError(const grpc::Status &status, const std::string &address)
{
    const ErrorCode code = codeOf(status);
    if (code == ErrorCode::WrongProtocol)
        return {code, address + " speaks something else: " + status.error_message()};
    return {code, address + ": " + status.error_message()};
}

} // namespace pilothouse::wire
