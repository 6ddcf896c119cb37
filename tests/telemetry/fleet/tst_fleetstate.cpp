// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/fleet/fleetstate.h"

#include <QtTest>

#include <atomic>
#include <thread>

using namespace pilothouse;
using namespace std::chrono_literals;

namespace {

InventoryPtr inventory(const std::string &prefix, std::size_t nodes)
{
    auto made = std::make_shared<Inventory>();
    made->epoch = 1;
    made->layouts = {{{"uptime"}, {"power"}}};
    for (std::size_t n = 0; n < nodes; ++n) {
        NodeInfo info;
        info.name = prefix + std::to_string(n);
        info.accelerators.resize(2);
        made->nodes.push_back(info);
    }
    return made;
}

// All nodes carry the sequence number as their values.
BatchPtr batch(std::size_t nodes, std::uint64_t sequence)
{
    auto made = std::make_shared<Batch>();
    made->epoch = 1;
    made->sequence = sequence;
    const auto value = static_cast<double>(sequence);
    for (std::uint32_t n = 0; n < nodes; ++n)
        made->frames.push_back({n, static_cast<Micros>(sequence), {value, value, value}});
    return made;
}

BatchPtr eventAt(Micros time)
{
    auto made = std::make_shared<Batch>();
    made->epoch = 1;
    Event event;
    event.time = time;
    made->events = {event};
    return made;
}

bool allEqual(const FleetSnapshot &snapshot, double value)
{
    const auto is = [value](double x) { return x == value; };
    return !snapshot.nodeTime.empty() && std::ranges::all_of(snapshot.column(Metric::Uptime), is)
        && std::ranges::all_of(snapshot.column(Metric::Power), is);
}

} // namespace

class TestFleetState : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void showsTheNewestOfSeveralPushingThreads();
    void publishesNothingWhenNothingChanges();
    void gathersBatchesUntilTheNextPublicationIsDue();
    void snapshotsDoNotChange();
    void keepsTheNewestEventsNewestFirst();
    void stopsWithAFullQueue();
};

void TestFleetState::showsTheNewestOfSeveralPushingThreads()
{
    constexpr std::uint32_t kThreads = 4;
    constexpr std::uint64_t kBatches = 500;
    std::atomic<int> publications = 0;
    FleetState::Options options;
    options.publishInterval = 1ms;
    FleetState fleet(options, [&publications] { ++publications; });
    std::atomic<bool> reading = true;
    std::jthread reader([&fleet, &reading] {
        std::uint64_t last = 0;
        while (reading) {
            const FleetSnapshotPtr snapshot = fleet.snapshot();
            if (snapshot->revision < last)
                qFatal("a snapshot went back");
            last = snapshot->revision;
            (void)fleet.recentEvents();
            std::this_thread::yield();
        }
    });
    {
        std::vector<std::jthread> pushers;
        for (std::uint32_t t = 0; t < kThreads; ++t) {
            pushers.emplace_back([&fleet, t] {
                fleet.setInventory(t, inventory(std::string(1, static_cast<char>('a' + t)), 10));
                for (std::uint64_t s = 1; s <= kBatches; ++s)
                    fleet.push(t, batch(10, s));
            });
        }
    }
    QTRY_COMPARE(fleet.snapshot()->topology->nodes.size(), 10U * kThreads);
    QTRY_VERIFY(allEqual(*fleet.snapshot(), kBatches));
    reading = false;
    reader.join();
    QTRY_COMPARE(static_cast<std::uint64_t>(publications), fleet.snapshot()->revision);
}

void TestFleetState::publishesNothingWhenNothingChanges()
{
    std::atomic<int> publications = 0;
    FleetState::Options options;
    options.publishInterval = 1ms;
    FleetState fleet(options, [&publications] { ++publications; });
    const InventoryPtr same = inventory("n", 3);
    fleet.setInventory(0, same);
    QTRY_COMPARE(publications, 1);
    for (int i = 0; i < 100; ++i) {
        fleet.setInventory(0, same); // nothing new
        fleet.push(5, batch(3, 1)); // of nobody known
        fleet.push(0, nullptr);
        fleet.removeEndpoint(4);
    }
    fleet.push(0, batch(3, 1));
    QTRY_VERIFY(allEqual(*fleet.snapshot(), 1));
    QCOMPARE(fleet.snapshot()->revision, 2U);
    QTRY_COMPARE(publications, 2);
}

void TestFleetState::gathersBatchesUntilTheNextPublicationIsDue()
{
    std::atomic<int> publications = 0;
    FleetState::Options options;
    options.publishInterval = 300ms;
    FleetState fleet(options, [&publications] { ++publications; });
    fleet.setInventory(0, inventory("n", 3));
    QTRY_COMPARE(publications, 1);
    for (std::uint64_t s = 1; s <= 1000; ++s)
        fleet.push(0, batch(3, s));
    QTRY_VERIFY(allEqual(*fleet.snapshot(), 1000));
    QVERIFY(fleet.snapshot()->revision
            < 100); // far from one for each batch, however slow the machine
}

void TestFleetState::snapshotsDoNotChange()
{
    FleetState::Options options;
    options.publishInterval = 1ms;
    FleetState fleet(options, nullptr);
    fleet.setInventory(0, inventory("n", 3));
    fleet.push(0, batch(3, 1));
    QTRY_VERIFY(allEqual(*fleet.snapshot(), 1));
    const FleetSnapshotPtr held = fleet.snapshot();
    fleet.push(0, batch(3, 2));
    QTRY_VERIFY(allEqual(*fleet.snapshot(), 2));
    QVERIFY(allEqual(*held, 1));
    QCOMPARE(fleet.snapshot()->topology, held->topology);
}

void TestFleetState::keepsTheNewestEventsNewestFirst()
{
    FleetState::Options options;
    options.publishInterval = 1ms;
    options.recentEvents = 3;
    FleetState fleet(options, nullptr);
    fleet.setInventory(0, inventory("n", 1));
    for (const Micros time : {30, 10, 50, 20, 40})
        fleet.push(0, eventAt(time));
    const auto times = [&fleet] {
        std::vector<Micros> found;
        for (const FleetEvent &event : fleet.recentEvents())
            found.push_back(event.event.time);
        return found;
    };
    QTRY_VERIFY((times() == std::vector<Micros>{50, 40, 30}));
    QCOMPARE(fleet.recentEvents().front().node, std::string("n0"));
}

void TestFleetState::stopsWithAFullQueue()
{
    FleetState::Options options;
    options.publishInterval = 1h;
    auto fleet = std::make_unique<FleetState>(options, nullptr);
    fleet->setInventory(0, inventory("n", 3));
    QTRY_COMPARE(fleet->snapshot()->revision, 1U);
    for (std::uint64_t s = 1; s <= 100; ++s)
        fleet->push(0, batch(3, s));
    fleet.reset(); // within the test's time limit, not an hour
}

QTEST_GUILESS_MAIN(TestFleetState)
#include "tst_fleetstate.moc"
