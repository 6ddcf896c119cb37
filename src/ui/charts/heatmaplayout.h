// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QString>
#include <vector>

namespace pilothouse {

// Cells that belong together, such as the accelerators of a rack: nodes of `columns` cells each, in
// order. Cells are global indices into the values that a heatmap shows.
struct HeatmapGroup {
    QString title;
    QString subtitle;
    std::vector<int> cells;
    int columns = 8;
};

// Where a heatmap draws what, in logical pixels. Groups flow in rows over the whole area and every
// cell is as large as the area allows; pitches are whole pixels, so that cells look alike.
class HeatmapLayout {
public:
    // What is still large enough to be told apart.
    enum class Detail { Cells, Nodes, Groups };

    struct Place {
        int group = -1;
        int index = -1; // into the group's cells

        bool operator==(const Place &) const = default;
        [[nodiscard]] bool isValid() const { return group >= 0 && index >= 0; }
    };

    static constexpr double kLargestPitch = 44; // few cells do not fill a large area

    void setGroups(std::vector<HeatmapGroup> groups);
    void fit(QSizeF area, double largestPitch = kLargestPitch);

    [[nodiscard]] const std::vector<HeatmapGroup> &groups() const { return m_groups; }
    [[nodiscard]] int cellCount() const { return m_cellCount; }
    [[nodiscard]] int maximumCell() const { return static_cast<int>(m_places.size()) - 1; }
    [[nodiscard]] Detail detail() const { return m_detail; }
    [[nodiscard]] bool showsTitles() const { return m_titleHeight > 0; }
    [[nodiscard]] QSizeF cellPitch() const { return {m_pitchX, m_pitchY}; }
    [[nodiscard]] QSizeF contentSize() const { return m_content; }

    [[nodiscard]] int nodeCount(int group) const;
    [[nodiscard]] QRectF groupRect(int group) const; // the cells, without the title
    [[nodiscard]] QRectF titleRect(int group) const; // empty where titles do not fit
    [[nodiscard]] QRectF nodeRect(int group, int node) const;
    [[nodiscard]] QRectF cellRect(Place place) const; // without the gap to its neighbours
    [[nodiscard]] QRectF cellRect(int cell) const;

    [[nodiscard]] Place place(int cell) const; // invalid for a cell that is in no group
    [[nodiscard]] int cell(Place place) const;
    [[nodiscard]] int groupAt(QPointF point) const; // nearest slot; -1 outside
    [[nodiscard]] int cellAt(QPointF point) const; // -1 between cells
    [[nodiscard]] std::vector<int> cellsIn(const QRectF &rect) const;
    [[nodiscard]] std::vector<int> groupsIn(const QRectF &rect) const;
    // The next cell to the left (-1, 0), below (0, 1) and so on; the cell itself at an edge.
    [[nodiscard]] int neighbour(int cell, int dx, int dy) const;

private:
    struct Arrangement {
        int perRow = 1; // groups beside each other
        int across = 1; // nodes of a group beside each other
        double pitchX = 0;
        double pitchY = 0;
        double smallest = 0; // side of what has to stay visible
        double score = -1;
    };

    [[nodiscard]] std::vector<int> bandRows(int perRow, int across) const;
    [[nodiscard]] Arrangement arrange(QSizeF area, int perRow, int across, bool titles,
                                      Detail unit) const;
    [[nodiscard]] Arrangement best(QSizeF area, bool titles, Detail unit) const;
    void apply(QSizeF area, const Arrangement &chosen, bool titles);

    std::vector<HeatmapGroup> m_groups;
    std::vector<Place> m_places; // by cell
    int m_cellCount = 0;
    int m_maxColumns = 1;
    int m_maxNodes = 1;

    double m_largestPitch = kLargestPitch;
    Detail m_detail = Detail::Cells;
    int m_perRow = 1;
    int m_across = 1;
    double m_pitchX = 1;
    double m_pitchY = 1;
    double m_cellGap = 1;
    double m_nodePitchX = 1;
    double m_slotWidth = 1;
    double m_titleHeight = 0;
    std::vector<double> m_bandTop; // of each row of groups, and the end of the last
    QSizeF m_content;
};

} // namespace pilothouse
