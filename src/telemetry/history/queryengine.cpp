// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/queryengine.h"

#include "telemetry/history/fleetrow.h"
#include "telemetry/history/seriesbuilder.h"
#include "telemetry/history/windowscan.h"

#include <algorithm>
#include <cmath>
#include <thread>

namespace pilothouse::history {

namespace {

constexpr std::size_t kMaxIdle = 8;
constexpr std::size_t kMaxThreads = 4;
constexpr std::size_t kNodesPerThread = 48; // fewer are not worth one more
constexpr std::size_t kMaxCells = std::size_t{64} << 20U; // steps times series

bool isPooled(Aggregate aggregate)
{
    return aggregate == Aggregate::Average || aggregate == Aggregate::Minimum
        || aggregate == Aggregate::Maximum || aggregate == Aggregate::Count;
}

// The coarsest level whose spans make up whole steps.
HistoryLevel levelFor(Micros step)
{
    HistoryLevel best = HistoryLevel::Samples;
    for (const HistoryLevel level :
         {HistoryLevel::TenSeconds, HistoryLevel::Minute, HistoryLevel::TenMinutes}) {
        if (step > 0 && step % spanOf(level) == 0)
            best = level;
    }
    return best;
}

double valueOf(const StepStats &stats, Aggregate aggregate)
{
    switch (aggregate) {
    case Aggregate::Minimum:
        return stats.minimum;
    case Aggregate::Maximum:
        return stats.maximum;
    case Aggregate::Count:
        return static_cast<double>(stats.count);
    default:
        return stats.sum / static_cast<double>(stats.count);
    }
}

// Between the two nearest of the ordered values, as much as the rank lies between them.
double quantileOf(std::vector<double> &values, double quantile)
{
    const double rank = quantile * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(rank);
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(below);
    std::nth_element(values.begin(), nth, values.end());
    const double low = *nth;
    if (below + 1 >= values.size())
        return low;
    const double high = *std::min_element(nth + 1, values.end());
    return low + (high - low) * (rank - static_cast<double>(below));
}

// One answer to one query.
class Run {
public:
    Run(const HistoryQuery &query, const Selection &selection)
        : m_query(query)
        , m_selection(selection)
        , m_steps(Steps::of(query))
    {
        group();
    }

    [[nodiscard]] bool tooLarge() const
    {
        return m_steps.count > kMaxCells / std::max<std::size_t>(slots(), 1);
    }

    Result<QueryResult> run(std::vector<std::unique_ptr<RowReader>> &readers, const HotStore *hot)
    {
        QueryResult result;
        result.level = m_query.level.value_or(levelFor(m_query.step));
        if (result.level != HistoryLevel::Samples
            && (m_query.step == 0 || m_query.step % spanOf(result.level) != 0))
            return fail(ErrorCode::InvalidArgument,
                        "a step must be made up of whole spans of the level");
        m_plan.level = result.level;
        const Micros from = m_query.step == 0 ? m_query.from : m_steps.origin;
        const Micros to = m_query.step == 0 ? m_query.to : m_steps.end() - 1;
        m_plan.firstWindow = windowOf(std::max<Micros>(from, 0));
        m_plan.lastWindow = windowOf(std::clamp<Micros>(to, 0, kMaxTime));
        Collector collector(m_query, m_steps, slots());
        std::size_t damaged = 0;
        for (const auto &reader : readers)
            damaged += reader->damaged();
        if (const Result<void> done = fromFleet(*readers[0], hot, collector); !done)
            return tl::unexpected(done.error());
        result.fleet = !m_plan.skipped.empty();
        if (const Result<void> done = scanAll(readers, hot, collector); !done)
            return tl::unexpected(done.error());
        for (const auto &reader : readers)
            result.damaged += reader->damaged();
        result.damaged -= damaged;
        finish(collector, result);
        return result;
    }

private:
    [[nodiscard]] std::size_t slots() const
    {
        return isPooled(m_query.aggregate) ? m_groups.size() : m_selection.series.size();
    }

    void group()
    {
        std::map<Labels, std::size_t> known;
        for (const Labels &labels : m_selection.series) {
            Labels kept;
            for (const auto &label : labels) {
                if (m_query.aggregate == Aggregate::None
                    || std::ranges::find(m_query.by, label.first) != m_query.by.end())
                    kept.push_back(label);
            }
            const auto [found, added] = known.try_emplace(kept, m_groups.size());
            if (added)
                m_groups.push_back(kept);
            m_groupOf.push_back(found->second);
        }
        m_plan.slots.resize(m_selection.series.size());
        for (std::size_t i = 0; i < m_plan.slots.size(); ++i)
            m_plan.slots[i] = isPooled(m_query.aggregate) ? m_groupOf[i] : i;
    }

    // Windows that what is kept of all nodes together answers, as long as nothing of them is hot.
    Result<void> fromFleet(RowReader &rows, const HotStore *hot, Collector &collector)
    {
        const bool together =
            isPooled(m_query.aggregate) && m_query.by.empty() && m_query.step % kFleetSpan == 0;
        const bool each = !isPooled(m_query.aggregate) && m_query.step % kWindow == 0;
        if (!m_selection.everything || m_selection.nodes.empty() || m_query.step == 0
            || m_query.level || (!together && !each))
            return {};
        std::vector<std::int64_t> open;
        for (const HotStore::Open &bin : hot ? hot->open() : std::vector<HotStore::Open>())
            open.push_back(bin.window);
        const MetricId metric = m_selection.nodes[0].metric;
        for (std::int64_t window = m_plan.firstWindow; window <= m_plan.lastWindow; ++window) {
            const Result<std::int64_t> next = rows.nextWindow(window);
            if (!next)
                return tl::unexpected(next.error());
            window = *next;
            if (window > m_plan.lastWindow)
                break;
            if (std::ranges::find(open, window) != open.end())
                continue;
            const auto body = rows.fleetRow(fleetKey(window, metric));
            if (!body)
                return tl::unexpected(body.error());
            const auto row = *body ? FleetRow::decode(**body) : std::nullopt;
            if (!row)
                continue;
            if (together)
                addTogether(*row, window, collector);
            else
                addEach(*row, window, collector);
            m_plan.skipped.push_back(window);
        }
        return {};
    }

    static void addTogether(const FleetRow &row, std::int64_t window, Collector &collector)
    {
        for (std::size_t i = 0; i < row.together.size(); ++i)
            collector.add(0, window * kWindow + static_cast<Micros>(i) * kFleetSpan,
                          row.together[i]);
    }

    void addEach(const FleetRow &row, std::int64_t window, Collector &collector)
    {
        if (m_nodeAt.empty()) {
            for (std::size_t i = 0; i < m_selection.nodes.size(); ++i)
                m_nodeAt.emplace(m_selection.nodes[i].id, i);
        }
        std::size_t first = 0;
        for (const auto &[node, series] : row.nodes) {
            const auto found = m_nodeAt.find(node);
            if (found != m_nodeAt.end()) {
                for (const auto &[column, index] : m_selection.nodes[found->second].columns) {
                    StepStats stats;
                    if (column < series)
                        stats.add(row.each.at(first + column, 0));
                    collector.add(index, window * kWindow, stats);
                }
            }
            first += series;
        }
    }

    Result<void> scanAll(std::vector<std::unique_ptr<RowReader>> &readers, const HotStore *hot,
                         Collector &collector)
    {
        const std::span<const SelectedNode> nodes = m_selection.nodes;
        const std::size_t parts = readers.size();
        if (parts == 1)
            return scan(*readers[0], hot, nodes, m_plan, collector);
        std::vector<Collector> collectors(parts, Collector(m_query, m_steps, slots()));
        std::vector<Result<void>> results(parts);
        {
            std::vector<std::jthread> threads;
            for (std::size_t i = 0; i < parts; ++i) {
                threads.emplace_back([&, i] {
                    const std::size_t first = nodes.size() * i / parts;
                    const std::size_t last = nodes.size() * (i + 1) / parts;
                    results[i] = scan(*readers[i], hot, nodes.subspan(first, last - first), m_plan,
                                      collectors[i]);
                });
            }
        }
        for (std::size_t i = 0; i < parts; ++i) {
            if (!results[i])
                return results[i];
            collector.merge(collectors[i]);
        }
        return {};
    }

    void finish(const Collector &collector, QueryResult &result) const
    {
        if (m_query.step == 0) {
            for (std::size_t i = 0; i < m_selection.series.size(); ++i) {
                QuerySeries series = collector.samples(i);
                series.labels = m_selection.series[i];
                if (!series.times.empty())
                    result.series.push_back(std::move(series));
            }
        } else if (m_query.aggregate == Aggregate::Sum
                   || m_query.aggregate == Aggregate::Quantile) {
            acrossSeries(collector, result);
        } else {
            for (std::size_t i = 0; i < slots(); ++i) {
                QuerySeries series;
                series.labels =
                    m_query.aggregate == Aggregate::None ? m_selection.series[i] : m_groups[i];
                const auto steps = collector.steps(i);
                for (std::size_t s = 0; s < steps.size(); ++s) {
                    if (steps[s].count > 0)
                        append(series, s, valueOf(steps[s], m_query.aggregate));
                }
                if (!series.times.empty())
                    result.series.push_back(std::move(series));
            }
        }
        std::ranges::sort(result.series, {}, &QuerySeries::labels);
    }

    void append(QuerySeries &series, std::size_t step, double value) const
    {
        series.times.push_back(m_steps.origin + static_cast<Micros>(step) * m_steps.width);
        series.values.push_back(value);
    }

    void acrossSeries(const Collector &collector, QueryResult &result) const
    {
        const bool sum = m_query.aggregate == Aggregate::Sum;
        const std::size_t kinds = sum ? 1 : m_query.quantiles.size();
        std::vector<std::vector<std::size_t>> members(m_groups.size());
        for (std::size_t i = 0; i < m_groupOf.size(); ++i)
            members[m_groupOf[i]].push_back(i);
        std::vector<double> means;
        for (std::size_t g = 0; g < m_groups.size(); ++g) {
            std::vector<QuerySeries> series(kinds);
            for (std::size_t k = 0; k < kinds; ++k) {
                series[k].labels = m_groups[g];
                if (!sum)
                    series[k].labels.emplace_back("quantile", std::to_string(m_query.quantiles[k]));
            }
            for (std::size_t s = 0; s < m_steps.count; ++s) {
                means.clear();
                for (const std::size_t member : members[g]) {
                    const StepStats &stats = collector.steps(member)[s];
                    if (stats.count > 0)
                        means.push_back(stats.sum / static_cast<double>(stats.count));
                }
                if (means.empty())
                    continue;
                for (std::size_t k = 0; k < kinds; ++k) {
                    double total = 0;
                    for (const double mean : means)
                        total += mean;
                    append(series[k], s, sum ? total : quantileOf(means, m_query.quantiles[k]));
                }
            }
            for (QuerySeries &one : series) {
                if (!one.times.empty())
                    result.series.push_back(std::move(one));
            }
        }
    }

    const HistoryQuery &m_query;
    const Selection &m_selection;
    const Steps m_steps;
    ScanPlan m_plan;
    std::vector<Labels> m_groups;
    std::vector<std::size_t> m_groupOf; // per series
    std::map<NodeId, std::size_t> m_nodeAt;
};

std::size_t threadsFor(std::size_t nodes)
{
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    return std::clamp<std::size_t>(nodes / kNodesPerThread, 1, std::min(cores, kMaxThreads));
}

} // namespace

QueryEngine::QueryEngine(std::filesystem::path file)
    : m_file(std::move(file))
{
}

QueryEngine::~QueryEngine() = default;

Result<QueryEngine::Readers> QueryEngine::take(std::size_t count)
{
    Readers readers;
    {
        const std::lock_guard lock(m_mutex);
        while (!m_idle.empty() && readers.size() < count) {
            readers.push_back(std::move(m_idle.back()));
            m_idle.pop_back();
        }
    }
    while (readers.size() < count) {
        Result<std::unique_ptr<RowReader>> reader = RowReader::open(m_file);
        if (!reader)
            return tl::unexpected(reader.error());
        readers.push_back(std::move(*reader));
    }
    return readers;
}

void QueryEngine::giveBack(Readers readers)
{
    const std::lock_guard lock(m_mutex);
    for (std::unique_ptr<RowReader> &reader : readers) {
        if (m_idle.size() < kMaxIdle)
            m_idle.push_back(std::move(reader));
    }
}

Result<std::shared_ptr<const SeriesCatalogue>> QueryEngine::catalogue(RowReader &rows)
{
    const Result<std::string> version = SeriesCatalogue::version(rows);
    if (!version)
        return tl::unexpected(version.error());
    {
        const std::lock_guard lock(m_mutex);
        if (m_catalogue && m_version == *version)
            return m_catalogue;
    }
    auto loaded = SeriesCatalogue::load(rows);
    if (loaded) {
        const std::lock_guard lock(m_mutex);
        m_catalogue = *loaded;
        m_version = *version;
    }
    return loaded;
}

Result<std::shared_ptr<const SeriesCatalogue>> QueryEngine::catalogue()
{
    Result<Readers> readers = take(1);
    if (!readers)
        return tl::unexpected(readers.error());
    auto loaded = catalogue(*(*readers)[0]);
    giveBack(std::move(*readers));
    return loaded;
}

Result<QueryResult> QueryEngine::run(const HistoryQuery &query, const HotStore *hot)
{
    if (query.from > query.to || query.from < 0 || query.step < 0)
        return fail(ErrorCode::InvalidArgument, "a range of history that ends before it begins");
    if (std::ranges::any_of(query.quantiles, [](double q) { return !(q >= 0 && q <= 1); }))
        return fail(ErrorCode::InvalidArgument, "a quantile lies between 0 and 1");
    if (query.step == 0 && query.aggregate != Aggregate::None)
        return fail(ErrorCode::InvalidArgument, "an aggregate needs a step");
    Result<Readers> first = take(1);
    if (!first)
        return tl::unexpected(first.error());
    const auto known = catalogue(*(*first)[0]);
    if (!known)
        return tl::unexpected(known.error());
    const Selection selection = Selection::of(**known, query.selector);
    Result<Readers> more = take(threadsFor(selection.nodes.size()) - 1);
    if (!more)
        return tl::unexpected(more.error());
    Readers readers = std::move(*first);
    std::ranges::move(*more, std::back_inserter(readers));
    Run run(query, selection);
    if (run.tooLarge())
        return fail(ErrorCode::TooLarge, "too many steps of too many series; use a longer step");
    Result<QueryResult> result = run.run(readers, hot);
    giveBack(std::move(readers));
    return result;
}

Result<QueryResult> QueryEngine::at(const Selector &selector, Micros time, Micros oldest,
                                    const HotStore *hot)
{
    Result<Readers> first = take(1);
    if (!first)
        return tl::unexpected(first.error());
    const auto known = catalogue(*(*first)[0]);
    if (!known)
        return tl::unexpected(known.error());
    const Selection selection = Selection::of(**known, selector);
    const std::size_t parts = threadsFor(selection.nodes.size());
    Result<Readers> more = take(parts - 1);
    if (!more)
        return tl::unexpected(more.error());
    Readers readers = std::move(*first);
    std::ranges::move(*more, std::back_inserter(readers));
    std::vector<ValueAt> values(selection.series.size());
    std::vector<Result<void>> results(parts);
    {
        const std::span<const SelectedNode> nodes = selection.nodes;
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < parts; ++i) {
            threads.emplace_back([&, i] {
                const std::size_t from = nodes.size() * i / parts;
                const std::size_t to = nodes.size() * (i + 1) / parts;
                results[i] = scanMoment(*readers[i], hot, nodes.subspan(from, to - from), time,
                                        oldest, values);
            });
        }
    }
    for (const Result<void> &done : results) {
        if (!done)
            return tl::unexpected(done.error());
    }
    giveBack(std::move(readers));
    QueryResult result;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].time != 0)
            result.series.push_back({selection.series[i], {values[i].time}, {values[i].value}});
    }
    return result;
}

} // namespace pilothouse::history
