// SPDX-License-Identifier: GPL-3.0-or-later
//
// What recording costs and how fast the history is read, on a synthetic center.
//   history_cost DIRECTORY [nodes = 256] [seconds = 3600]
// Prints CPU seconds per million samples, bytes on disk per sample, bytes written per kept sample
// and latencies of reading. The center has 8 accelerators per node and all metrics of the
// catalogue.
#include "core/metric.h"
#include "telemetry/history/history.h"
#include "telemetry/history/sqlite.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
#include <numbers>
#include <random>
#include <string>

using namespace pilothouse;

namespace {

constexpr std::size_t kAccelerators = 8;

// A node with the job that runs on it. Values have the digits that exporters give.
class SyntheticNode {
public:
    SyntheticNode(std::uint32_t index, std::mt19937_64 &random)
        : m_random(random())
        , m_kind(random() % 100)
        , m_period(2.0 + static_cast<double>(random() % 120) / 10.0)
        , m_memory(static_cast<double>(20'000 + random() % 60'000))
        , m_index(index)
    {
    }

    void fill(double second, std::vector<double> &values)
    {
        values.clear();
        const double busy = load(second);
        hostValues(second, busy, values);
        std::array<double, kAccelerators> active{};
        for (double &each : active)
            each = std::clamp(busy * (0.95 + noise(0.05)), 0.0, 1.0);
        const auto each = [&](auto &&function) {
            for (std::size_t i = 0; i < kAccelerators; ++i)
                values.push_back(function(i));
        };
        each([&](std::size_t i) { return std::round(active[i] * 100) / 100; }); // utilization
        each([&](std::size_t i) { return micro(active[i] * 0.6 + noise(0.02)); }); // tensor_active
        each([&](std::size_t i) { return micro(active[i] * 0.4 + noise(0.02)); }); // memory_active
        each([&](std::size_t i) { return memoryUsed(i, active[i]); }); // memory_used
        each([&](std::size_t i) { return power(i, active[i]); }); // power
        each([&](std::size_t i) { return std::round(30 + m_power[i] / 15); }); // temperature
        each([&](std::size_t i) { return std::round(34 + m_power[i] / 13); }); // memory_temperature
        each([&](std::size_t i) {
            return 15e6 * std::round(active[i] > 0.1 ? 125 + noise(3) : 23);
        }); // clock
        each([&](std::size_t i) {
            return 1024 * std::round(active[i] * 2e7 * (1 + noise(0.1)));
        }); // link
        each([&](std::size_t i) { return 1024 * std::round(active[i] * 2e7 * (1 + noise(0.1))); });
        each([&](std::size_t i) { return std::round(active[i] * 3e8 * (1 + noise(0.2))); }); // pcie
        each([&](std::size_t i) { return std::round(active[i] * 5e8 * (1 + noise(0.2))); });
        each([&](std::size_t i) { return energy(i); });
        each([&](std::size_t) { return 0.0; }); // ecc_corrected
        each([&](std::size_t) { return 0.0; }); // ecc_uncorrected
        each([&](std::size_t) { return 0.0; }); // fault_code
        each([&](std::size_t i) { return m_power[i] > 690 ? 1.0 : 0.0; }); // throttle
        each([&](std::size_t) { return 1.0; }); // health
    }

private:
    double noise(double width)
    {
        return width * (static_cast<double>(m_random() % 20'001) / 10'000.0 - 1.0);
    }
    static double micro(double ratio)
    {
        return std::round(std::clamp(ratio, 0.0, 1.0) * 1e6) / 1e6;
    }
    static double percentOfCpu(double ratio)
    {
        return std::round(std::clamp(ratio, 0.0, 1.0) * 1e4) / 1e4;
    }

    double load(double second)
    {
        if (m_kind < 13)
            return 0; // idle
        if (m_kind < 33) // inference
            return 0.45 + 0.2 * std::sin(second / 300 + m_index) + noise(0.15);
        const double phase = std::fmod(second + m_index * 0.37, m_period) / m_period; // training
        const bool checkpoint = std::fmod(second + 40.0 * m_index, 1800) < 25;
        return checkpoint ? 0.05 + noise(0.02) : (phase < 0.8 ? 0.96 : 0.55) + noise(0.03);
    }
    double memoryUsed(std::size_t i, double active)
    {
        if (m_kind < 13)
            return 4.0 * 1048576;
        return 1048576
            * std::round(m_memory + static_cast<double>(i) * 10 + (m_kind < 33 ? 200 * active : 0));
    }
    double power(std::size_t i, double active)
    {
        m_power[i] += (90 + 600 * active - m_power[i]) * 0.4;
        const double shown = std::round((m_power[i] + noise(3)) * 10) / 10;
        m_energy[i] += shown;
        return shown;
    }
    double energy(std::size_t i) const { return std::round(m_energy[i] * 1000) / 1000; }

    void hostValues(double second, double busy, std::vector<double> &values)
    {
        const double user = percentOfCpu(0.1 + busy * 0.2 + noise(0.03));
        const double system = percentOfCpu(0.02 + noise(0.01));
        const double waiting = percentOfCpu(noise(0.01));
        m_load += (user * 128 - m_load) / 60;
        values.insert(values.end(),
                      {user, 0, system, percentOfCpu(1 - user - system - waiting), waiting, 0,
                       percentOfCpu(0.002 + noise(0.002)), 0});
        for (const double smooth : {1.0, 0.8, 0.7})
            values.push_back(std::round(m_load * smooth * 100) / 100);
        m_hostMemory += std::round(noise(500));
        values.insert(values.end(), {4096 * m_hostMemory, 4096 * (500e6 - m_hostMemory)});
        values.insert(values.end(), {percentOfCpu(noise(0.02)), 0, percentOfCpu(noise(0.01))});
        values.insert(
            values.end(),
            {std::round(2e9 * busy * (1 + noise(0.3))), std::round(2e9 * busy * (1 + noise(0.3)))});
        values.insert(values.end(),
                      {std::round(busy * 1e6 * (1 + noise(1))),
                       4096 * std::round(std::max(0.0, noise(500)))});
        values.insert(values.end(), {3e12 + 4096 * std::round(second * 3), 7.6e12});
        values.insert(values.end(), {std::round(45 + busy * 20), 1e6 + std::floor(second)});
        values.push_back(std::round(900 + busy * 5000 + noise(30)));
    }

    std::mt19937_64 m_random;
    unsigned long m_kind;
    double m_period;
    double m_memory;
    double m_index;
    double m_load = 10;
    double m_hostMemory = 100e6;
    std::array<double, kAccelerators> m_power{};
    std::array<double, kAccelerators> m_energy{};
};

class Center {
public:
    explicit Center(std::size_t nodes)
    {
        std::mt19937_64 random(1);
        auto inventory = std::make_shared<Inventory>();
        inventory->epoch = 1;
        inventory->layouts.resize(1);
        for (const MetricInfo &info : metricCatalogue()) {
            (info.scope == MetricScope::Host ? inventory->layouts[0].hostMetrics
                                             : inventory->layouts[0].acceleratorMetrics)
                .emplace_back(info.name);
        }
        for (std::uint32_t i = 0; i < nodes; ++i) {
            inventory->nodes.emplace_back().name = "node" + std::to_string(i);
            inventory->nodes.back().accelerators.resize(kAccelerators);
            m_nodes.emplace_back(i, random);
        }
        m_inventory = inventory;
    }

    BatchPtr tick(Micros time, double second)
    {
        auto batch = std::make_shared<Batch>();
        batch->epoch = 1;
        batch->sequence = ++m_sequence;
        batch->time = time;
        batch->frames.resize(m_nodes.size());
        for (std::uint32_t i = 0; i < m_nodes.size(); ++i) {
            Frame &frame = batch->frames[i];
            frame.node = i;
            frame.time = time + static_cast<Micros>(i) * 100;
            m_nodes[i].fill(second, frame.values);
            m_samples += frame.values.size();
        }
        return batch;
    }

    [[nodiscard]] InventoryPtr inventory() const { return m_inventory; }
    [[nodiscard]] double samples() const { return static_cast<double>(m_samples); }

private:
    InventoryPtr m_inventory;
    std::vector<SyntheticNode> m_nodes;
    std::uint64_t m_sequence = 0;
    std::uint64_t m_samples = 0;
};

double cpuSeconds(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double written(const std::string &field)
{
    std::ifstream file("/proc/self/io");
    std::string name;
    double value = 0;
    while (file >> name >> value) {
        if (name == field + ":")
            return value;
    }
    return 0;
}

std::unique_ptr<History> openOrExit(const std::filesystem::path &directory)
{
    History::Options options;
    options.directory = directory;
    Result<std::unique_ptr<History>> history = History::open(options);
    if (history)
        return std::move(*history);
    std::fprintf(stderr, "%s\n", history.error().detail.c_str());
    std::exit(1);
}

// Feeds a center as fast as it goes, one transaction per tick as in reality.
void record(History &history, Center &center, Micros first, int seconds)
{
    double slowest = 0;
    const double process = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    const double producer = cpuSeconds(CLOCK_THREAD_CPUTIME_ID);
    const double calls = written("wchar");
    const double blocks = written("write_bytes");
    std::vector<double> ticks;
    for (int i = 0; i < seconds; ++i) {
        history.record("synthetic", center.inventory(), center.tick(first + i * kSecond, i));
        const double before = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
        history.flush();
        ticks.push_back(cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - before);
        slowest = std::max(slowest, ticks.back());
    }
    const double cpu = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - process
        - (cpuSeconds(CLOCK_THREAD_CPUTIME_ID) - producer);
    std::ranges::sort(ticks);
    std::printf("recording    %.1f M samples, %.4f CPU s per million\n", center.samples() / 1e6,
                cpu / center.samples() * 1e6);
    std::printf("a second     median %.1f ms, 99 %% %.1f ms, slowest %.1f ms of CPU\n",
                ticks[ticks.size() / 2] * 1e3, ticks[ticks.size() * 99 / 100] * 1e3, slowest * 1e3);
    std::printf("written      %.2f bytes per sample by calls, %.2f to the disk\n",
                (written("wchar") - calls) / center.samples(),
                (written("write_bytes") - blocks) / center.samples());
}

void showSizes(const std::filesystem::path &file, double samples, int seconds)
{
    auto database = history::Database::open(file, history::Database::Access::Read);
    if (!database)
        return;
    const auto bytes = [&](const char *sql) {
        return static_cast<double>(database->number(sql).value_or(0));
    };
    const double windows = bytes("SELECT count(DISTINCT id >> 36) FROM chunk");
    const double sealed = samples * std::min(1.0, windows * 600 / seconds);
    std::printf(
        "sealed       %.0f windows: chunks %.3f, rollups %.3f, with pages %.3f bytes per sample\n",
        windows, bytes("SELECT sum(length(data)) FROM chunk") / sealed,
        bytes("SELECT sum(length(data)) FROM rollup") / sealed,
        bytes("SELECT sum(pgsize) FROM dbstat WHERE name IN ('chunk', 'rollup')") / sealed);
    const double hotRows = bytes("SELECT count(*) FROM hot");
    std::printf("hot          %.0f rows, %.3f bytes per sample\n", hotRows,
                bytes("SELECT sum(length(data)) FROM hot")
                    / std::max(1.0, samples / seconds * hotRows));
    std::printf("file         %.1f MB\n",
                static_cast<double>(std::filesystem::file_size(file)) / 1e6);
}

void timeRead(const char *what, const History &history, const std::vector<SeriesKey> &keys,
              Micros from, Micros to, std::size_t maxPoints)
{
    std::vector<double> times;
    std::size_t points = 0;
    for (int i = 0; i < 15; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const auto read = history.read(keys, from, to, maxPoints);
        times.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count());
        points = read && !read->empty() ? read->front().points.size() : 0;
    }
    std::ranges::sort(times);
    std::printf("read         %-34s %8.2f ms, slowest %8.2f (%zu points each)\n", what,
                times[times.size() / 2], times.back(), points);
}

std::vector<SeriesKey> keysOf(const std::string &node, std::int32_t accelerator, std::size_t count)
{
    std::vector<SeriesKey> keys;
    for (const MetricInfo &info : metricCatalogue()) {
        if ((info.scope == MetricScope::Host) == (accelerator < 0) && keys.size() < count)
            keys.push_back({node, accelerator, std::string(info.name)});
    }
    return keys;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: history_cost DIRECTORY [nodes] [seconds]\n");
        return 2;
    }
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    const std::filesystem::path directory = argv[1];
    const std::size_t nodes = argc > 2 ? std::stoul(argv[2]) : 256;
    const int seconds = argc > 3 ? std::stoi(argv[3]) : 3600;
    const Micros window = 600 * kSecond;
    const Micros first = (nowMicros() - seconds * kSecond) / window * window;

    Center center(nodes);
    {
        const auto history = openOrExit(directory / "hour");
        record(*history, center, first, seconds);
        showSizes(directory / "hour/history.db", center.samples(), seconds);
        const Micros end = first + seconds * kSecond;
        const std::string node = "node" + std::to_string(nodes / 2);
        timeRead("1 series, 1 h, every sample", *history, keysOf(node, 3, 1), end - kHour, end,
                 100'000);
        timeRead("1 series, 1 h, 1000 points", *history, keysOf(node, 3, 1), end - kHour, end,
                 1'000);
        timeRead("16 series of one accelerator, 1 h", *history, keysOf(node, 3, 16), end - kHour,
                 end, 100'000);
        std::vector<SeriesKey> all;
        for (std::size_t i = 0; i < nodes * kAccelerators; ++i)
            all.push_back({"node" + std::to_string(i / kAccelerators),
                           static_cast<std::int32_t>(i % kAccelerators), "utilization"});
        timeRead("utilization of all, 1 h, 240 points", *history, all, end - kHour, end, 240);
    }
    const auto start = std::chrono::steady_clock::now();
    openOrExit(directory / "hour");
    std::printf("open         %.0f ms with the hot rows\n",
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                    .count());

    std::printf("-- 2 nodes, 24 h\n");
    Center small(2);
    const auto day = openOrExit(directory / "day");
    const Micros dayBegin = (nowMicros() - kDay) / window * window;
    record(*day, small, dayBegin, 86'400);
    showSizes(directory / "day/history.db", small.samples(), 86'400);
    timeRead("16 series, 24 h, 1000 points", *day, keysOf("node1", 3, 16), dayBegin,
             dayBegin + kDay, 1'000);
    timeRead("16 series, 24 h, 2000 points", *day, keysOf("node1", 3, 16), dayBegin,
             dayBegin + kDay, 2'000);
    timeRead("1 series, 24 h, every sample", *day, keysOf("node1", 3, 1), dayBegin, dayBegin + kDay,
             100'000);
    timeRead("16 series, 10 h, 1000 points", *day, keysOf("node1", 3, 16), dayBegin,
             dayBegin + 10 * kHour, 1'000);
    return 0;
}
