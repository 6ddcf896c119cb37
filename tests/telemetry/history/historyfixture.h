// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/history/history.h"

#include <QTemporaryDir>
#include <QTest>

#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <utility>
#include <vector>

namespace pilothouse::test {

inline const std::string kAddress = "center:1";

// A moment in the past at which a window of 600 s begins, so that boundaries can be chosen.
inline Micros pastWindow(int windowsAgo = 20)
{
    const Micros window = 600 * kSecond;
    return (nowMicros() / window - windowsAgo) * window;
}

inline InventoryPtr makeInventory(std::size_t nodes, std::size_t accelerators,
                                  std::vector<std::string> hostMetrics = {"cpu_user", "load_1m"},
                                  std::vector<std::string> acceleratorMetrics = {
                                      "power", "utilization", "energy"})
{
    auto inventory = std::make_shared<Inventory>();
    inventory->server = "test";
    inventory->epoch = 7;
    inventory->layouts.push_back({std::move(hostMetrics), std::move(acceleratorMetrics)});
    for (std::size_t i = 0; i < nodes; ++i) {
        NodeInfo node;
        node.name = "n";
        node.name += std::to_string(i);
        node.accelerators.resize(accelerators);
        inventory->nodes.push_back(node);
    }
    return inventory;
}

// A value of one of the kinds that occur, and of those that should not.
inline double anyValue(std::mt19937_64 &random)
{
    switch (random() % 16) {
    case 0:
        return std::numeric_limits<double>::quiet_NaN();
    case 1:
        return -0.0;
    case 2:
        return std::numeric_limits<double>::infinity();
    case 3:
        return -std::numeric_limits<double>::infinity();
    case 4:
        return std::numeric_limits<double>::denorm_min();
    case 5:
        return std::numeric_limits<double>::max();
    case 6: {
        const auto value = std::bit_cast<double>(random());
        return value;
    }
    case 7:
        return 9007199254740991.0;
    case 8:
        return std::sqrt(static_cast<double>(random() % 1000));
    case 9:
    case 10:
        return static_cast<double>(random() % 100'000) / 10.0;
    case 11:
        return static_cast<double>(random() % 1'000'000) / 1e6;
    case 12:
        return -static_cast<double>(random() % 1'000) / 8.0;
    default:
        return static_cast<double>(random() % 100);
    }
}

// What a store is expected to hold, kept the plain way.
class PlainStore {
public:
    void add(const Inventory &inventory, const Batch &batch)
    {
        for (const Frame &frame : batch.frames)
            addFrame(inventory, frame);
    }
    [[nodiscard]] const std::map<Micros, double> &series(const SeriesKey &key)
    {
        return m_series[key];
    }
    void forgetBefore(Micros time)
    {
        for (auto &[key, samples] : m_series)
            samples.erase(samples.begin(), samples.lower_bound(time));
    }
    [[nodiscard]] std::vector<SeriesKey> keys() const
    {
        std::vector<SeriesKey> keys;
        for (const auto &[key, samples] : m_series)
            keys.push_back(key);
        return keys;
    }

private:
    void addFrame(const Inventory &inventory, const Frame &frame)
    {
        const NodeInfo &node = inventory.nodes[frame.node];
        const Layout &layout = inventory.layouts[node.layout];
        std::size_t at = 0;
        for (const std::string &metric : layout.hostMetrics)
            put({node.name, -1, metric}, frame.time, frame.values[at++]);
        for (const std::string &metric : layout.acceleratorMetrics) {
            for (std::size_t i = 0; i < node.accelerators.size(); ++i)
                put({node.name, static_cast<std::int32_t>(i), metric}, frame.time,
                    frame.values[at++]);
        }
    }
    void put(const SeriesKey &key, Micros time, double value)
    {
        std::map<Micros, double> &samples = m_series[key];
        if (!std::isnan(value))
            samples.try_emplace(time, value);
    }

    std::map<SeriesKey, std::map<Micros, double>> m_series;
};

inline BatchPtr makeBatch(const Inventory &inventory, std::uint64_t sequence, Micros time,
                          std::mt19937_64 &random, bool wild = false)
{
    auto batch = std::make_shared<Batch>();
    batch->epoch = inventory.epoch;
    batch->sequence = sequence;
    batch->time = time;
    for (std::uint32_t node = 0; node < inventory.nodes.size(); ++node) {
        Frame frame;
        frame.node = node;
        frame.time = time;
        const NodeInfo &info = inventory.nodes[node];
        frame.values.resize(inventory.layouts[info.layout].width(info.accelerators.size()));
        for (double &value : frame.values)
            value = wild ? anyValue(random) : static_cast<double>(random() % 10'000) / 10.0;
        batch->frames.push_back(std::move(frame));
    }
    return batch;
}

inline bool sameBits(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// Every sample of a range, bit by bit.
inline bool matches(const HistorySeries &series, const std::map<Micros, double> &expected,
                    Micros from, Micros to)
{
    auto at = expected.lower_bound(from);
    for (const HistoryPoint &point : series.points) {
        if (at == expected.end() || at->first > to || at->first != point.time)
            return false;
        if (!sameBits(at->second, point.mean) || !sameBits(at->second, point.minimum))
            return false;
        ++at;
    }
    return at == expected.end() || at->first > to;
}

inline History::Options optionsFor(const QTemporaryDir &directory)
{
    History::Options options;
    options.directory = directory.path().toStdString();
    return options;
}

inline std::unique_ptr<History> openIn(const QTemporaryDir &directory)
{
    Result<std::unique_ptr<History>> history = History::open(optionsFor(directory));
    if (!history)
        qFatal("%s", history.error().detail.c_str());
    return std::move(*history);
}

// Compares random ranges of all series with the plain store.
inline void compareRanges(const History &history, PlainStore &plain, Micros first, Micros last,
                          std::mt19937_64 &random)
{
    const std::vector<SeriesKey> keys = plain.keys();
    for (int i = 0; i < 60; ++i) {
        Micros from =
            first + static_cast<Micros>(random() % static_cast<std::uint64_t>(last - first));
        Micros to =
            first + static_cast<Micros>(random() % static_cast<std::uint64_t>(last - first));
        if (from > to)
            std::swap(from, to);
        if (i == 0) {
            from = first - kHour;
            to = last + kHour;
        }
        const auto read = history.read(keys, from, to, 1'000'000);
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        QCOMPARE(read->size(), keys.size());
        for (std::size_t k = 0; k < keys.size(); ++k) {
            QVERIFY((*read)[k].key == keys[k]);
            QCOMPARE((*read)[k].bucket, Micros{0});
            QVERIFY2(matches((*read)[k], plain.series(keys[k]), from, to), keys[k].metric.c_str());
        }
    }
}

} // namespace pilothouse::test
