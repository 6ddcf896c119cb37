// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "historytool/arguments.h"
#include "telemetry/history/maintenance.h"
#include "telemetry/history/query.h"

#include <cstdio>
#include <string>

namespace pilothouse::historytool {

[[nodiscard]] std::string momentText(Micros time); // ISO 8601, UTC

void writeCsvHeader(std::FILE *out);
void writeCsv(std::FILE *out, const std::string &metric, const QueryResult &result);
void writeJson(std::FILE *out, const std::string &metric, const QueryResult &result);
// Without the end mark.
void writeOpenMetrics(std::FILE *out, const std::string &metric, const std::string &type,
                      const QueryResult &result);
void writeStatistics(std::FILE *out, const history::FileStatistics &statistics);

} // namespace pilothouse::historytool
