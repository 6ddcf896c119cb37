// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/center.h"

#include <QObject>
#include <QTimer>
#include <set>
#include <vector>

namespace pilothouse {

// The time span that charts show: the last span up to now, or a fixed range.
struct ChartRange {
    Micros span = 15 * kMinute; // live: the last of it
    Micros from = 0; // fixed, when to > 0
    Micros to = 0;

    [[nodiscard]] bool live() const { return to == 0; }
    [[nodiscard]] Micros begin(Micros now) const { return live() ? now - span : from; }
    [[nodiscard]] Micros end(Micros now) const { return live() ? now : to; }
    bool operator==(const ChartRange &) const = default;
};

// The shortest of 15 min, 1 h, 6 h and 24 h that shows all that is kept since then, or a day, so
// that the first minutes of a center are not a blank sheet.
[[nodiscard]] Micros usefulSpan(Micros oldest, Micros now);

// Feeds charts with series: history for the range, and in a live range the newest values as they
// come, joined without a seam. While inactive (its charts are hidden) it does nothing.
class ChartFeed final : public QObject {
    Q_OBJECT
public:
    explicit ChartFeed(Center &center, QObject *parent = nullptr);

    void setKeys(std::vector<SeriesKey> keys);
    void setRange(const ChartRange &range);
    void setMaxPoints(std::size_t points); // about the width of a chart in pixels
    void setActive(bool active);

    [[nodiscard]] const std::vector<SeriesKey> &keys() const { return m_keys; }
    [[nodiscard]] const ChartRange &range() const { return m_range; }
    [[nodiscard]] const std::vector<HistorySeries> &series() const
    {
        return m_series;
    } // order of keys
    [[nodiscard]] bool loading() const { return m_loading; }

Q_SIGNALS:
    void changed(pilothouse::Micros from,
                 pilothouse::Micros to); // series and shown range, at most once a second
    void failed(const pilothouse::Error &error);

private:
    void reload();
    void accept(std::vector<HistorySeries> series);
    void onUpdated();
    void appendLive();
    [[nodiscard]] Micros reloadEvery() const;

    Center &m_center;
    std::vector<SeriesKey> m_keys;
    ChartRange m_range;
    std::size_t m_maxPoints = 600;
    bool m_active = false;
    bool m_loading = false;
    Micros m_reloaded = 0;
    Micros m_reloadAt = 0; // earlier than usual, 0: no need
    Micros m_announced = 0;
    std::vector<HistorySeries> m_series;
};

} // namespace pilothouse
