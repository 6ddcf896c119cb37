// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/ring.h"

#include "wire/slices.h"

#include "telemetry.pb.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pilothouse::wire {

namespace {

bool isWanted(const RingEntry &entry, const Cursor &cursor)
{
    if (!entry.previousTick || entry.tick == cursor.startTick)
        return true;
    return entry.tick / cursor.interval != *entry.previousTick / cursor.interval;
}

grpc::Slice lostSlice(std::uint64_t lost)
{
    telemetry::v1::Batch message;
    message.set_lost(lost);
    return serialise(message);
}

grpc::ByteBuffer message(const RingEntry &entry, bool withFrames, std::uint64_t lost)
{
    std::array<grpc::Slice, 3> slices{entry.head};
    std::size_t count = 1;
    if (withFrames)
        slices.at(count++) = entry.frames;
    if (lost > 0)
        slices.at(count++) = lostSlice(lost);
    return grpc::ByteBuffer(slices.data(), count);
}

} // namespace

Ring::Ring(std::chrono::seconds age, std::size_t bytes)
    : m_age(std::chrono::microseconds(age).count())
    , m_maxBytes(bytes)
{
}

void Ring::append(std::vector<RingEntry> tick, Micros now)
{
    std::optional<Micros> previous;
    if (!m_entries.empty())
        previous = m_entries.back().tick;
    for (RingEntry &entry : tick) {
        entry.previousTick = previous;
        entry.stored = now;
        m_newest = entry.sequence;
        m_bytes += entry.bytes();
        m_entries.push_back(std::move(entry));
    }
    evict(now);
}

void Ring::evict(Micros now)
{
    const auto tooMuch = [&] {
        return m_bytes > m_maxBytes || m_entries.front().stored < now - m_age;
    };
    while (!m_entries.empty() && m_entries.front().tick != m_entries.back().tick && tooMuch()) {
        m_bytes -= m_entries.front().bytes();
        m_entries.pop_front();
    }
}

const RingEntry &Ring::entry(std::uint64_t sequence) const
{
    return m_entries.at(sequence - oldest());
}

Cursor Ring::atOldest(Micros interval) const
{
    Cursor cursor{oldest(), interval, std::nullopt};
    if (!m_entries.empty())
        cursor.startTick = m_entries.front().tick;
    return cursor;
}

Cursor Ring::atNewestTick(Micros interval) const
{
    Cursor cursor{m_newest + 1, interval, std::nullopt};
    if (m_entries.empty())
        return cursor;
    cursor.startTick = m_entries.back().tick;
    while (cursor.next > oldest() && entry(cursor.next - 1).tick == cursor.startTick)
        --cursor.next;
    return cursor;
}

Cursor Ring::after(std::uint64_t sequence, Micros interval) const
{
    return {std::min(sequence, m_newest) + 1, interval, std::nullopt};
}

std::optional<grpc::ByteBuffer> Ring::next(Cursor &cursor) const
{
    std::uint64_t lost = 0;
    if (cursor.next < oldest()) {
        lost = oldest() - cursor.next;
        cursor = atOldest(cursor.interval);
    }
    while (cursor.next <= m_newest) {
        const RingEntry &candidate = entry(cursor.next++);
        const bool wanted = isWanted(candidate, cursor);
        if (wanted || candidate.hasEvents)
            return message(candidate, wanted, lost);
    }
    return std::nullopt;
}

} // namespace pilothouse::wire
