// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/replycutter.h"

#include <utility>

namespace pilothouse::slurm {

namespace {

constexpr unsigned kMaxDepth = 64;
constexpr std::size_t kMaxKey = 256;

} // namespace

ReplyCutter::ReplyCutter(std::string list, Visit visit)
    : m_list(std::move(list))
    , m_visit(std::move(visit))
{
}

Result<> ReplyCutter::feed(std::string_view bytes)
{
    m_from = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const char c = bytes[at];
        if (m_isInText) {
            if (m_isEscaped)
                m_isEscaped = false;
            else if (c == '\\')
                m_isEscaped = true;
            else if (c == '"')
                m_isInText = false;
            else if (m_depth == 1 && m_text.size() < kMaxKey)
                m_text += c;
            continue;
        }
        Result<> done;
        if (c == '"') {
            m_isInText = true;
            if (m_depth == 1)
                m_text.clear();
        } else if (c == '{' || c == '[') {
            if (isInList() && m_depth == m_listDepth && c == '{') {
                done = keep(m_rest, bytes.substr(m_from, at - m_from), kMaxRest);
                m_from = at;
                m_isInObject = true;
            }
            if (done)
                done = open(c);
        } else if (c == '}' || c == ']') {
            done = close(bytes, at);
        } else if (isInList() && m_depth == m_listDepth && c == ',') {
            // The commas between the objects go with them.
            done = keep(m_rest, bytes.substr(m_from, at - m_from), kMaxRest);
            m_from = at + 1;
        }
        if (!done)
            return done;
    }
    return keep(m_isInObject ? m_object : m_rest, bytes.substr(m_from),
                m_isInObject ? kMaxObject : kMaxRest);
}

Result<std::string_view> ReplyCutter::finish() const
{
    if (m_depth != 0 || m_isInText)
        return fail(ErrorCode::Malformed, "the reply ends in the middle");
    return m_rest;
}

Result<> ReplyCutter::open(char c)
{
    if (++m_depth > kMaxDepth)
        return fail(ErrorCode::TooLarge, "the reply is nested too deeply");
    if (m_depth == 2 && c == '[' && m_text == m_list)
        m_listDepth = m_depth;
    return {};
}

Result<> ReplyCutter::close(std::string_view bytes, std::size_t at)
{
    if (m_depth == 0)
        return fail(ErrorCode::Malformed, "the reply closes more than it opens");
    --m_depth;
    if (!isInList())
        return {};
    if (m_depth < m_listDepth) {
        m_listDepth = 0;
        return {};
    }
    if (m_depth > m_listDepth || !m_isInObject)
        return {};
    m_isInObject = false;
    auto kept = keep(m_object, bytes.substr(m_from, at + 1 - m_from), kMaxObject);
    if (!kept)
        return kept;
    m_from = at + 1;
    if (++m_objects > kMaxObjects)
        return fail(ErrorCode::TooLarge, "the reply lists too many objects");
    auto visited = m_visit(m_object);
    m_object.clear();
    return visited;
}

Result<> ReplyCutter::keep(std::string &where, std::string_view bytes, std::size_t limit)
{
    if (bytes.size() > limit - where.size())
        return fail(ErrorCode::TooLarge,
                    "a part of the reply is larger than this program believes");
    where += bytes;
    return {};
}

} // namespace pilothouse::slurm
