// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "telemetry/history/bytes.h"

namespace pilothouse::history {

// What a center consists of, as the inventory table keeps it. Without epoch and version, which
// change with every start of a server, so that equal bytes mean an equal center.
[[nodiscard]] Bytes encodeInventory(const Inventory &inventory);

} // namespace pilothouse::history
