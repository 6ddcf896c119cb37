// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/job.h"
#include "placement/slurm/parse/gres.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pilothouse::slurm {

// Where the devices of one gres name begin among all accelerators of a node. Slurm counts those of
// each name from 0; JobAllocation counts all of a node through.
class DeviceLayout {
public:
    DeviceLayout() = default; // every node has accelerators of one name
    explicit DeviceLayout(std::span<const PlacementNode> nodes);

    [[nodiscard]] std::uint32_t offset(const std::string &node, std::string_view gres) const;

private:
    // Only nodes with accelerators of several names.
    std::map<std::string, std::vector<std::pair<std::string, std::uint32_t>>> m_offsets;
};

// What a job holds on one node, as gres_detail tells it.
struct NodeGrant {
    std::string node;
    std::vector<Gres> gres;
};

// Nodes that give no accelerator have an allocation without devices: the job runs there all the
// same.
[[nodiscard]] std::vector<JobAllocation> allocationOf(std::span<const NodeGrant> grants,
                                                      const DeviceLayout &layout);

// A node's resources and their use, accelerators first.
[[nodiscard]] std::vector<NodeGres> nodeGres(std::span<const Gres> configured,
                                             std::span<const Gres> used);

} // namespace pilothouse::slurm
