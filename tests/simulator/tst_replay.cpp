// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"
#include "simulator/center.h"
#include "simulator/replay.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>
#include <map>
#include <sstream>

using namespace pilothouse;
using namespace pilothouse::simulator;

namespace {

constexpr const char *kHeader = "submit,start,duration,accelerators,tenant,state\n";

Result<Trace> parsed(const std::string &lines)
{
    std::istringstream input(kHeader + lines);
    return parseTrace(input, "t.csv");
}

struct ToolRun {
    int code = -1;
    QString words;
};

ToolRun convertTrace(const QString &kind, const QString &input, const QString &output)
{
    QProcess tool;
    tool.start(QStringLiteral(PILOTHOUSE_SOURCE "/tools/convert-trace"),
               {QStringLiteral("--from"), kind, input, output});
    tool.waitForFinished();
    return {tool.exitCode(),
            QString::fromUtf8(tool.readAllStandardError() + tool.readAllStandardOutput())};
}

// Runs a trace for some days, fast.
std::unique_ptr<Center> replayed(Trace trace, Micros span)
{
    Options options = testOptions(48);
    options.replay = "trace";
    auto center = std::make_unique<Center>(options, kTestStart, std::move(trace));
    for (Micros now = kTestStart; now <= kTestStart + span; now += 10 * kMinute)
        center->advance(now);
    return center;
}

} // namespace

class TestReplay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesAreRead()
    {
        const auto trace =
            parsed("10.5,12,60,8,speech,COMPLETED\r\n0,,30,1,,FAILED\n20,,5,2,speech,\n");
        QVERIFY2(trace, trace ? "" : trace.error().detail.c_str());
        QCOMPARE(trace->tenants, (std::vector<std::string>{"speech", "default"}));
        QCOMPARE(trace->jobs.size(), std::size_t{3});
        QCOMPARE(trace->jobs[0], (TraceJob{0, 30, 1, 1, TraceState::Failed}));
        QCOMPARE(trace->jobs[1], (TraceJob{10.5, 60, 8, 0, TraceState::Completed}));
        QCOMPARE(trace->jobs[2], (TraceJob{20, 5, 2, 0, TraceState::Unknown}));
    }

    void malformedLinesAreNamed_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *line, const char *words) {
            QTest::newRow(line) << QString::fromUtf8(line) << QString::fromLatin1(words);
        };
        row("1,2,3,4,a", "6 fields");
        row("1,2,3,4,a,COMPLETED,x", "6 fields");
        row("x,,3,4,a,", "submit");
        row("-1,,3,4,a,", "submit");
        row("nan,,3,4,a,", "submit");
        row("5,4,3,4,a,", "start");
        row("5,,inf,4,a,", "duration");
        row("5,,1e9,4,a,", "duration");
        row("5,,,4,a,", "duration");
        row("5,,3,0,a,", "accelerators");
        row("5,,3,1.5,a,", "accelerators");
        row("5,,3,300000,a,", "accelerators");
        row("5,,3,4,a,DONE", "state");
        row("5,,3,4,\x01,", "tenant");
        row("", "6 fields");
    }

    void malformedLinesAreNamed()
    {
        QFETCH(QString, line);
        QFETCH(QString, words);
        const auto trace = parsed("0,,1,1,a,\n" + line.toStdString() + "\n");
        QVERIFY(!trace);
        const QString message = QString::fromStdString(trace.error().detail);
        QVERIFY2(message.startsWith(QStringLiteral("t.csv, line 3: ")), qPrintable(message));
        QVERIFY2(message.contains(words), qPrintable(message));
    }

    void otherFilesAreRefused()
    {
        std::istringstream wrong("a,b,c\n1,2,3\n");
        QVERIFY(QString::fromStdString(parseTrace(wrong, "t.csv").error().detail)
                    .contains(QStringLiteral("line 1")));
        std::istringstream empty;
        QVERIFY(!parseTrace(empty, "t.csv"));
        QVERIFY(!parsed(""));
        std::istringstream notUtf8(std::string(kHeader) + "0,,1,1,\xff\xfe,\n");
        QVERIFY(!parseTrace(notUtf8, "t.csv"));
        QVERIFY(!parsed(std::string(5'000, 'x')));
        QCOMPARE(readTrace("/nonexistent/trace.csv").error().code, ErrorCode::NotFound);
    }

    void aTraceRunsAsItSays()
    {
        auto trace = parsed("0,,600,8,a,COMPLETED\n60,,300,16,b,FAILED\n120,,60,1,a,CANCELLED\n"
                            "180,,90,4,b,TIMEOUT\n200,,10,1000,a,COMPLETED\n");
        QVERIFY(trace);
        const auto center = replayed(std::move(*trace), 30 * kMinute);
        QCOMPARE(center->jobsLeftOut(), std::size_t{1});
        std::map<std::uint32_t, const SimJob *> bySize;
        for (const auto &[id, job] : center->engine().jobs())
            bySize[job->accelerators] = job.get();
        QCOMPARE(bySize.size(), std::size_t{4});
        QCOMPARE(bySize[8]->state, JobState::Completed);
        QCOMPARE(bySize[8]->submitted, kTestStart);
        QCOMPARE(bySize[8]->ended - bySize[8]->started, 600 * kSecond);
        QCOMPARE(bySize[16]->state, JobState::Failed);
        QCOMPARE(bySize[16]->submitted, kTestStart + 60 * kSecond);
        QCOMPARE(bySize[1]->state, JobState::Cancelled);
        QCOMPARE(bySize[4]->state, JobState::Timeout);
        QCOMPARE(bySize[4]->ended - bySize[4]->started, 90 * kSecond);
        QCOMPARE(center->engine().tenants()[bySize[16]->tenant].name, std::string("b"));
    }

    void tablesAreConverted_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QByteArray>("lines");
        QTest::newRow("helios")
            << QStringLiteral("helios")
            << QByteArray(
                   "job_id,arrival_s,service_sec,gpu_count\n1#0,5.5,60.0,8\n2#1,0.0,172800.0,1\n")
            << QByteArray("0,,172800,1,,\n5.5,,60,8,,\n");
        QTest::newRow("pai tasks")
            << QStringLiteral("pai")
            << QByteArray(
                   "job_name,task_name,arrival_s,service_sec,gang_gpu_count\na,worker,10.0,3.0,2\n")
            << QByteArray("10,10,3,2,,COMPLETED\n");
        QTest::newRow("pai instances")
            << QStringLiteral("pai")
            << QByteArray("job_name,task_name,status,start_time,end_time,machine,machine_gpu_type,"
                          "machine_cap_gpu\n"
                          "a,worker,Terminated,10,20,m,V100,8\na,worker,Terminated,12,30,m,V100,8\n"
                          "b,worker,Failed,5,7,m,V100,8\nb,ps,Failed,5,,m,V100,8\nc,worker,Running,"
                          "1,,m,T4,2\n")
            << QByteArray("5,5,2,1,,FAILED\n10,10,20,2,,COMPLETED\n");
    }

    void tablesAreConverted()
    {
        QFETCH(QString, kind);
        QFETCH(QByteArray, table);
        QFETCH(QByteArray, lines);
        QTemporaryDir folder;
        const QString input = folder.filePath(QStringLiteral("in.csv"));
        const QString output = folder.filePath(QStringLiteral("out.csv"));
        QFile file(input);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(table);
        file.close();
        const ToolRun run = convertTrace(kind, input, output);
        QVERIFY2(run.code == 0, qPrintable(run.words));
        QFile result(output);
        QVERIFY(result.open(QIODevice::ReadOnly));
        QCOMPARE(result.readAll(), QByteArray(kHeader) + lines);
        QVERIFY(readTrace(output.toStdString()));
    }

    void badTablesAreNamed()
    {
        QTemporaryDir folder;
        const QString input = folder.filePath(QStringLiteral("in.csv"));
        const QString output = folder.filePath(QStringLiteral("out.csv"));
        std::ofstream(input.toStdString())
            << "job_id,arrival_s,service_sec,gpu_count\n1,0,60,8\n2,x,60,8\n";
        ToolRun run = convertTrace(QStringLiteral("helios"), input, output);
        QCOMPARE(run.code, 2);
        QVERIFY2(run.words.contains(QStringLiteral("in.csv, line 3: arrival_s")),
                 qPrintable(run.words));
        QVERIFY(!QFile::exists(output));
        run = convertTrace(QStringLiteral("pai"), input, output);
        QCOMPARE(run.code, 2);
        run = convertTrace(QStringLiteral("pai"), folder.filePath(QStringLiteral("none.csv")),
                           output);
        QCOMPARE(run.code, 2);
    }

    void realTracesReplay_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("table");
        QTest::newRow("Venus") << QStringLiteral("helios")
                               << QStringLiteral("helios-sensetime/venus_gpu_jobs.csv.gz");
        QTest::newRow("PAI") << QStringLiteral(
            "pai") << QStringLiteral("alibaba-gpu-v2020-pai/pai_tasks_terminated_sample.csv.gz");
    }

    void realTracesReplay()
    {
        QFETCH(QString, kind);
        QFETCH(QString, table);
        const QString source = QStringLiteral(PILOTHOUSE_SOURCE "/../shared/data/") + table;
        if (!QFile::exists(source))
            QSKIP("the public traces are not beside this checkout");
        QTemporaryDir folder;
        const QString output = folder.filePath(QStringLiteral("out.csv"));
        QVERIFY2(convertTrace(kind, source, output).code == 0, qPrintable(source));
        auto trace = readTrace(output.toStdString());
        QVERIFY2(trace, trace ? "" : trace.error().detail.c_str());
        QVERIFY(trace->jobs.size() > 10'000);
        // A slice from its middle, when the traced cluster is in full use.
        const std::size_t middle = trace->jobs.size() / 2;
        trace->jobs = {trace->jobs.begin() + static_cast<std::ptrdiff_t>(middle),
                       trace->jobs.begin() + static_cast<std::ptrdiff_t>(middle) + 1'000};
        const auto center = replayed(std::move(*trace), kDay);
        std::size_t started = 0;
        for (const auto &[id, job] : center->engine().jobs())
            started += job->started > 0;
        QVERIFY2(started > 20, qPrintable(QString::number(started)));
    }
};

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
