// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <unordered_map>
#include <vector>

namespace pilothouse::simulator {

// Which things changed after which revision. Each thing stands in it once, with its newest change,
// so that a reader who was away long gets merged changes and nothing grows.
class ChangeLog {
public:
    void touch(std::uint64_t id, std::uint64_t revision)
    {
        auto [entry, fresh] = m_revisionOf.try_emplace(id, revision);
        if (!fresh) {
            m_byRevision.erase(entry->second);
            entry->second = revision;
        }
        m_byRevision.emplace(revision, id);
    }

    void remove(std::uint64_t id)
    {
        if (const auto entry = m_revisionOf.find(id); entry != m_revisionOf.end()) {
            m_byRevision.erase(entry->second);
            m_revisionOf.erase(entry);
        }
    }

    [[nodiscard]] std::vector<std::uint64_t> since(std::uint64_t revision) const
    {
        std::vector<std::uint64_t> ids;
        for (auto entry = m_byRevision.upper_bound(revision); entry != m_byRevision.end(); ++entry)
            ids.push_back(entry->second);
        return ids;
    }

private:
    std::map<std::uint64_t, std::uint64_t> m_byRevision; // revisions are unique
    std::unordered_map<std::uint64_t, std::uint64_t> m_revisionOf;
};

} // namespace pilothouse::simulator
