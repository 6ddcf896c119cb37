// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/filter.h"

#include <QTest>
#include <cmath>

using namespace pilothouse;

namespace {

const std::vector<FilterKey> kKeys{
    {QStringLiteral("kind"), QStringLiteral("Kind"), false, {}},
    {QStringLiteral("tenant"), QStringLiteral("Tenant"), false, {}},
    {QStringLiteral("util"), QStringLiteral("Utilization"), true, {}},
};

FilterRow row(const QString &kind, const QString &tenant, double util)
{
    return {
        .text = [=](const QString &key) { return key == QLatin1String("kind") ? kind : tenant; },
        .number = [=](const QString &) { return util; },
        .anyText =
            [=](const QString &text) {
                return kind.contains(text, Qt::CaseInsensitive)
                    || tenant.contains(text, Qt::CaseInsensitive);
            },
    };
}

} // namespace

class TestFilter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void allTermsMustHold_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("passes");
        const auto add = [](const char *line, bool passes) {
            QTest::newRow(line) << QString::fromLatin1(line) << passes;
        };
        add("", true);
        add("kind:910b", true);
        add("kind:H800", false);
        add("kind:H800,910B", true);
        add("-kind:910B", false);
        add("util<10", true);
        add("util<=4", true);
        add("util<4", false);
        add("util>=4 tenant:speech", true);
        add("util>4 tenant:speech", false);
        add("speech", true);
        add("vision", false);
        add("-vision", true);
        add("tenant:\"speech team\"", true);
        add("UTIL=4%", true);
    }
    void allTermsMustHold()
    {
        QFETCH(QString, line);
        QFETCH(bool, passes);
        const Filter filter = parseFilter(line, kKeys);
        QVERIFY2(filter.error.isEmpty(), qPrintable(filter.error));
        QCOMPARE(
            matches(filter, row(QStringLiteral("Ascend 910B"), QStringLiteral("speech team"), 4)),
            passes);
    }

    void missingFiguresPassNoComparison()
    {
        const FilterRow missing = row({}, {}, std::nan(""));
        QVERIFY(!matches(parseFilter(QStringLiteral("util<10"), kKeys), missing));
        QVERIFY(!matches(parseFilter(QStringLiteral("util>10"), kKeys), missing));
    }

    void mistakesAreNamed_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("part");
        QTest::newRow("unknown") << QStringLiteral("colour:red") << QStringLiteral("colour");
        QTest::newRow("no figure") << QStringLiteral("util<many") << QStringLiteral("util");
        QTest::newRow("text compared") << QStringLiteral("kind<3") << QStringLiteral("kind:value");
        QTest::newRow("no value") << QStringLiteral("kind:") << QStringLiteral("kind:");
    }
    void mistakesAreNamed()
    {
        QFETCH(QString, line);
        QFETCH(QString, part);
        const Filter filter = parseFilter(QStringLiteral("speech ") + line, kKeys);
        QVERIFY2(filter.error.contains(part), qPrintable(filter.error));
        QCOMPARE(filter.terms.size(), std::size_t{1}); // what stands before the mistake holds
    }
};

QTEST_APPLESS_MAIN(TestFilter)
#include "tst_filter.moc"
