// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/stream/subscription.h"

#include <mutex>
#include <vector>

namespace pilothouse::test {

// Keeps all that a subscription tells, in its order.
class Recorder {
public:
    struct Delivery {
        InventoryPtr inventory; // the last one announced
        BatchPtr batch;
    };

    Subscription::Handlers handlers()
    {
        return {[this](InventoryPtr inventory) {
                    const std::lock_guard lock(m_mutex);
                    m_inventories.push_back(std::move(inventory));
                },
                [this](BatchPtr batch) {
                    const std::lock_guard lock(m_mutex);
                    const InventoryPtr last =
                        m_inventories.empty() ? nullptr : m_inventories.back();
                    m_deliveries.push_back({last, std::move(batch)});
                },
                [this] {
                    const std::lock_guard lock(m_mutex);
                    ++m_changes;
                }};
    }
    [[nodiscard]] std::vector<InventoryPtr> inventories() const
    {
        const std::lock_guard lock(m_mutex);
        return m_inventories;
    }
    [[nodiscard]] std::vector<Delivery> deliveries() const
    {
        const std::lock_guard lock(m_mutex);
        return m_deliveries;
    }
    [[nodiscard]] std::size_t count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_deliveries.size();
    }
    [[nodiscard]] std::uint64_t lastSequence() const
    {
        const std::lock_guard lock(m_mutex);
        return m_deliveries.empty() ? 0 : m_deliveries.back().batch->sequence;
    }
    [[nodiscard]] int changes() const
    {
        const std::lock_guard lock(m_mutex);
        return m_changes;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<InventoryPtr> m_inventories; // guarded by m_mutex
    std::vector<Delivery> m_deliveries; // guarded by m_mutex
    int m_changes = 0; // guarded by m_mutex
};

} // namespace pilothouse::test
