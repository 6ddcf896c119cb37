// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <grpcpp/channel.h>
#include <grpcpp/support/status.h>

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

namespace pilothouse::wire {

// What the console's gRPC clients share.

// host:port, [host]:port or unix:/path. InvalidArgument, in words, for anything else.
[[nodiscard]] Result<void> checkAddress(const std::string &address);

// A fresh channel: it shares no connection and no back-off with an earlier one, so that the
// caller's own back-off is the only one. Keepalive notices a dead peer within 8 s.
[[nodiscard]] std::shared_ptr<grpc::Channel> makeChannel(const std::string &address,
                                                         int maxMessageBytes);

// Blocks until the channel is connected or refused; why it was refused the next call on it tells.
// Fails with Unavailable when neither came in time, with Cancelled on a stop.
[[nodiscard]] Result<void> waitForAnswer(grpc::Channel &channel, const std::string &address,
                                         const std::stop_token &stop,
                                         std::chrono::milliseconds timeout);

// What a failed call means. A peer that speaks something else is WrongProtocol where that shows.
[[nodiscard]] Error toError(const grpc::Status &status, const std::string &address);

} // namespace pilothouse::wire
