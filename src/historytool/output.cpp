// SPDX-License-Identifier: GPL-3.0-or-later
#include "historytool/output.h"

#include <charconv>
#include <chrono>

namespace pilothouse::historytool {

namespace {

std::string numberText(double value)
{
    char text[40];
    char *end = std::to_chars(text, text + sizeof text, value).ptr;
    return std::string(text, end);
}

std::string secondsText(Micros time)
{
    std::string text = std::to_string(time / kSecond);
    if (const Micros rest = time % kSecond; rest != 0) {
        const std::string digits = std::to_string(rest);
        text += '.' + std::string(6 - digits.size(), '0') + digits;
        text.erase(text.find_last_not_of('0') + 1);
    }
    return text;
}

std::string escaped(const std::string &text, bool json)
{
    std::string result;
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            result += '\\';
            result += c;
        } else if (c == '\n') {
            result += "\\n";
        } else if (json && static_cast<unsigned char>(c) < 0x20) {
            char code[8];
            std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(c));
            result += code;
        } else {
            result += c;
        }
    }
    return result;
}

std::string labelsText(const Labels &labels)
{
    std::string text;
    for (const auto &[name, value] : labels) {
        text += text.empty() ? '{' : ',';
        text += name + "=\"" + escaped(value, false) + '"';
    }
    return text.empty() ? text : text + '}';
}

std::string csvField(const std::string &text)
{
    if (text.find_first_of(",\"\n\r") == std::string::npos)
        return text;
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"')
            result += '"';
        result += c;
    }
    return result + '"';
}

const char *levelText(HistoryLevel level)
{
    switch (level) {
    case HistoryLevel::Samples:
        return "samples";
    case HistoryLevel::TenSeconds:
        return "10s";
    case HistoryLevel::Minute:
        return "1m";
    case HistoryLevel::TenMinutes:
        return "10m";
    }
    return "";
}

double perSample(std::uint64_t bytes, std::uint64_t samples)
{
    return samples == 0 ? 0 : static_cast<double>(bytes) / static_cast<double>(samples);
}

} // namespace

std::string momentText(Micros time)
{
    if (time == 0)
        return "-";
    using namespace std::chrono;
    const sys_days day = floor<days>(sys_time<microseconds>(microseconds(time)));
    const year_month_day date(day);
    const Micros seconds = (time - day.time_since_epoch().count() * kDay) / kSecond;
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(seconds / 3600),
                  static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
    return text;
}

void writeCsvHeader(std::FILE *out)
{
    std::fputs("series,time,value\n", out);
}

void writeCsv(std::FILE *out, const std::string &metric, const QueryResult &result)
{
    for (const QuerySeries &series : result.series) {
        const std::string name = csvField(metric + labelsText(series.labels));
        for (std::size_t i = 0; i < series.times.size(); ++i)
            std::fprintf(out, "%s,%s,%s\n", name.c_str(), secondsText(series.times[i]).c_str(),
                         numberText(series.values[i]).c_str());
    }
}

void writeJson(std::FILE *out, const std::string &metric, const QueryResult &result)
{
    std::fprintf(out,
                 "{\"metric\":\"%s\",\"level\":\"%s\",\"fleet\":%s,\"damaged\":%zu,\"series\":[",
                 escaped(metric, true).c_str(), levelText(result.level),
                 result.fleet ? "true" : "false", result.damaged);
    const char *separator = "";
    for (const QuerySeries &series : result.series) {
        std::fprintf(out, "%s\n{\"labels\":{", separator);
        separator = ",";
        for (std::size_t i = 0; i < series.labels.size(); ++i)
            std::fprintf(out, "%s\"%s\":\"%s\"", i == 0 ? "" : ",",
                         escaped(series.labels[i].first, true).c_str(),
                         escaped(series.labels[i].second, true).c_str());
        std::fputs("},\"values\":[", out);
        for (std::size_t i = 0; i < series.times.size(); ++i) {
            const std::string value = numberText(series.values[i]);
            const bool finite = value.find_first_of("in") == std::string::npos; // inf, nan
            std::fprintf(out, finite ? "%s[%s,%s]" : "%s[%s,\"%s\"]", i == 0 ? "" : ",",
                         secondsText(series.times[i]).c_str(), value.c_str());
        }
        std::fputs("]}", out);
    }
    std::fputs("]}\n", out);
}

void writeOpenMetrics(std::FILE *out, const std::string &metric, const std::string &type,
                      const QueryResult &result)
{
    if (!result.series.empty())
        std::fprintf(out, "# TYPE %s %s\n", metric.c_str(), type.c_str());
    for (const QuerySeries &series : result.series) {
        const std::string name = metric + labelsText(series.labels);
        for (std::size_t i = 0; i < series.times.size(); ++i)
            std::fprintf(out, "%s %s %s\n", name.c_str(), numberText(series.values[i]).c_str(),
                         secondsText(series.times[i]).c_str());
    }
}

void writeStatistics(std::FILE *out, const history::FileStatistics &statistics)
{
    std::fprintf(out,
                 "file      %llu bytes, of which %llu free; %llu sealed samples, %.3f bytes each\n",
                 static_cast<unsigned long long>(statistics.bytes),
                 static_cast<unsigned long long>(statistics.free),
                 static_cast<unsigned long long>(statistics.samples),
                 perSample(statistics.bytes - statistics.free, statistics.samples));
    std::fputs("\nlevel                    rows         bytes   with pages  per sample  since\n",
               out);
    for (const history::LevelSize &level : statistics.levels) {
        std::fprintf(out, "%-20s %8llu %13llu %12llu %11.4f  %s\n", level.level.c_str(),
                     static_cast<unsigned long long>(level.rows),
                     static_cast<unsigned long long>(level.payload),
                     static_cast<unsigned long long>(level.pages),
                     perSample(level.pages, statistics.samples), momentText(level.oldest).c_str());
    }
    std::fputs(
        "\nmetric                             samples   samples' bytes  per sample   10 s level\n",
        out);
    for (const history::MetricSize &metric : statistics.metrics) {
        std::fprintf(out, "%-30s %11llu %16llu %11.4f %12.4f\n", metric.metric.c_str(),
                     static_cast<unsigned long long>(metric.samples),
                     static_cast<unsigned long long>(metric.chunks),
                     perSample(metric.chunks, metric.samples),
                     perSample(metric.rollups, metric.samples));
    }
}

} // namespace pilothouse::historytool
