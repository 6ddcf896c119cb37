// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/stream/receiver.h"

#include "center.h"
#include "recorder.h"
#include "wire/codec.h"

#include "telemetry.pb.h"

#include <QtTest>

using namespace pilothouse;
using namespace pilothouse::test;

namespace {

InventoryPtr inventory(std::size_t nodes, std::uint32_t version, std::uint64_t epoch = 5)
{
    auto made = std::make_shared<Inventory>(smallInventory(nodes, version));
    made->epoch = epoch;
    return made;
}

telemetry::v1::Batch message(std::uint64_t sequence, std::uint32_t version, std::size_t nodes,
                             std::uint64_t epoch = 5)
{
    Batch batch;
    batch.epoch = epoch;
    batch.sequence = sequence;
    batch.inventoryVersion = version;
    for (std::uint32_t node = 0; node < nodes; ++node)
        batch.frames.push_back(numberedFrame(node, sequence));
    batch.time = batch.frames.front().time;
    telemetry::v1::Batch made;
    wire::encode(batch, made);
    return made;
}

} // namespace

class TestReceiver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void deliversInOrderAndLeavesRepeatsOut();
    void goesOnWhereAnEarlierRunStopped();
    void asksAgainWhenTheInventoryChanged();
    void readsOldBatchesAfterANewDescription();
    void leavesOutWhatIsNoLongerDescribed();
    void announcesANewEpochAtOnce();
    void doesNotRepeatAnInventory();
    void failsWhenItCannotBeDescribed();
    void countsLossesAndMalformedFrames();

private:
    Receiver::Describe describe(InventoryPtr now)
    {
        return [this, now = std::move(now)]() -> Result<InventoryPtr> {
            ++m_asked;
            return now;
        };
    }
    [[nodiscard]] std::vector<std::uint64_t> sequences() const
    {
        std::vector<std::uint64_t> found;
        for (const auto &delivery : m_recorder->deliveries())
            found.push_back(delivery.batch->sequence);
        return found;
    }
    [[nodiscard]] std::vector<std::uint32_t> versions() const // of what was announced
    {
        std::vector<std::uint32_t> found;
        for (const InventoryPtr &announced : m_recorder->inventories())
            found.push_back(announced->version);
        return found;
    }

    std::unique_ptr<Recorder> m_recorder;
    int m_asked = 0;
};

void TestReceiver::init()
{
    m_recorder = std::make_unique<Recorder>();
    m_asked = 0;
}

void TestReceiver::deliversInOrderAndLeavesRepeatsOut()
{
    Receiver receiver({}, m_recorder->handlers());
    receiver.described(inventory(2, 1));
    for (const std::uint64_t sequence : {7, 8, 8, 7, 1, 12, 9, 13})
        QVERIFY(receiver.take(message(sequence, 1, 2), describe(nullptr)));
    QVERIFY((sequences() == std::vector<std::uint64_t>{7, 8, 12, 13}));
    QCOMPARE(receiver.position(), (StreamPosition{5, 13}));
    QCOMPARE(m_asked, 0);
    QCOMPARE(receiver.malformed(), 0U);
    QCOMPARE(m_recorder->deliveries()[1].batch->frames[1].values[0], 8.0);
    QVERIFY(receiver.latency() > kDay); // the ticks are of 2023
}

void TestReceiver::goesOnWhereAnEarlierRunStopped()
{
    Receiver receiver({5, 10}, m_recorder->handlers());
    receiver.described(inventory(2, 1));
    QVERIFY(receiver.take(message(10, 1, 2), describe(nullptr)));
    QVERIFY(receiver.take(message(11, 1, 2), describe(nullptr)));
    QVERIFY((sequences() == std::vector<std::uint64_t>{11}));
}

void TestReceiver::asksAgainWhenTheInventoryChanged()
{
    Receiver receiver({}, m_recorder->handlers());
    receiver.described(inventory(2, 1));
    QVERIFY(receiver.take(message(1, 1, 2), describe(nullptr)));
    QVERIFY(receiver.take(message(2, 2, 3), describe(inventory(3, 2))));
    QVERIFY(receiver.take(message(3, 2, 3), describe(nullptr)));
    QCOMPARE(m_asked, 1);
    QVERIFY((versions() == std::vector<std::uint32_t>{1, 2}));
    QVERIFY((sequences() == std::vector<std::uint64_t>{1, 2, 3}));
    for (const auto &delivery : m_recorder->deliveries())
        QCOMPARE(delivery.batch->inventoryVersion, delivery.inventory->version);
    QCOMPARE(m_recorder->deliveries()[1].batch->frames.size(), 3U);
}

void TestReceiver::readsOldBatchesAfterANewDescription()
{
    Receiver receiver({}, m_recorder->handlers());
    receiver.described(inventory(2, 1));
    QVERIFY(receiver.take(message(1, 1, 2), describe(nullptr)));
    receiver.described(inventory(3, 2)); // connected anew; the ring still holds version 1
    QVERIFY((versions() == std::vector<std::uint32_t>{1}));
    QVERIFY(receiver.take(message(2, 1, 2), describe(nullptr)));
    QVERIFY(receiver.take(message(3, 2, 3), describe(nullptr)));
    QVERIFY((versions() == std::vector<std::uint32_t>{1, 2}));
    QVERIFY((sequences() == std::vector<std::uint64_t>{1, 2, 3}));
    QCOMPARE(m_asked, 0);
}

void TestReceiver::leavesOutWhatIsNoLongerDescribed()
{
    Receiver receiver({}, m_recorder->handlers());
    receiver.described(inventory(3, 4));
    for (std::uint64_t sequence = 1; sequence <= 5; ++sequence)
        QVERIFY(receiver.take(message(sequence, 3, 2), describe(inventory(3, 4))));
    QCOMPARE(m_asked, 1); // not once more for each batch
    QCOMPARE(receiver.malformed(), 10U);
    QVERIFY(receiver.take(message(6, 4, 3), describe(nullptr)));
    QVERIFY((sequences() == std::vector<std::uint64_t>{6}));
    QCOMPARE(receiver.position(), (StreamPosition{5, 6}));
}

void TestReceiver::announcesANewEpochAtOnce()
{
    Receiver receiver({}, m_recorder->handlers());
    receiver.described(inventory(2, 1));
    QVERIFY(receiver.take(message(9, 1, 2), describe(nullptr)));
    receiver.described(inventory(2, 1, 6));
    QCOMPARE(m_recorder->inventories().size(), 2U);
    QVERIFY(receiver.take(message(1, 1, 2, 6), describe(nullptr)));
    QVERIFY((sequences() == std::vector<std::uint64_t>{9, 1}));
    QCOMPARE(receiver.position(), (StreamPosition{6, 1}));
}

void TestReceiver::doesNotRepeatAnInventory()
{
    Receiver receiver({}, m_recorder->handlers());
    receiver.described(inventory(2, 1));
    receiver.described(inventory(2, 1));
    QCOMPARE(m_recorder->inventories().size(), 1U);
    receiver.described(inventory(3, 1)); // the same version, though it differs
    QCOMPARE(m_recorder->inventories().size(), 2U);
}

void TestReceiver::failsWhenItCannotBeDescribed()
{
    Receiver receiver({}, m_recorder->handlers());
    receiver.described(inventory(2, 1));
    const auto broken = [] { return fail(ErrorCode::DeadlineExceeded, "slow"); };
    const auto taken = receiver.take(message(1, 2, 2), broken);
    QVERIFY(!taken);
    QCOMPARE(taken.error().detail, std::string("slow"));
    QCOMPARE(receiver.position(), StreamPosition{}); // it is asked for once more
    const auto foreign = receiver.take(message(1, 1, 2, 99), describe(inventory(2, 1)));
    QVERIFY(!foreign);
    QCOMPARE(foreign.error().code, ErrorCode::Malformed);
}

void TestReceiver::countsLossesAndMalformedFrames()
{
    Receiver receiver({}, m_recorder->handlers());
    receiver.described(inventory(2, 1));
    auto first = message(20, 1, 3); // of a third node that nobody announced
    first.set_lost(15);
    first.mutable_frames(1)->add_values(1); // too wide
    first.add_events()->set_node(77);
    QVERIFY(receiver.take(first, describe(nullptr)));
    QCOMPARE(receiver.lost(), 15U);
    QCOMPARE(receiver.malformed(), 3U);
    QCOMPARE(m_recorder->deliveries()[0].batch->frames.size(), 1U);
    QCOMPARE(m_recorder->deliveries()[0].batch->lost, 15U);
    auto next = message(30, 1, 2);
    next.set_lost(2);
    QVERIFY(receiver.take(next, describe(nullptr)));
    QCOMPARE(receiver.lost(), 17U);
    QCOMPARE(receiver.malformed(), 3U);
}

QTEST_APPLESS_MAIN(TestReceiver)
#include "tst_receiver.moc"
