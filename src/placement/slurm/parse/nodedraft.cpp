// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/nodedraft.h"

#include "placement/slurm/parse/allocation.h"
#include "placement/slurm/parse/gres.h"

namespace pilothouse::slurm {

std::optional<PlacementNode> finished(NodeDraft draft)
{
    auto &node = draft.node;
    if (node.name.empty())
        return std::nullopt;
    node.state = nodeState(draft.condition);
    node.flags = draft.condition.flags;
    const auto configured = parseGres(draft.gres).value_or(std::vector<Gres>());
    const auto used = parseGres(draft.gresUsed).value_or(std::vector<Gres>());
    node.gres = nodeGres(configured, used);
    node.kind = kindIn(configured);
    for (const auto &gres : node.gres) {
        if (!isAccelerator(gres.name))
            continue;
        node.accelerators += gres.count;
        node.allocated += gres.used;
    }
    return std::move(node);
}

} // namespace pilothouse::slurm
