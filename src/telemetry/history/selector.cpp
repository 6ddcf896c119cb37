// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/query.h"

#include <algorithm>

namespace pilothouse {

namespace {

class SelectorParser {
public:
    explicit SelectorParser(std::string_view text)
        : m_text(text)
    {
    }

    Result<Selector> run()
    {
        Selector selector;
        selector.metric = name();
        skipSpace();
        if (take('{')) {
            for (skipSpace(); !take('}'); skipSpace()) {
                LabelMatch match;
                match.label = name();
                skipSpace();
                match.equal = !take('!');
                if (match.label.empty() || !take('='))
                    return wrong("a label's name, = or !=");
                skipSpace();
                if (!value(match.value))
                    return wrong("a value in quotes");
                selector.labels.push_back(std::move(match));
                skipSpace();
                if (!take(',') && (m_at >= m_text.size() || m_text[m_at] != '}'))
                    return wrong(", or }");
            }
        }
        skipSpace();
        if (selector.metric.empty() || m_at != m_text.size())
            return wrong("metric{label=\"value\"}");
        return selector;
    }

private:
    tl::unexpected<Error> wrong(const char *wanted) const
    {
        return fail(ErrorCode::InvalidArgument,
                    "selector, at character " + std::to_string(m_at + 1) + ": expected " + wanted);
    }
    void skipSpace()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ')
            ++m_at;
    }
    bool take(char wanted)
    {
        if (m_at >= m_text.size() || m_text[m_at] != wanted)
            return false;
        ++m_at;
        return true;
    }
    std::string name()
    {
        const std::size_t first = m_at;
        while (m_at < m_text.size()
               && std::string_view("{}=!\", ").find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        return std::string(m_text.substr(first, m_at - first));
    }
    bool value(std::string &out)
    {
        if (!take('"'))
            return false;
        for (; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '"') {
                ++m_at;
                return true;
            }
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size())
                ++m_at;
            out.push_back(m_text[m_at]);
        }
        return false;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

Result<Selector> parseSelector(std::string_view text)
{
    return SelectorParser(text).run();
}

} // namespace pilothouse
