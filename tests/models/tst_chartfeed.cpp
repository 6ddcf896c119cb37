// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/chartfeed.h"

#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>

using namespace pilothouse;

class TestChartFeed : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutAHistoryItWaitsForWhatComesLive()
    {
        QTemporaryFile file; // no folder: a history cannot be opened there
        QVERIFY(file.open());
        Center center({.dataDirectory = file.fileName().toStdString()});
        QVERIFY(center.historyStatus().error.has_value());
        ChartFeed feed(center);
        QSignalSpy failed(&feed, &ChartFeed::failed);
        feed.setKeys({{"n0", -1, "load1"}, {"n0", -1, "load5"}});
        feed.setActive(true);
        QVERIFY(feed.loading());
        QTRY_VERIFY(!feed.loading());
        QCOMPARE(feed.series().size(), std::size_t{2});
        QVERIFY(feed.series().front().points.empty());
        QCOMPARE(failed.count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestChartFeed)
#include "tst_chartfeed.moc"
