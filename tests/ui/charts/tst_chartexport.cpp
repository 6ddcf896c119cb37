// SPDX-License-Identifier: GPL-3.0-or-later
#include "sampledata.h"
#include "ui/charts/chartexport.h"
#include "ui/charts/charttables.h"
#include "ui/charts/timechart.h"

#include <QDateTime>
#include <QFile>
#include <QImage>
#include <QMenu>
#include <QPainter>
#include <QStandardItemModel>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

using namespace pilothouse;

namespace {

ExportContext context()
{
    return {QString::fromUtf8("功率 of R04"), QStringLiteral("2026-11-22 18:00 to 19:00"),
            QStringLiteral("kind: H800"),     QStringLiteral("W"),
            QStringLiteral("Nanning"),        QStringLiteral("Asia/Shanghai")};
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestChartExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void init()
    {
        m_chart = std::make_unique<TimeChart>(m_theme, TimeChart::Form::Large);
        m_chart->resize(400, 180);
        TimePoint band{kTime + kSecond, 1, 2.5, 4};
        m_chart->setData(
            kTime, kTime + 10 * kSecond, 0,
            {{QStringLiteral("a"), 0, SeriesStyle::Line, {TimePoint::sample(kTime, 1.5), band}},
             {QStringLiteral("b"), 1, SeriesStyle::Line, {TimePoint::sample(kTime + kSecond, 7)}}});
    }

    void csvIsExact()
    {
        const ExportTable table{{QStringLiteral("Job"), QStringLiteral("Name, \"quoted\"")},
                                {{QStringLiteral("1"), QStringLiteral("=HYPERLINK(0)")},
                                 {QStringLiteral("-2.5"), QString::fromUtf8("大模型")}}};
        const QByteArray expected = "\xEF\xBB\xBF"
                                    "# 功率 of R04\r\n"
                                    "# Range: 2026-11-22 18:00 to 19:00\r\n"
                                    "# Filters: kind: H800\r\n"
                                    "# Unit: W\r\n"
                                    "# Center: Nanning\r\n"
                                    "# Time zone: Asia/Shanghai\r\n"
                                    "Job,\"Name, \"\"quoted\"\"\"\r\n"
                                    "1,'=HYPERLINK(0)\r\n"
                                    "-2.5,大模型\r\n";
        const QString path = m_folder.filePath(QStringLiteral("table.csv"));
        QVERIFY(ChartExport::writeTable(table, m_theme, context(), ExportFormat::Csv, path));
        QCOMPARE(read(path), expected);
    }

    void emptyContextLinesAreLeftOutAndStayOneLine()
    {
        const ExportContext few{QStringLiteral("a\nb"), {}, {}, {}, {}, QStringLiteral("UTC")};
        QCOMPARE(csvOf({{QStringLiteral("x")}, {}}, few),
                 QByteArray("\xEF\xBB\xBF# a b\r\n# Time zone: UTC\r\nx\r\n"));
    }

    void aChartsTableHoldsEverySampleInRange()
    {
        const ExportTable table = tableOf(*m_chart);
        QCOMPARE(
            table.columns,
            QStringList({QStringLiteral("Time"), QStringLiteral("a"), QStringLiteral("a minimum"),
                         QStringLiteral("a maximum"), QStringLiteral("b")}));
        QCOMPARE(table.rows.size(), 2U);
        QCOMPARE(table.rows[0].mid(1),
                 QStringList({QStringLiteral("1.5"), QStringLiteral("1.5"), QStringLiteral("1.5"),
                              QString()}));
        QCOMPARE(table.rows[1].mid(1),
                 QStringList({QStringLiteral("2.5"), QStringLiteral("1"), QStringLiteral("4"),
                              QStringLiteral("7")}));
        QCOMPARE(table.rows[0][0], QStringLiteral("2026-11-22T19:12:31.000Z"));
    }

    void aModelsTableHoldsItsTexts()
    {
        QStandardItemModel model(1, 2);
        model.setHorizontalHeaderLabels({QStringLiteral("Node"), QStringLiteral("State")});
        model.setItem(0, 0, new QStandardItem(QStringLiteral("n1")));
        model.setItem(0, 1, new QStandardItem(QStringLiteral("IDLE")));
        const ExportTable table = tableOf(model);
        QCOMPARE(table.columns, QStringList({QStringLiteral("Node"), QStringLiteral("State")}));
        QCOMPARE(table.rows,
                 std::vector<QStringList>({{QStringLiteral("n1"), QStringLiteral("IDLE")}}));
    }

    void aPngHasTwiceTheSize()
    {
        const QString path = written(ExportFormat::Png, QStringLiteral("chart.png"));
        const QImage image(path);
        QVERIFY(!image.isNull());
        QVERIFY(image.width() >= 800);
        QVERIFY(image.height() > 360);
        QSet<QRgb> colours;
        for (int x = 0; x < image.width(); ++x)
            colours.insert(image.pixel(x, image.height() - 200));
        QVERIFY(colours.size() > 2); // something is drawn
    }

    void anSvgIsADrawingWithTextAndLines()
    {
        const QByteArray bytes = read(written(ExportFormat::Svg, QStringLiteral("chart.svg")));
        QSvgRenderer renderer(bytes);
        QVERIFY(renderer.isValid());
        QVERIFY(bytes.contains("功率 of R04"));
        QVERIFY(bytes.contains("<polyline") || bytes.contains("<path"));
    }

    void aPdfHasOnePageAndItsFont()
    {
        const QByteArray bytes = read(written(ExportFormat::Pdf, QStringLiteral("chart.pdf")));
        QVERIFY(bytes.startsWith("%PDF-"));
        QVERIFY(bytes.contains("/Count 1"));
        QVERIFY(bytes.contains("/FontFile"));
    }

    void aLongTableTakesSeveralPages()
    {
        ExportTable table{{QStringLiteral("Row"), QStringLiteral("Text")}, {}};
        for (int i = 0; i < 150; ++i)
            table.rows.push_back({QString::number(i), QStringLiteral("text")});
        const QString path = m_folder.filePath(QStringLiteral("table.pdf"));
        QVERIFY(ChartExport::writeTable(table, m_theme, context(), ExportFormat::Pdf, path));
        QVERIFY(read(path).contains("/Count 3"));
    }

    void whatCannotBeWrittenIsToldInWords()
    {
        const QString path = m_folder.filePath(QStringLiteral("nowhere/chart.png"));
        const auto missing =
            ChartExport::writePicture(*m_chart, m_theme, context(), ExportFormat::Png, path);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QVERIFY(ChartExport::errorText(missing.error(), path)
                    .contains(QStringLiteral("does not exist")));

        const QString folder = m_folder.filePath(QStringLiteral("folder"));
        QVERIFY(QDir().mkpath(folder));
        const auto onFolder =
            ChartExport::writePicture(*m_chart, m_theme, context(), ExportFormat::Png, folder);
        QVERIFY(!onFolder);
        QVERIFY(!ChartExport::errorText(onFolder.error(), folder).isEmpty());

        const auto wrong =
            ChartExport::writePicture(*m_chart, m_theme, context(), ExportFormat::Csv, path);
        QCOMPARE(wrong.error().code, ErrorCode::InvalidArgument);
    }

    void fileNamesComeFromTheTitle()
    {
        const QDateTime now(QDate(2026, 11, 22), QTime(19, 12));
        QCOMPARE(ChartExport::defaultFileName(QStringLiteral("Power of R04 (W)"), ExportFormat::Pdf,
                                              now),
                 QStringLiteral("power-of-r04-w-20261122-1912.pdf"));
        QCOMPARE(
            ChartExport::defaultFileName(QString::fromUtf8("../功率/"), ExportFormat::Csv, now),
            QString::fromUtf8("功率-20261122-1912.csv"));
        QCOMPARE(ChartExport::defaultFileName(QStringLiteral("/.."), ExportFormat::Png, now),
                 QStringLiteral("pilothouse-20261122-1912.png"));
    }

    void theMenuOffersWhatTheSourceHas()
    {
        QMenu both;
        ChartExport::addExportActions(both, m_theme,
                                      {m_chart.get(), [] { return ExportTable(); }, {}});
        QCOMPARE(both.actions().size(), 4);
        QMenu table;
        ChartExport::addExportActions(table, m_theme, {nullptr, [] { return ExportTable(); }, {}});
        QCOMPARE(table.actions().size(), 2);
        QMenu picture;
        ChartExport::addExportActions(picture, m_theme, {m_chart.get(), {}, {}});
        QCOMPARE(picture.actions().size(), 3);
    }

private:
    static constexpr Micros kTime = sampledata::kEnd;

    QString written(ExportFormat format, const QString &name)
    {
        const QString path = m_folder.filePath(name);
        const auto result = ChartExport::writePicture(*m_chart, m_theme, context(), format, path);
        return result ? path : QString();
    }

    Theme m_theme;
    QTemporaryDir m_folder;
    std::unique_ptr<TimeChart> m_chart;
};

QTEST_MAIN(TestChartExport)
#include "tst_chartexport.moc"
