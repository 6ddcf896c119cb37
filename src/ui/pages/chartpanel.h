// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/chartfeed.h"
#include "ui/charts/exporttable.h"
#include "ui/pages/page.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QGridLayout;
class QPushButton;
class QScrollArea;

namespace pilothouse {

class ChoiceChips;
class TimeChart;

// One chart of a panel: some series of one unit.
struct ChartSpec {
    QString title;
    std::vector<SeriesKey> keys;
    QStringList names; // of the keys; shown where there is more than one
    Unit unit = Unit::None;
    double maximum = 0; // of a fixed axis from 0; 0: from the data
    int colour = 0;
};

// Charts under one time range and one cursor: 15 min, 1 h, 6 h, 24 h or any dragged range.
class ChartPanel final : public QWidget {
    Q_OBJECT
public:
    enum class Density { Compact, Normal };
    ChartPanel(const PageContext &context, Density density, QWidget *parent = nullptr);

    void setCharts(std::vector<ChartSpec> specs); // the same keys keep what is shown
    void setEventNode(const std::string &node); // whose events are marked; empty: none
    void setRange(const ChartRange &range);
    void setColumns(int columns); // 0: by width

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void arrange();
    void retranslate();
    void show(Micros from, Micros to);
    void loadEvents();
    [[nodiscard]] TimeChart *makeChart();
    [[nodiscard]] QWidget *makeCell(TimeChart *chart);
    [[nodiscard]] ExportContext exportContext(const TimeChart &chart) const;

    PageContext m_context;
    Density m_density;
    ChartFeed m_feed;
    ChoiceChips *m_ranges;
    QPushButton *m_dragged; // the range dragged, and the way back
    QScrollArea *m_scroll;
    QWidget *m_content;
    QGridLayout *m_grid;
    std::vector<ChartSpec> m_specs;
    std::vector<TimeChart *> m_charts;
    std::vector<QWidget *> m_cells; // of the grid: the charts, or cards around them
    std::string m_eventNode;
    Micros m_eventsAt = 0;
    Micros m_from = 0; // shown
    Micros m_to = 0;
    int m_columns = 0;
    int m_arranged = 0;
};

} // namespace pilothouse
