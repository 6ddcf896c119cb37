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

} // namespace

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
