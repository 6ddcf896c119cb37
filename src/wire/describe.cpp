// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/codec.h"

#include "wire/utf8.h"

#include "telemetry.pb.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <unordered_set>

namespace pilothouse::wire {

namespace v1 = telemetry::v1;

namespace {

constexpr int kMaxLayouts = 256;
constexpr int kMaxPartitions = 64; // more than any accelerator of today can be cut into
constexpr std::size_t kMaxTextBytes = 1024;

void encodeAccelerator(const AcceleratorInfo &accelerator, v1::Accelerator &out)
{
    out.set_vendor(validUtf8(accelerator.vendor));
    out.set_kind(validUtf8(accelerator.kind));
    out.set_uuid(validUtf8(accelerator.uuid));
    out.set_pci_address(validUtf8(accelerator.pciAddress));
    out.set_memory_bytes(accelerator.memoryBytes);
    out.set_peak_fp16_flops(accelerator.peakFp16Flops);
    out.set_power_limit_watts(accelerator.powerLimitWatts);
    for (const std::string &partition : accelerator.partitions)
        out.add_partitions(validUtf8(partition));
}

void encodeNode(const NodeInfo &node, v1::Node &out)
{
    out.set_name(validUtf8(node.name));
    out.set_rack(validUtf8(node.rack));
    out.set_leaf_switch(validUtf8(node.leafSwitch));
    out.set_boot_id(validUtf8(node.bootId));
    out.set_agent_version(validUtf8(node.agentVersion));
    out.set_kernel(validUtf8(node.kernel));
    out.set_cpus(node.cpus);
    out.set_memory_bytes(node.memoryBytes);
    out.set_layout(node.layout);
    for (const AcceleratorInfo &accelerator : node.accelerators)
        encodeAccelerator(accelerator, *out.add_accelerators());
}

void encodeLayout(const Layout &layout, v1::Layout &out)
{
    for (const std::string &metric : layout.hostMetrics)
        out.add_host_metrics(metric);
    for (const std::string &metric : layout.acceleratorMetrics)
        out.add_accelerator_metrics(metric);
}

std::string text(const std::string &message)
{
    return std::string(truncatedUtf8(message, kMaxTextBytes));
}

double knownOrZero(double value)
{
    return std::isfinite(value) && value > 0 ? value : 0;
}

AcceleratorInfo decodeAccelerator(const v1::Accelerator &message)
{
    AcceleratorInfo accelerator;
    accelerator.vendor = text(message.vendor());
    accelerator.kind = text(message.kind());
    accelerator.uuid = text(message.uuid());
    accelerator.pciAddress = text(message.pci_address());
    accelerator.memoryBytes = message.memory_bytes();
    accelerator.peakFp16Flops = knownOrZero(message.peak_fp16_flops());
    accelerator.powerLimitWatts = knownOrZero(message.power_limit_watts());
    const int partitions = std::min(message.partitions_size(), kMaxPartitions);
    for (int i = 0; i < partitions; ++i)
        accelerator.partitions.push_back(text(message.partitions(i)));
    return accelerator;
}

NodeInfo decodeNode(const v1::Node &message)
{
    NodeInfo node;
    node.name = message.name();
    node.rack = text(message.rack());
    node.leafSwitch = text(message.leaf_switch());
    node.bootId = text(message.boot_id());
    node.agentVersion = text(message.agent_version());
    node.kernel = text(message.kernel());
    node.cpus = message.cpus();
    node.memoryBytes = message.memory_bytes();
    node.layout = message.layout();
    for (const v1::Accelerator &accelerator : message.accelerators())
        node.accelerators.push_back(decodeAccelerator(accelerator));
    return node;
}

Layout decodeLayout(const v1::Layout &message)
{
    Layout layout;
    layout.hostMetrics.assign(message.host_metrics().begin(), message.host_metrics().end());
    layout.acceleratorMetrics.assign(message.accelerator_metrics().begin(),
                                     message.accelerator_metrics().end());
    return layout;
}

Result<std::vector<Layout>> decodeLayouts(const v1::DescribeReply &message)
{
    if (message.layouts_size() > kMaxLayouts)
        return fail(ErrorCode::TooLarge, std::to_string(message.layouts_size()) + " layouts");
    std::vector<Layout> layouts;
    for (const v1::Layout &layout : message.layouts()) {
        layouts.push_back(decodeLayout(layout));
        const std::size_t metrics =
            layouts.back().hostMetrics.size() + layouts.back().acceleratorMetrics.size();
        if (metrics > kMaxMetricsPerLayout)
            return fail(ErrorCode::TooLarge, "a layout of " + std::to_string(metrics) + " metrics");
    }
    return layouts;
}

Result<void> checkNode(const v1::Node &node, const std::vector<Layout> &layouts)
{
    if (node.name().empty() || node.name().size() > kMaxTextBytes)
        return fail(ErrorCode::Malformed, "a node without a name, or with one that is too long");
    if (node.layout() >= layouts.size())
        return fail(ErrorCode::Malformed, "node " + node.name() + " has no layout");
    if (static_cast<std::size_t>(node.accelerators_size()) > kMaxAcceleratorsPerNode)
        return fail(ErrorCode::TooLarge,
                    "node " + node.name() + " has " + std::to_string(node.accelerators_size())
                        + " accelerators");
    return {};
}

std::size_t acceleratorCount(const Inventory &inventory)
{
    std::size_t count = 0;
    for (const NodeInfo &node : inventory.nodes)
        count += node.accelerators.size();
    return count;
}

Result<void> checkTotals(const v1::DescribeReply &message, const Inventory &inventory)
{
    const auto onPage = static_cast<std::size_t>(message.nodes_size());
    if (message.total_nodes() > kMaxNodes)
        return fail(ErrorCode::TooLarge, std::to_string(message.total_nodes()) + " nodes");
    if (inventory.nodes.size() + onPage > message.total_nodes())
        return fail(ErrorCode::Malformed, "more nodes than were announced");
    if (onPage == 0 && inventory.nodes.size() < message.total_nodes())
        return fail(ErrorCode::Malformed, "an empty page before the last node");
    std::size_t accelerators = acceleratorCount(inventory);
    for (const v1::Node &node : message.nodes())
        accelerators += static_cast<std::size_t>(node.accelerators_size());
    if (accelerators > kMaxAccelerators)
        return fail(ErrorCode::TooLarge, std::to_string(accelerators) + " accelerators");
    return {};
}

Result<void> checkNodes(const v1::DescribeReply &message, const Inventory &inventory,
                        const std::vector<Layout> &layouts)
{
    std::unordered_set<std::string_view> names;
    names.reserve(inventory.nodes.size() + static_cast<std::size_t>(message.nodes_size()));
    for (const NodeInfo &node : inventory.nodes)
        names.insert(node.name);
    for (const v1::Node &node : message.nodes()) {
        if (auto checked = checkNode(node, layouts); !checked)
            return checked;
        if (!names.insert(node.name()).second)
            return fail(ErrorCode::Malformed, "two nodes are named " + node.name());
    }
    return {};
}

} // namespace

void encodePage(const Inventory &inventory, std::size_t first, std::size_t count,
                v1::DescribeReply &message)
{
    message.Clear();
    message.set_version_major(kVersionMajor);
    message.set_version_minor(kVersionMinor);
    message.set_server(validUtf8(inventory.server));
    message.set_center(validUtf8(inventory.center));
    message.set_epoch(inventory.epoch);
    message.set_inventory_version(inventory.version);
    message.set_total_nodes(static_cast<std::uint32_t>(inventory.nodes.size()));
    for (const Layout &layout : inventory.layouts)
        encodeLayout(layout, *message.add_layouts());
    const std::size_t begin = std::min(first, inventory.nodes.size());
    const std::size_t end = begin + std::min(count, inventory.nodes.size() - begin);
    for (std::size_t i = begin; i < end; ++i)
        encodeNode(inventory.nodes[i], *message.add_nodes());
}

Result<void> appendPage(const v1::DescribeReply &message, Inventory &inventory)
{
    if (message.version_major() != kVersionMajor) {
        return fail(ErrorCode::IncompatibleVersion,
                    "the server speaks version " + std::to_string(message.version_major())
                        + " of the telemetry protocol, this program version "
                        + std::to_string(kVersionMajor));
    }
    auto layouts = decodeLayouts(message);
    if (!layouts)
        return tl::unexpected<Error>(layouts.error());
    const bool firstPage = inventory.nodes.empty();
    if (!firstPage
        && (message.epoch() != inventory.epoch || message.inventory_version() != inventory.version
            || *layouts != inventory.layouts))
        return fail(ErrorCode::Malformed, "the description changed while it was read");
    if (auto checked = checkTotals(message, inventory); !checked)
        return checked;
    if (auto checked = checkNodes(message, inventory, *layouts); !checked)
        return checked;

    if (firstPage) {
        inventory.server = text(message.server());
        inventory.center = text(message.center());
        inventory.epoch = message.epoch();
        inventory.version = message.inventory_version();
        inventory.layouts = std::move(*layouts);
    }
    for (const v1::Node &node : message.nodes())
        inventory.nodes.push_back(decodeNode(node));
    return {};
}

} // namespace pilothouse::wire
