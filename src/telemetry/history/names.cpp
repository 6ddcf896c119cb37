// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/names.h"

#include <algorithm>

namespace pilothouse::history {

namespace {

constexpr std::size_t kMaxName = 1024;
constexpr std::size_t kMaxShapes = 65'535;

Bytes encodeShape(const Shape &shape)
{
    Bytes bytes;
    ByteWriter writer(bytes);
    writer.varint(shape.accelerators);
    for (const auto *ids : {&shape.host, &shape.accelerator}) {
        writer.varint(ids->size());
        for (const MetricId id : *ids)
            writer.varint(id);
    }
    return bytes;
}

std::string textOf(const Bytes &bytes)
{
    return {bytes.begin(), bytes.end()};
}

std::optional<Shape> decodeShape(ByteSpan bytes)
{
    ByteReader reader(bytes);
    Shape shape;
    const std::uint64_t accelerators = reader.varint();
    if (accelerators > kMaxAcceleratorsPerNode)
        return std::nullopt;
    shape.accelerators = static_cast<std::uint32_t>(accelerators);
    for (auto *ids : {&shape.host, &shape.accelerator}) {
        const std::uint64_t count = reader.varint();
        if (count > kMaxMetricsPerLayout)
            return std::nullopt;
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t id = reader.varint();
            if (id > kMaxMetricId)
                return std::nullopt;
            ids->push_back(static_cast<MetricId>(id));
        }
    }
    if (reader.failed() || reader.left() != 0)
        return std::nullopt;
    return shape;
}

} // namespace

std::optional<std::size_t> Shape::position(MetricId metric, std::int32_t index) const
{
    const std::vector<MetricId> &ids = index < 0 ? host : accelerator;
    const auto found = std::ranges::find(ids, metric);
    if (found == ids.end() || (index >= 0 && static_cast<std::uint32_t>(index) >= accelerators))
        return std::nullopt;
    const auto at = static_cast<std::size_t>(found - ids.begin());
    return index < 0 ? at : host.size() + at * accelerators + static_cast<std::size_t>(index);
}

std::int64_t nameChecksum(std::int64_t id, std::int64_t scope, const std::string &name)
{
    Bytes bytes;
    ByteWriter writer(bytes);
    writer.signedVarint(id);
    writer.u8(static_cast<std::uint8_t>(scope));
    writer.text(name);
    return crc32(bytes);
}

Result<void> Names::load(Database &database, Envelope &envelope)
{
    if (const Result<void> nodes = loadNodes(database); !nodes)
        return nodes;
    if (const Result<void> metrics = loadMetrics(database); !metrics)
        return metrics;
    return loadShapes(database, envelope);
}

Result<void> Names::loadNodes(Database &database)
{
    Result<Statement> statement = database.prepare("SELECT id, name, sum FROM node");
    if (!statement)
        return tl::unexpected(statement.error());
    Result<bool> row = statement->step();
    for (; row && *row; row = statement->step()) {
        const std::int64_t id = statement->integer(0);
        const std::string name = statement->text(1);
        if (id < 1 || id > kMaxNodeId || statement->integer(2) != nameChecksum(id, 1, name))
            return fail(ErrorCode::Corrupt, "history database: the table of nodes is damaged");
        m_nodes.emplace(name, static_cast<NodeId>(id));
        m_lastNode = std::max(m_lastNode, static_cast<NodeId>(id));
    }
    if (!row)
        return tl::unexpected(row.error());
    return {};
}

Result<void> Names::loadMetrics(Database &database)
{
    Result<Statement> statement = database.prepare("SELECT id, host, name, sum FROM metric");
    if (!statement)
        return tl::unexpected(statement.error());
    Result<bool> row = statement->step();
    for (; row && *row; row = statement->step()) {
        const std::int64_t id = statement->integer(0);
        const std::int64_t scope = statement->integer(1);
        const std::string name = statement->text(2);
        if (id < 1 || id > kMaxMetricId || statement->integer(3) != nameChecksum(id, scope, name))
            return fail(ErrorCode::Corrupt, "history database: the table of metrics is damaged");
        m_metrics.emplace(std::pair(scope, name), static_cast<MetricId>(id));
        m_lastMetric = std::max(m_lastMetric, static_cast<MetricId>(id));
    }
    if (!row)
        return tl::unexpected(row.error());
    return {};
}

Result<void> Names::loadShapes(Database &database, Envelope &envelope)
{
    Result<Statement> statement = database.prepare("SELECT id, data FROM shape ORDER BY id");
    if (!statement)
        return tl::unexpected(statement.error());
    Result<bool> row = statement->step();
    for (; row && *row; row = statement->step()) {
        const std::int64_t id = statement->integer(0);
        if (id <= static_cast<std::int64_t>(m_shapes.size())
            || id > static_cast<std::int64_t>(kMaxShapes))
            return fail(ErrorCode::Corrupt, "history database: impossible shape id");
        const std::optional<ByteSpan> body = envelope.unwrap(id, statement->blob(1));
        std::optional<Shape> shape = body ? decodeShape(*body) : std::nullopt;
        m_damaged = m_damaged || !shape;
        m_shapes.resize(
            static_cast<std::size_t>(id)); // those left out stay empty: no row fits them
        if (!shape)
            continue;
        m_shapes.back() = std::move(*shape);
        m_shapes.back().id = static_cast<std::uint32_t>(id);
        m_shapesByContent.emplace(textOf(encodeShape(m_shapes.back())), &m_shapes.back());
    }
    if (!row)
        return tl::unexpected(row.error());
    return {};
}

std::optional<NodeId> Names::node(const std::string &name, NewNames &added)
{
    if (const auto found = m_nodes.find(name); found != m_nodes.end())
        return found->second;
    if (m_lastNode == kMaxNodeId || name.empty() || name.size() > kMaxName)
        return std::nullopt;
    m_nodes.emplace(name, ++m_lastNode);
    added.nodes.emplace_back(m_lastNode, name);
    return m_lastNode;
}

std::optional<MetricId> Names::metric(const std::string &name, std::int64_t scope, NewNames &added,
                                      const std::string &labels, std::int64_t kind)
{
    if (const auto found = m_metrics.find({scope, name}); found != m_metrics.end())
        return found->second;
    if (m_lastMetric == kMaxMetricId || name.size() > kMaxName)
        return std::nullopt;
    m_metrics.emplace(std::pair(scope, name), ++m_lastMetric);
    added.metrics.push_back({m_lastMetric, scope, name, labels, kind});
    return m_lastMetric;
}

std::optional<std::vector<MetricId>> Names::metrics(const std::vector<std::string> &names,
                                                    bool host, NewNames &added)
{
    if (names.size() > kMaxMetricsPerLayout)
        return std::nullopt;
    std::vector<MetricId> ids;
    for (const std::string &name : names) {
        const std::optional<MetricId> id = metric(name, host ? 1 : 0, added);
        if (!id)
            return std::nullopt;
        ids.push_back(std::ranges::find(ids, *id) == ids.end() ? *id : kHead);
    }
    return ids;
}

const Shape *Names::shape(const Layout &layout, std::size_t accelerators, NewNames &added)
{
    auto host = metrics(layout.hostMetrics, true, added);
    auto accelerator = metrics(layout.acceleratorMetrics, false, added);
    if (!host || !accelerator || accelerators > kMaxAcceleratorsPerNode)
        return nullptr;
    Shape shape{0, std::move(*host), std::move(*accelerator),
                static_cast<std::uint32_t>(accelerators)};
    Bytes content = encodeShape(shape);
    if (const auto found = m_shapesByContent.find(textOf(content));
        found != m_shapesByContent.end())
        return found->second;
    if (m_shapes.size() == kMaxShapes)
        return nullptr;
    shape.id = static_cast<std::uint32_t>(m_shapes.size() + 1);
    m_shapes.push_back(std::move(shape));
    m_shapesByContent.emplace(textOf(content), &m_shapes.back());
    added.shapes.emplace_back(m_shapes.back().id, std::move(content));
    return &m_shapes.back();
}

const Shape *Names::findShape(std::uint32_t id) const
{
    return id >= 1 && id <= m_shapes.size() ? &m_shapes[id - 1] : nullptr;
}

} // namespace pilothouse::history
