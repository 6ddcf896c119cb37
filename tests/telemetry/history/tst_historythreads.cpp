// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyfixture.h"

#include <QTest>

#include <atomic>
#include <thread>

using namespace pilothouse;
using namespace pilothouse::test;

class HistoryThreadsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void manyReadWhileSomeRecord();
};

// Each stream's values are its times, so that a reader knows what it must find.
void HistoryThreadsTest::manyReadWhileSomeRecord()
{
    QTemporaryDir directory;
    const Micros first = pastWindow();
    std::atomic<int> statusChanges{0};
    History::Options options = optionsFor(directory);
    options.statusChanged = [&] { ++statusChanges; };
    const auto history = std::move(*History::open(options));
    constexpr std::uint64_t kTicks = 1500;
    std::atomic<std::size_t> recording{2};

    const auto recordOne = [&](std::size_t stream) {
        auto inventory = std::make_shared<Inventory>(*makeInventory(2, 2, {}, {"power"}));
        const std::string address = "center:" + std::to_string(stream);
        for (NodeInfo &node : inventory->nodes)
            node.name = std::to_string(stream) + node.name;
        for (std::uint64_t i = 1; i <= kTicks; ++i) {
            auto batch = std::make_shared<Batch>();
            batch->epoch = 1;
            batch->sequence = i;
            batch->time = first + static_cast<Micros>(i) * kSecond;
            for (std::uint32_t node = 0; node < 2; ++node) {
                const auto value = static_cast<double>(i);
                batch->frames.push_back({node, batch->time, {value, -value}});
            }
            history->record(address, inventory, batch);
            if (i % 25 == 0)
                history->flush();
        }
        --recording;
    };
    std::atomic<int> wrong{0};
    const auto readAll = [&](std::size_t stream) {
        const std::string node = std::to_string(stream) + "n1";
        const std::vector<SeriesKey> keys{{node, 0, "power"}, {node, 1, "power"}};
        std::size_t seen = 0;
        bool last = false;
        while (!last) {
            last = recording == 0;
            const StreamPosition committed = history->position("center:" + std::to_string(stream));
            const auto read = history->read(keys, first, first + kHour, 10'000);
            if (!read
                || (*read)[0].points.size() < std::max<std::size_t>(seen, committed.sequence)) {
                ++wrong;
                continue;
            }
            seen = (*read)[0].points.size();
            for (std::size_t i = 0; i < seen; ++i) {
                const bool right = (*read)[0].points[i].mean == static_cast<double>(i + 1)
                    && (i >= (*read)[1].points.size()
                        || (*read)[1].points[i].mean == -static_cast<double>(i + 1));
                wrong += right ? 0 : 1;
            }
        }
        wrong += seen == kTicks ? 0 : 1;
    };
    {
        std::vector<std::jthread> threads;
        for (const std::size_t stream : {0U, 1U}) {
            threads.emplace_back(recordOne, stream);
            threads.emplace_back(readAll, stream);
            threads.emplace_back(readAll, stream);
        }
    }
    QCOMPARE(wrong.load(), 0);
    QVERIFY(statusChanges > 0);
    QVERIFY(!history->status().error);
}

QTEST_APPLESS_MAIN(HistoryThreadsTest)
#include "tst_historythreads.moc"
