// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/stager.h"

#include "telemetry/history/decimal.h"
#include "telemetry/history/inventorycodec.h"

#include <algorithm>
#include <cmath>

namespace pilothouse::history {

namespace {

constexpr std::uint32_t kChainLength = 60; // rows that a damaged one takes along, at most
constexpr Micros kSealDelay = 20 * kSecond; // frames of one window may come a little late
constexpr Micros kSealSpread = 100 * kSecond; // over which the nodes' sealing is spread
constexpr std::chrono::minutes kSilence{15};
constexpr Micros kClockSlack = kMinute;
constexpr std::size_t kMaxAddress = 4096;
constexpr std::size_t kMaxDetail = 4096;

bool isPossible(Micros time)
{
    return time > 0 && time <= kMaxTime;
}

} // namespace

Stager::Stager(Store &store)
    : m_store(store)
{
    const Store::Found &found = store.found();
    for (const auto &[address, position] : found.positions)
        m_endpoints[address].position = position;
    for (const auto &[address, data] : found.inventories)
        m_endpoints[address].stored = data;
    for (std::size_t node = 1; node < found.newest.size(); ++node) {
        chain(static_cast<NodeId>(node)).newest = found.newest[node];
        chain(static_cast<NodeId>(node)).received = Clock::now();
    }
}

Stager::Chain &Stager::chain(NodeId node)
{
    if (node >= m_chains.size())
        m_chains.resize(node + 1U);
    return m_chains[node];
}

void Stager::add(const std::string &address, const InventoryPtr &inventory, const Batch &batch,
                 Stage &stage)
{
    if (address.size() > kMaxAddress || inventory == nullptr)
        return;
    Endpoint &endpoint = m_endpoints[address];
    if (batch.epoch == endpoint.position.epoch && batch.sequence <= endpoint.position.sequence)
        return; // a resumed stream's repeat
    if (endpoint.inventory != inventory) {
        endpoint.inventory = inventory;
        resolve(endpoint, address, stage);
    }
    for (const Frame &frame : batch.frames)
        addFrame(endpoint, frame, stage);
    for (const Event &event : batch.events)
        addEvent(endpoint, event, stage);
    endpoint.position = {batch.epoch, batch.sequence};
    stage.positions[address] = endpoint.position;
}

void Stager::resolve(Endpoint &endpoint, const std::string &address, Stage &stage)
{
    const Inventory &inventory = *endpoint.inventory;
    endpoint.nodes.clear();
    endpoint.shapes.clear();
    for (const NodeInfo &info : inventory.nodes) {
        const Shape *shape = nullptr;
        if (info.layout < inventory.layouts.size())
            shape = m_store.names().shape(inventory.layouts[info.layout], info.accelerators.size(),
                                          stage.names);
        endpoint.nodes.push_back(m_store.names().node(info.name, stage.names).value_or(0));
        endpoint.shapes.push_back(shape);
    }
    Bytes content = encodeInventory(inventory);
    if (content == endpoint.stored)
        return;
    stage.inventories.push_back({nowMicros(), address, content});
    endpoint.stored = std::move(content);
}

// Times of a node ascend. One that does not is a repeat, unless the node's clock ran ahead of this
// machine's and was set back: then the order goes on from the newest time that is not ahead.
bool Stager::isNew(NodeId node, Micros time)
{
    Chain &of = chain(node);
    if (time > of.newest)
        return true;
    const Micros now = nowMicros() + kClockSlack;
    if (of.newest <= now || time > now)
        return false;
    const Result<Micros> newest = m_store.newestBefore(node, now);
    if (!newest)
        return false;
    of.newest = *newest;
    of.shape = nullptr; // the next row stands alone
    return time > of.newest;
}

void Stager::addFrame(const Endpoint &endpoint, const Frame &frame, Stage &stage)
{
    const bool known = frame.node < endpoint.nodes.size() && endpoint.nodes[frame.node] != 0
        && endpoint.shapes[frame.node] != nullptr;
    if (!known || !isPossible(frame.time))
        return;
    const NodeId node = endpoint.nodes[frame.node];
    const Shape *shape = endpoint.shapes[frame.node];
    if (frame.values.size() != shape->width() || !isNew(node, frame.time))
        return;
    const std::int64_t window = windowOf(frame.time);
    if (m_store.hot().rows(node, window) >= kMaxRows)
        return;
    Chain &of = chain(node);
    if (of.shape != shape || of.window != window || of.length >= kChainLength) {
        of.shape = shape;
        of.window = window;
        of.length = 0;
        of.state.reset(shape->width());
    }
    m_values.assign(frame.values.begin(), frame.values.end());
    std::ranges::replace_if(
        m_values, [](double value) { return std::isnan(value); }, missingValue());
    Stage::Row row{node,
                   {frame.time, 0, shape, of.length == 0 ? 0 : of.newest,
                    static_cast<std::uint32_t>(stage.rowData.size()), 0}};
    encodeRow(m_values, of.state, stage.rowData);
    row.row.size = static_cast<std::uint32_t>(stage.rowData.size()) - row.row.offset;
    stage.rows.push_back(row);
    ++of.length;
    of.newest = frame.time;
    of.received = Clock::now();
    stage.first = stage.first == 0 ? frame.time : std::min(stage.first, frame.time);
    stage.last = std::max(stage.last, frame.time);
}

void Stager::addEvent(const Endpoint &endpoint, const Event &event, Stage &stage)
{
    const bool known = event.node < endpoint.nodes.size() && endpoint.nodes[event.node] != 0;
    if (!known || !isPossible(event.time))
        return;
    stage.events.push_back({endpoint.nodes[event.node], event});
    std::string &detail = stage.events.back().event.detail;
    detail.resize(std::min(detail.size(), kMaxDetail));
}

std::vector<HotStore::Open> Stager::due(Clock::time_point now, std::size_t most) const
{
    std::vector<HotStore::Open> result;
    const Micros nodes = std::max<Micros>(static_cast<Micros>(m_chains.size()), 1);
    for (const HotStore::Open &open : m_store.hot().open()) {
        const Chain &of = m_chains.at(open.node);
        const Micros end = (open.window + 1) * kWindow;
        const Micros delay = kSealDelay + static_cast<Micros>(open.node) * kSealSpread / nodes;
        if (of.newest >= end + delay || now - of.received >= kSilence)
            result.push_back(open);
        if (result.size() == most)
            break;
    }
    return result;
}

void Stager::sealed(std::span<const NodeBin> bins)
{
    for (const NodeBin &bin : bins)
        chain(bin.node).shape = nullptr;
}

} // namespace pilothouse::history
