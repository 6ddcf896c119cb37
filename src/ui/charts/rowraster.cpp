// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/rowraster.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pilothouse {

namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr int kFewestColumns = 8;

// How many samples the range holds at their usual distance: the median one of the fullest row, so
// that neither a gap nor jitter counts.
int naturalColumns(std::span<const TimeRow> rows, Micros from, Micros to)
{
    std::span<const RowSample> fullest;
    for (const TimeRow &row : rows) {
        const auto first = std::ranges::lower_bound(row.samples, from, {}, &RowSample::time);
        const auto last = std::ranges::upper_bound(row.samples, to, {}, &RowSample::time);
        if (last - first > static_cast<std::ptrdiff_t>(fullest.size()))
            fullest = std::span(first, last);
    }
    if (fullest.size() < 2)
        return kFewestColumns;
    std::vector<Micros> distances;
    for (std::size_t i = 1; i < fullest.size(); ++i)
        distances.push_back(fullest[i].time - fullest[i - 1].time);
    const auto middle = distances.begin() + static_cast<std::ptrdiff_t>(distances.size() / 2);
    std::ranges::nth_element(distances, middle);
    const Micros distance = std::max<Micros>(1, *middle);
    return static_cast<int>(std::min<Micros>(1'000'000, (to - from + distance - 1) / distance));
}

} // namespace

void RowRaster::build(std::span<const TimeRow> rows, Micros from, Micros to, Micros gap,
                      int columns)
{
    m_from = from;
    m_to = std::max(to, from + 1);
    m_rows = static_cast<int>(rows.size());
    const int limit = std::max(kFewestColumns, columns);
    m_columns = std::clamp(naturalColumns(rows, m_from, m_to), kFewestColumns, limit);
    const auto width = static_cast<std::size_t>(m_columns);
    m_values.assign(rows.size() * width, kNone);
    for (std::size_t i = 0; i < rows.size(); ++i)
        fillRow(rows[i].samples, gap, std::span(m_values).subspan(i * width, width));
}

void RowRaster::fillRow(std::span<const RowSample> samples, Micros gap, std::span<float> row) const
{
    const auto span = static_cast<double>(m_to - m_from);
    const auto column = [&](Micros time) {
        return static_cast<int>(std::floor(static_cast<double>(time - m_from) * m_columns / span));
    };
    auto first = std::ranges::lower_bound(samples, m_from, {}, &RowSample::time);
    if (first != samples.begin())
        --first; // it may still hold in the first buckets
    const auto beyond = std::ranges::upper_bound(samples, m_to, {}, &RowSample::time);
    const std::span shown(first, beyond);

    double sum = 0;
    int count = 0;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const RowSample &at = shown[i];
        if (!std::isfinite(at.mean)) {
            sum = count = 0;
            continue;
        }
        sum += at.mean;
        ++count;
        const int begin = std::clamp(column(at.time), 0, m_columns - 1);
        const bool last = i + 1 == shown.size();
        // The newest sample holds as long as the one before it did.
        const Micros before = i > 0 ? at.time - shown[i - 1].time : 0;
        const Micros next = last ? at.time + before : shown[i + 1].time;
        const bool holds = gap <= 0 || next - at.time <= gap;
        const int end = std::clamp(holds ? column(next) : begin + 1, begin, m_columns);
        if (end == begin && !last)
            continue; // the next sample falls into the same bucket
        const auto value = static_cast<float>(sum / count);
        if (column(at.time) >= 0 || holds)
            std::fill(row.begin() + begin, row.begin() + std::max(end, begin + 1), value);
        sum = count = 0;
    }
}

float RowRaster::value(int row, int column) const
{
    if (row < 0 || row >= m_rows || column < 0 || column >= m_columns)
        return kNone;
    return m_values[static_cast<std::size_t>(row) * static_cast<std::size_t>(m_columns)
                    + static_cast<std::size_t>(column)];
}

int RowRaster::columnAt(Micros time) const
{
    if (time < m_from || time > m_to || m_columns == 0)
        return -1;
    const double share = static_cast<double>(time - m_from) / static_cast<double>(m_to - m_from);
    return std::min(m_columns - 1, static_cast<int>(share * m_columns));
}

Micros RowRaster::columnTime(int column) const
{
    return m_from + (m_to - m_from) * (2 * column + 1) / (2 * std::max(1, m_columns));
}

std::vector<TimePoint> RowRaster::band() const
{
    std::vector<TimePoint> points;
    points.reserve(static_cast<std::size_t>(m_columns));
    for (int column = 0; column < m_columns; ++column) {
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        double sum = 0;
        int count = 0;
        for (int row = 0; row < m_rows; ++row) {
            const double at = value(row, column);
            if (std::isnan(at))
                continue;
            low = std::min(low, at);
            high = std::max(high, at);
            sum += at;
            ++count;
        }
        const Micros time = columnTime(column);
        points.push_back(count > 0 ? TimePoint{time, low, sum / count, high}
                                   : TimePoint::sample(time, kNone));
    }
    return points;
}

QImage RowRaster::image(const Theme &theme, double low, double high) const
{
    if (m_rows == 0 || m_columns == 0)
        return {};
    QImage image(m_columns, m_rows, QImage::Format_RGB32);
    const QRgb background = theme.tokens().panel.rgb();
    const double scale = high > low ? (kRampSize - 1) / (high - low) : 0;
    for (int row = 0; row < m_rows; ++row) {
        auto *line = reinterpret_cast<QRgb *>(image.scanLine(row));
        for (int column = 0; column < m_columns; ++column) {
            const double at = value(row, column);
            const double step = std::clamp((at - low) * scale, 0.0, kRampSize - 1.0);
            line[column] =
                std::isnan(at) ? background : theme.ramp()[static_cast<std::size_t>(step + 0.5)];
        }
    }
    return image;
}

} // namespace pilothouse
