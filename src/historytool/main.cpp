// SPDX-License-Identifier: GPL-3.0-or-later
#include "historytool/arguments.h"
#include "historytool/output.h"
#include "telemetry/history/importer.h"
#include "telemetry/history/maintenance.h"
#include "telemetry/history/queryengine.h"
#include "telemetry/history/seriescatalogue.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <set>

using namespace pilothouse;
using namespace pilothouse::historytool;

namespace {

constexpr int kFailed = 1;
constexpr int kBadArguments = 2;

int complain(const Error &error, int code = kFailed)
{
    std::fprintf(stderr, "pilothouse-history: %s\n", error.detail.c_str());
    return code;
}

std::filesystem::path directoryOf(const Arguments &arguments)
{
    if (!arguments.history.empty())
        return arguments.history;
    const char *data = std::getenv("XDG_DATA_HOME");
    const char *home = std::getenv("HOME");
    const std::filesystem::path base = data != nullptr && *data != '\0'
        ? std::filesystem::path(data)
        : std::filesystem::path(home == nullptr ? "." : home) / ".local/share";
    return base / "pilothouse";
}

std::filesystem::path fileOf(const Arguments &arguments)
{
    const std::filesystem::path path = directoryOf(arguments);
    std::error_code error;
    return std::filesystem::is_directory(path, error) ? path / "history.db" : path;
}

int import(const Arguments &arguments)
{
    if (arguments.openMetrics.empty())
        return complain({ErrorCode::InvalidArgument, "import what? --openmetrics FILE"},
                        kBadArguments);
    std::ifstream file;
    std::vector<char> buffer(std::size_t{1} << 20U);
    const bool standard = arguments.openMetrics == "-";
    if (!standard) {
        file.rdbuf()->pubsetbuf(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        file.open(arguments.openMetrics);
        if (!file)
            return complain({ErrorCode::NotFound, arguments.openMetrics + " cannot be read"});
    }
    std::error_code error;
    const auto size = standard ? 0 : std::filesystem::file_size(arguments.openMetrics, error);
    auto importer = history::Importer::open(directoryOf(arguments));
    if (!importer)
        return complain(importer.error());
    const auto tell = [size](const history::Importer::Progress &progress) {
        std::fprintf(stderr, "\r%llu MB", static_cast<unsigned long long>(progress.bytes >> 20U));
        if (size > 0)
            std::fprintf(stderr, " of %llu MB", static_cast<unsigned long long>(size >> 20U));
        std::fprintf(stderr, ", %llu samples of %zu series ",
                     static_cast<unsigned long long>(progress.samples), progress.series);
    };
    const auto done =
        (*importer)->run(standard ? std::cin : file,
                         std::filesystem::path(arguments.openMetrics).filename().string(), tell);
    if (!done)
        return complain(done.error());
    tell(*done);
    std::fprintf(stderr, "\n");
    if (done->skipped > 0)
        std::fprintf(stderr, "pilothouse-history: skipped %llu lines without sense or time\n",
                     static_cast<unsigned long long>(done->skipped));
    return 0;
}

HistoryQuery queryOf(const Arguments &arguments)
{
    HistoryQuery query;
    query.from = arguments.from.value_or(0);
    query.to = arguments.to.value_or(history::kMaxTime);
    query.step = arguments.step;
    query.aggregate = arguments.aggregate;
    query.quantiles = arguments.quantiles;
    query.by = arguments.by;
    query.level = arguments.level;
    return query;
}

// Without an end of its own, a query with steps goes over what is kept.
Result<void> boundRange(const Arguments &arguments, HistoryQuery &query)
{
    if (query.step == 0 || (arguments.from && arguments.to))
        return {};
    const auto rows = history::RowReader::open(fileOf(arguments));
    if (!rows)
        return tl::unexpected(rows.error());
    const Result<std::int64_t> first = (*rows)->nextWindow(history::windowOf(query.from));
    const Result<std::int64_t> last = (*rows)->database().number(
        "SELECT max(ifnull((SELECT max(id) >> 36 FROM tenminute), 0), ifnull((SELECT max(id) >> 36 "
        "FROM chunk), 0))");
    if (!first || !last)
        return tl::unexpected(!first ? first.error() : last.error());
    if (!arguments.from && *first != history::kNoWindow)
        query.from = *first * history::kWindow;
    if (!arguments.to)
        query.to = std::max(query.from, (*last + 1) * history::kWindow - 1);
    return {};
}

int query(const Arguments &arguments)
{
    if (arguments.operands.size() != 1)
        return complain({ErrorCode::InvalidArgument, "query needs one selector"}, kBadArguments);
    const Result<Selector> selector = parseSelector(arguments.operands[0]);
    if (!selector)
        return complain(selector.error(), kBadArguments);
    HistoryQuery query = queryOf(arguments);
    query.selector = *selector;
    if (const Result<void> bounded = boundRange(arguments, query); !bounded)
        return complain(bounded.error());
    history::QueryEngine engine(fileOf(arguments));
    const Result<QueryResult> result = engine.run(query, nullptr);
    if (!result)
        return complain(result.error());
    if (arguments.format == Format::Json) {
        writeJson(stdout, selector->metric, *result);
    } else {
        writeCsvHeader(stdout);
        writeCsv(stdout, selector->metric, *result);
    }
    if (result->damaged > 0)
        std::fprintf(stderr, "pilothouse-history: left out %zu damaged pieces\n", result->damaged);
    return 0;
}

int exportSamples(const Arguments &arguments)
{
    history::QueryEngine engine(fileOf(arguments));
    const auto catalogue = engine.catalogue();
    if (!catalogue)
        return complain(catalogue.error());
    std::vector<Selector> selectors;
    if (arguments.operands.empty()) {
        std::set<std::string> names;
        for (const auto &[name, metric] : (*catalogue)->metrics)
            names.insert(name);
        for (const std::string &name : names)
            selectors.push_back({name, {}});
    } else {
        const Result<Selector> selector = parseSelector(arguments.operands[0]);
        if (!selector)
            return complain(selector.error(), kBadArguments);
        selectors.push_back(*selector);
    }
    if (arguments.format != Format::OpenMetrics)
        writeCsvHeader(stdout);
    for (const Selector &selector : selectors) {
        HistoryQuery query = queryOf(arguments);
        query.selector = selector;
        const Result<QueryResult> result = engine.run(query, nullptr);
        if (!result)
            return complain(result.error());
        const auto metric = (*catalogue)->metrics.find(selector.metric);
        const bool counter = metric != (*catalogue)->metrics.end() && metric->second.kind == 2;
        if (arguments.format == Format::OpenMetrics)
            writeOpenMetrics(stdout, selector.metric, counter ? "counter" : "gauge", *result);
        else
            writeCsv(stdout, selector.metric, *result);
    }
    if (arguments.format == Format::OpenMetrics)
        std::fputs("# EOF\n", stdout);
    return 0;
}

int stat(const Arguments &arguments)
{
    const auto statistics = history::statistics(fileOf(arguments));
    if (!statistics)
        return complain(statistics.error());
    writeStatistics(stdout, *statistics);
    return 0;
}

int check(const Arguments &arguments)
{
    const auto report = history::check(fileOf(arguments));
    if (!report)
        return complain(report.error());
    for (const std::string &damaged : report->damaged)
        std::printf("%s\n", damaged.c_str());
    std::printf("%llu rows, %llu damaged\n", static_cast<unsigned long long>(report->rows),
                static_cast<unsigned long long>(report->damagedCount));
    return report->damagedCount == 0 ? 0 : kFailed;
}

int slice(const Arguments &arguments)
{
    if (arguments.operands.size() != 1 || !arguments.from || !arguments.to)
        return complain({ErrorCode::InvalidArgument, "slice needs a new file, --from and --to"},
                        kBadArguments);
    const Result<void> done =
        history::slice(fileOf(arguments), arguments.operands[0], *arguments.from, *arguments.to);
    return done ? 0 : complain(done.error());
}

} // namespace

int main(int argc, char **argv)
{
    const Result<Arguments> arguments = parseArguments({argv + 1, argv + argc});
    if (!arguments)
        return complain(arguments.error(), kBadArguments);
    if (arguments->help) {
        std::fputs(helpText().c_str(), stdout);
        return 0;
    }
    const std::pair<const char *, int (*)(const Arguments &)> verbs[] = {
        {"import", import}, {"export", exportSamples}, {"query", query},
        {"stat", stat},     {"check", check},          {"slice", slice}};
    for (const auto &[name, function] : verbs) {
        if (arguments->verb == name)
            return function(*arguments);
    }
    return complain(
        {ErrorCode::InvalidArgument, "there is no verb '" + arguments->verb + "'; see --help"},
        kBadArguments);
}
