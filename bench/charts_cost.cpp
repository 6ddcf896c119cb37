// SPDX-License-Identifier: GPL-3.0-or-later
// What one update of each chart costs, in milliseconds of processor time: new data and its
// painting.
#include "sampledata.h"
#include "ui/charts/bandrows.h"
#include "ui/charts/board.h"
#include "ui/charts/heatmap.h"
#include "ui/charts/timechart.h"

#include <QApplication>
#include <QImage>
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>

using namespace pilothouse;

namespace {

double cpuMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// The median of several updates; the widget paints into an image as it would into its window.
void measure(const char *name, QWidget &widget, QSize size, const std::function<void(int)> &update)
{
    constexpr int kWarmUp = 3;
    constexpr int kRuns = 41;
    widget.resize(size);
    widget.show();
    QApplication::processEvents();
    QImage image(size, QImage::Format_RGB32);
    std::vector<double> costs;
    for (int run = 0; run < kWarmUp + kRuns; ++run) {
        const double before = cpuMilliseconds();
        update(run);
        widget.render(&image);
        if (run >= kWarmUp)
            costs.push_back(cpuMilliseconds() - before);
    }
    std::ranges::sort(costs);
    std::printf("%-36s %7.2f ms\n", name, costs[costs.size() / 2]);
}

std::vector<TimeSeries> lines(int count, int points, int run)
{
    std::vector<TimeSeries> series;
    for (int i = 0; i < count; ++i) {
        series.push_back({QStringLiteral("series %1").arg(i), i, SeriesStyle::Line,
                          sampledata::wandering(i + run, points, kSecond, 0.5, 0.3)});
    }
    return series;
}

void timeChart(const char *name, TimeChart::Form form, int count, SeriesStyle style)
{
    constexpr int kVariants = 8;
    const Theme theme;
    TimeChart chart(theme, form);
    chart.setTitle(QStringLiteral("Tensor active"));
    chart.setFixedRange(0, style == SeriesStyle::Stacked ? count : 1);
    std::vector<std::vector<TimeSeries>> variants;
    for (int i = 0; i < kVariants; ++i) {
        variants.push_back(lines(count, 600, i * 10));
        for (TimeSeries &series : variants.back())
            series.style = style;
    }
    const QSize size = form == TimeChart::Form::Compact ? QSize(380, 84) : QSize(860, 180);
    measure(name, chart, size, [&](int run) {
        chart.setData(sampledata::kEnd - 600 * kSecond, sampledata::kEnd, 5 * kSecond,
                      variants[static_cast<std::size_t>(run % kVariants)]);
    });
}

void heatmap(const char *name, int cells, QSize size)
{
    const Theme theme;
    Heatmap map(theme);
    map.setGroups(sampledata::racks(cells));
    map.setMarks(sampledata::marks(cells));
    auto values = sampledata::activity(cells);
    measure(name, map, size, [&](int) {
        std::ranges::rotate(values, values.begin() + 1);
        map.setValues(values);
    });
}

void bandRows(const char *name, int rows)
{
    const Theme theme;
    BandRows chart(theme);
    chart.setFixedRange(0, 1);
    const auto data = sampledata::jobRows(rows, 900, 12 * kSecond);
    measure(name, chart, {860, 570}, [&](int run) {
        const Micros to = sampledata::kEnd + run * kSecond;
        chart.setData(to - 3 * kHour, to, kMinute, data);
    });
}

void board(const char *name, int leaves)
{
    const Theme theme;
    Board chart(theme);
    const auto data = sampledata::leaves(leaves, 16);
    measure(name, chart, {540, 640}, [&](int) { chart.setLeaves(data); });
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    using Form = TimeChart::Form;
    timeChart("TimeChart compact, 1 x 600", Form::Compact, 1, SeriesStyle::FilledLine);
    timeChart("TimeChart, 1 x 600", Form::Large, 1, SeriesStyle::Line);
    timeChart("TimeChart, 4 x 600", Form::Large, 4, SeriesStyle::Line);
    timeChart("TimeChart stacked, 6 x 600", Form::Large, 6, SeriesStyle::Stacked);
    heatmap("Heatmap, 1,024 cells", 1'024, {890, 380});
    heatmap("Heatmap, 80,000 cells", 80'000, {1600, 900});
    heatmap("Heatmap, 80,000 cells as nodes", 80'000, {640, 360});
    bandRows("BandRows, 64 x 900", 64);
    bandRows("BandRows, 1,024 x 900", 1'024);
    board("Board, 64 nodes", 4);
    board("Board, 10,240 nodes", 640);
    return 0;
}
