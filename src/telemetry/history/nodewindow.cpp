// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/nodewindow.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace pilothouse::history {

namespace {

// Room for every metric that one of the bin's shapes has.
void makeBlocks(const HotBin &bin, NodeWindow &window)
{
    const Shape *last = nullptr;
    std::map<MetricId, std::size_t> columns;
    for (const HotRow &row : bin.rows) {
        if (row.shape == last)
            continue;
        last = row.shape;
        for (const MetricId id : last->host)
            columns[id] = 1;
        for (const MetricId id : last->accelerator)
            columns[id] = std::max<std::size_t>(columns[id], last->accelerators);
    }
    columns.erase(kHead);
    for (const auto &[id, count] : columns)
        window.blocks.emplace(id, Matrix(bin.rows.size(), count));
}

// The first element of the column that each value of a row goes to, null: nowhere.
std::vector<double *> columnStarts(const Shape &shape, NodeWindow &window)
{
    std::vector<double *> starts;
    const auto add = [&](MetricId id, std::size_t index) {
        const auto block = window.blocks.find(id);
        starts.push_back(block == window.blocks.end() ? nullptr
                                                      : block->second.column(index).data());
    };
    for (const MetricId id : shape.host)
        add(id, 0);
    for (const MetricId id : shape.accelerator) {
        for (std::size_t i = 0; i < shape.accelerators; ++i)
            add(id, i);
    }
    return starts;
}

void keepRows(Matrix &matrix, std::span<const std::size_t> rows)
{
    Matrix kept(rows.size(), matrix.columns);
    for (std::size_t c = 0; c < matrix.columns; ++c) {
        const auto from = std::as_const(matrix).column(c);
        const auto to = kept.column(c);
        for (std::size_t i = 0; i < rows.size(); ++i)
            to[i] = from[rows[i]];
    }
    matrix = std::move(kept);
}

Matrix joined(const Matrix &first, const Matrix &second)
{
    Matrix result(first.rows + second.rows, std::max(first.columns, second.columns));
    for (std::size_t c = 0; c < first.columns; ++c)
        std::ranges::copy(first.column(c), result.column(c).begin());
    for (std::size_t c = 0; c < second.columns; ++c)
        std::ranges::copy(second.column(c), result.column(c).subspan(first.rows).begin());
    return result;
}

} // namespace

NodeWindow NodeWindow::of(const HotBin &bin)
{
    NodeWindow window;
    makeBlocks(bin, window);
    const Shape *shape = nullptr;
    std::vector<double *> starts;
    bin.forEachRow([&](const HotRow &row, std::span<const double> values) {
        if (row.shape != shape) {
            shape = row.shape;
            starts = columnStarts(*shape, window);
        }
        const std::size_t at = window.times.size();
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (starts[i] != nullptr)
                starts[i][at] = values[i];
        }
        window.times.push_back(row.time);
        window.lastHotId = std::max(window.lastHotId, row.hotId);
    });
    if (window.times.size() < bin.rows.size()) { // some could not be decoded
        std::vector<std::size_t> rows(window.times.size());
        std::iota(rows.begin(), rows.end(), std::size_t{0});
        for (auto &[id, block] : window.blocks)
            keepRows(block, rows);
    }
    return window;
}

void NodeWindow::append(const NodeWindow &later)
{
    for (const auto &[id, block] : later.blocks)
        blocks.try_emplace(id, Matrix(times.size(), block.columns));
    for (auto &[id, block] : blocks) {
        const auto other = later.blocks.find(id);
        block = joined(block,
                       other == later.blocks.end() ? Matrix(later.times.size(), block.columns)
                                                   : other->second);
    }
    times.insert(times.end(), later.times.begin(), later.times.end());
    lastHotId = std::max(lastHotId, later.lastHotId);
}

void NodeWindow::merge(const NodeWindow &other)
{
    std::vector<Micros> all;
    std::ranges::set_union(times, other.times, std::back_inserter(all));
    all.resize(std::min(all.size(), kMaxRows));
    std::map<MetricId, Matrix> merged;
    for (const NodeWindow *part : {static_cast<const NodeWindow *>(this), &other}) {
        for (const auto &[id, block] : part->blocks) {
            const auto found = merged.try_emplace(id, Matrix(all.size(), block.columns)).first;
            if (found->second.columns < block.columns)
                found->second = joined(found->second, Matrix(0, block.columns));
            Matrix &to = found->second;
            for (std::size_t i = 0, row = 0; i < part->times.size(); ++i) {
                while (row < all.size() && all[row] < part->times[i])
                    ++row;
                for (std::size_t c = 0; row < all.size() && c < block.columns; ++c) {
                    if (!isMissing(block.column(c)[i]))
                        to.column(c)[row] = block.column(c)[i];
                }
            }
        }
    }
    times = std::move(all);
    blocks = std::move(merged);
    lastHotId = std::max(lastHotId, other.lastHotId);
}

void NodeWindow::order()
{
    const bool ascending = std::ranges::adjacent_find(times, std::greater_equal<>()) == times.end();
    if (ascending && times.size() <= kMaxRows)
        return;
    std::vector<std::size_t> rows(times.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    std::ranges::stable_sort(rows, {}, [&](std::size_t row) { return times[row]; });
    const auto repeated =
        std::ranges::unique(rows, {}, [&](std::size_t row) { return times[row]; });
    rows.erase(repeated.begin(), repeated.end());
    rows.resize(std::min(rows.size(), kMaxRows));
    std::vector<Micros> kept;
    for (const std::size_t row : rows)
        kept.push_back(times[row]);
    times = std::move(kept);
    for (auto &[id, block] : blocks)
        keepRows(block, rows);
}

} // namespace pilothouse::history
