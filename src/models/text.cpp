// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text.h"

#include "core/scenario.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <array>
#include <cmath>

namespace pilothouse::text {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(pilothouse::Text)
};

bool inChinese()
{
    return QLocale().language() == QLocale::Chinese;
}

const QString kMissing = QStringLiteral("—");

QString number(double value, int decimals)
{
    return QLocale().toString(value, 'f', decimals);
}

// Three significant digits or so: 9.87, 98.7, 987.
int decimalsFor(double value)
{
    const double magnitude = std::abs(value);
    return magnitude < 10 ? 2 : magnitude < 100 ? 1 : 0;
}

struct Scaled {
    double value;
    const char *prefix;
};

Scaled scaled(double value, double step)
{
    static constexpr std::array<const char *, 7> kPrefixes{"", "k", "M", "G", "T", "P", "E"};
    std::size_t prefix = 0;
    while (std::abs(value) >= step && prefix + 1 < kPrefixes.size()) {
        value /= step;
        ++prefix;
    }
    return {value, kPrefixes[prefix]};
}

Figure binaryBytes(double bytes)
{
    static constexpr std::array<const char *, 6> kUnits{"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    std::size_t unit = 0;
    while (std::abs(bytes) >= 1024 && unit + 1 < kUnits.size()) {
        bytes /= 1024;
        ++unit;
    }
    return {number(bytes, unit == 0 ? 0 : 1), QLatin1String(kUnits[unit])};
}

QString days(Micros span)
{
    return Words::tr("%1 d %2 h").arg(span / kDay).arg((span % kDay) / kHour);
}

} // namespace

Figure figure(double value, Unit unit)
{
    if (std::isnan(value))
        return {kMissing, {}};
    switch (unit) {
    case Unit::Ratio:
        return {number(value * 100, 1), QStringLiteral("%")};
    case Unit::Bytes:
        return binaryBytes(value);
    case Unit::BytesPerSecond: {
        const auto [scaledValue, prefix] = scaled(value, 1000);
        return {number(scaledValue, value < 1000 ? 0 : 1),
                QLatin1String(prefix) + QStringLiteral("B/s")};
    }
    case Unit::Watts: {
        if (std::abs(value) < 10'000)
            return {number(value, 0), QStringLiteral("W")};
        const double kilo = value / 1000;
        if (std::abs(kilo) < 10'000)
            return {number(kilo, std::abs(kilo) < 100 ? 1 : 0), QStringLiteral("kW")};
        return {number(kilo / 1000, 1), QStringLiteral("MW")};
    }
    case Unit::Joules: {
        const double kWh = value / 3.6e6;
        return {number(kWh, decimalsFor(kWh)), QStringLiteral("kWh")};
    }
    case Unit::Celsius:
        return {number(value, 0), QStringLiteral("°C")};
    case Unit::Hertz:
        return {number(value / 1e6, 0), QStringLiteral("MHz")};
    case Unit::Seconds:
        return {duration(static_cast<Micros>(value * kSecond)), {}};
    case Unit::None:
        break;
    }
    const bool whole = value == std::floor(value);
    return {number(value, whole ? 0 : 2), {}};
}

QString value(double value, Unit unit)
{
    const Figure parts = figure(value, unit);
    return parts.unit.isEmpty() ? parts.number : parts.number + u' ' + parts.unit;
}

double shown(double value, Unit unit)
{
    switch (unit) {
    case Unit::Ratio:
        return value * 100;
    case Unit::Bytes:
        return value / (1024.0 * 1024 * 1024);
    case Unit::BytesPerSecond:
        return value / 1e9;
    case Unit::Hertz:
        return value / 1e6;
    case Unit::Joules:
        return value / 3.6e6;
    default:
        return value;
    }
}

QString unitName(Unit unit)
{
    switch (unit) {
    case Unit::Ratio:
        return QStringLiteral("%");
    case Unit::Bytes:
        return QStringLiteral("GiB");
    case Unit::BytesPerSecond:
        return QStringLiteral("GB/s");
    case Unit::Watts:
        return QStringLiteral("W");
    case Unit::Joules:
        return QStringLiteral("kWh");
    case Unit::Celsius:
        return QStringLiteral("°C");
    case Unit::Hertz:
        return QStringLiteral("MHz");
    case Unit::Seconds:
        return QStringLiteral("s");
    case Unit::None:
        break;
    }
    return {};
}

QString count(qint64 value)
{
    return QLocale().toString(value);
}

QString span(Micros span)
{
    return span < kHour ? Words::tr("%1 min").arg(span / kMinute)
                        : Words::tr("%1 h", "span in hours").arg(span / kHour);
}

QString duration(Micros span)
{
    if (span < 0)
        return kMissing;
    if (span < kMinute)
        return Words::tr("%1 s", "duration in seconds").arg(span / kSecond);
    if (span < kHour)
        return Words::tr("%1 m %2 s").arg(span / kMinute).arg((span % kMinute) / kSecond);
    if (span < kDay)
        return Words::tr("%1 h %2 m").arg(span / kHour).arg((span % kHour) / kMinute);
    return days(span);
}

QString age(Micros span)
{
    if (span < 0)
        return kMissing;
    if (span < 10 * kSecond)
        return Words::tr("%1 s", "age with one decimal")
            .arg(number(static_cast<double>(span) / kSecond, 1));
    if (span < 2 * kMinute)
        return Words::tr("%1 s", "duration in seconds").arg(span / kSecond);
    if (span < 2 * kHour)
        return Words::tr("%1 m", "age in minutes").arg(span / kMinute);
    if (span < 2 * kDay)
        return Words::tr("%1 h", "age in hours").arg(span / kHour);
    return Words::tr("%1 d", "age in days").arg(span / kDay);
}

QString dateTime(Micros time)
{
    if (time <= 0)
        return kMissing;
    return QDateTime::fromMSecsSinceEpoch(time / 1000)
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString timeOfDay(Micros time)
{
    if (time <= 0)
        return kMissing;
    return QDateTime::fromMSecsSinceEpoch(time / 1000).toString(QStringLiteral("HH:mm:ss"));
}

QString moment(Micros time)
{
    const QDate day = QDateTime::fromMSecsSinceEpoch(time / 1000).date();
    return time > 0 && day == QDate::currentDate() ? timeOfDay(time) : dateTime(time);
}

QString metric(Metric metric)
{
    const MetricInfo &info = metricInfo(metric);
    const std::string_view label = inChinese() ? info.labelZh : info.labelEn;
    return QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size()));
}

QString metric(std::string_view name)
{
    const auto known = findMetric(name);
    return known ? metric(*known)
                 : QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

QString scenario(std::string_view name)
{
    const Scenario &known = pilothouse::scenario(name);
    const std::string_view label = inChinese() ? known.labelZh : known.labelEn;
    return QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size()));
}

QString event(const Event &event)
{
    switch (event.kind) {
    case EventKind::AgentStarted:
        return Words::tr("Agent started");
    case EventKind::AcceleratorFault:
        return event.detail.empty() ? Words::tr("Accelerator fault %1").arg(event.code)
                                    : from(event.detail);
    case EventKind::EccUncorrected:
        return Words::tr("Uncorrected ECC error");
    case EventKind::LinkDown:
        return Words::tr("Link down");
    case EventKind::LinkUp:
        return Words::tr("Link up");
    case EventKind::Throttled:
        return Words::tr("Throttled by heat");
    case EventKind::ThrottleEnded:
        return Words::tr("Throttling ended");
    case EventKind::NodeLost:
        return Words::tr("Node lost");
    case EventKind::NodeBack:
        return Words::tr("Node back");
    case EventKind::Checkpoint:
        return Words::tr("Checkpoint of job %1").arg(event.code);
    case EventKind::Unspecified:
        break;
    }
    return event.detail.empty() ? Words::tr("Event") : from(event.detail);
}

QString jobName(const Job &job)
{
    if (job.hetJob != 0)
        return QStringLiteral("%1+%2").arg(job.hetJob).arg(job.hetOffset);
    if (job.arrayJob == 0)
        return QString::number(job.id);
    if (job.arrayTask >= 0)
        return QStringLiteral("%1_%2").arg(job.arrayJob).arg(job.arrayTask);
    return QStringLiteral("%1_[%2]").arg(job.arrayJob).arg(from(job.detail().arrayTasks));
}

QString state(JobState state)
{
    return QLatin1String(stateName(state));
}

QString state(NodeState state)
{
    return QLatin1String(stateName(state));
}

QString action(ActionKind kind)
{
    switch (kind) {
    case ActionKind::Submit:
        return Words::tr("Submit");
    case ActionKind::Cancel:
        return Words::tr("Cancel");
    case ActionKind::Hold:
        return Words::tr("Hold");
    case ActionKind::Release:
        return Words::tr("Release");
    case ActionKind::Requeue:
        return Words::tr("Requeue");
    case ActionKind::RequeueHold:
        return Words::tr("Requeue, held");
    case ActionKind::Move:
        return Words::tr("Move");
    case ActionKind::Priority:
        return Words::tr("Set priority");
    case ActionKind::Drain:
        return Words::tr("Drain");
    case ActionKind::Resume:
        return Words::tr("Resume");
    case ActionKind::Signal:
        return Words::tr("Signal");
    case ActionKind::Suspend:
        return Words::tr("Suspend");
    case ActionKind::ResumeJob:
        return Words::tr("Resume job");
    case ActionKind::Down:
        return Words::tr("Take down");
    case ActionKind::Update:
        return Words::tr("Change");
    }
    return {};
}

} // namespace pilothouse::text
