// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/timeseries.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QString>
#include <span>
#include <vector>

namespace pilothouse {

struct RowSample {
    Micros time = 0;
    double mean = 0; // NaN: no value
};

// One accelerator over time.
struct TimeRow {
    QString label;
    bool highlighted = false; // an outlier: its label stands out
    std::vector<RowSample> samples; // ascending in time
};

// Rows of values in equal buckets of time. A bucket without a sample keeps the one before it unless
// that is older than the gap; otherwise it is NaN.
class RowRaster {
public:
    // At most `columns` buckets; fewer where the samples themselves are fewer.
    void build(std::span<const TimeRow> rows, Micros from, Micros to, Micros gap, int columns);

    [[nodiscard]] int rows() const { return m_rows; }
    [[nodiscard]] int columns() const { return m_columns; }
    [[nodiscard]] float value(int row, int column) const;
    [[nodiscard]] int columnAt(Micros time) const; // -1 outside
    [[nodiscard]] Micros columnTime(int column) const; // its middle

    // Minimum, mean and maximum over all rows, by bucket.
    [[nodiscard]] std::vector<TimePoint> band() const;

    // One pixel per bucket; low to high on the theme's ramp, NaN in the panel's colour.
    [[nodiscard]] QImage image(const Theme &theme, double low, double high) const;

private:
    void fillRow(std::span<const RowSample> samples, Micros gap, std::span<float> row) const;

    Micros m_from = 0;
    Micros m_to = 1;
    int m_rows = 0;
    int m_columns = 0;
    std::vector<float> m_values; // row by row
};

} // namespace pilothouse
