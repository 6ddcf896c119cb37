// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/freespace.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_set>
#include <utility>

namespace pilothouse {

FreeSpace::FreeSpace(const JobBook &book)
    : m_book(book)
{
    m_nodes.reserve(book.nodes.size());
    for (const PlacementNode &node : book.nodes)
        m_nodes.push_back({node.allocated, node.accepts()});
}

void FreeSpace::release(const Job &job)
{
    for (const JobAllocation &allocation : job.allocation) {
        const auto found = m_book.nodeByName.find(allocation.node);
        if (found == m_book.nodeByName.end())
            continue;
        State &state = m_nodes[found->second];
        state.used -=
            std::min(state.used, static_cast<std::uint32_t>(allocation.accelerators.size()));
    }
}

void FreeSpace::releaseAll()
{
    for (State &state : m_nodes)
        state.used = 0;
}

void FreeSpace::take(const Spot &spot)
{
    if (spot.nodes.size() == 1) {
        m_nodes[spot.nodes.front()].used += spot.accelerators;
        return;
    }
    for (const std::size_t node : spot.nodes)
        m_nodes[node].used = m_book.nodes[node].accelerators;
}

std::optional<Spot> FreeSpace::place(const Job &job,
                                     const std::vector<std::size_t> &candidates) const
{
    std::optional<std::size_t> tightest;
    std::uint32_t leastFree = 0;
    std::map<std::pair<std::string, std::uint32_t>, std::vector<std::size_t>>
        whole; // kind and size
    for (const std::size_t index : candidates) {
        const PlacementNode &node = m_book.nodes[index];
        const State &state = m_nodes[index];
        if (!state.accepting || (!job.kind.empty() && job.kind != node.kind))
            continue;
        const std::uint32_t free = node.accelerators - std::min(state.used, node.accelerators);
        if (job.accelerators < node.accelerators || job.accelerators == 0) {
            if (free >= job.accelerators && (!tightest || free < leastFree)) {
                tightest = index;
                leastFree = free;
            }
        } else if (node.accelerators > 0 && state.used == 0) {
            whole[{node.kind, node.accelerators}].push_back(index);
        }
    }
    if (tightest)
        return Spot{{*tightest}, job.accelerators};

    for (const auto &[kind, free] : whole) {
        const std::uint32_t size = kind.second;
        const std::size_t wanted = (std::size_t{job.accelerators} + size - 1) / size;
        if (free.size() >= wanted)
            return Spot{chooseBySwitch(m_book, free, wanted), size};
    }
    return std::nullopt;
}

int FreeSpace::wholeNodes() const
{
    int count = 0;
    for (std::size_t i = 0; i < m_nodes.size(); ++i)
        count += m_nodes[i].accepting && m_nodes[i].used == 0 && m_book.nodes[i].accelerators > 0;
    return count;
}

std::vector<std::size_t> chooseBySwitch(const JobBook &book, const std::vector<std::size_t> &nodes,
                                        std::size_t wanted)
{
    std::map<std::string, std::vector<std::size_t>> bySwitch;
    for (const std::size_t node : nodes)
        bySwitch[book.nodes[node].leafSwitch].push_back(node);
    std::vector<std::vector<std::size_t>> groups;
    for (auto &[name, below] : bySwitch)
        groups.push_back(std::move(below));
    std::ranges::stable_sort(groups, {}, [](const auto &group) { return group.size(); });

    std::vector<std::size_t> chosen;
    while (chosen.size() < wanted) {
        const std::size_t rest = wanted - chosen.size();
        auto group =
            std::ranges::find_if(groups, [rest](const auto &g) { return g.size() >= rest; });
        if (group == groups.end())
            group = std::prev(groups.end());
        const std::size_t count = std::min(rest, group->size());
        chosen.insert(chosen.end(), group->begin(),
                      group->begin() + static_cast<std::ptrdiff_t>(count));
        groups.erase(group);
    }
    return chosen;
}

std::vector<std::size_t> candidateNodes(const JobBook &book, const std::string &pool,
                                        const std::vector<std::string> &required)
{
    const auto indices = [&book](const std::vector<std::string> &names) {
        std::vector<std::size_t> found;
        for (const std::string &name : names) {
            const auto at = book.nodeByName.find(name);
            if (at != book.nodeByName.end())
                found.push_back(at->second);
        }
        return found;
    };
    const bool everywhere = pool.empty() || book.pools.empty();
    if (everywhere && required.empty()) {
        std::vector<std::size_t> all(book.nodes.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        return all;
    }
    if (everywhere)
        return indices(required);

    const Pool *of = book.findPool(pool);
    if (!of)
        return {};
    if (required.empty())
        return indices(of->nodes);
    const std::unordered_set<std::string> inPool(of->nodes.begin(), of->nodes.end());
    std::vector<std::string> both;
    std::ranges::copy_if(required, std::back_inserter(both),
                         [&inPool](const std::string &name) { return inPool.contains(name); });
    return indices(both);
}

} // namespace pilothouse
