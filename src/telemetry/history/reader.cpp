// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/reader.h"

#include <algorithm>

namespace pilothouse::history {

namespace {

constexpr std::size_t kMaxIdle = 8;

// One span of wanted series per metric; they are ordered by metric.
template <typename Wanted, typename Function>
Result<void> forEachMetric(std::vector<Wanted> &wanted, Function &&function)
{
    for (auto first = wanted.begin(); first != wanted.end();) {
        const auto last = std::find_if(first, wanted.end(), [&](const Wanted &other) {
            return other.metric != first->metric;
        });
        if (const Result<void> done = function(std::span<Wanted>(first, last)); !done)
            return done;
        first = last;
    }
    return {};
}

} // namespace

Result<std::unique_ptr<Reader>> Reader::open(const std::filesystem::path &file)
{
    Result<std::unique_ptr<RowReader>> rows = RowReader::open(file);
    if (!rows)
        return tl::unexpected(rows.error());
    return std::unique_ptr<Reader>(new Reader(std::move(*rows)));
}

Result<std::vector<HistorySeries>>
Reader::read(const HotStore &hot, std::span<const SeriesKey> keys, const ReadPlan &plan)
{
    std::vector<SeriesBuilder> builders(keys.size(), SeriesBuilder(plan));
    std::map<std::string, std::vector<Wanted>> nodes;
    std::map<std::pair<bool, std::string>, MetricId> metrics;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::pair name(keys[i].accelerator < 0, keys[i].metric);
        const auto [metric, added] = metrics.try_emplace(name, 0);
        if (added) {
            const Result<MetricId> id = m_rows->metric(name.second, name.first);
            if (!id)
                return tl::unexpected(id.error());
            metric->second = *id;
        }
        if (metric->second != 0)
            nodes[keys[i].node].push_back({metric->second, keys[i].accelerator, &builders[i], {}});
    }
    for (auto &[name, wanted] : nodes) {
        const Result<NodeId> id = m_rows->node(name);
        if (!id)
            return tl::unexpected(id.error());
        std::ranges::stable_sort(wanted, {}, &Wanted::metric);
        if (*id == 0)
            continue;
        if (const Result<void> done = readNode(hot, *id, wanted, plan); !done)
            return tl::unexpected(done.error());
    }
    std::vector<HistorySeries> result;
    for (std::size_t i = 0; i < keys.size(); ++i)
        result.push_back(builders[i].finish(keys[i]));
    return result;
}

// What is not sealed is taken first: a window that is sealed in between is then in both, and told
// apart by its head, never in neither.
Result<void> Reader::readNode(const HotStore &hot, NodeId node, std::vector<Wanted> &wanted,
                              const ReadPlan &plan)
{
    const std::int64_t last = windowOf(plan.to);
    const std::vector<HotBin> bins = hot.bins(node, windowOf(plan.from), last);
    const Result<Transaction> snapshot =
        Transaction::begin(m_rows->database(), Database::Access::Read);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    auto bin = bins.begin();
    for (std::int64_t window = windowOf(plan.from); window <= last;) {
        const Result<std::int64_t> sealed = m_rows->nextWindow(window);
        if (!sealed)
            return tl::unexpected(sealed.error());
        const std::int64_t open = bin == bins.end() ? kNoWindow : bin->window;
        window = std::min(*sealed, open);
        if (window > last)
            break;
        const HotBin *current = open == window ? &*bin++ : nullptr;
        if (const Result<void> done = readWindow(window, node, current, wanted, plan); !done)
            return done;
        ++window;
    }
    return {};
}

// The level that the plan names; else the samples; else, where these are no longer kept, the finest
// level that still has the window.
Result<void> Reader::readWindow(std::int64_t window, NodeId node, const HotBin *hot,
                                std::vector<Wanted> &wanted, const ReadPlan &plan)
{
    const Micros start = window * kWindow;
    const bool whole = start >= plan.from && start + kWindow - 1 <= plan.to;
    if (plan.level != HistoryLevel::Samples && whole && hot == nullptr) {
        const Result<bool> done = readLevel(plan.level, window, node, wanted);
        if (!done || *done)
            return done ? Result<void>() : tl::unexpected(done.error());
    }
    const std::size_t damagedBefore = m_rows->damaged();
    const Result<std::optional<Head>> found = m_rows->head(window, node);
    if (!found)
        return tl::unexpected(found.error());
    const bool damaged = m_rows->damaged() > damagedBefore;
    if (*found) {
        const Result<void> done = forEachMetric(wanted, [&](std::span<Wanted> sameMetric) {
            return readChunk(window, node, **found, sameMetric, plan);
        });
        if (!done)
            return done;
    }
    if (hot != nullptr)
        readHot(*hot, *found ? (*found)->lastHotId : 0, wanted, plan);
    deliver(wanted);
    if (*found || damaged || hot != nullptr)
        return {};
    for (const HistoryLevel level :
         {HistoryLevel::TenSeconds, HistoryLevel::Minute, HistoryLevel::TenMinutes}) {
        const Result<bool> done = readLevel(level, window, node, wanted);
        if (!done || *done)
            return done ? Result<void>() : tl::unexpected(done.error());
    }
    return {};
}

Result<bool> Reader::readLevel(HistoryLevel level, std::int64_t window, NodeId node,
                               std::vector<Wanted> &wanted)
{
    if (level == HistoryLevel::TenSeconds)
        return readTenSeconds(window, node, wanted);
    const Result<std::optional<LevelRowReader>> row = m_rows->levelRow(level, window, node);
    if (!row || !*row)
        return row ? Result<bool>(false) : tl::unexpected(row.error());
    std::vector<std::optional<RollupBlock>> blocks;
    bool damaged = false;
    static_cast<void>(forEachMetric(wanted, [&](std::span<Wanted> sameMetric) -> Result<void> {
        blocks.push_back((*row)->find(sameMetric[0].metric, damaged));
        return {};
    }));
    if (damaged) {
        m_rows->noteDamage();
        return false;
    }
    auto block = blocks.begin();
    return forEachMetric(wanted,
                         [&](std::span<Wanted> sameMetric) -> Result<void> {
                             for (const Wanted &series : sameMetric) {
                                 if (*block && series.column() < (*block)->series())
                                     series.builder->add(**block, series.column(), window * kWindow,
                                                         (*row)->first());
                             }
                             ++block;
                             return {};
                         })
        .map([] { return true; });
}

// These rows do not tell when spans' first frames were; the head does, as long as it is kept.
Result<bool> Reader::readTenSeconds(std::int64_t window, NodeId node, std::vector<Wanted> &wanted)
{
    const Result<std::optional<Head>> head = m_rows->head(window, node);
    if (!head)
        return tl::unexpected(head.error());
    const std::vector<Micros> times = *head ? (*head)->times : std::vector<Micros>();
    const std::vector<Micros> first = firstOfSpans(times, window * kWindow, kTenSeconds);
    std::vector<std::optional<RollupBlock>> blocks;
    bool any = false;
    const Result<void> read =
        forEachMetric(wanted, [&](std::span<Wanted> sameMetric) -> Result<void> {
            auto block = m_rows->tenSeconds(chunkKey(window, node, sameMetric[0].metric));
            if (!block)
                return tl::unexpected(block.error());
            any = any || *block;
            blocks.push_back(std::move(*block));
            return {};
        });
    const bool all =
        std::ranges::all_of(blocks, [](const auto &block) { return block.has_value(); });
    if (!read || !any || (!all && *head)) // the samples know whether it is missing or damaged
        return read ? Result<bool>(false) : tl::unexpected(read.error());
    auto block = blocks.begin();
    return forEachMetric(wanted,
                         [&](std::span<Wanted> sameMetric) -> Result<void> {
                             for (const Wanted &series : sameMetric) {
                                 if (*block && series.column() < (*block)->series())
                                     series.builder->add(**block, series.column(), window * kWindow,
                                                         first);
                             }
                             ++block;
                             return {};
                         })
        .map([] { return true; });
}

Result<void> Reader::readChunk(std::int64_t window, NodeId node, const Head &times,
                               std::span<Wanted> sameMetric, const ReadPlan &plan)
{
    Result<std::optional<BlockReader>> found =
        m_rows->chunk(chunkKey(window, node, sameMetric[0].metric));
    if (!found || !*found)
        return found ? Result<void>() : tl::unexpected(found.error());
    BlockReader &columns = **found;
    if (columns.rows() != times.times.size()) {
        m_rows->noteDamage();
        return {};
    }
    const auto first = std::ranges::lower_bound(times.times, plan.from) - times.times.begin();
    const auto last = std::ranges::upper_bound(times.times, plan.to) - times.times.begin();
    std::vector<double> values(columns.rows());
    for (Wanted &series : sameMetric) {
        if (series.column() >= columns.columns())
            continue;
        columns.decode(series.column(), values);
        series.samples.reserve(static_cast<std::size_t>(last - first));
        for (auto i = static_cast<std::size_t>(first); i < static_cast<std::size_t>(last); ++i)
            series.samples.push_back({times.times[i], values[i]});
    }
    return {};
}

void Reader::readHot(const HotBin &bin, std::int64_t after, std::vector<Wanted> &wanted,
                     const ReadPlan &plan)
{
    const Shape *shape = nullptr;
    std::vector<std::optional<std::size_t>> positions;
    bin.forEachRow([&](const HotRow &row, std::span<const double> values) {
        if (row.shape != shape) {
            shape = row.shape;
            positions.clear();
            for (const Wanted &series : wanted)
                positions.push_back(shape->position(series.metric, series.accelerator));
        }
        if (row.hotId <= after || row.time < plan.from || row.time > plan.to)
            return;
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (positions[i])
                wanted[i].samples.push_back({row.time, values[*positions[i]]});
        }
    });
}

void Reader::deliver(std::span<Wanted> wanted)
{
    for (Wanted &series : wanted) {
        std::vector<Sample> &samples = series.samples;
        const auto unordered =
            std::ranges::adjacent_find(samples, std::greater_equal<>(), &Sample::time);
        if (unordered != samples.end()) { // a clock was set back
            std::ranges::stable_sort(samples, {}, &Sample::time);
            const auto repeated = std::ranges::unique(samples, {}, &Sample::time);
            samples.erase(repeated.begin(), repeated.end());
        }
        for (const Sample &sample : samples)
            series.builder->add(sample.time, sample.value);
        samples.clear();
    }
}

Result<std::unique_ptr<Reader>> ReaderPool::take()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_idle.empty()) {
            std::unique_ptr<Reader> reader = std::move(m_idle.back());
            m_idle.pop_back();
            return reader;
        }
    }
    return Reader::open(m_file);
}

void ReaderPool::giveBack(std::unique_ptr<Reader> reader)
{
    const std::lock_guard lock(m_mutex);
    if (m_idle.size() < kMaxIdle)
        m_idle.push_back(std::move(reader));
}

} // namespace pilothouse::history
