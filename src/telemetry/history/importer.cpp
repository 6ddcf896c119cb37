// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/importer.h"

#include "telemetry/history/openmetrics.h"
#include "telemetry/history/seriescatalogue.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace pilothouse::history {

namespace {

constexpr std::size_t kMaxHeld = std::size_t{48} << 20U; // samples in memory
constexpr std::uint64_t kProgressEvery = std::uint64_t{64} << 20U; // bytes
constexpr std::size_t kMaxLine = 64U << 10U;

constexpr std::array<std::string_view, 7> kNodeLabels{
    "node", "Hostname", "hostname", "nodename", "instance", "host", "server"};
constexpr std::array<std::string_view, 7> kIndexLabels{"accelerator",  "gpu",          "npu", "mlu",
                                                       "device_index", "minor_number", "card"};

std::int64_t kindOf(std::string_view type)
{
    if (type == "gauge")
        return 1;
    if (type == "counter")
        return 2;
    return type == "stateset" || type == "info" ? 3 : 0;
}

template <std::size_t N>
std::size_t findLabel(const Labels &labels, const std::array<std::string_view, N> &names)
{
    for (const std::string_view name : names) {
        const auto found = std::ranges::find(labels, name, &Labels::value_type::first);
        if (found != labels.end())
            return static_cast<std::size_t>(found - labels.begin());
    }
    return labels.size();
}

std::optional<std::size_t> indexOf(const std::string &text)
{
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
    if (error != std::errc() || end != text.data() + text.size() || text.empty()
        || index >= kMaxAcceleratorsPerNode || (text.size() > 1 && text[0] == '0'))
        return std::nullopt;
    return index;
}

} // namespace

Result<std::unique_ptr<Importer>> Importer::open(const std::filesystem::path &directory)
{
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error)
        return fail(ErrorCode::Io, directory.string() + ": " + error.message());
    Result<LockFile> lock = LockFile::acquire(directory / "history.lock");
    if (!lock)
        return tl::unexpected(lock.error());
    Result<std::unique_ptr<Store>> store = Store::open(directory / "history.db");
    if (!store)
        return tl::unexpected(store.error());
    std::unique_ptr<Importer> importer(new Importer(std::move(*lock), std::move(*store)));
    if (const Result<void> loaded = importer->loadInstances(); !loaded)
        return tl::unexpected(loaded.error());
    return importer;
}

Result<void> Importer::loadInstances()
{
    auto metrics = m_store->database().prepare("SELECT name, labels FROM metric WHERE host < 2");
    if (!metrics)
        return tl::unexpected(metrics.error());
    Result<bool> row = metrics->step();
    for (; row && *row; row = metrics->step())
        m_labelNames.emplace(metrics->text(0), metrics->text(1));
    if (!row)
        return tl::unexpected(row.error());
    auto instances =
        m_store->database().prepare("SELECT node, metric, position, labels FROM instance");
    if (!instances)
        return tl::unexpected(instances.error());
    row = instances->step();
    for (; row && *row; row = instances->step()) {
        m_instances[{static_cast<NodeId>(instances->integer(0)),
                     static_cast<MetricId>(instances->integer(1))}]
            .emplace(instances->text(3), static_cast<std::size_t>(instances->integer(2)));
    }
    return row ? Result<void>() : tl::unexpected(row.error());
}

Importer::Entry *Importer::find(std::string_view text)
{
    thread_local std::string key;
    key.assign(text);
    const auto [found, added] = m_series.try_emplace(key);
    if (added) {
        const std::optional<Series> series = resolve(text);
        if (series)
            found->second.series = *series;
    }
    return found->second.series.node == 0 ? nullptr : &found->second;
}

std::optional<Importer::Series> Importer::resolve(std::string_view text)
{
    const Result<Selector> selector = parseSelector(text);
    if (!selector)
        return std::nullopt;
    Labels labels;
    for (const LabelMatch &match : selector->labels)
        labels.emplace_back(match.label, match.value);
    std::ranges::sort(labels);
    const std::string &name = selector->metric;
    const auto noted = m_kinds.find(name);
    const std::int64_t kind = noted != m_kinds.end() ? noted->second
        : name.ends_with("_total")                   ? 2
                                                     : 0;
    const std::size_t nodeAt = findLabel(labels, kNodeLabels);
    const std::size_t indexAt = findLabel(labels, kIndexLabels);
    const std::string nodeName =
        nodeAt < labels.size() && !labels[nodeAt].second.empty() ? labels[nodeAt].second : "-";
    const bool hasIndex = indexAt < labels.size();
    const std::size_t column =
        hasIndex ? indexOf(labels[indexAt].second).value_or(kMaxAcceleratorsPerNode) : 0;
    const bool plain = nodeAt < labels.size() && nodeName != "-"
        && labels.size() == (hasIndex ? 2U : 1U) && column < kMaxAcceleratorsPerNode;
    if (plain) {
        std::string names = labels[nodeAt].first + '\n' + (hasIndex ? labels[indexAt].first : "");
        if (names == "node\n" || names == "node\naccelerator")
            names.clear();
        const auto [known, added] = m_labelNames.try_emplace(name, names);
        const auto node = m_store->names().node(nodeName, m_added);
        const auto metric = m_store->names().metric(name, hasIndex ? 0 : 1, m_added, names, kind);
        if (known->second == names && node && metric) {
            std::size_t &accelerators = m_accelerators[nodeName];
            accelerators = std::max(accelerators, hasIndex ? column + 1 : 0);
            return Series{*node, *metric, column};
        }
    }
    return resolveLabelled(name, nodeName, std::move(labels), kind);
}

std::optional<Importer::Series> Importer::resolveLabelled(const std::string &name,
                                                          const std::string &nodeName,
                                                          Labels labels, std::int64_t kind)
{
    const auto node = m_store->names().node(nodeName, m_added);
    const auto metric = m_store->names().metric(name, 2, m_added, {}, kind);
    if (!node || !metric)
        return std::nullopt;
    m_accelerators.try_emplace(nodeName, 0);
    auto &positions = m_instances[{*node, *metric}];
    const std::string text = encodeLabels(labels);
    const auto [found, added] = positions.try_emplace(text, positions.size());
    if (found->second >= kMaxColumns)
        return std::nullopt;
    if (added)
        m_added.instances.push_back({*node, *metric, found->second, text});
    return Series{*node, *metric, found->second};
}

Result<Importer::Progress> Importer::run(std::istream &text, const std::string &source,
                                         const std::function<void(const Progress &)> &progress)
{
    Progress done;
    std::uint64_t told = 0;
    std::string line;
    while (std::getline(text, line)) {
        done.bytes += line.size() + 1;
        const auto parsed = line.size() > kMaxLine ? std::nullopt : parseOpenMetricsLine(line);
        if (parsed && parsed->kind == OpenMetricsLine::Kind::End)
            break;
        if (parsed && parsed->kind == OpenMetricsLine::Kind::Type)
            m_kinds.insert_or_assign(std::string(parsed->name), kindOf(parsed->type));
        if (parsed && parsed->kind != OpenMetricsLine::Kind::Sample)
            continue;
        Entry *entry =
            parsed && parsed->time > 0 && parsed->time <= kMaxTime ? find(parsed->series) : nullptr;
        if (entry == nullptr) {
            ++done.skipped;
            continue;
        }
        if (std::isnan(parsed->value))
            continue;
        const std::int64_t window = windowOf(parsed->time);
        if (entry->window != window || entry->samples == nullptr) {
            const Series &series = entry->series;
            entry->window = window;
            entry->samples = &m_parts[{window, series.node}][{series.metric, series.column}];
            m_newest = std::max(m_newest, window);
        }
        entry->samples->push_back({parsed->time, parsed->value});
        ++done.samples;
        if (++m_held >= kMaxHeld) {
            // Text by time leaves old windows complete; text by series needs all to go.
            if (const Result<void> flushed = flush(m_newest); !flushed)
                return tl::unexpected(flushed.error());
            if (m_held >= kMaxHeld / 2) {
                if (const Result<void> flushed = flush(kMaxTime); !flushed)
                    return tl::unexpected(flushed.error());
            }
        }
        if (progress && done.bytes - told >= kProgressEvery) {
            told = done.bytes;
            done.series = m_series.size();
            progress(done);
        }
    }
    if (const Result<void> flushed = flush(kMaxTime); !flushed)
        return tl::unexpected(flushed.error());
    if (const Result<void> finished = m_store->finishImport("import:" + source, inventory());
        !finished)
        return tl::unexpected(finished.error());
    done.series = m_series.size();
    return done;
}

// Writes the windows before one, some nodes at a time.
Result<void> Importer::flush(std::int64_t before)
{
    constexpr std::size_t kNodesAtOnce = 64;
    for (auto &[text, entry] : m_series)
        entry.samples = nullptr;
    while (!m_parts.empty() && m_parts.begin()->first.first < before) {
        std::vector<Store::ImportedWindow> windows;
        while (!m_parts.empty() && windows.size() < kNodesAtOnce
               && m_parts.begin()->first.first < before) {
            auto &[key, part] = *m_parts.begin();
            Store::ImportedWindow &window = windows.emplace_back();
            window.window = key.first;
            window.node = key.second;
            for (auto &[series, samples] : part) {
                std::vector<Micros> &times = window.content.times;
                std::ranges::stable_sort(samples, {}, &Sample::time);
                m_held -= samples.size();
                std::vector<Micros> all;
                std::vector<Micros> own;
                std::ranges::transform(samples, std::back_inserter(own), &Sample::time);
                own.erase(std::ranges::unique(own).begin(), own.end());
                if (own == times)
                    continue;
                std::ranges::set_union(times, own, std::back_inserter(all));
                times = std::move(all);
            }
            std::vector<Micros> &times = window.content.times;
            times.resize(std::min(times.size(), kMaxRows));
            std::map<MetricId, std::size_t> columns;
            for (const auto &[series, samples] : part)
                columns[series.first] = std::max(columns[series.first], series.second + 1);
            for (const auto &[metric, count] : columns)
                window.content.blocks.emplace(metric, Matrix(times.size(), count));
            for (const auto &[series, samples] : part) {
                const auto column = window.content.blocks.at(series.first).column(series.second);
                std::size_t row = 0;
                for (const Sample &sample : samples) {
                    while (row < times.size() && times[row] < sample.time)
                        ++row;
                    if (row < times.size() && isMissing(column[row])) // the first of a time stays
                        column[row] = sample.value;
                }
            }
            m_parts.erase(m_parts.begin());
        }
        if (const Result<void> done = m_store->import(m_added, windows); !done)
            return done;
        m_added = {};
    }
    return {};
}

// Nodes and how many accelerators they have, as far as the text tells.
Inventory Importer::inventory() const
{
    Inventory inventory;
    inventory.server = "import";
    inventory.layouts.resize(1);
    for (const auto &[name, accelerators] : m_accelerators) {
        NodeInfo &node = inventory.nodes.emplace_back();
        node.name = name;
        node.accelerators.resize(accelerators);
    }
    return inventory;
}

} // namespace pilothouse::history
