// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <grpcpp/support/slice.h>

namespace google::protobuf {
class MessageLite;
} // namespace google::protobuf

namespace pilothouse::wire {

// The message's bytes, written once into memory that streams share by reference.
[[nodiscard]] grpc::Slice serialise(const google::protobuf::MessageLite &message);

} // namespace pilothouse::wire
