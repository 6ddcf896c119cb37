// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/text.h"

#include "core/scenario.h"

#include <QLocale>
#include <QTest>
#include <cmath>

using namespace pilothouse;

class TestText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }

    void valuesReadAsInTheField_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("unit");
        QTest::addColumn<QString>("words");
        const auto add = [](double value, Unit unit, const char *words) {
            QTest::newRow(words) << value << static_cast<int>(unit) << QString::fromUtf8(words);
        };
        add(0.6123, Unit::Ratio, "61.2 %");
        add(55.7 * 1024 * 1024 * 1024, Unit::Bytes, "55.7 GiB");
        add(96, Unit::Watts, "96 W");
        add(612'000, Unit::Watts, "612 kW");
        add(12'500, Unit::Watts, "12.5 kW");
        add(12'500'000, Unit::Watts, "12.5 MW");
        add(41, Unit::Celsius, "41 °C");
        add(1.65e9, Unit::Hertz, "1,650 MHz");
        add(1.2e8, Unit::BytesPerSecond, "120.0 MB/s");
        add(3.6e6, Unit::Joules, "1.00 kWh");
        add(0.25, Unit::None, "0.25");
        add(std::nan(""), Unit::Watts, "—");
    }
    void valuesReadAsInTheField()
    {
        QFETCH(double, value);
        QFETCH(int, unit);
        QFETCH(QString, words);
        QCOMPARE(text::value(value, static_cast<Unit>(unit)), words);
    }

    void spansReadShort()
    {
        QCOMPARE(text::duration(3 * kHour + 12 * kMinute), QStringLiteral("3 h 12 m"));
        QCOMPARE(text::duration(42 * kSecond), QStringLiteral("42 s"));
        QCOMPARE(text::duration(2 * kDay + 3 * kHour), QStringLiteral("2 d 3 h"));
        QCOMPARE(text::age(400 * kMillisecond), QStringLiteral("0.4 s"));
        QCOMPARE(text::age(-1), QStringLiteral("—"));
    }

    void everyMetricAndScenarioHasBothLabels()
    {
        for (const MetricInfo &metric : metricCatalogue()) {
            QVERIFY2(!metric.labelEn.empty() && !metric.labelZh.empty(), metric.name.data());
            QVERIFY(findMetric(metric.name) == metric.id);
            QVERIFY(metric.minimum < metric.maximum);
        }
        for (const Scenario &scenario : scenarios())
            QVERIFY(!scenario.labelEn.empty() && !scenario.labelZh.empty());
        QLocale::setDefault(QLocale(QLocale::Chinese, QLocale::China));
        QCOMPARE(text::metric(Metric::Power), QStringLiteral("功率"));
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        QCOMPARE(text::metric(Metric::Power), QStringLiteral("Power"));
    }

    void schedulersNamesArePlainlyExplained()
    {
        QCOMPARE(text::reason("Resources"), QStringLiteral("waits for free accelerators"));
        QCOMPARE(text::reason("Something new"), QStringLiteral("Something new"));
        QCOMPARE(text::reason("None"), QString());
    }
};

QTEST_GUILESS_MAIN(TestText)
#include "tst_text.moc"
