// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/stream/receiver.h"

#include "wire/codec.h"

#include "telemetry.pb.h"

#include <utility>

namespace pilothouse {

namespace v1 = telemetry::v1;

namespace {

bool describes(const InventoryPtr &inventory, const v1::Batch &message)
{
    return inventory && inventory->epoch == message.epoch()
        && inventory->version == message.inventory_version();
}

} // namespace

Receiver::Receiver(StreamPosition resumeFrom, Subscription::Handlers handlers)
    : m_handlers(std::move(handlers))
    , m_position(resumeFrom)
{
}

void Receiver::described(InventoryPtr inventory)
{
    m_described = std::move(inventory);
    // Of the same epoch, batches of the announced inventory may be under way.
    const bool sameEpoch = m_announced && m_announced->epoch == m_described->epoch;
    if (!sameEpoch
        || (m_announced->version == m_described->version && *m_announced != *m_described))
        announce(m_described);
}

Result<void> Receiver::take(const v1::Batch &message, const Describe &describe)
{
    if (message.epoch() == m_position.epoch && message.sequence() <= m_position.sequence)
        return {};
    const auto readable = findInventory(message, describe);
    if (!readable)
        return tl::unexpected<Error>(readable.error());
    m_position = {message.epoch(), message.sequence()};
    m_lost += message.lost();
    if (!*readable) {
        m_malformed += static_cast<std::uint64_t>(message.frames_size())
            + static_cast<std::uint64_t>(message.events_size());
        return {};
    }
    const Micros now = nowMicros();
    wire::DecodeReport report;
    auto batch = std::make_shared<const Batch>(wire::decode(message, *m_announced, now, report));
    m_malformed += report.malformedFrames + report.malformedEvents;
    m_latency = now - batch->time;
    if (m_handlers.batch)
        m_handlers.batch(std::move(batch));
    return {};
}

// Whether the batch can be read, with its inventory announced; an error ends the connection.
Result<bool> Receiver::findInventory(const v1::Batch &message, const Describe &describe)
{
    if (describes(m_announced, message))
        return true;
    const StreamPosition wanted{message.epoch(), message.inventory_version()};
    if (!describes(m_described, message) && m_unreadable != wanted) {
        auto inventory = describe();
        if (!inventory)
            return tl::unexpected<Error>(inventory.error());
        described(std::move(*inventory));
        if (m_described->epoch != message.epoch())
            return fail(ErrorCode::Malformed,
                        "the batches are of another epoch than the description");
    }
    if (describes(m_announced, message))
        return true;
    if (describes(m_described, message)) {
        announce(m_described);
        return true;
    }
    m_unreadable = wanted;
    return false;
}

void Receiver::announce(InventoryPtr inventory)
{
    m_announced = std::move(inventory);
    if (m_handlers.inventory)
        m_handlers.inventory(m_announced);
}

} // namespace pilothouse
