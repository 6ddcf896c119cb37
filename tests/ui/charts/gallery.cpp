// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a picture of every chart in both themes, to be looked at: charts_gallery --out DIR
#include "sampledata.h"
#include "ui/charts/bandrows.h"
#include "ui/charts/board.h"
#include "ui/charts/chartexport.h"
#include "ui/charts/charttables.h"
#include "ui/charts/heatmap.h"
#include "ui/charts/timechart.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QVBoxLayout>

using namespace pilothouse;

namespace {

QString percent(double value)
{
    return QStringLiteral("%1 %").arg(value * 100, 0, 'f', value > 0 && value < 0.1 ? 1 : 0);
}

class Gallery {
public:
    Gallery(Theme &theme, QDir directory)
        : m_theme(theme)
        , m_directory(std::move(directory))
    {
    }

    bool writeAll()
    {
        panel();
        stacked();
        band();
        states();
        heatmaps();
        bandRows();
        boards();
        exports();
        return m_good;
    }

private:
    void write(QWidget &widget, const QString &name, QSize size)
    {
        widget.resize(size);
        widget.show();
        QApplication::processEvents();
        const QString look =
            m_theme.kind() == ThemeKind::Dark ? QStringLiteral("dark") : QStringLiteral("light");
        m_good &=
            widget.grab().save(m_directory.filePath(QStringLiteral("%1-%2.png").arg(name, look)));
    }

    TimeChart *compact(QLayout &into, const QString &title, int colour, double level, double top,
                       TimeChart::Formatter text, const QString &suffix = {})
    {
        auto *chart = new TimeChart(m_theme);
        chart->setTitle(title);
        chart->setFormatter(std::move(text));
        chart->setValueSuffix(suffix);
        chart->setFixedRange(0, top);
        auto points = sampledata::wandering(colour, 600, kSecond, level, level * 0.1);
        if (colour == 3)
            points.erase(points.begin() + 200, points.begin() + 260);
        chart->setData(sampledata::kEnd - 10 * kMinute, sampledata::kEnd, 5 * kSecond,
                       {{title, colour, SeriesStyle::FilledLine, points}});
        chart->setCursorTime(sampledata::kEnd - 200 * kSecond);
        into.addWidget(chart);
        return chart;
    }

    void panel()
    {
        QWidget page;
        QVBoxLayout column(&page);
        column.setSpacing(0);
        const auto unit = [](const char *name) {
            return [text = QString::fromUtf8(name)](double value) {
                return QStringLiteral("%1 %2").arg(value, 0, 'f', 0).arg(text);
            };
        };
        compact(column, QStringLiteral("AI Core active"), 5, 0.04, 1, percent);
        compact(column, QStringLiteral("HBM used"), 3, 58.2, 64, unit("GiB"),
                QStringLiteral(" of 64"));
        compact(column, QStringLiteral("Power"), 1, 94, 400, unit("W"), QStringLiteral(" of 400"));
        TimeChart *marked = compact(column, QStringLiteral("Temperature"), 6, 41, 100, unit("°C"));
        marked->setMarks(
            {{sampledata::kEnd - 400 * kSecond, MarkSeverity::Critical, QStringLiteral("XID 79")}});
        compact(column, QString::fromUtf8("AI Core 时钟"), 0, 1650, 2000, unit("MHz"))
            ->setCursorTime({});
        write(page, QStringLiteral("timechart-panel"), {400, 480});
    }

    void stacked()
    {
        static const std::array kTenants{"pretrain", "autodrive", "med-imaging",
                                         "speech",   "logistics", "agri"};
        TimeChart chart(m_theme, TimeChart::Form::Large);
        std::vector<TimeSeries> series;
        for (int i = 0; i < static_cast<int>(kTenants.size()); ++i) {
            series.push_back({QLatin1String(kTenants[static_cast<std::size_t>(i)]), i,
                              SeriesStyle::Stacked,
                              sampledata::wandering(i, 288, 5 * kMinute, 150, 60)});
        }
        series.push_back({QStringLiteral("active"), -1, SeriesStyle::Line,
                          sampledata::wandering(9, 288, 5 * kMinute, 520, 160)});
        chart.setTitle(QString::fromUtf8("Allocated and active accelerators, by tenant — 24 h"));
        chart.setFormatter([](double value) { return QString::number(value, 'f', 0); },
                           Rounding::Binary);
        chart.setData(sampledata::kEnd - kDay, sampledata::kEnd, 15 * kMinute, series);
        write(chart, QStringLiteral("timechart-stacked"), {600, 180});
        chart.setCursorTime(sampledata::kEnd - 7 * kHour);
        write(chart, QStringLiteral("timechart-stacked-cursor"), {600, 180});
    }

    void band()
    {
        TimeChart chart(m_theme, TimeChart::Form::Large);
        auto points = sampledata::banded(4, 600, 20 * kSecond, 0.7, 0.2);
        points.erase(points.begin() + 150, points.begin() + 180);
        chart.setTitle(QStringLiteral("Tensor active, all 16 accelerators"));
        chart.setFormatter(percent);
        chart.setFixedRange(0, 1);
        chart.setMarks(
            {{sampledata::kEnd - 70 * kMinute, MarkSeverity::Warning,
              QString::fromUtf8("09:52 link n059 ↔ leaf-04 at half width")},
             {sampledata::kEnd - 130 * kMinute, MarkSeverity::Info, QStringLiteral("Checkpoint")},
             {sampledata::kEnd - 2 * kMinute, MarkSeverity::Critical, QStringLiteral("XID 79")}});
        chart.setData(sampledata::kEnd - 200 * kMinute, sampledata::kEnd, kMinute,
                      {{QStringLiteral("Tensor active"), 2, SeriesStyle::Line, points}});
        write(chart, QStringLiteral("timechart-band"), {860, 180});
    }

    void states()
    {
        QWidget page;
        QVBoxLayout column(&page);
        for (const bool loading : {false, true}) {
            auto *chart = new TimeChart(m_theme);
            chart->setTitle(QStringLiteral("Power"));
            chart->setData(sampledata::kEnd - kHour, sampledata::kEnd, 0,
                           {{QStringLiteral("Power"), 0, {}, {}}});
            chart->setLoading(loading);
            column.addWidget(chart);
        }
        auto *failed = new TimeChart(m_theme, TimeChart::Form::Large);
        failed->setTitle(QStringLiteral("Power"));
        failed->setData(sampledata::kEnd - 40 * kDay, sampledata::kEnd, 0, {});
        failed->setMessage(QStringLiteral("The history file cannot be read. See Connections."));
        column.addWidget(failed);
        write(page, QStringLiteral("timechart-states"), {420, 400});
    }

    void heatmap(int cells, const QString &name, QSize size)
    {
        Heatmap map(m_theme);
        map.setGroups(sampledata::racks(cells));
        map.setValues(sampledata::activity(cells));
        map.setMarks(sampledata::marks(cells));
        map.setKey(QStringLiteral("0 %"), QStringLiteral("100 %"));
        write(map, name, size);
    }

    void heatmaps()
    {
        heatmap(1024, QStringLiteral("heatmap-1024"), {890, 380});
        heatmap(80'000, QStringLiteral("heatmap-80000"), {1280, 760});
        heatmap(80'000, QStringLiteral("heatmap-80000-small"), {640, 360});
        heatmap(80'000, QStringLiteral("heatmap-80000-tiny"), {300, 160});
        heatmap(64, QStringLiteral("heatmap-64"), {890, 380});
        Heatmap map(m_theme);
        map.setGroups(sampledata::racks(1024));
        const auto jobs = sampledata::jobs(1024);
        QStringList names;
        for (int i = 0; i < 12; ++i)
            names += QStringLiteral("tenant-%1").arg(i);
        map.setCategories(jobs, names);
        map.setSelection({128, 129, 130, 131, 400, 401});
        write(map, QStringLiteral("heatmap-jobs"), {890, 380});
        map.zoomAt({300, 100}, 3);
        write(map, QStringLiteral("heatmap-jobs-zoomed"), {890, 380});
        Heatmap empty(m_theme);
        write(empty, QStringLiteral("heatmap-empty"), {400, 200});
    }

    void bandRows(int rows, const QString &name, QSize size)
    {
        BandRows chart(m_theme);
        chart.setFormatter(percent);
        chart.setFixedRange(0, 1);
        chart.setData(sampledata::kEnd - 192 * kMinute, sampledata::kEnd, 40 * kSecond,
                      sampledata::jobRows(rows, 900, 13 * kSecond));
        chart.setMarks({{sampledata::kEnd - 71 * kMinute, MarkSeverity::Warning,
                         QString::fromUtf8("09:52 link n059 ↔ leaf-04 at half width")}});
        write(chart, name, size);
        if (rows != 16)
            return;
        chart.setCursorTime(sampledata::kEnd - 30 * kMinute);
        chart.rowsView()->setFocusRow(11);
        chart.rowsView()->setFocus();
        write(chart, name + QStringLiteral("-cursor"), size);
        m_good &= exported(chart, ExportFormat::Png, QStringLiteral("export-rows"));
    }

    void bandRows()
    {
        bandRows(16, QStringLiteral("bandrows-16"), {860, 570});
        bandRows(4, QStringLiteral("bandrows-4"), {860, 420});
        bandRows(1024, QStringLiteral("bandrows-1024"), {860, 570});
        BandRows empty(m_theme);
        empty.setData(sampledata::kEnd - kHour, sampledata::kEnd, 0, {});
        write(empty, QStringLiteral("bandrows-empty"), {600, 300});
    }

    void boards()
    {
        Board board(m_theme);
        board.setLeaves(sampledata::leaves(4, 16));
        write(board, QStringLiteral("board"), {545, 640});
        board.setCurrentJob(104);
        board.setPreview(104, {{19 + 3, {}}, {50, {0, 1, 2, 3}}});
        board.setSelectedNodes({40, 41, 42});
        write(board, QStringLiteral("board-preview"), {545, 640});
        Board large(m_theme);
        large.setLeaves(sampledata::leaves(64, 32));
        write(large, QStringLiteral("board-large"), {900, 640});
        Board empty(m_theme);
        write(empty, QStringLiteral("board-empty"), {400, 200});
    }

    bool exported(QWidget &picture, ExportFormat format, const QString &name)
    {
        const ExportContext context{QString::fromUtf8("张量活跃度 Tensor active, job 48190"),
                                    QStringLiteral("2026-11-22 16:00 to 19:12"),
                                    {},
                                    QStringLiteral("%"),
                                    QStringLiteral("Nanning AI Computing Center"),
                                    {}};
        static const QStringList kSuffixes{QStringLiteral(".png"), QStringLiteral(".svg"),
                                           QStringLiteral(".pdf")};
        const QString look =
            m_theme.kind() == ThemeKind::Dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        const QString path =
            m_directory.filePath(name + look + kSuffixes[static_cast<int>(format)]);
        return ChartExport::writePicture(picture, m_theme, context, format, path).has_value();
    }

    void exports()
    {
        TimeChart chart(m_theme, TimeChart::Form::Large);
        chart.setTitle(QStringLiteral("Tensor active"));
        chart.setFormatter(percent);
        chart.setData(sampledata::kEnd - 200 * kMinute, sampledata::kEnd, kMinute,
                      {{QStringLiteral("Tensor active"), 2, SeriesStyle::Line,
                        sampledata::banded(4, 600, 20 * kSecond, 0.7, 0.2)}});
        chart.resize(860, 240);
        Heatmap map(m_theme);
        map.setGroups(sampledata::racks(1024));
        map.setValues(sampledata::activity(1024));
        map.setMarks(sampledata::marks(1024));
        map.resize(890, 380);
        for (const ExportFormat format :
             {ExportFormat::Png, ExportFormat::Svg, ExportFormat::Pdf}) {
            m_good &= exported(chart, format, QStringLiteral("export-chart"));
            m_good &= exported(map, format, QStringLiteral("export-heatmap"));
        }
        const QString path = m_directory.filePath(QStringLiteral("export-table.pdf"));
        m_good &= ChartExport::writeTable(tableOf(chart), m_theme,
                                          {QStringLiteral("Samples"), {}, {}, {}, {}, {}},
                                          ExportFormat::Pdf, path)
                      .has_value();
    }

    Theme &m_theme;
    QDir m_directory;
    bool m_good = true;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption out(QStringLiteral("out"), QStringLiteral("Where the pictures go"),
                                 QStringLiteral("directory"), QStringLiteral("gallery"));
    parser.addOption(out);
    parser.process(application);
    const QDir directory(parser.value(out));
    bool good = directory.mkpath(QStringLiteral("."));
    for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light}) {
        Theme theme(kind);
        theme.apply(application);
        good = Gallery(theme, directory).writeAll() && good;
    }
    return good ? 0 : 1;
}
