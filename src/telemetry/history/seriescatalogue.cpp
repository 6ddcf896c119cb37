// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/seriescatalogue.h"

#include "telemetry/history/inventorycodec.h"
#include "telemetry/history/names.h"

#include <algorithm>

namespace pilothouse::history {

namespace {

template <typename Function>
Result<void> forEachRow(RowReader &rows, const char *sql, Function &&function)
{
    Result<Statement> statement = rows.database().prepare(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    Result<bool> row = statement->step();
    for (; row && *row; row = statement->step())
        function(*statement);
    return row ? Result<void>() : tl::unexpected(row.error());
}

std::string labelOf(const Labels &labels, const std::string &name)
{
    const auto found = std::ranges::find(labels, name, &Labels::value_type::first);
    return found == labels.end() ? std::string() : found->second;
}

bool matches(const Labels &labels, const Selector &selector)
{
    return std::ranges::all_of(selector.labels, [&](const LabelMatch &match) {
        return (labelOf(labels, match.label) == match.value) == match.equal;
    });
}

bool excludes(const Selector &selector, const std::string &label, const std::string &value)
{
    return std::ranges::any_of(selector.labels, [&](const LabelMatch &match) {
        return match.label == label && (match.value == value) != match.equal;
    });
}

// The name of the label that tells the node, and of that which tells the accelerator.
std::pair<std::string, std::string> labelNames(const SeriesCatalogue::MetricEntry &metric)
{
    const auto at = metric.labels.find('\n');
    if (at == std::string::npos)
        return {"node", "accelerator"};
    return {metric.labels.substr(0, at), metric.labels.substr(at + 1)};
}

} // namespace

std::string encodeLabels(const Labels &labels)
{
    std::string text;
    for (const auto &[name, value] : labels) {
        text += name;
        text += '\0';
        text += value;
        text += '\0';
    }
    return text;
}

Labels decodeLabels(const std::string &text)
{
    Labels labels;
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == '\0')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2)
        labels.emplace_back(parts[i], parts[i + 1]);
    return labels;
}

Result<std::string> SeriesCatalogue::version(RowReader &rows)
{
    std::string version;
    const Result<void> done =
        forEachRow(rows,
                   "SELECT (SELECT ifnull(max(id), 0) FROM node) || '/' || (SELECT ifnull(max(id), "
                   "0) FROM metric) || '/' || (SELECT ifnull(max(id), 0) FROM inventory) || '/' || "
                   "(SELECT count(*) FROM instance)",
                   [&](const Statement &row) { version = row.text(0); });
    return done ? Result<std::string>(version) : tl::unexpected(done.error());
}

Result<std::shared_ptr<const SeriesCatalogue>> SeriesCatalogue::load(RowReader &rows)
{
    auto catalogue = std::make_shared<SeriesCatalogue>();
    Result<void> done =
        forEachRow(rows, "SELECT id, name FROM node ORDER BY name", [&](const Statement &row) {
            catalogue->nodes.push_back({static_cast<NodeId>(row.integer(0)), row.text(1), {}});
        });
    if (done) {
        done = forEachRow(rows, "SELECT id, host, name, labels, kind FROM metric",
                          [&](const Statement &row) {
                              catalogue->metrics.emplace(
                                  row.text(2),
                                  MetricEntry{static_cast<MetricId>(row.integer(0)), row.integer(1),
                                              row.text(3), row.integer(4)});
                          });
    }
    if (done) {
        done = forEachRow(
            rows, "SELECT node, metric, position, labels FROM instance", [&](const Statement &row) {
                auto &positions = catalogue->instances[{static_cast<NodeId>(row.integer(0)),
                                                        static_cast<MetricId>(row.integer(1))}];
                const auto at = static_cast<std::size_t>(
                    std::clamp<std::int64_t>(row.integer(2), 0, kMaxColumns - 1));
                positions.resize(std::max(positions.size(), at + 1));
                positions[at] = decodeLabels(row.text(3));
            });
    }
    Envelope envelope;
    if (done) {
        done = forEachRow(
            rows,
            "SELECT data FROM inventory WHERE id IN (SELECT max(id) FROM inventory GROUP BY "
            "address)",
            [&](const Statement &row) {
                const auto body = envelope.unwrap(kInventoryKey, row.blob(0));
                const auto inventory = body ? decodeInventory(*body) : std::nullopt;
                if (!inventory) {
                    rows.noteDamage();
                    return;
                }
                for (const NodeInfo &info : inventory->nodes) {
                    const auto node =
                        std::ranges::lower_bound(catalogue->nodes, info.name, {}, &Node::name);
                    if (node == catalogue->nodes.end() || node->name != info.name
                        || node->kinds.size() >= info.accelerators.size())
                        continue;
                    node->kinds.clear();
                    for (const AcceleratorInfo &accelerator : info.accelerators)
                        node->kinds.push_back(accelerator.kind);
                }
            });
    }
    if (!done)
        return tl::unexpected(done.error());
    return std::shared_ptr<const SeriesCatalogue>(std::move(catalogue));
}

Selection Selection::of(const SeriesCatalogue &catalogue, const Selector &selector)
{
    Selection selection;
    const auto [first, last] = catalogue.metrics.equal_range(selector.metric);
    for (auto entry = first; entry != last; ++entry) {
        const SeriesCatalogue::MetricEntry &metric = entry->second;
        const auto [nodeLabel, indexLabel] = labelNames(metric);
        for (const SeriesCatalogue::Node &node : catalogue.nodes) {
            if (metric.scope < 2 && excludes(selector, nodeLabel, node.name))
                continue; // before labels are made for all of them
            SelectedNode selected{node.id, metric.id, {}};
            const auto add = [&](std::size_t column, Labels labels) {
                std::ranges::sort(labels);
                if (!matches(labels, selector))
                    return;
                selected.columns.emplace_back(column, selection.series.size());
                selection.series.push_back(std::move(labels));
            };
            if (metric.scope == 1) {
                add(0, {{nodeLabel, node.name}});
            } else if (metric.scope == 0) {
                for (std::size_t i = 0; i < node.kinds.size(); ++i) {
                    Labels labels{{indexLabel, std::to_string(i)}, {nodeLabel, node.name}};
                    if (!node.kinds[i].empty())
                        labels.emplace_back("kind", node.kinds[i]);
                    add(i, std::move(labels));
                }
            } else {
                const auto instances = catalogue.instances.find({node.id, metric.id});
                for (std::size_t i = 0;
                     instances != catalogue.instances.end() && i < instances->second.size(); ++i)
                    add(i, instances->second[i]);
            }
            if (!selected.columns.empty())
                selection.nodes.push_back(std::move(selected));
        }
    }
    selection.everything = selector.labels.empty() && std::distance(first, last) == 1;
    return selection;
}

} // namespace pilothouse::history
