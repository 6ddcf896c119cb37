// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <string>
#include <string_view>
#include <utility>

// Private to this folder.
namespace pilothouse::slurm {

// Cuts a stream at a separator; what is under way is kept, up to a bound.
class LineCutter {
public:
    static constexpr std::size_t kMaxLine = std::size_t{16} << 20U; // a job on 10,000 nodes fits

    explicit LineCutter(std::string separator)
        : m_separator(std::move(separator))
    {
    }

    // Calls visit(std::string_view) with each whole line, without its separator.
    template <typename Visit> Result<> feed(std::string_view bytes, Visit visit)
    {
        // A separator may lie across two pieces.
        auto from = m_kept.size() - std::min(m_kept.size(), m_separator.size() - 1);
        m_kept += bytes;
        std::size_t start = 0;
        for (auto end = m_kept.find(m_separator, from); end != std::string::npos;
             end = m_kept.find(m_separator, start)) {
            visit(std::string_view(m_kept).substr(start, end - start));
            start = end + m_separator.size();
        }
        m_kept.erase(0, start);
        if (m_kept.size() > kMaxLine)
            return fail(ErrorCode::TooLarge, "a line is longer than this program believes");
        return {};
    }

    [[nodiscard]] std::string_view rest() const { return m_kept; }

private:
    std::string m_separator;
    std::string m_kept;
};

} // namespace pilothouse::slurm
