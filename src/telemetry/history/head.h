// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/envelope.h"
#include "telemetry/history/keys.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace pilothouse::history {

// What a node's window begins with: the times that its chunks' rows have, and the newest row of the
// hot table that was sealed into it (rows up to it are in the chunks, later ones are not).
struct Head {
    std::int64_t lastHotId = 0;
    std::vector<Micros> times;
};

[[nodiscard]] Bytes encodeHead(const Head &head);
// Nothing where the body is malformed, or the times do not ascend within the window.
[[nodiscard]] std::optional<Head> decodeHead(const Body &body, std::int64_t window);

} // namespace pilothouse::history
