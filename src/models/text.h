// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/frame.h"
#include "core/metric.h"
#include "core/time.h"
#include "placement/job.h"
#include "placement/scheduler.h"

#include <QString>

// Everything that turns a value into words in the user's language. GUI thread.
namespace pilothouse::text {

// A number and its unit apart, for large figures. Missing (NaN): an em dash and no unit.
struct Figure {
    QString number;
    QString unit;
};
[[nodiscard]] Figure figure(double value, Unit unit);
[[nodiscard]] QString value(double value, Unit unit); // "61.2 %", "55.7 GiB", "—"
// A value as a person types and reads it in a table: percent, GiB, GB/s, MHz.
[[nodiscard]] double shown(double value, Unit unit);

[[nodiscard]] QString count(qint64 value); // with the language's digit grouping
[[nodiscard]] QString span(Micros span); // of a chart: "15 min", "24 h"
[[nodiscard]] QString duration(Micros span); // "3 h 12 m"
[[nodiscard]] QString age(Micros span); // "0.4 s", "42 s", "3 h"; "—" when negative
[[nodiscard]] QString dateTime(Micros time); // local zone; "—" for 0
[[nodiscard]] QString timeOfDay(Micros time); // local zone, HH:mm:ss
[[nodiscard]] QString moment(Micros time); // local zone, with the day where it is not today

[[nodiscard]] QString metric(Metric metric);
[[nodiscard]] QString metric(std::string_view name); // its own name when the catalogue has none
[[nodiscard]] QString scenario(std::string_view name);
[[nodiscard]] QString event(const Event &event); // "XID 79", "Link down"
// As the scheduler's own tools name it: "1207", "1207_3" of an array, "1207_[4-9%2]" of its tasks
// that wait, "1207+1" of a heterogeneous job.
[[nodiscard]] QString jobName(const Job &job);
[[nodiscard]] QString state(JobState state); // the scheduler's own name
[[nodiscard]] QString state(NodeState state);
[[nodiscard]] QString reason(const std::string &reason); // why a job waits, in plain words
[[nodiscard]] QString action(ActionKind kind);
[[nodiscard]] QString unitName(Unit unit); // of shown(): "%", "GiB"; empty for numbers

[[nodiscard]] inline QString from(const std::string &utf8)
{
    return QString::fromStdString(utf8);
}

} // namespace pilothouse::text
