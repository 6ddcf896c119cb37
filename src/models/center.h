// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/centerview.h"
#include "models/frameclock.h"
#include "models/historyreader.h"
#include "placement/audit/auditlog.h"
#include "placement/scheduler.h"
#include "placement/slurm/connection.h"
#include "telemetry/fleet/fleetstate.h"
#include "telemetry/history/history.h"
#include "telemetry/stream/subscription.h"

#include <QObject>
#include <QStringList>
#include <memory>
#include <optional>
#include <vector>

namespace pilothouse {

// All that the window shows of one center: endpoints, the latest view, placement and history.
// Lives on the GUI thread; its parts run on threads of their own and poke it.
class Center final : public QObject {
    Q_OBJECT
public:
    struct Options {
        std::filesystem::path dataDirectory;
        std::uint32_t intervalMs = 1000;
    };
    struct Endpoint {
        StreamStatus stream;
        EngineStatus placement;
    };

    explicit Center(Options options, QObject *parent = nullptr);
    ~Center() override;

    // An address is tried as telemetry and as placement; a server may offer either or both.
    void addEndpoint(const QString &address);
    // The Slurm cluster, in place of the one before; an empty connection: none. While there is one,
    // jobs and nodes come from it alone.
    void setSlurm(const slurm::Connection &connection);
    [[nodiscard]] const slurm::Connection &slurmConnection() const { return m_slurmConnection; }
    void removeEndpoint(const QString &address);
    [[nodiscard]] QStringList addresses() const;
    [[nodiscard]] std::vector<Endpoint> endpoints() const;
    [[nodiscard]] std::optional<EngineStatus> slurmStatus() const;
    void retryNow();

    [[nodiscard]] CenterViewPtr view() const { return m_view; }
    [[nodiscard]] std::vector<FleetEvent> recentEvents() const { return m_fleet->recentEvents(); }
    // The engine that the view's job book comes from: the first that told its state; null: none
    // yet.
    [[nodiscard]] Scheduler *scheduler() const { return m_scheduler; }
    [[nodiscard]] HistoryReader &history() { return *m_reader; }
    [[nodiscard]] HistoryStatus historyStatus() const;
    [[nodiscard]] const std::filesystem::path &auditFile() const { return m_audit.file(); }
    [[nodiscard]] QString name() const; // of the center, as its first endpoint says

Q_SIGNALS:
    void updated(); // a new view, at most 20 times a second
    void endpointsChanged(); // state of a connection, the list of them, or of history

private:
    struct Link;
    [[nodiscard]] Scheduler *firstEngine() const;
    [[nodiscard]] std::function<void()> statusHandler(); // of any thread
    void refresh();
    void recordTotals();

    Options m_options;
    FrameClock m_clock;
    QTimer m_ages; // lets ages and staleness move on when nothing comes any more
    std::optional<Error> m_historyError;
    std::unique_ptr<History> m_history; // null when it could not be opened
    std::unique_ptr<HistoryReader> m_reader;
    std::unique_ptr<FleetState> m_fleet;
    AuditLog m_audit; // of all that is done on the engines of m_links and m_slurm
    std::vector<std::unique_ptr<Link>> m_links;
    slurm::Connection m_slurmConnection;
    std::unique_ptr<Scheduler> m_slurm; // audited; null: none is connected
    std::uint32_t m_nextEndpoint = 0;
    CenterViewPtr m_view;
    Scheduler *m_scheduler = nullptr; // of one of m_links
    std::atomic<bool> m_statusDirty = false;
    Micros m_totalsRecorded = 0;
    std::uint64_t m_totalsSequence = 0;
    InventoryPtr m_totalsInventory;
    std::uint64_t m_epoch = 0;
};

} // namespace pilothouse
