// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/livetable.h"
#include "models/roles.h"

#include <string>
#include <vector>

namespace pilothouse {

// One row per node.
class NodeTable final : public LiveTable {
    Q_OBJECT
public:
    explicit NodeTable(QObject *parent = nullptr);

protected:
    int sourceCount(const CenterView &view) const override;
    quint64 id(const CenterView &view, int source) const override; // NodeIndex
    quint64 idIn(const CenterView &before, const CenterView &after, quint64 id) const override;
    QString text(const CenterView &view, int source, int column) const override;
    double number(const CenterView &view, int source, int column) const override;
    QVariant extra(const CenterView &view, int source, int column, int role) const override;
    bool stale(const CenterView &view, int source) const override;
    bool sameSources(const CenterView &before, const CenterView &after) const override;
};

// One row per accelerator.
class AcceleratorTable final : public LiveTable {
    Q_OBJECT
public:
    explicit AcceleratorTable(QObject *parent = nullptr);

protected:
    int sourceCount(const CenterView &view) const override;
    quint64 id(const CenterView &view, int source) const override; // AcceleratorIndex
    quint64 idIn(const CenterView &before, const CenterView &after, quint64 id) const override;
    QString text(const CenterView &view, int source, int column) const override;
    double number(const CenterView &view, int source, int column) const override;
    QVariant extra(const CenterView &view, int source, int column, int role) const override;
    bool stale(const CenterView &view, int source) const override;
    bool sameSources(const CenterView &before, const CenterView &after) const override;
};

// One row per rack, of sums and means over its nodes.
class RackTable final : public LiveTable {
    Q_OBJECT
public:
    explicit RackTable(QObject *parent = nullptr);

protected:
    int sourceCount(const CenterView &view) const override;
    quint64 id(const CenterView &view, int source) const override; // first NodeIndex of the rack
    quint64 idIn(const CenterView &before, const CenterView &after, quint64 id) const override;
    QString text(const CenterView &view, int source, int column) const override;
    double number(const CenterView &view, int source, int column) const override;
    QVariant extra(const CenterView &view, int source, int column, int role) const override;
    bool stale(const CenterView &view, int source) const override;
    bool sameSources(const CenterView &before, const CenterView &after) const override;

private:
    // Nodes are ordered by rack, so that a rack is a range of them: [first, last).
    struct Rack {
        NodeIndex first;
        NodeIndex last;
    };
    [[nodiscard]] const std::vector<Rack> &racks(const CenterView &view) const;

    mutable std::shared_ptr<const FleetTopology> m_topology; // what m_racks was made from
    mutable std::vector<Rack> m_racks;
};

// One row per job that the engine still knows.
class JobTable final : public LiveTable {
    Q_OBJECT
public:
    enum class Show { All, Pending };
    explicit JobTable(Show show = Show::All, QObject *parent = nullptr);

    // A row is dragged as its job (models/jobmime.h).
    Qt::ItemFlags flags(const QModelIndex &index) const override;

protected:
    int sourceCount(const CenterView &view) const override;
    quint64 id(const CenterView &view, int source) const override; // JobId
    QString text(const CenterView &view, int source, int column) const override;
    double number(const CenterView &view, int source, int column) const override;
    QVariant extra(const CenterView &view, int source, int column, int role) const override;
    bool stale(const CenterView &view, int source) const override;
    bool sameSources(const CenterView &before, const CenterView &after) const override;

private:
    [[nodiscard]] const Job &job(const CenterView &view, int source) const;
    [[nodiscard]] const std::vector<std::size_t> &pending(const CenterView &view) const;

    Show m_show;
    mutable JobBookPtr m_book; // what m_pending was made from
    mutable std::vector<std::size_t> m_pending;
};

// How a job is doing, for its mark.
[[nodiscard]] State jobState(const Job &job);

// "GPU 3", "NPU 3": what its vendor calls one.
[[nodiscard]] QString acceleratorName(const AcceleratorInfo &info, std::uint32_t index);

} // namespace pilothouse
