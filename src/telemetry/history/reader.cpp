// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/reader.h"

#include <algorithm>
#include <array>
#include <limits>

namespace pilothouse::history {

namespace {

constexpr std::size_t kMaxIdle = 8;
constexpr std::int64_t kNoWindow = std::numeric_limits<std::int64_t>::max();

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

Reader::Reader(Database database)
    : m_database(std::move(database))
{
}

Result<std::unique_ptr<Reader>> Reader::open(const std::filesystem::path &file)
{
    Result<Database> database = Database::open(file, Database::Access::Read);
    if (!database)
        return tl::unexpected(database.error());
    std::unique_ptr<Reader> reader(new Reader(std::move(*database)));
    if (const Result<void> prepared = reader->prepare(); !prepared)
        return tl::unexpected(prepared.error());
    return reader;
}

Result<void> Reader::prepare()
{
    const std::array<std::pair<Statement *, const char *>, 5> all{{
        {&m_node, "SELECT id, sum FROM node WHERE name = ?"},
        {&m_metric, "SELECT id, sum FROM metric WHERE name = ? AND host = ?"},
        {&m_chunk, "SELECT data FROM chunk WHERE id = ?"},
        {&m_rollup, "SELECT data FROM rollup WHERE id = ?"},
        {&m_next, "SELECT id FROM chunk WHERE id >= ? ORDER BY id LIMIT 1"},
    }};
    for (const auto &[statement, sql] : all) {
        Result<Statement> prepared = m_database.prepare(sql);
        if (!prepared)
            return tl::unexpected(prepared.error());
        *statement = std::move(*prepared);
    }
    return {};
}

Result<std::int64_t> Reader::lookUpName(Statement &statement, bool host, const std::string &name)
{
    const Result<bool> row = statement.step();
    if (!row)
        return tl::unexpected(row.error());
    std::int64_t id = *row ? statement.integer(0) : 0;
    if (*row && statement.integer(1) != nameChecksum(id, host, name)) {
        ++m_damaged;
        id = 0;
    }
    statement.reset();
    return id;
}

Result<std::int64_t> Reader::lookUp(Statement &statement)
{
    const Result<bool> row = statement.step();
    if (!row)
        return tl::unexpected(row.error());
    const std::int64_t id = *row ? statement.integer(0) : 0;
    statement.reset();
    return id;
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
            m_metric.bind(1, name.second).bind(2, name.first ? 1 : 0);
            const Result<std::int64_t> id = lookUpName(m_metric, name.first, name.second);
            if (!id)
                return tl::unexpected(id.error());
            metric->second = static_cast<MetricId>(*id);
        }
        if (metric->second != 0)
            nodes[keys[i].node].push_back({metric->second, keys[i].accelerator, &builders[i], {}});
    }
    for (auto &[name, wanted] : nodes) {
        const Result<std::int64_t> id = lookUpName(m_node.bind(1, name), true, name);
        if (!id)
            return tl::unexpected(id.error());
        std::ranges::stable_sort(wanted, {}, &Wanted::metric);
        if (*id == 0)
            continue;
        if (const Result<void> done = readNode(hot, static_cast<NodeId>(*id), wanted, plan); !done)
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
    const Result<Transaction> snapshot = Transaction::begin(m_database, Database::Access::Read);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    auto bin = bins.begin();
    for (std::int64_t window = windowOf(plan.from); window <= last;) {
        const Result<std::int64_t> sealed = nextSealedWindow(window);
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

Result<std::int64_t> Reader::nextSealedWindow(std::int64_t window)
{
    const Result<std::int64_t> key = lookUp(m_next.bind(1, chunkKey(window, 0, kHead)));
    if (!key && key.error().code == ErrorCode::Corrupt) {
        ++m_damaged;
        return window; // a damaged page above it; single rows may still be found
    }
    if (!key)
        return key;
    return *key == 0 ? kNoWindow : windowOfKey(*key);
}

Result<void> Reader::readWindow(std::int64_t window, NodeId node, const HotBin *hot,
                                std::vector<Wanted> &wanted, const ReadPlan &plan)
{
    const Micros start = window * kWindow;
    const bool whole = start >= plan.from && start + kWindow - 1 <= plan.to;
    if (plan.rollups && whole && hot == nullptr) {
        return forEachMetric(wanted, [&](std::span<Wanted> sameMetric) {
            return readRollups(window, node, sameMetric, plan);
        });
    }
    const Result<std::optional<Head>> found = head(window, node);
    if (!found)
        return tl::unexpected(found.error());
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
    return {};
}

Result<void> Reader::readRollups(std::int64_t window, NodeId node, std::span<Wanted> sameMetric,
                                 const ReadPlan &plan)
{
    const Result<std::optional<ByteSpan>> found =
        body(m_rollup, chunkKey(window, node, sameMetric[0].metric));
    if (!found)
        return tl::unexpected(found.error());
    const auto columns = *found ? ColumnReader::open(**found) : std::nullopt;
    std::vector<WindowRollups> rollups;
    if (columns) {
        const Matrix matrix = columns->decodeAll();
        for (const Wanted &series : sameMetric) {
            const std::optional<WindowRollups> one = rollupsOf(matrix, series.column());
            if (!one)
                break;
            rollups.push_back(*one);
        }
    }
    if (rollups.size() == sameMetric.size()) {
        for (std::size_t i = 0; i < rollups.size(); ++i)
            sameMetric[i].builder->add(rollups[i], window * kWindow);
        return {};
    }
    const Result<std::optional<Head>> times = head(window, node); // not there, or damaged
    if (!times || !*times)
        return times ? Result<void>() : tl::unexpected(times.error());
    const Result<void> done = readChunk(window, node, **times, sameMetric, plan);
    deliver(sameMetric);
    return done;
}

Result<void> Reader::readChunk(std::int64_t window, NodeId node, const Head &times,
                               std::span<Wanted> sameMetric, const ReadPlan &plan)
{
    const Result<std::optional<ByteSpan>> found =
        body(m_chunk, chunkKey(window, node, sameMetric[0].metric));
    if (!found || !*found)
        return found ? Result<void>() : tl::unexpected(found.error());
    const auto columns = ColumnReader::open(**found);
    if (!columns || columns->rows() != times.times.size()) {
        ++m_damaged;
        return {};
    }
    const auto first = std::ranges::lower_bound(times.times, plan.from) - times.times.begin();
    const auto last = std::ranges::upper_bound(times.times, plan.to) - times.times.begin();
    std::vector<double> values(columns->rows());
    for (Wanted &series : sameMetric) {
        if (series.column() >= columns->columns())
            continue;
        columns->decode(series.column(), values);
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

Result<std::optional<Head>> Reader::head(std::int64_t window, NodeId node)
{
    const Result<std::optional<ByteSpan>> found = body(m_chunk, chunkKey(window, node, kHead));
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return std::nullopt;
    std::optional<Head> decoded = decodeHead(**found, window);
    if (!decoded)
        ++m_damaged;
    return decoded;
}

Result<std::optional<ByteSpan>> Reader::body(Statement &statement, std::int64_t key)
{
    const Result<bool> row = statement.bind(1, key).step();
    if (!row && row.error().code == ErrorCode::Corrupt) {
        ++m_damaged;
        return std::nullopt;
    }
    if (!row)
        return tl::unexpected(row.error());
    std::optional<ByteSpan> result;
    if (*row) {
        result = m_envelope.unwrap(key, statement.blob(0));
        m_damaged += result ? 0U : 1U;
    }
    statement.reset();
    return result;
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
