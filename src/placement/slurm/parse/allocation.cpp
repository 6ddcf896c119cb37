// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/allocation.h"

#include <algorithm>
#include <limits>

namespace pilothouse::slurm {

namespace {

std::uint32_t bounded(std::uint64_t count)
{
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(count, std::numeric_limits<std::uint32_t>::max()));
}

} // namespace

DeviceLayout::DeviceLayout(std::span<const PlacementNode> nodes)
{
    for (const auto &node : nodes) {
        std::vector<std::pair<std::string, std::uint32_t>> offsets;
        std::uint32_t next = 0;
        for (const auto &gres : node.gres) {
            if (!isAccelerator(gres.name))
                continue;
            if (offsets.empty() || offsets.back().first != gres.name)
                offsets.emplace_back(gres.name, next);
            next += gres.count;
        }
        if (offsets.size() > 1)
            m_offsets.emplace(node.name, std::move(offsets));
    }
}

std::uint32_t DeviceLayout::offset(const std::string &node, std::string_view gres) const
{
    const auto found = m_offsets.find(node);
    if (found == m_offsets.end())
        return 0;
    for (const auto &[name, first] : found->second)
        if (name == gres)
            return first;
    return 0;
}

std::vector<JobAllocation> allocationOf(std::span<const NodeGrant> grants,
                                        const DeviceLayout &layout)
{
    std::vector<JobAllocation> allocation;
    allocation.reserve(grants.size());
    for (const auto &grant : grants) {
        JobAllocation part;
        part.node = grant.node;
        for (const auto &gres : grant.gres) {
            if (!isAccelerator(gres.name))
                continue;
            const auto offset = layout.offset(grant.node, gres.name);
            for (const auto index : gres.indices)
                part.accelerators.push_back(offset + index);
        }
        std::ranges::sort(part.accelerators);
        const auto repeated = std::ranges::unique(part.accelerators);
        part.accelerators.erase(repeated.begin(), repeated.end());
        allocation.push_back(std::move(part));
    }
    return allocation;
}

std::vector<NodeGres> nodeGres(std::span<const Gres> configured, std::span<const Gres> used)
{
    std::vector<NodeGres> list;
    for (const auto &item : configured) {
        if (item.count == 0)
            continue;
        NodeGres gres;
        gres.name = item.name;
        gres.type = item.type;
        gres.count = bounded(item.count);
        const auto use = std::ranges::find_if(used, [&item](const Gres &other) {
            return other.name == item.name && other.type == item.type;
        });
        if (use != used.end()) {
            gres.used = bounded(use->count);
            gres.usedIndices = use->indices;
            std::ranges::sort(gres.usedIndices);
        }
        list.push_back(std::move(gres));
    }
    // Stable, and all of one name together, so that device numbers can be counted through.
    std::vector<std::string> order;
    for (const auto &gres : list)
        if (std::ranges::find(order, gres.name) == order.end())
            order.push_back(gres.name);
    std::ranges::stable_sort(list, {}, [&order](const NodeGres &gres) {
        const auto place = std::ranges::find(order, gres.name) - order.begin();
        return std::pair(!isAccelerator(gres.name), place);
    });
    return list;
}

} // namespace pilothouse::slurm
