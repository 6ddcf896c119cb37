// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/ring.h"
#include "wire/slices.h"

#include "telemetry.pb.h"

#include <grpcpp/impl/codegen/proto_utils.h>

#include <QtTest>

using namespace pilothouse;
using namespace pilothouse::wire;
namespace v1 = pilothouse::telemetry::v1;

namespace {

constexpr std::size_t kFrameBytes = 1000;

// The batches of one tick; the frames are filler of a known size, those with events hold one.
std::vector<RingEntry> tick(const Ring &ring, Micros time, int batches = 1, bool events = false)
{
    std::vector<RingEntry> entries;
    for (int i = 1; i <= batches; ++i) {
        RingEntry &entry = entries.emplace_back();
        entry.sequence = ring.newest() + static_cast<std::uint64_t>(i);
        entry.tick = time;
        entry.hasEvents = events && i == 1;
        v1::Batch head;
        head.set_sequence(entry.sequence);
        if (entry.hasEvents)
            head.add_events()->set_code(time);
        entry.head = serialise(head);
        v1::Batch body;
        for (std::size_t value = 0; value < kFrameBytes / sizeof(double); ++value)
            (body.frames_size() == 0 ? body.add_frames() : body.mutable_frames(0))->add_values(1);
        entry.frames = serialise(body);
    }
    return entries;
}

v1::Batch parse(std::optional<grpc::ByteBuffer> bytes)
{
    v1::Batch message;
    if (!bytes || !grpc::SerializationTraits<v1::Batch>::Deserialize(&*bytes, &message).ok())
        message.Clear();
    return message;
}

std::vector<std::uint64_t> readAll(const Ring &ring, Cursor &cursor)
{
    std::vector<std::uint64_t> sequences;
    for (auto bytes = ring.next(cursor); bytes; bytes = ring.next(cursor))
        sequences.push_back(parse(std::move(bytes)).sequence());
    return sequences;
}

using Sequences = std::vector<std::uint64_t>;

} // namespace

class TestRing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyRingHasNothingAndWaitsForTheFirst();
    void forgetsWhatIsTooOld();
    void forgetsWhatIsTooMuch();
    void keepsTheNewestTickWholeHoweverLarge();
    void tellsHowManyBatchesWereLost();
    void joinsAtTheNewestTickOrTheOldest();
    void passesOverTicksWithinAnInterval();
    void aResumedCursorSelectsTheSameTicks();
    void aClockThatJumpsBackStopsNothing();
};

void TestRing::anEmptyRingHasNothingAndWaitsForTheFirst()
{
    Ring ring(std::chrono::seconds(10), 1U << 20U);
    for (Cursor cursor :
         {ring.atOldest(kSecond), ring.atNewestTick(kSecond), ring.after(0, kSecond)}) {
        Ring filled = ring;
        QVERIFY(!filled.next(cursor));
        filled.append(tick(filled, kSecond), 0);
        QCOMPARE(readAll(filled, cursor), Sequences{1});
    }
}

void TestRing::forgetsWhatIsTooOld()
{
    Ring ring(std::chrono::seconds(10), 1U << 20U);
    for (int second = 0; second <= 30; ++second)
        ring.append(tick(ring, second * kSecond), second * kSecond);
    QCOMPARE(ring.newest(), 31U);
    QCOMPARE(ring.oldest(), 21U); // ten seconds old, not older
}

void TestRing::forgetsWhatIsTooMuch()
{
    constexpr std::size_t kBytes = 20'000;
    Ring ring(std::chrono::seconds(3600), kBytes);
    for (int second = 0; second < 100; ++second)
        ring.append(tick(ring, second * kSecond), second * kSecond);
    const std::size_t kept = ring.newest() + 1 - ring.oldest();
    QVERIFY(kept * kFrameBytes <= kBytes);
    QVERIFY(kept * (kFrameBytes + 100) > kBytes - kFrameBytes);
}

void TestRing::keepsTheNewestTickWholeHoweverLarge()
{
    Ring ring(std::chrono::seconds(10), 5 * kFrameBytes);
    ring.append(tick(ring, 0, 20), 0);
    QCOMPARE(ring.oldest(), 1U);
    ring.append(tick(ring, kHour, 20), kHour);
    QCOMPARE(ring.oldest(), 21U);
    QCOMPARE(ring.newest(), 40U);
}

void TestRing::tellsHowManyBatchesWereLost()
{
    Ring ring(std::chrono::seconds(10), 1U << 20U);
    Cursor cursor = ring.after(0, kSecond);
    for (int second = 0; second <= 30; ++second)
        ring.append(tick(ring, second * kSecond), second * kSecond);
    const v1::Batch first = parse(ring.next(cursor));
    QCOMPARE(first.lost(), 20U);
    QCOMPARE(first.sequence(), 21U);
    QCOMPARE(first.frames_size(), 1);
    QCOMPARE(parse(ring.next(cursor)).lost(), 0U);

    // With a longer interval the batch that tells is sent whole too, wherever its tick falls.
    Cursor slow = ring.after(5, kMinute);
    const v1::Batch told = parse(ring.next(slow));
    QCOMPARE(told.lost(), 15U);
    QCOMPARE(told.sequence(), 21U);
    QCOMPARE(told.frames_size(), 1);
}

void TestRing::joinsAtTheNewestTickOrTheOldest()
{
    Ring ring(std::chrono::seconds(10), 1U << 20U);
    for (int second = 0; second < 3; ++second)
        ring.append(tick(ring, second * kSecond, 3), 0);
    Cursor newest = ring.atNewestTick(kMinute);
    QCOMPARE(readAll(ring, newest), (Sequences{7, 8, 9}));
    Cursor oldest = ring.atOldest(kSecond);
    QCOMPARE(readAll(ring, oldest).size(), std::size_t{9});
    Cursor ahead = ring.after(1000, kSecond);
    QCOMPARE(readAll(ring, ahead), Sequences{});
    ring.append(tick(ring, 3 * kSecond), 0);
    QCOMPARE(readAll(ring, ahead), Sequences{10});
}

void TestRing::passesOverTicksWithinAnInterval()
{
    Ring ring(std::chrono::seconds(3600), 1U << 20U);
    for (int i = 0; i < 12; ++i)
        ring.append(tick(ring, i * 500 * kMillisecond, 1, i == 5), 0);
    Cursor everySecond = ring.after(0, kSecond);
    QCOMPARE(readAll(ring, everySecond), (Sequences{1, 3, 5, 6, 7, 9, 11}));
    Cursor cursor = ring.after(5, kSecond);
    const v1::Batch eventsOnly = parse(ring.next(cursor));
    QCOMPARE(eventsOnly.sequence(), 6U);
    QCOMPARE(eventsOnly.frames_size(), 0);
    QCOMPARE(eventsOnly.events_size(), 1);
    Cursor everyTick = ring.after(0, 100 * kMillisecond);
    QCOMPARE(readAll(ring, everyTick).size(), std::size_t{12});
}

void TestRing::aResumedCursorSelectsTheSameTicks()
{
    Ring ring(std::chrono::seconds(3600), 1U << 20U);
    for (int i = 0; i < 40; ++i)
        ring.append(tick(ring, i * 300 * kMillisecond, 2, i % 7 == 0), 0);
    Cursor uninterrupted = ring.after(0, kSecond);
    const Sequences all = readAll(ring, uninterrupted);
    for (std::size_t cut = 0; cut < all.size(); ++cut) {
        Cursor resumed = ring.after(all[cut], kSecond);
        QCOMPARE(readAll(ring, resumed),
                 Sequences(all.begin() + static_cast<long>(cut) + 1, all.end()));
    }
}

void TestRing::aClockThatJumpsBackStopsNothing()
{
    Ring ring(std::chrono::seconds(10), 1U << 20U);
    Cursor cursor = ring.after(0, kSecond);
    ring.append(tick(ring, kHour), 0);
    ring.append(tick(ring, kMinute), kSecond);
    ring.append(tick(ring, kMinute + kSecond), 2 * kSecond);
    QCOMPARE(readAll(ring, cursor), (Sequences{1, 2, 3}));
}

QTEST_APPLESS_MAIN(TestRing)
#include "tst_ring.moc"
