// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/chartfeed.h"

#include "models/centertotals.h"

#include <algorithm>
#include <cmath>

namespace pilothouse {

Micros usefulSpan(Micros oldest, Micros now)
{
    const Micros kept = oldest == 0 ? 0 : now - oldest;
    for (const Micros span : {15 * kMinute, kHour, 6 * kHour}) {
        if (kept <= span)
            return span;
    }
    return kDay;
}

namespace {
// Until a resumed stream's backlog is committed.
constexpr Micros kBackfillTime = 1500 * kMillisecond;
} // namespace

ChartFeed::ChartFeed(Center &center, QObject *parent)
    : QObject(parent)
    , m_center(center)
{
    connect(&m_center, &Center::updated, this, &ChartFeed::onUpdated);
}

void ChartFeed::setKeys(std::vector<SeriesKey> keys)
{
    if (keys == m_keys)
        return;
    m_keys = std::move(keys);
    m_series.clear();
    reload();
}

void ChartFeed::setRange(const ChartRange &range)
{
    if (range == m_range)
        return;
    m_range = range;
    m_series.clear();
    reload();
}

void ChartFeed::setMaxPoints(std::size_t points)
{
    m_maxPoints = std::clamp<std::size_t>(points, 100, 1000);
}

void ChartFeed::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    reload();
}

// As often as a new bucket would come into being; what is newer is appended live.
Micros ChartFeed::reloadEvery() const
{
    return std::clamp<Micros>(m_range.span / static_cast<Micros>(m_maxPoints), 5 * kSecond,
                              kMinute);
}

void ChartFeed::reload()
{
    if (!m_active || m_keys.empty())
        return;
    m_loading = true;
    m_reloadAt = 0;
    const Micros now = nowMicros();
    m_reloaded = now;
    m_center.history().series(this, m_keys, m_range.begin(now), m_range.end(now), m_maxPoints,
                              [this, keys = m_keys, range = m_range](HistoryReader::Series result) {
                                  if (keys != m_keys || range != m_range)
                                      return; // asked for something else meanwhile
                                  m_loading = false;
                                  if (!result) {
                                      Q_EMIT failed(result.error());
                                      return;
                                  }
                                  accept(std::move(*result));
                              });
}

// What came live after the end of what was read stays.
void ChartFeed::accept(std::vector<HistorySeries> series)
{
    if (m_range.live() && m_series.size() == series.size()) {
        for (std::size_t i = 0; i < series.size(); ++i) {
            const Micros last = series[i].points.empty() ? 0 : series[i].points.back().time;
            const Micros covered = last + series[i].bucket;
            for (const HistoryPoint &point : m_series[i].points) {
                if (point.time > covered && point.time > last)
                    series[i].points.push_back(point);
            }
        }
    }
    m_series = std::move(series);
    m_announced = 0;
    onUpdated();
}

void ChartFeed::onUpdated()
{
    if (!m_active || m_keys.empty())
        return;
    const Micros now = nowMicros();
    if (m_range.live()) {
        appendLive();
        if (now - m_reloaded >= reloadEvery() || now < m_reloaded
            || (m_reloadAt != 0 && now >= m_reloadAt))
            reload();
    } else if (m_announced != 0) {
        return;
    }
    if (m_series.size() != m_keys.size())
        return; // not read yet, or not readable
    constexpr Micros kAnnounceEvery = 900 * kMillisecond;
    if (now - m_announced < kAnnounceEvery && now >= m_announced)
        return;
    m_announced = now;
    Q_EMIT changed(m_range.begin(now), m_range.end(now));
}

void ChartFeed::appendLive()
{
    if (m_series.size() != m_keys.size())
        return; // nothing read yet
    const CenterView &view = *m_center.view();
    const Micros begin = m_range.begin(view.now);
    for (std::size_t i = 0; i < m_keys.size(); ++i) {
        const SeriesKey &key = m_keys[i];
        const NodeIndex node = view.topology().findNode(key.node);
        const auto metric = findMetric(key.metric);
        if (node == kNoIndex || !metric)
            continue;
        const FleetTopology::Node &at = view.topology().nodes[node];
        const bool host = key.accelerator < 0;
        if (!host && static_cast<std::uint32_t>(key.accelerator) >= at.acceleratorCount)
            continue;
        const std::uint32_t device =
            host ? node : at.firstAccelerator + static_cast<std::uint32_t>(key.accelerator);
        const double value = view.value(*metric, device);
        const Micros time = view.fleet->nodeTime[node];
        auto &points = m_series[i].points;
        const Micros last = points.empty() ? 0 : points.back().time;
        // After a loss what was missed comes late, into history only: look there again.
        if (last > 0 && !std::isnan(value)
            && time - last > std::max(m_series[i].gap, 2 * m_series[i].bucket) && m_reloadAt == 0)
            m_reloadAt = nowMicros() + kBackfillTime;
        if (!std::isnan(value) && time > last && time > last + m_series[i].bucket)
            points.push_back({time, value, value, value});
        const auto firstKept = std::ranges::find_if(
            points, [begin](const HistoryPoint &point) { return point.time >= begin; });
        if (firstKept - points.begin() > 1)
            points.erase(points.begin(), firstKept - 1);
    }
}

} // namespace pilothouse
