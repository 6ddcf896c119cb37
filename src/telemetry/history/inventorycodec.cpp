// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/inventorycodec.h"

namespace pilothouse::history {

namespace {

void writeTexts(ByteWriter &writer, const std::vector<std::string> &texts)
{
    writer.varint(texts.size());
    for (const std::string &text : texts)
        writer.text(text);
}

void writeAccelerator(ByteWriter &writer, const AcceleratorInfo &accelerator)
{
    writer.text(accelerator.vendor);
    writer.text(accelerator.kind);
    writer.text(accelerator.uuid);
    writer.text(accelerator.pciAddress);
    writer.varint(accelerator.memoryBytes);
    writer.f64(accelerator.peakFp16Flops);
    writer.f64(accelerator.powerLimitWatts);
    writeTexts(writer, accelerator.partitions);
}

void writeNode(ByteWriter &writer, const NodeInfo &node)
{
    writer.text(node.name);
    writer.text(node.rack);
    writer.text(node.leafSwitch);
    writer.text(node.bootId);
    writer.text(node.agentVersion);
    writer.text(node.kernel);
    writer.varint(node.cpus);
    writer.varint(node.memoryBytes);
    writer.varint(node.layout);
    writer.varint(node.accelerators.size());
    for (const AcceleratorInfo &accelerator : node.accelerators)
        writeAccelerator(writer, accelerator);
}

// A count of things that take at least a byte each; more than the bytes left is malformed.
std::size_t readCount(ByteReader &reader, std::size_t most)
{
    const std::uint64_t count = reader.varint();
    if (count <= most && count <= reader.left())
        return static_cast<std::size_t>(count);
    reader.bytes(reader.left() + 1); // fails
    return 0;
}

void readTexts(ByteReader &reader, std::vector<std::string> &texts)
{
    texts.resize(readCount(reader, kMaxMetricsPerLayout));
    for (std::string &text : texts)
        text = reader.text();
}

void readAccelerator(ByteReader &reader, AcceleratorInfo &accelerator)
{
    accelerator.vendor = reader.text();
    accelerator.kind = reader.text();
    accelerator.uuid = reader.text();
    accelerator.pciAddress = reader.text();
    accelerator.memoryBytes = reader.varint();
    accelerator.peakFp16Flops = reader.f64();
    accelerator.powerLimitWatts = reader.f64();
    readTexts(reader, accelerator.partitions);
}

void readNode(ByteReader &reader, NodeInfo &node)
{
    node.name = reader.text();
    node.rack = reader.text();
    node.leafSwitch = reader.text();
    node.bootId = reader.text();
    node.agentVersion = reader.text();
    node.kernel = reader.text();
    node.cpus = static_cast<std::uint32_t>(reader.varint());
    node.memoryBytes = reader.varint();
    node.layout = static_cast<std::uint32_t>(reader.varint());
    node.accelerators.resize(readCount(reader, kMaxAcceleratorsPerNode));
    for (AcceleratorInfo &accelerator : node.accelerators)
        readAccelerator(reader, accelerator);
}

} // namespace

std::optional<Inventory> decodeInventory(ByteSpan bytes)
{
    ByteReader reader(bytes);
    Inventory inventory;
    inventory.server = reader.text();
    inventory.center = reader.text();
    inventory.layouts.resize(readCount(reader, kMaxMetricsPerLayout));
    for (Layout &layout : inventory.layouts) {
        readTexts(reader, layout.hostMetrics);
        readTexts(reader, layout.acceleratorMetrics);
    }
    inventory.nodes.resize(readCount(reader, kMaxNodes));
    for (NodeInfo &node : inventory.nodes)
        readNode(reader, node);
    if (reader.failed() || reader.left() != 0)
        return std::nullopt;
    return inventory;
}

Bytes encodeInventory(const Inventory &inventory)
{
    Bytes bytes;
    ByteWriter writer(bytes);
    writer.text(inventory.server);
    writer.text(inventory.center);
    writer.varint(inventory.layouts.size());
    for (const Layout &layout : inventory.layouts) {
        writeTexts(writer, layout.hostMetrics);
        writeTexts(writer, layout.acceleratorMetrics);
    }
    writer.varint(inventory.nodes.size());
    for (const NodeInfo &node : inventory.nodes)
        writeNode(writer, node);
    return bytes;
}

} // namespace pilothouse::history
