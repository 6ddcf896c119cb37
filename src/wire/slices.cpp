// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/slices.h"

#include <google/protobuf/message_lite.h>
#include <grpc/slice.h>

namespace pilothouse::wire {

grpc::Slice serialise(const google::protobuf::MessageLite &message)
{
    grpc_slice slice = grpc_slice_malloc(message.ByteSizeLong());
    message.SerializeWithCachedSizesToArray(GRPC_SLICE_START_PTR(slice));
    return {slice, grpc::Slice::STEAL_REF};
}

} // namespace pilothouse::wire
