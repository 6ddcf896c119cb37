// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "core/result.h"

#include "telemetry.grpc.pb.h"

#include <stop_token>
#include <string>

namespace pilothouse {

// Reads all pages of what a server describes, each within 10 s. Blocks; a stop cancels it.
[[nodiscard]] Result<InventoryPtr> describe(telemetry::v1::Telemetry::Stub &stub,
                                            const std::string &address,
                                            const std::stop_token &stop);

} // namespace pilothouse
