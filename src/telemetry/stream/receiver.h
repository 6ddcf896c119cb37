// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "core/result.h"
#include "telemetry/stream/subscription.h"

#include <cstdint>
#include <functional>

namespace pilothouse::telemetry::v1 {
class Batch;
}

namespace pilothouse {

// From messages to the handlers, over all connections of a subscription: leaves repeats out, and
// announces an inventory before the first batch that it describes. One thread only.
class Receiver {
public:
    using Describe = std::function<Result<InventoryPtr>()>;

    Receiver(StreamPosition resumeFrom, Subscription::Handlers handlers);

    // What the server describes now. Batches of an older inventory may still come after it.
    void described(InventoryPtr inventory);
    // A batch of another inventory has the server asked again. One whose inventory the server no
    // longer describes cannot be read; its frames and events are counted as malformed.
    [[nodiscard]] Result<void> take(const telemetry::v1::Batch &message, const Describe &describe);

    [[nodiscard]] StreamPosition position() const { return m_position; }
    [[nodiscard]] std::uint64_t lost() const { return m_lost; }
    [[nodiscard]] std::uint64_t malformed() const { return m_malformed; }
    [[nodiscard]] Micros latency() const { return m_latency; } // of the last batch delivered

private:
    [[nodiscard]] Result<bool> findInventory(const telemetry::v1::Batch &message,
                                             const Describe &describe);
    void announce(InventoryPtr inventory);

    const Subscription::Handlers m_handlers;
    StreamPosition m_position; // of the last batch taken
    InventoryPtr m_announced;
    InventoryPtr m_described;
    StreamPosition m_unreadable; // epoch and inventory version that the server no longer describes
    std::uint64_t m_lost = 0;
    std::uint64_t m_malformed = 0;
    Micros m_latency = 0;
};

} // namespace pilothouse
