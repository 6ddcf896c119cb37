// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/windowscan.h"

#include <algorithm>
#include <cmath>

namespace pilothouse::history {

namespace {

// Samples of the selected columns of one node, as they come.
struct Samples {
    std::vector<Micros> times;
    std::vector<std::vector<double>> values; // per selected column

    void order()
    {
        if (std::ranges::is_sorted(times))
            return;
        std::vector<std::size_t> rows(times.size());
        for (std::size_t i = 0; i < rows.size(); ++i)
            rows[i] = i;
        std::ranges::stable_sort(rows, {}, [&](std::size_t row) { return times[row]; });
        const auto repeated =
            std::ranges::unique(rows, {}, [&](std::size_t row) { return times[row]; });
        rows.erase(repeated.begin(), repeated.end());
        for (std::vector<double> &column : values) {
            std::vector<double> sorted;
            for (const std::size_t row : rows)
                sorted.push_back(column[row]);
            column = std::move(sorted);
        }
        std::vector<Micros> sorted;
        for (const std::size_t row : rows)
            sorted.push_back(times[row]);
        times = std::move(sorted);
    }
};

// What is not sealed yet: rows of the hot table after the newest that the head knows.
void addHot(const HotBin &bin, std::int64_t after, const SelectedNode &node, Samples &samples)
{
    const Shape *shape = nullptr;
    std::vector<std::optional<std::size_t>> positions;
    bin.forEachRow([&](const HotRow &row, std::span<const double> values) {
        if (row.shape != shape) {
            shape = row.shape;
            positions.clear();
            for (const auto &[column, series] : node.columns) {
                std::optional<std::size_t> at =
                    shape->position(node.metric, static_cast<std::int32_t>(column));
                positions.push_back(at ? at : shape->position(node.metric, -1));
            }
        }
        if (row.hotId <= after)
            return;
        samples.times.push_back(row.time);
        for (std::size_t i = 0; i < positions.size(); ++i)
            samples.values[i].push_back(positions[i] ? values[*positions[i]] : missingValue());
    });
}

class NodeScan {
public:
    NodeScan(RowReader &rows, const ScanPlan &plan, Collector &collector)
        : m_rows(rows)
        , m_plan(plan)
        , m_collector(collector)
    {
    }

    Result<void> window(const SelectedNode &node, std::int64_t window, const HotBin *hot)
    {
        if (m_plan.level != HistoryLevel::Samples && hot == nullptr) {
            const Result<bool> done = level(m_plan.level, node, window);
            if (!done || *done)
                return done ? Result<void>() : tl::unexpected(done.error());
        }
        const Result<bool> read = samples(node, window, hot);
        if (!read || *read || hot != nullptr)
            return read ? Result<void>() : tl::unexpected(read.error());
        return {};
    }

private:
    Result<bool> level(HistoryLevel level, const SelectedNode &node, std::int64_t window)
    {
        std::optional<RollupBlock> block;
        if (level == HistoryLevel::TenSeconds) {
            auto found = m_rows.tenSeconds(chunkKey(window, node.id, node.metric));
            if (!found)
                return tl::unexpected(found.error());
            block = std::move(*found);
        } else {
            const auto row = m_rows.levelRow(level, window, node.id);
            if (!row)
                return tl::unexpected(row.error());
            bool damaged = false;
            if (*row)
                block = (*row)->find(node.metric, damaged);
            if (damaged)
                m_rows.noteDamage();
            if (*row && !block && !damaged)
                return true; // the node did not have the metric then
        }
        if (!block)
            return false;
        for (const auto &[column, series] : node.columns) {
            if (column < block->series())
                m_collector.add(m_plan.slots[series], window * kWindow, *block, column);
        }
        return true;
    }

    // False where there are none.
    Result<bool> samples(const SelectedNode &node, std::int64_t window, const HotBin *hot)
    {
        const Result<std::optional<Head>> head = m_rows.head(window, node.id);
        if (!head)
            return tl::unexpected(head.error());
        if (!*head && hot == nullptr)
            return false;
        if (*head) {
            auto chunk = m_rows.chunk(chunkKey(window, node.id, node.metric));
            if (!chunk)
                return tl::unexpected(chunk.error());
            if (hot == nullptr && *chunk)
                return sealed(node, **head, **chunk);
            m_samples.times = (*head)->times;
            m_samples.values.assign(node.columns.size(),
                                    std::vector<double>(m_samples.times.size(), missingValue()));
            for (std::size_t i = 0; *chunk && i < node.columns.size(); ++i) {
                if (node.columns[i].first < (*chunk)->columns()
                    && (*chunk)->rows() == m_samples.times.size())
                    (*chunk)->decode(node.columns[i].first, m_samples.values[i]);
            }
        } else {
            m_samples.times.clear();
            m_samples.values.assign(node.columns.size(), {});
        }
        if (hot != nullptr)
            addHot(*hot, *head ? (*head)->lastHotId : 0, node, m_samples);
        m_samples.order();
        for (std::size_t i = 0; i < node.columns.size(); ++i)
            m_collector.add(m_plan.slots[node.columns[i].second], m_samples.times,
                            m_samples.values[i]);
        return true;
    }

    Result<bool> sealed(const SelectedNode &node, const Head &head, BlockReader &chunk)
    {
        if (chunk.rows() != head.times.size()) {
            m_rows.noteDamage();
            return true;
        }
        m_values.resize(chunk.rows());
        for (const auto &[column, series] : node.columns) {
            if (column >= chunk.columns())
                continue;
            chunk.decode(column, m_values);
            m_collector.add(m_plan.slots[series], head.times, m_values);
        }
        return true;
    }

    RowReader &m_rows;
    const ScanPlan &m_plan;
    Collector &m_collector;
    Samples m_samples;
    std::vector<double> m_values;
};

} // namespace

// What is not sealed is taken first: a window that is sealed in between is then in both, and told
// apart by its head, never in neither.
Result<void> scan(RowReader &rows, const HotStore *hot, std::span<const SelectedNode> nodes,
                  const ScanPlan &plan, Collector &collector)
{
    std::vector<std::vector<HotBin>> bins(nodes.size());
    for (std::size_t i = 0; hot != nullptr && i < nodes.size(); ++i)
        bins[i] = hot->bins(nodes[i].id, plan.firstWindow, plan.lastWindow);
    const Result<Transaction> snapshot =
        Transaction::begin(rows.database(), Database::Access::Read);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    std::int64_t newestHot = -1;
    std::int64_t oldestHot = kNoWindow;
    for (const std::vector<HotBin> &of : bins) {
        newestHot = of.empty() ? newestHot : std::max(newestHot, of.back().window);
        oldestHot = of.empty() ? oldestHot : std::min(oldestHot, of.front().window);
    }
    NodeScan scanner(rows, plan, collector);
    for (std::int64_t window = plan.firstWindow; window <= plan.lastWindow; ++window) {
        if (window < oldestHot || window > newestHot) { // gaps are passed over at once
            const Result<std::int64_t> next = rows.nextWindow(window);
            if (!next)
                return tl::unexpected(next.error());
            const std::int64_t open = window < oldestHot ? oldestHot : kNoWindow;
            window = std::min(*next, open);
            if (window > plan.lastWindow)
                break;
        }
        if (std::ranges::binary_search(plan.skipped, window))
            continue;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const auto bin = std::ranges::find(bins[i], window, &HotBin::window);
            const Result<void> done =
                scanner.window(nodes[i], window, bin == bins[i].end() ? nullptr : &*bin);
            if (!done)
                return done;
        }
    }
    return {};
}

Result<void> scanMoment(RowReader &rows, const HotStore *hot, std::span<const SelectedNode> nodes,
                        Micros time, Micros oldest, std::span<ValueAt> values)
{
    std::vector<std::vector<HotBin>> bins(nodes.size());
    for (std::size_t i = 0; hot != nullptr && i < nodes.size(); ++i)
        bins[i] = hot->bins(nodes[i].id, windowOf(oldest), windowOf(time));
    const Result<Transaction> snapshot =
        Transaction::begin(rows.database(), Database::Access::Read);
    if (!snapshot)
        return tl::unexpected(snapshot.error());
    std::vector<double> column;
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        const SelectedNode &node = nodes[n];
        const auto take = [&](std::size_t series, Micros at, double value) {
            if (at >= oldest && at <= time && !std::isnan(value) && at >= values[series].time)
                values[series] = {at, value};
        };
        for (std::int64_t window = windowOf(oldest); window <= windowOf(time); ++window) {
            const Result<std::optional<Head>> head = rows.head(window, node.id);
            if (!head)
                return tl::unexpected(head.error());
            if (!*head)
                continue;
            const std::vector<Micros> &times = (*head)->times;
            const auto wanted =
                static_cast<std::size_t>(std::ranges::upper_bound(times, time) - times.begin());
            if (wanted == 0)
                continue;
            auto chunk = rows.chunk(chunkKey(window, node.id, node.metric), wanted);
            if (!chunk)
                return tl::unexpected(chunk.error());
            if (!*chunk || (*chunk)->rows() != times.size())
                continue;
            column.resize(wanted);
            for (const auto &[index, series] : node.columns) {
                if (index >= (*chunk)->columns())
                    continue;
                (*chunk)->decode(index, column);
                for (std::size_t i = wanted; i-- > 0 && times[i] >= oldest;)
                    take(series, times[i], column[i]);
            }
        }
        for (const HotBin &bin : bins[n]) {
            Samples samples;
            samples.values.resize(node.columns.size());
            addHot(bin, 0, node, samples);
            for (std::size_t i = 0; i < node.columns.size(); ++i) {
                for (std::size_t row = 0; row < samples.times.size(); ++row)
                    take(node.columns[i].second, samples.times[row], samples.values[i][row]);
            }
        }
    }
    return {};
}

} // namespace pilothouse::history
