// SPDX-License-Identifier: GPL-3.0-or-later
//
// The history beside Prometheus, in the same run on the same data: the embedded center at 1 Hz.
//   history_peers [DIRECTORY = a temporary one] [nodes = 256] [seconds = 3600]
// Prints what storing costs, what it takes, and how long questions take, as ratios to Prometheus.
// A DIRECTORY that holds an earlier run's results is only asked questions.
#include "history/centerdata.h"
#include "history/prometheus.h"
#include "telemetry/history/history.h"
#include "telemetry/history/importer.h"
#include "telemetry/history/maintenance.h"
#include "telemetry/history/query.h"
#include "telemetry/history/queryengine.h"
#include "telemetry/history/rowreader.h"
#include "telemetry/history/seriescatalogue.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>

using namespace pilothouse;
using namespace pilothouse::bench;

namespace {

namespace fs = std::filesystem;

double cpuSeconds(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

double written()
{
    std::ifstream file("/proc/self/io");
    std::string name;
    double value = 0;
    while (file >> name >> value) {
        if (name == "write_bytes:")
            return value;
    }
    return 0;
}

struct Stored {
    double samples = 0;
    double cpu = 0; // seconds
    double writtenBytes = 0;
};

// Frames as they come in life, one commit a second.
Stored store(const fs::path &directory, int seconds, OpenMetricsWriter &text, CenterData &data)
{
    History::Options options;
    options.directory = directory;
    auto history = History::open(options);
    if (!history) {
        std::fprintf(stderr, "%s\n", history.error().detail.c_str());
        std::exit(1);
    }
    Stored stored;
    for (int i = 0; i < seconds; ++i) {
        const BatchPtr batch = data.tick();
        text.write(*batch);
        const double process = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
        const double own = cpuSeconds(CLOCK_THREAD_CPUTIME_ID);
        const double before = written(); // the text is not counted
        (*history)->record("bench", data.inventory(), batch);
        (*history)->flush();
        stored.cpu += cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - process
            - (cpuSeconds(CLOCK_THREAD_CPUTIME_ID) - own);
        stored.writtenBytes += written() - before;
    }
    stored.samples = static_cast<double>(data.samples());
    return stored;
}

template <typename Function> double medianMs(int times, Function &&function)
{
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
        const auto start = std::chrono::steady_clock::now();
        function();
        all.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
                .count());
    }
    std::ranges::sort(all);
    return all[all.size() / 2];
}

class Questions {
public:
    Questions(const fs::path &file, const PrometheusServer &server, Micros from, Micros to,
              std::string node)
        : m_engine(file)
        , m_server(server)
        , m_from(from)
        , m_to(to)
        , m_node(std::move(node))
    {
    }

    void ask()
    {
        std::printf("\n%-44s %10s %10s %9s\n", "question (median, ms)", "Pilothouse", "Prometheus",
                    "1/ratio");
        const std::string one = "node=%22" + m_node + "%22,accelerator=%223%22";
        const LabelMatch node{"node", m_node, true};
        const LabelMatch accelerator{"accelerator", "3", true};
        row("one series, 1 h at 1 s", each({"power"}, {node, accelerator}),
            range("power%7B" + one + "%7D", 1));
        row("13 metrics of an accelerator", each(m_metrics, {node, accelerator}),
            range("%7B__name__=~%22" + joined() + "%22," + one + "%7D", 1));
        row("a node's 104 series", each(m_metrics, {node}),
            range("%7B__name__=~%22" + joined() + "%22,node=%22" + m_node + "%22%7D", 1));
        HistoryQuery mean = query("power", 15 * kSecond, Aggregate::Average);
        const std::string promMean = range("avg(avg_over_time(power%5B15s%5D))", 15);
        row("fleet mean in 15 s steps, from rollups", run(mean), promMean);
        mean.level = HistoryLevel::Samples;
        row("fleet mean in 15 s steps, from samples", run(mean), promMean);
        row("top 20 by the mean of the hour", run(query("power", kHour, Aggregate::None)),
            instant("topk(20,avg_over_time(power%5B1h%5D))"));
        HistoryQuery quantiles = query("power", 15 * kSecond, Aggregate::Quantile);
        quantiles.quantiles = {0.5, 0.95, 0.99};
        row("three quantiles of the fleet, 15 s steps", run(quantiles),
            range("quantile(0.95,avg_over_time(power%5B15s%5D))", 15));
        row(
            "the fleet at one second",
            [this] {
                static_cast<void>(m_engine.at({"power", {}}, m_from + 1800 * kSecond,
                                              m_from + 1795 * kSecond, nullptr));
            },
            "/api/v1/query?query=power&time=" + std::to_string(m_from / kSecond + 1800));
    }

private:
    using Ask = std::function<void()>;

    void row(const char *what, const Ask &ask, const std::string &path)
    {
        const double mine = medianMs(21, ask);
        const double theirs = medianMs(7, [&] {
            if (!m_server.get(path))
                std::fprintf(stderr, "Prometheus failed: %s\n", path.c_str());
        });
        std::printf("%-44s %10.3f %10.2f %9.1f\n", what, mine, theirs, theirs / mine);
    }
    HistoryQuery query(const std::string &metric, Micros step, Aggregate aggregate) const
    {
        HistoryQuery query;
        query.selector.metric = metric;
        query.from = m_from;
        query.to = m_to;
        query.step = step;
        query.aggregate = aggregate;
        return query;
    }
    Ask run(HistoryQuery query)
    {
        return [this, query = std::move(query)] {
            const auto result = m_engine.run(query, nullptr);
            if (!result || result->series.empty())
                std::fprintf(stderr, "no answer\n");
        };
    }
    Ask each(std::vector<std::string> metrics, std::vector<LabelMatch> labels)
    {
        return [this, metrics = std::move(metrics), labels = std::move(labels)] {
            for (const std::string &metric : metrics) {
                HistoryQuery one = query(metric, 0, Aggregate::None);
                one.selector.labels = labels;
                const auto result = m_engine.run(one, nullptr);
                if (!result || result->series.empty())
                    std::fprintf(stderr, "no answer\n");
            }
        };
    }
    std::string range(const std::string &promql, int step) const
    {
        return "/api/v1/query_range?query=" + promql + "&start=" + std::to_string(m_from / kSecond)
            + "&end=" + std::to_string(m_to / kSecond) + "&step=" + std::to_string(step);
    }
    std::string instant(const std::string &promql) const
    {
        return "/api/v1/query?query=" + promql + "&time=" + std::to_string(m_to / kSecond);
    }
    std::string joined() const
    {
        std::string names;
        for (const std::string &metric : m_metrics)
            names += (names.empty() ? "" : "%7C") + metric;
        return names;
    }

    history::QueryEngine m_engine;
    const PrometheusServer &m_server;
    const Micros m_from;
    const Micros m_to;
    const std::string m_node;
    const std::vector<std::string> m_metrics{
        "utilization",   "tensor_active", "memory_used",       "power",         "temperature",
        "clock",         "link_transmit", "link_receive",      "pcie_transmit", "pcie_receive",
        "ecc_corrected", "fault_code",    "memory_temperature"};
};

void printSizes(const fs::path &file, double bytes)
{
    const auto statistics = history::statistics(file);
    if (!statistics)
        return;
    const auto samples = static_cast<double>(statistics->samples);
    const double prometheusBytes = bytes / samples;
    double raw = 0;
    double all = 0;
    for (const history::LevelSize &level : statistics->levels) {
        if (level.level == "samples")
            raw = static_cast<double>(level.pages) / samples;
        if (level.level != "not sealed yet")
            all += static_cast<double>(level.pages) / samples;
    }
    std::printf("bytes per sample       raw %.3f, with all rollups %.3f, Prometheus %.3f\n", raw,
                all, prometheusBytes);
    std::printf("of Prometheus          raw %.3f, with all rollups %.3f\n", raw / prometheusBytes,
                all / prometheusBytes);
}

// False where there is nothing to compare with.
bool measureStoring(const fs::path &directory, std::uint32_t nodes, int seconds, Micros first)
{
    const std::string text = (directory / "data.txt").string();
    CenterData data(nodes, first);
    std::printf("%u nodes, %zu series, %d s\n", nodes, data.series(), seconds);
    Stored stored;
    {
        OpenMetricsWriter writer(text, *data.inventory());
        stored = store(directory / "live", seconds, writer, data);
    }
    std::printf("storing frames         %.4f CPU s per million, %.2f bytes written per sample\n",
                stored.cpu / stored.samples * 1e6, stored.writtenBytes / stored.samples);

    // The same samples, all of them sealed.
    double importing = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID);
    if (auto importer = history::Importer::open(directory / "sealed")) {
        std::ifstream file(text);
        static_cast<void>((*importer)->run(file, "bench", nullptr));
    }
    importing = cpuSeconds(CLOCK_PROCESS_CPUTIME_ID) - importing;
    std::printf("importing the text     %.4f CPU s per million\n",
                importing / stored.samples * 1e6);

    const auto prometheus = backfill(text, (directory / "prometheus").string());
    if (!prometheus) {
        std::printf("promtool is missing or failed (package prometheus): no comparison\n");
        return false;
    }
    std::printf("promtool backfill      %.4f CPU s per million, 1/%.1f\n",
                prometheus->cpuSeconds / stored.samples * 1e6, prometheus->cpuSeconds / stored.cpu);
    return true;
}

// What a history holds: its whole hours, and a node to ask for.
struct Earlier {
    Micros from = 0;
    Micros to = 0;
    std::string node;
};

bool findEarlier(const fs::path &file, Earlier &earlier)
{
    history::QueryEngine engine(file);
    const auto catalogue = engine.catalogue();
    const auto rows = history::RowReader::open(file);
    if (!catalogue || !rows || (*catalogue)->nodes.empty())
        return false;
    const Result<std::int64_t> first = (*rows)->nextWindow(0);
    const Result<std::int64_t> windows =
        (*rows)->database().number("SELECT count(DISTINCT id >> 36) FROM tenminute");
    if (!first || !windows)
        return false;
    earlier.from = *first * history::kWindow;
    earlier.to = earlier.from + std::max<Micros>(*windows, 1) * history::kWindow - 1;
    earlier.to = std::min(earlier.to, earlier.from + kHour - 1);
    earlier.node = (*catalogue)->nodes[(*catalogue)->nodes.size() / 2].name;
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::string pattern = (fs::temp_directory_path() / "history_peers.XXXXXX").string();
    const fs::path directory = argc > 1 ? fs::path(argv[1]) : fs::path(mkdtemp(pattern.data()));
    const auto nodes = static_cast<std::uint32_t>(argc > 2 ? std::atoi(argv[2]) : 256);
    const int seconds = argc > 3 ? std::atoi(argv[3]) : 3600;
    const Micros block = 2 * kHour; // Prometheus' blocks begin at multiples of it
    const Micros first = (nowMicros() / block - 1) * block - kSecond;
    fs::create_directories(directory);

    if (!fs::exists(directory / "prometheus") && !measureStoring(directory, nodes, seconds, first))
        return 0;
    Earlier earlier;
    if (!findEarlier(directory / "sealed/history.db", earlier))
        return 1;
    printSizes(directory / "sealed/history.db",
               static_cast<double>(bytesBelow((directory / "prometheus").string())));
    const PrometheusServer server((directory / "prometheus").string());
    Questions(directory / "sealed/history.db", server, earlier.from, earlier.to, earlier.node)
        .ask();
    if (argc <= 1) {
        std::error_code error;
        fs::remove_all(directory, error);
    }
    return 0;
}
