// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/hotstore.h"

#include <algorithm>
#include <tuple>

namespace pilothouse::history {

void HotBin::append(HotRow row, ByteSpan data)
{
    row.offset = static_cast<std::uint32_t>(bytes.size());
    row.size = static_cast<std::uint32_t>(data.size());
    bytes.insert(bytes.end(), data.begin(), data.end());
    rows.push_back(row);
}

void HotStore::append(NodeId node, const HotRow &row, ByteSpan data)
{
    const std::lock_guard lock(m_mutex);
    HotBin &bin = m_bins[node][windowOf(row.time)];
    bin.window = windowOf(row.time);
    bin.append(row, data);
    ++m_uses[row.hotId];
}

void HotStore::remove(std::span<const NodeBin> sealed)
{
    const std::lock_guard lock(m_mutex);
    for (const NodeBin &part : sealed) {
        const auto node = m_bins.find(part.node);
        if (node == m_bins.end())
            continue;
        node->second.erase(part.bin.window);
        if (node->second.empty())
            m_bins.erase(node);
        for (const HotRow &row : part.bin.rows) {
            const auto uses = m_uses.find(row.hotId);
            if (uses != m_uses.end() && --uses->second == 0)
                m_uses.erase(uses);
        }
    }
}

std::vector<HotBin> HotStore::bins(NodeId node, std::int64_t firstWindow,
                                   std::int64_t lastWindow) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<HotBin> result;
    const auto found = m_bins.find(node);
    if (found == m_bins.end())
        return result;
    for (auto bin = found->second.lower_bound(firstWindow);
         bin != found->second.end() && bin->first <= lastWindow; ++bin)
        result.push_back(bin->second);
    return result;
}

std::vector<std::int64_t> HotStore::finishedBy(std::span<const NodeBin> sealed) const
{
    std::map<std::int64_t, std::size_t> taken;
    for (const NodeBin &part : sealed) {
        for (const HotRow &row : part.bin.rows)
            ++taken[row.hotId];
    }
    const std::lock_guard lock(m_mutex);
    std::vector<std::int64_t> result;
    for (const auto &[id, count] : taken) {
        const auto uses = m_uses.find(id);
        if (uses != m_uses.end() && uses->second == count)
            result.push_back(id);
    }
    return result;
}

std::size_t HotStore::rows(NodeId node, std::int64_t window) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_bins.find(node);
    if (found == m_bins.end())
        return 0;
    const auto bin = found->second.find(window);
    return bin == found->second.end() ? 0 : bin->second.rows.size();
}

std::vector<HotStore::Open> HotStore::open() const
{
    std::vector<Open> result;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[node, bins] : m_bins) {
            for (const auto &[window, bin] : bins)
                result.push_back({node, window});
        }
    }
    std::ranges::sort(result, {},
                      [](const Open &open) { return std::tuple(open.window, open.node); });
    return result;
}

Micros HotStore::oldest() const
{
    const std::lock_guard lock(m_mutex);
    Micros oldest = 0;
    for (const auto &[node, bins] : m_bins) {
        for (const HotRow &row : bins.begin()->second.rows)
            oldest = oldest == 0 ? row.time : std::min(oldest, row.time);
    }
    return oldest;
}

} // namespace pilothouse::history
