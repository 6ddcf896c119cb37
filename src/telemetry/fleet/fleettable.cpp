// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/fleet/fleettable.h"

#include "telemetry/fleet/topology.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace pilothouse {

namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::vector<Metric> resolve(const std::vector<std::string> &names, MetricScope scope)
{
    std::vector<Metric> metrics;
    metrics.reserve(names.size());
    for (const std::string &name : names) {
        const std::optional<Metric> metric = findMetric(name);
        const bool known = metric && metricInfo(*metric).scope == scope;
        metrics.push_back(known ? *metric : Metric::Count);
    }
    return metrics;
}

} // namespace

FleetTable::FleetTable(Micros acceptOlderAfter)
    : m_acceptOlderAfter(acceptOlderAfter)
{
}

FleetTable::Endpoint FleetTable::makeEndpoint(InventoryPtr inventory)
{
    Endpoint endpoint;
    for (const Layout &layout : inventory->layouts) {
        endpoint.layouts.push_back({resolve(layout.hostMetrics, MetricScope::Host),
                                    resolve(layout.acceleratorMetrics, MetricScope::Accelerator)});
    }
    endpoint.inventory = std::move(inventory);
    return endpoint;
}

bool FleetTable::setInventory(std::uint32_t endpoint, InventoryPtr inventory)
{
    if (!inventory)
        return removeEndpoint(endpoint);
    const auto before = m_endpoints.find(endpoint);
    const bool layoutsChanged =
        before != m_endpoints.end() && before->second.inventory->layouts != inventory->layouts;
    m_endpoints.insert_or_assign(endpoint, makeEndpoint(std::move(inventory)));
    return rebuild(layoutsChanged);
}

bool FleetTable::removeEndpoint(std::uint32_t endpoint)
{
    return m_endpoints.erase(endpoint) > 0 && rebuild(false);
}

bool FleetTable::apply(std::uint32_t endpoint, const Batch &batch, Micros received)
{
    const auto found = m_endpoints.find(endpoint);
    if (found == m_endpoints.end())
        return false;
    const Endpoint &from = found->second;
    if (batch.epoch != from.inventory->epoch || batch.inventoryVersion != from.inventory->version)
        return false;

    bool changed = false;
    for (const Frame &frame : batch.frames)
        changed |= applyFrame(from, frame, received);
    for (const Event &event : batch.events) {
        if (event.node >= from.nodes.size() || from.nodes[event.node] == kNoIndex)
            continue;
        m_events.push_back({event, from.inventory->nodes[event.node].name});
        changed = true;
    }
    return changed;
}

std::vector<FleetEvent> FleetTable::takeEvents()
{
    return std::exchange(m_events, {});
}

const FleetTable::Columns &FleetTable::columnsOf(const FleetTopology::Node &node) const
{
    return m_endpoints.at(node.endpoint).layouts[node.info.layout];
}

// Which nodes there are, and where each endpoint's frames go. The topology is replaced only when a
// node or what it carries really changed: a reconnect with the same nodes disturbs nobody.
bool FleetTable::rebuild(bool layoutsChanged)
{
    std::vector<std::pair<std::uint32_t, const Inventory *>> inventories;
    for (const auto &[number, endpoint] : m_endpoints)
        inventories.emplace_back(number, endpoint.inventory.get());
    FleetTopology topology = buildTopology(inventories);

    const bool changed = layoutsChanged || !sameNodes(topology, *m_current.topology);
    if (changed) {
        topology.generation = m_current.topology->generation + 1;
        const FleetSnapshot old = std::exchange(m_current, {});
        m_current.revision = old.revision;
        m_current.topology = std::make_shared<const FleetTopology>(std::move(topology));
        carryOver(old);
    }
    for (auto &[number, endpoint] : m_endpoints) {
        endpoint.nodes.clear();
        for (const NodeInfo &info : endpoint.inventory->nodes) {
            const NodeIndex index = m_current.topology->findNode(info.name);
            const bool mine =
                index != kNoIndex && m_current.topology->nodes[index].endpoint == number;
            endpoint.nodes.push_back(mine ? index : kNoIndex);
        }
    }
    return changed;
}

// Nodes that stay keep what their layout still carries; an accelerator that was exchanged does not.
void FleetTable::carryOver(const FleetSnapshot &old)
{
    const FleetTopology &topology = *m_current.topology;
    for (const MetricInfo &metric : metricCatalogue()) {
        const bool host = metric.scope == MetricScope::Host;
        column(metric.id).assign(host ? topology.nodes.size() : topology.accelerators.size(),
                                 kMissing);
    }
    m_current.nodeTime.assign(topology.nodes.size(), 0);
    m_current.nodeReceived.assign(topology.nodes.size(), 0);

    for (NodeIndex to = 0; to < topology.nodes.size(); ++to) {
        const FleetTopology::Node &node = topology.nodes[to];
        const NodeIndex from = old.topology->findNode(node.info.name);
        if (from == kNoIndex)
            continue;
        m_current.nodeTime[to] = old.nodeTime[from];
        m_current.nodeReceived[to] = old.nodeReceived[from];
        const FleetTopology::Node &before = old.topology->nodes[from];
        const Columns &columns = columnsOf(node);
        for (const Metric metric : columns.host) {
            if (metric != Metric::Count)
                column(metric)[to] = old.column(metric)[from];
        }
        const std::uint32_t common = std::min(node.acceleratorCount, before.acceleratorCount);
        for (std::uint32_t k = 0; k < common; ++k) {
            if (node.info.accelerators[k].uuid != before.info.accelerators[k].uuid)
                continue;
            for (const Metric metric : columns.accelerator) {
                if (metric != Metric::Count)
                    column(metric)[node.firstAccelerator + k] =
                        old.column(metric)[before.firstAccelerator + k];
            }
        }
    }
}

bool FleetTable::applyFrame(const Endpoint &endpoint, const Frame &frame, Micros received)
{
    if (frame.node >= endpoint.nodes.size() || endpoint.nodes[frame.node] == kNoIndex)
        return false;
    const NodeIndex index = endpoint.nodes[frame.node];
    const FleetTopology::Node &node = m_current.topology->nodes[index];
    const Columns &columns = endpoint.layouts[node.info.layout];
    if (frame.values.size()
        != columns.host.size() + columns.accelerator.size() * node.acceleratorCount)
        return false;
    // Only older frames for so long: the node's clock was set back.
    if (frame.time < m_current.nodeTime[index]
        && received - m_current.nodeReceived[index] < m_acceptOlderAfter)
        return false;

    auto value = frame.values.begin();
    for (const Metric metric : columns.host) {
        if (metric != Metric::Count)
            column(metric)[index] = *value;
        ++value;
    }
    for (const Metric metric : columns.accelerator) {
        if (metric != Metric::Count)
            std::copy_n(value, node.acceleratorCount,
                        column(metric).begin() + node.firstAccelerator);
        value += node.acceleratorCount;
    }
    m_current.nodeTime[index] = frame.time;
    m_current.nodeReceived[index] = received;
    return true;
}

} // namespace pilothouse
