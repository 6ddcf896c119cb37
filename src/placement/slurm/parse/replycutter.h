// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace pilothouse::slurm {

// Cuts a JSON reply into the objects of its one long list while it still arrives, so that a reply
// of 50,000 jobs (158 MB) never stands in memory: of it only the object under way is kept. It
// judges no JSON; whoever takes the objects and the rest parses them.
class ReplyCutter {
public:
    using Visit = std::function<Result<>(std::string_view object)>;

    static constexpr std::size_t kMaxObject = std::size_t{64} << 20U; // bytes
    static constexpr std::size_t kMaxRest = std::size_t{16} << 20U; // bytes
    static constexpr std::size_t kMaxObjects = 1'000'000;

    // list: the key in the reply's outermost object ("jobs").
    ReplyCutter(std::string list, Visit visit);

    // Takes the next bytes. After an error nothing more may be fed.
    [[nodiscard]] Result<> feed(std::string_view bytes);
    // The reply with its list emptied. Malformed where the reply is not complete.
    [[nodiscard]] Result<std::string_view> finish() const;

private:
    [[nodiscard]] bool isInList() const { return m_listDepth != 0; }
    [[nodiscard]] Result<> open(char c);
    [[nodiscard]] Result<> close(std::string_view bytes, std::size_t at);
    [[nodiscard]] Result<> keep(std::string &where, std::string_view bytes, std::size_t limit);

    std::string m_list;
    Visit m_visit;
    std::string m_object; // of the list, the one under way
    std::string m_rest; // all but the list's objects
    std::string m_text; // the last text of the outermost object: a key, or a value
    std::size_t m_from = 0; // of the bytes at hand, what is not kept yet
    std::size_t m_objects = 0;
    unsigned m_depth = 0;
    unsigned m_listDepth = 0; // 0: outside the list
    bool m_isInObject = false; // of the list
    bool m_isInText = false;
    bool m_isEscaped = false;
};

} // namespace pilothouse::slurm
