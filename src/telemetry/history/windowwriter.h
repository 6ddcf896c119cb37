// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "telemetry/history/envelope.h"
#include "telemetry/history/nodewindow.h"
#include "telemetry/history/sqlite.h"

#include <cstdint>

namespace pilothouse::history {

// Writes a node's window as it is kept: head, chunks, and rollups of every level. Within a
// transaction of the caller.
class WindowWriter {
public:
    [[nodiscard]] Result<void> prepare(Database &database);
    [[nodiscard]] Result<void> write(NodeId node, std::int64_t window, const NodeWindow &content);

private:
    struct Levels;
    [[nodiscard]] Result<void> insert(Statement &statement, std::int64_t key, const Bytes &body,
                                      Envelope::Compress compress);
    [[nodiscard]] Result<void> writeBlock(std::int64_t key, const NodeWindow &content,
                                          const Matrix &block, Levels &levels);

    Envelope m_envelope;
    Statement m_insertChunk;
    Statement m_insertRollup;
    Statement m_insertMinute;
    Statement m_insertTenMinutes;
    Statement m_deleteFleet;
    Statement m_setNewest;
};

} // namespace pilothouse::history
