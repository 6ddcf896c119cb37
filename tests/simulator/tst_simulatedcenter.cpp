// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric.h"
#include "fixture.h"
#include "simulator/center.h"

#include <QTest>

#include <cmath>
#include <cstring>
#include <map>
#include <set>

using namespace pilothouse;
using namespace pilothouse::simulator;

namespace {

std::uint64_t hashOf(const std::vector<Frame> &frames, const std::vector<Event> &events,
                     std::uint64_t hash)
{
    for (const Frame &frame : frames) {
        hash = mix(hash, mix(frame.node, static_cast<std::uint64_t>(frame.time)));
        for (const double value : frame.values) {
            std::uint64_t bits = 0;
            std::memcpy(&bits, &value, sizeof(bits));
            hash = mix(hash ^ bits);
        }
    }
    for (const Event &event : events) {
        hash = mix(
            hash,
            mix(static_cast<std::uint64_t>(event.time), static_cast<std::uint64_t>(event.kind)));
        hash = mix(hash, mix(event.node, static_cast<std::uint64_t>(event.code)));
    }
    return hash;
}

// An hour of a center: a hash of all frames, and all that its scheduler says in the end.
struct Hour {
    std::uint64_t frames = 0;
    std::string jobs;
};

Hour hourOf(const Options &options, Micros step)
{
    Center center(options, kTestStart, std::nullopt);
    std::vector<Frame> frames;
    std::vector<Event> events;
    Hour hour;
    for (Micros now = kTestStart + step; now <= kTestStart + kHour; now += step) {
        center.advance(now);
        center.look();
        center.sample(frames, events);
        hour.frames = hashOf(frames, events, hour.frames);
    }
    hour.jobs = fingerprint(center.engine());
    return hour;
}

Options small(std::uint64_t seed = 1)
{
    Options options;
    options.nodes = 32;
    options.seed = seed;
    return options;
}

} // namespace

class TestSimulatedCenter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSameSeedMakesTheSameHour()
    {
        const Hour a = hourOf(small(), kSecond);
        const Hour b = hourOf(small(), kSecond);
        QCOMPARE(a.frames, b.frames);
        QVERIFY(a.jobs == b.jobs);
        const Hour other = hourOf(small(2), kSecond);
        QVERIFY(a.frames != other.frames);
        QVERIFY(a.jobs != other.jobs);
    }

    void jobsDoNotDependOnTheFrames()
    {
        QVERIFY(hourOf(small(), kSecond).jobs == hourOf(small(), 5 * kSecond).jobs);
    }

    void itBeginsInTheMiddleOfItsLife_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 5; ++seed)
            QTest::addRow("seed %u", seed) << seed;
    }

    void itBeginsInTheMiddleOfItsLife()
    {
        QFETCH(unsigned, seed);
        Options options;
        options.seed = seed;
        Center center(options, kTestStart, std::nullopt);
        center.advance(kTestStart + kSecond);
        double allocated = 0;
        for (std::uint32_t group = 0; group < center.topology().groups.size(); ++group)
            allocated += center.engine().cluster().allocatedIn(group);
        QVERIFY2(allocated / 1024 > 0.72 && allocated / 1024 < 0.98,
                 qPrintable(QString::number(allocated / 1024)));
        std::set<std::string> reasons;
        int waiting = 0;
        int drained = 0;
        Micros oldest = kTestStart;
        Micros youngest = 0;
        for (const auto &[id, job] : center.engine().jobs()) {
            if (job->state == JobState::Pending) {
                ++waiting;
                reasons.insert(job->reason);
            } else if (job->state == JobState::Running) {
                oldest = std::min(oldest, job->started);
                youngest = std::max(youngest, job->started);
            }
        }
        for (NodeIndex node = 0; node < 128; ++node)
            drained += !center.engine().cluster().accepts(node);
        QVERIFY2(waiting >= 20 && waiting < 250, qPrintable(QString::number(waiting)));
        QVERIFY2(reasons.size() >= 4, qPrintable(QString::number(reasons.size())));
        QVERIFY(drained >= 1 && drained <= 10);
        QVERIFY(kTestStart - oldest > 20 * kHour);
        QVERIFY(kTestStart - youngest < kHour);
    }

    void framesHaveTheAnnouncedWidthAndBelievableValues()
    {
        Center center(small(), kTestStart, std::nullopt);
        const Inventory &inventory = center.inventory();
        std::vector<Frame> frames;
        std::vector<Event> events;
        for (int second = 1; second <= 120; ++second) {
            center.advance(kTestStart + second * kSecond);
            center.look();
            center.sample(frames, events);
            for (const Frame &frame : frames) {
                const NodeInfo &node = inventory.nodes[frame.node];
                const Layout &layout = inventory.layouts[node.layout];
                QCOMPARE(frame.values.size(), layout.width(node.accelerators.size()));
                QCOMPARE(frame.time, kTestStart + second * kSecond);
                for (std::size_t i = 0; i < frame.values.size(); ++i) {
                    const std::size_t hosts = layout.hostMetrics.size();
                    const std::string &name = i < hosts
                        ? layout.hostMetrics[i]
                        : layout.acceleratorMetrics[(i - hosts) / node.accelerators.size()];
                    const MetricInfo &info = metricInfo(*findMetric(name));
                    const double value = frame.values[i];
                    QVERIFY2(std::isnan(value) || (value >= info.minimum && value <= info.maximum),
                             name.c_str());
                }
            }
        }
    }

    void allocatedAcceleratorsWorkAndFreeOnesRest()
    {
        Center center(small(), kTestStart, std::nullopt);
        std::vector<Frame> frames;
        std::vector<Event> events;
        center.advance(kTestStart + kSecond);
        center.look();
        center.sample(frames, events);
        const auto &layouts = center.inventory().layouts;
        double busySum = 0;
        int busyCount = 0;
        for (const Frame &frame : frames) {
            const Layout &layout = layouts[center.inventory().nodes[frame.node].layout];
            for (std::size_t i = 0; i < 8; ++i) {
                const double utilization = frame.values[layout.hostMetrics.size() + i];
                if (center.engine().slotOfAccelerator()[frame.node * 8 + i] < 0) {
                    QVERIFY(std::isnan(utilization) || utilization == 0);
                } else if (!std::isnan(utilization)) {
                    busySum += utilization;
                    ++busyCount;
                }
            }
        }
        QVERIFY(busyCount > 100);
        QVERIFY2(busySum / busyCount > 0.4, qPrintable(QString::number(busySum / busyCount)));
    }

    void everythingBreaksSometimesAndMostIsWell()
    {
        Options options;
        options.nodes = 128;
        Center center(options, kTestStart, std::nullopt);
        std::vector<Frame> frames;
        std::vector<Event> events;
        std::map<EventKind, int> seen;
        std::size_t lost = 0;
        std::size_t ticks = 0;
        for (Micros now = kTestStart + 10 * kSecond; now < kTestStart + 12 * kHour;
             now += 10 * kSecond) {
            center.advance(now);
            center.look();
            center.sample(frames, events);
            for (const Event &event : events) {
                ++seen[event.kind];
                QVERIFY(event.node < 128);
                QVERIFY(event.accelerator >= -1 && event.accelerator < 8);
                QVERIFY(event.time <= now && event.time > now - 11 * kSecond);
            }
            std::set<std::uint32_t> present;
            for (const Frame &frame : frames)
                present.insert(frame.node);
            for (NodeIndex node = 0; node < 128; ++node) {
                const bool down = center.engine().cluster().state(node) == NodeState::Down;
                QCOMPARE(present.contains(node), !down);
                lost += down;
            }
            ++ticks;
        }
        for (const EventKind kind :
             {EventKind::AcceleratorFault, EventKind::EccUncorrected, EventKind::LinkDown,
              EventKind::LinkUp, EventKind::Throttled, EventKind::ThrottleEnded,
              EventKind::NodeLost, EventKind::NodeBack, EventKind::Checkpoint})
            QVERIFY2(seen[kind] > 0, qPrintable(QString::number(static_cast<int>(kind))));
        QVERIFY(lost > 0);
        QVERIFY(lost < ticks * 128 / 50);
    }

    void checkpointsAreAnnouncedAndKeptWithTheJob()
    {
        Center center(small(), kTestStart, std::nullopt);
        std::vector<Frame> frames;
        std::vector<Event> events;
        int announced = 0;
        for (int second = 1; second <= 1'800; ++second) {
            const Micros now = kTestStart + second * kSecond;
            center.advance(now);
            center.look();
            center.sample(frames, events);
            for (const Event &event : events) {
                if (event.kind != EventKind::Checkpoint)
                    continue;
                ++announced;
                const SimJob *job = center.engine().find(static_cast<JobId>(event.code));
                QVERIFY(job != nullptr);
                QVERIFY(job->checkpoint >= event.time);
            }
        }
        QVERIFY(announced > 10);
    }

    void aFasterCenterDoesMore()
    {
        Options fast = small();
        fast.speed = 60;
        Center center(fast, kTestStart, std::nullopt);
        std::size_t ended = 0;
        center.advance(kTestStart + kMinute); // an hour of its life
        for (const auto &[id, job] : center.engine().jobs())
            ended += job->ended > kTestStart;
        QVERIFY2(ended > 3, qPrintable(QString::number(ended)));
    }
};

QTEST_APPLESS_MAIN(TestSimulatedCenter)
#include "tst_simulatedcenter.moc"
