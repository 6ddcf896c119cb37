// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/timeaxis.h"

#include <QDateTime>
#include <algorithm>
#include <array>
#include <cmath>

namespace pilothouse {

namespace {

constexpr std::array kSteps{
    kSecond,  2 * kSecond, 5 * kSecond, 10 * kSecond, 15 * kSecond, 30 * kSecond,
    kMinute,  2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute,
    kHour,    2 * kHour,   3 * kHour,   6 * kHour,    12 * kHour,   kDay,
    2 * kDay, 5 * kDay,    10 * kDay,   30 * kDay,    90 * kDay,    365 * kDay,
};

Micros stepFor(Micros span, double width, double minimumSpacing)
{
    const double room = std::max(1.0, std::floor(width / std::max(1.0, minimumSpacing)));
    const double wanted = static_cast<double>(span) / room;
    const auto fits = [wanted](Micros step) { return static_cast<double>(step) >= wanted; };
    const auto found = std::find_if(kSteps.begin(), kSteps.end(), fits);
    if (found != kSteps.end())
        return *found;
    return kSteps.back()
        * static_cast<Micros>(std::ceil(wanted / static_cast<double>(kSteps.back())));
}

QString labelOf(const QDateTime &at, Micros step)
{
    if (step >= 90 * kDay)
        return at.toString(QStringLiteral("yyyy-MM-dd"));
    if (at.time() == QTime(0, 0))
        return at.toString(QStringLiteral("MM-dd"));
    return at.toString(step < kMinute ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

QDateTime localTime(Micros time, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(time / kMillisecond, zone);
}

} // namespace

std::vector<TimeTick> timeTicks(Micros from, Micros to, double width, double minimumSpacing,
                                const QTimeZone &zone)
{
    std::vector<TimeTick> ticks;
    if (to <= from || width <= 0)
        return ticks;
    const Micros step = stepFor(to - from, width, minimumSpacing);
    const QDateTime first = localTime(from, zone);

    // Walks the wall clock: days counted from the epoch, or steps counted from local midnight.
    QDate day = first.date();
    const qint64 daysPerStep = std::max<qint64>(1, step / kDay);
    const qint64 epochDay = QDate(1970, 1, 1).daysTo(day);
    day = day.addDays(-(epochDay % daysPerStep));
    const auto perDay = static_cast<int>(std::max<Micros>(1, kDay / step));
    const auto stepMsecs = static_cast<int>(std::min(step, kDay) / kMillisecond);
    int start = step < kDay ? first.time().msecsSinceStartOfDay() / stepMsecs : 0;
    Micros last = from - 1;
    for (; day.isValid(); day = day.addDays(daysPerStep), start = 0) {
        for (int i = start; i < perDay; ++i) {
            const int msecs = i * stepMsecs;
            const QDateTime at(day, QTime::fromMSecsSinceStartOfDay(msecs), zone);
            const Micros time = at.toMSecsSinceEpoch() * kMillisecond;
            if (time > to)
                return ticks;
            if (time <= last)
                continue;
            last = time;
            ticks.push_back({time, labelOf(at, step), at.time() == QTime(0, 0)});
        }
    }
    return ticks;
}

QString momentText(Micros time, const QTimeZone &zone)
{
    const QDateTime at = localTime(time, zone);
    const bool thisYear =
        at.date().year() == QDateTime::currentDateTimeUtc().toTimeZone(zone).date().year();
    return at.toString(thisYear ? QStringLiteral("MM-dd HH:mm:ss")
                                : QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

double TimeScale::x(Micros time) const
{
    if (to <= from)
        return left;
    return left + width * static_cast<double>(time - from) / static_cast<double>(to - from);
}

Micros TimeScale::time(double x) const
{
    if (width <= 0)
        return from;
    const double share = std::clamp((x - left) / width, 0.0, 1.0);
    return from + static_cast<Micros>(std::llround(share * static_cast<double>(to - from)));
}

} // namespace pilothouse
