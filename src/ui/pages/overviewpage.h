// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/attention.h"
#include "models/chartfeed.h"
#include "ui/pages/page.h"

class QGridLayout;

namespace pilothouse {

class AttentionList;
class CapacityBars;
class Card;
class ChoiceChips;
class FigureCard;
class Heatmap;
class TimeChart;

// The center at one glance: figures, every accelerator, what needs a look, where capacity goes.
class OverviewPage final : public Page {
    Q_OBJECT
public:
    explicit OverviewPage(const PageContext &context, QWidget *parent = nullptr);

protected:
    void refresh() override;
    void retranslate() override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeFigures();
    QWidget *makeMiddle();
    QWidget *makeBottom();
    void refreshFigures();
    void refreshHeatmap();
    void refreshTenants(Micros from, Micros to);
    void refreshTrends();
    void chooseTenantSpan();
    void updateGroups();
    [[nodiscard]] QString cellText(int cell) const;
    void openCell(int cell);

    FigureCard *m_capacity = nullptr;
    FigureCard *m_allocated = nullptr;
    FigureCard *m_tensor = nullptr;
    FigureCard *m_power = nullptr;
    FigureCard *m_queue = nullptr;
    FigureCard *m_alerts = nullptr;
    Card *m_heatmapCard = nullptr;
    ChoiceChips *m_modes = nullptr;
    Heatmap *m_heatmap = nullptr;
    Card *m_attentionCard = nullptr;
    AttentionList *m_attentionList = nullptr;
    Card *m_tenantCard = nullptr;
    TimeChart *m_tenantChart = nullptr;
    Card *m_capacityCard = nullptr;
    CapacityBars *m_capacityBars = nullptr;

    Attention m_attention;
    ChartFeed m_tenantFeed; // allocated accelerators by tenant, and those active
    ChartFeed m_trendFeed; // the sparklines' last quarter of an hour
    QString m_mode;
    std::shared_ptr<const FleetTopology> m_grouped;
    Micros m_attentionAt = 0;
    Micros m_tenantSpan = 0;
};

} // namespace pilothouse
