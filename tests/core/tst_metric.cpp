// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/frame.h"
#include "core/metric.h"
#include "core/scenario.h"

#include <QTest>
#include <set>

using namespace pilothouse;

class TestMetric : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyNameIsUniqueAndFound()
    {
        std::set<std::string_view> names;
        for (const MetricInfo &metric : metricCatalogue()) {
            QVERIFY2(names.insert(metric.name).second, metric.name.data());
            QVERIFY(findMetric(metric.name) == metric.id);
            QCOMPARE(&metricInfo(metric.id), &metric);
        }
        QVERIFY(!findMetric("no_such_metric"));
    }

    void ratiosReachFromNothingToAll()
    {
        for (const MetricInfo &metric : metricCatalogue()) {
            if (metric.unit != Unit::Ratio)
                continue;
            QCOMPARE(metric.minimum, 0.0);
            QCOMPARE(metric.maximum, 1.0);
        }
    }

    void aJobWithoutScenarioIsOther()
    {
        QVERIFY(scenario("").name == "other");
        QVERIFY(scenario("voice").labelZh == "语音交互");
        QCOMPARE(scenarios().size(), std::size_t{12});
    }

    void aFramesWidthFollowsFromItsLayout()
    {
        const Layout layout{{"cpu_user", "load_1m"}, {"power", "temperature", "utilization"}};
        QCOMPARE(layout.width(0), std::size_t{2});
        QCOMPARE(layout.width(8), std::size_t{26});
    }
};

QTEST_APPLESS_MAIN(TestMetric)
#include "tst_metric.moc"
