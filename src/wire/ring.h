// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace pilothouse::wire {

// One batch as it goes over the wire, in two pieces that are valid messages each and a whole one
// together (protobuf merges what follows): everything but the frames, and the frames.
struct RingEntry {
    std::uint64_t sequence = 0;
    Micros tick = 0;
    bool hasEvents = false;
    grpc::Slice head;
    grpc::Slice frames;
    // Set by the ring:
    std::optional<Micros> previousTick; // nothing before the first tick of the server
    Micros stored = 0; // on the steady clock

    [[nodiscard]] std::size_t bytes() const { return head.size() + frames.size(); }
};

// Where one subscriber reads, and which ticks it wants. A tick is wanted where it is the first in
// its interval of wall time; that depends on the ticks alone, so that a resumed stream selects the
// same ones as an uninterrupted one. Of an unwanted tick the events are sent, without its frames.
struct Cursor {
    std::uint64_t next = 1;
    Micros interval = kSecond;
    std::optional<Micros> startTick; // wanted in any case: where the subscriber came in
};

// The last batches, bounded by age and bytes; the newest tick always stays whole. Sequence numbers
// begin at 1. No thread: its owner locks.
class Ring {
public:
    Ring(std::chrono::seconds age, std::size_t bytes);

    // All batches of one tick, with the sequence numbers that follow newest(). now: steady clock.
    void append(std::vector<RingEntry> tick, Micros now);

    [[nodiscard]] std::uint64_t oldest() const { return m_newest + 1 - m_entries.size(); }
    [[nodiscard]] std::uint64_t newest() const { return m_newest; }

    [[nodiscard]] Cursor atNewestTick(Micros interval) const;
    [[nodiscard]] Cursor atOldest(Micros interval) const;
    [[nodiscard]] Cursor after(std::uint64_t sequence, Micros interval) const;

    // The next message for a subscriber, nothing when it has all. One that fell behind goes on
    // with the oldest batch, which then tells how many were lost.
    [[nodiscard]] std::optional<grpc::ByteBuffer> next(Cursor &cursor) const;

private:
    [[nodiscard]] const RingEntry &entry(std::uint64_t sequence) const;
    void evict(Micros now);

    Micros m_age;
    std::size_t m_maxBytes;
    std::deque<RingEntry> m_entries;
    std::size_t m_bytes = 0;
    std::uint64_t m_newest = 0;
};

} // namespace pilothouse::wire
