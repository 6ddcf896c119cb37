// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "telemetry/fleet/fleetsnapshot.h"
#include "ui/pages/page.h"

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace pilothouse {

class Chip;
class ChartPanel;
class ChoiceChips;
class EmptyState;

// One node or one accelerator: who it is, how it is, what it does for whom, and every metric.
// Addresses: "node/NAME" and "accelerator/NODE/INDEX".
class DevicePage final : public Page {
    Q_OBJECT
public:
    explicit DevicePage(const PageContext &context, QWidget *parent = nullptr);

    void open(const QString &address) override;
    [[nodiscard]] QString address() const override;
    void showRange(const ChartRange &range) override;

protected:
    void refresh() override;
    void retranslate() override;

private:
    void refreshHeader();
    void refreshCharts();
    void toggleDrain();

    QString m_node;
    int m_accelerator = -1;
    QString m_part; // of a node: "accelerators" or "host"
    std::shared_ptr<const FleetTopology> m_topology;
    bool m_chartsSent = false;

    QPushButton *m_back;
    QLabel *m_title;
    Chip *m_state;
    Chip *m_kind;
    Chip *m_place;
    Chip *m_job;
    QPushButton *m_jobButton;
    QPushButton *m_drain;
    ChoiceChips *m_parts;
    QLabel *m_about;
    ChartPanel *m_charts;
    EmptyState *m_missing;
    QHBoxLayout *m_siblings;
    std::vector<QPushButton *> m_siblingButtons;
};

} // namespace pilothouse
