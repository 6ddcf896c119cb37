// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/topology.h"

#include "placement/slurm/parse/ranges.h"

namespace pilothouse::slurm {

namespace {

std::string_view valueOf(std::string_view line, std::string_view key)
{
    const std::size_t at = line.find(key);
    if (at == std::string_view::npos)
        return {};
    const std::string_view rest = line.substr(at + key.size());
    return rest.substr(0, rest.find(' '));
}

} // namespace

Result<LeafSwitches> readTopology(std::string_view text)
{
    LeafSwitches leaves;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        if (valueOf(line, " Level=") != "0")
            continue;
        const auto nodes = expandNodes(valueOf(line, " Nodes="));
        if (!nodes)
            return tl::unexpected<Error>(nodes.error());
        for (const std::string &node : *nodes)
            leaves.emplace(node, valueOf(line, "SwitchName="));
    }
    return leaves;
}

} // namespace pilothouse::slurm
