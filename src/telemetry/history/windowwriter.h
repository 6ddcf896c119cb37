// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "telemetry/history/envelope.h"
#include "telemetry/history/fleetrow.h"
#include "telemetry/history/nodewindow.h"
#include "telemetry/history/sqlite.h"

#include <cstdint>
#include <map>
#include <vector>

namespace pilothouse::history {

// Writes a node's window as it is kept: head, chunks, and rollups of every level. Within a
// transaction of the caller.
class WindowWriter {
public:
    [[nodiscard]] Result<void> prepare(Database &database);
    [[nodiscard]] Result<void> write(NodeId node, std::int64_t window, const NodeWindow &content);
    // What was written of a window is all there is of it: keeps what its nodes are together. Where
    // some were written by an earlier program, nothing is kept and queries read the nodes.
    [[nodiscard]] Result<void> finish(std::int64_t window);
    [[nodiscard]] std::vector<std::int64_t> unfinished() const;

private:
    struct Levels;
    [[nodiscard]] Result<void> insert(Statement &statement, std::int64_t key, const Bytes &body,
                                      Envelope::Compress compress);
    [[nodiscard]] Result<void> writeBlock(std::int64_t key, const NodeWindow &content,
                                          const Matrix &block, Levels &levels, FleetBuilder &fleet);

    Envelope m_envelope;
    std::map<std::int64_t, FleetBuilder> m_fleets; // of windows that are not finished
    Statement m_insertChunk;
    Statement m_insertRollup;
    Statement m_insertMinute;
    Statement m_insertTenMinutes;
    Statement m_insertFleet;
    Statement m_deleteFleet;
    Statement m_countNodes;
    Statement m_setNewest;
};

} // namespace pilothouse::history
