// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/server.h"
#include "telemetry/history/history.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace pilothouse;
using testing::Server;
using testing::smallCenter;

// The console is killed while it records: what was committed is there and whole.
class TestConsoleKill : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void killedWhileRecordingItKeepsAllButTheLastSecond()
    {
        QTemporaryDir dir;
        Server server(QStringLiteral("pilothouse-simulator"), smallCenter());
        QVERIFY(!server.address().isEmpty());
        for (int round = 0; round < 3; ++round) {
            QProcess console;
            console.setProcessChannelMode(QProcess::ForwardedChannels);
            console.start(QStringLiteral(PILOTHOUSE_BIN "/pilothouse"),
                          {QStringLiteral("--connect"), server.address(), QStringLiteral("--data"),
                           dir.path()});
            QVERIFY(console.waitForStarted());
            QTest::qWait(6000 + 700 * round);
            const Micros killed = nowMicros();
            console.kill();
            console.waitForFinished();

            History::Options options;
            options.directory = dir.path().toStdString();
            auto history = History::open(options);
            QVERIFY2(history.has_value(), history ? "" : history.error().detail.c_str());
            const HistoryStatus status = (*history)->status();
            QVERIFY2(!status.error, status.error ? status.error->detail.c_str() : "");
            QVERIFY2(killed - status.last < 3500 * kMillisecond,
                     qPrintable(QString::number(killed - status.last)));
            const SeriesKey key{"n001", 0, "power"};
            const auto series =
                (*history)->read(std::span(&key, 1), status.first, status.last + 1, 100'000);
            QVERIFY(series.has_value());
            const auto &points = series->front().points;
            QVERIFY(points.size() >= 3);
            for (std::size_t i = 1; i < points.size(); ++i) {
                const Micros step = points[i].time - points[i - 1].time;
                QVERIFY2(step > 0, "a sample stored twice or out of order");
                QVERIFY2(step < 1500 * kMillisecond,
                         qPrintable(QString::number(step))); // the ring bridges the restart
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestConsoleKill)
#include "tst_consolekill.moc"
