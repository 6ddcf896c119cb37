// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "telemetry/history/bytes.h"

#include <optional>

namespace pilothouse::history {

// What a center consists of, as the inventory table keeps it. Without epoch and version, which
// change with every start of a server, so that equal bytes mean an equal center.
[[nodiscard]] Bytes encodeInventory(const Inventory &inventory);
// epoch and version are not kept. Nothing where the bytes are malformed.
[[nodiscard]] std::optional<Inventory> decodeInventory(ByteSpan bytes);

} // namespace pilothouse::history
