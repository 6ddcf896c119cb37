// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/history/reader.h"

#include <algorithm>
#include <limits>

namespace pilothouse::history {

Result<std::vector<HistoryEvent>> Reader::events(Micros from, Micros to, const std::string &node,
                                                 std::size_t limit)
{
    const std::string sql =
        std::string("SELECT event.time, node.name, event.accelerator, event.kind, "
                    "event.severity, event.code, event.detail "
                    "FROM event JOIN node ON node.id = event.node "
                    "WHERE event.time BETWEEN ? AND ? ")
        + (node.empty() ? "" : "AND node.name = ?3 ") + "ORDER BY event.time, event.id LIMIT "
        + std::to_string(std::min<std::size_t>(limit, std::numeric_limits<std::int32_t>::max()));
    Result<Statement> statement = m_rows->database().prepare(sql.c_str());
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, from).bind(2, to);
    if (!node.empty())
        statement->bind(3, node);
    std::vector<HistoryEvent> result;
    Result<bool> row = statement->step();
    for (; row && *row; row = statement->step()) {
        HistoryEvent event;
        event.event.time = statement->integer(0);
        event.node = statement->text(1);
        event.event.accelerator = static_cast<std::int32_t>(statement->integer(2));
        event.event.kind = static_cast<EventKind>(statement->integer(3));
        event.event.severity = static_cast<Severity>(statement->integer(4));
        event.event.code = statement->integer(5);
        event.event.detail = statement->text(6);
        result.push_back(std::move(event));
    }
    if (!row)
        return tl::unexpected(row.error());
    return result;
}

} // namespace pilothouse::history
