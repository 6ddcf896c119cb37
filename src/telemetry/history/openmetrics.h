// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/time.h"

#include <optional>
#include <string_view>

namespace pilothouse::history {

// One line of the text form that Prometheus' exporters and promtool use
// (https://prometheus.io/docs/specs/om/open_metrics_spec/), refers to it.
struct OpenMetricsLine {
    enum class Kind { Sample, Type, Other, End };
    Kind kind = Kind::Other;
    std::string_view series; // name and labels, as they stand
    double value = 0;
    Micros time = 0; // 0: none was given
    std::string_view name; // of a type
    std::string_view type;
};

// Nothing where the line is malformed.
[[nodiscard]] std::optional<OpenMetricsLine> parseOpenMetricsLine(std::string_view line);

} // namespace pilothouse::history
