// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/fieldcutter.h"

#include "placement/slurm/parse/scan.h"

#include <algorithm>

namespace pilothouse::slurm {

namespace {

// So many keys of earlier parts within free text are no accident.
constexpr unsigned kMaxForeign = 2;

class Cutter {
public:
    Cutter(std::string_view line, std::span<const Key> keys,
           std::span<const std::string_view> repeated)
        : m_line(line)
        , m_keys(keys)
        , m_repeated(repeated)
        , m_seen(keys.size())
    {
    }

    CutLine cut()
    {
        for (std::size_t at = 0; at < m_line.size();) {
            if (m_line[at] == ' ') {
                ++at;
                continue;
            }
            const auto end = std::min(m_line.find(' ', at), m_line.size());
            take(at, m_line.substr(at, end - at));
            at = end;
        }
        close(m_line.size());
        return std::move(m_cut);
    }

private:
    [[nodiscard]] const Key *find(std::string_view name) const
    {
        const auto found = std::ranges::lower_bound(m_keys, name, {}, &Key::name);
        return found != m_keys.end() && found->name == name ? &*found : nullptr;
    }

    // One word of the line, which begins a field, or goes on with the value before it.
    void take(std::size_t at, std::string_view word)
    {
        const auto equals = word.find('=');
        const auto name = word.substr(0, equals);
        if (equals == std::string_view::npos || equals == 0)
            return;
        const auto *const key = find(name);
        if (m_isFree && (key == nullptr || key->part < m_part)) {
            if (key != nullptr && ++m_foreign > kMaxForeign)
                m_cut.isDoubtful = true;
            return;
        }
        if (key != nullptr && key->part < m_part)
            m_cut.isDoubtful = true;
        if (key != nullptr && isSeenAgain(*key))
            m_cut.isDoubtful = true;
        close(at);
        m_cut.fields.push_back({name, {}});
        m_start = at + equals + 1;
        m_isFree = key != nullptr && key->isFree;
        if (key != nullptr)
            m_part = key->part;
    }

    [[nodiscard]] bool isSeenAgain(const Key &key)
    {
        const auto place = static_cast<std::size_t>(&key - m_keys.data());
        const bool isAgain = m_seen[place];
        m_seen[place] = true;
        return isAgain && std::ranges::find(m_repeated, key.name) == m_repeated.end();
    }

    void close(std::size_t at)
    {
        if (!m_cut.fields.empty())
            m_cut.fields.back().value = trimmed(m_line.substr(m_start, at - m_start));
    }

    std::string_view m_line;
    std::span<const Key> m_keys;
    std::span<const std::string_view> m_repeated; // keys that may come several times
    std::vector<bool> m_seen; // by place in m_keys
    CutLine m_cut;
    std::size_t m_start = 0; // of the value under way
    std::uint8_t m_part = 0; // of the key under way
    unsigned m_foreign = 0;
    bool m_isFree = false;
};

} // namespace

CutLine cutLine(std::string_view line, std::span<const Key> keys,
                std::span<const std::string_view> repeated)
{
    return Cutter(line, keys, repeated).cut();
}

} // namespace pilothouse::slurm
