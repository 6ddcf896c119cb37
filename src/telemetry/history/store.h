// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "telemetry/history/envelope.h"
#include "telemetry/history/head.h"
#include "telemetry/history/hotstore.h"
#include "telemetry/history/names.h"
#include "telemetry/history/nodewindow.h"
#include "telemetry/history/sqlite.h"
#include "telemetry/history/stage.h"
#include "telemetry/history/windowwriter.h"

#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pilothouse::history {

// The writer's side of the file: transactions, and what they leave in memory. The writer's thread
// only, but for the hot store.
class Store {
public:
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::filesystem::path &file);

    // What the file held when it was opened.
    struct Found {
        std::map<std::string, StreamPosition> positions;
        std::map<std::string, Bytes> inventories; // the newest per address
        std::vector<Micros> newest; // per node, by id: time of its newest frame
        std::optional<Error> damage; // rows that are left out
    };
    [[nodiscard]] const Found &found() const { return m_found; }

    [[nodiscard]] Database &database() { return m_database; }
    [[nodiscard]] Names &names() { return m_names; }
    [[nodiscard]] const HotStore &hot() const { return m_hot; }

    // Each is one transaction, and changes nothing where it fails.
    [[nodiscard]] Result<void> write(Stage &stage);
    [[nodiscard]] Result<void> seal(std::span<const NodeBin> bins);
    // Samples that come without a stream. Those that are there already stay.
    struct ImportedWindow {
        NodeId node = 0;
        std::int64_t window = 0;
        NodeWindow content;
    };
    [[nodiscard]] Result<void> import(const NewNames &names, std::span<ImportedWindow> windows);
    [[nodiscard]] Result<void> finishImport(const std::string &source, const Inventory &inventory);
    // Deletes some of what is older, level by level; true where there may be more.
    using Limits = std::array<Micros, 4>; // by HistoryLevel
    [[nodiscard]] Result<bool> expire(const Limits &before);
    [[nodiscard]] Result<Limits> reach(); // start of each level's oldest window, 0: nothing
    [[nodiscard]] Result<std::uint64_t> usedBytes();

    // Of one node, the newest time not after limit; 0: none.
    [[nodiscard]] Result<Micros> newestBefore(NodeId node, Micros limit);
    [[nodiscard]] Result<Micros> oldest(); // of all that is kept; 0: nothing

private:
    Store(Database database);
    [[nodiscard]] Result<void> prepare();
    [[nodiscard]] Result<void> load();
    [[nodiscard]] Result<void> loadPositions();
    [[nodiscard]] Result<void> loadInventories();
    [[nodiscard]] Result<void> loadNewest();
    [[nodiscard]] Result<void> loadHot();
    [[nodiscard]] Result<void> loadHotRow(std::int64_t id, ByteSpan blob);

    [[nodiscard]] Result<std::int64_t> sealedThrough(NodeId node, std::int64_t window);
    [[nodiscard]] Result<std::optional<Head>> readHead(NodeId node, std::int64_t window);

    [[nodiscard]] Result<void> writeNames(const NewNames &names);
    [[nodiscard]] Result<void> writeHot(const Stage &stage, std::int64_t id);
    [[nodiscard]] Result<void> writeEvents(const Stage &stage);
    [[nodiscard]] Result<void> writeStreams(const Stage &stage);
    [[nodiscard]] Result<void> finishWindows(std::span<const NodeBin> sealed);
    [[nodiscard]] Result<void> sealBin(const NodeBin &bin);
    [[nodiscard]] Result<std::optional<NodeWindow>> sealed(NodeId node, std::int64_t window);

    Database m_database;
    Names m_names;
    HotStore m_hot;
    Envelope m_envelope;
    WindowWriter m_windows;
    Found m_found;
    std::map<std::pair<NodeId, std::int64_t>, std::int64_t> m_sealedThrough; // while loading
    std::int64_t m_lastHotId = 0;

    Statement m_insertNode;
    Statement m_insertMetric;
    Statement m_insertInstance;
    Statement m_insertShape;
    Statement m_insertHot;
    Statement m_deleteHot;
    Statement m_insertEvent;
    Statement m_insertInventory;
    Statement m_setPosition;
    Statement m_selectChunks;
    Statement m_firstChunk;
};

} // namespace pilothouse::history
