// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filtercompletion.h"

#include <QTest>

using namespace pilothouse;

namespace {

std::vector<FilterKey> keys()
{
    return {{QStringLiteral("kind"),
             QStringLiteral("Kind"),
             false,
             {QStringLiteral("H800"), QStringLiteral("Ascend 910B")}},
            {QStringLiteral("util"), QStringLiteral("Utilization"), true, {}},
            {QStringLiteral("tenant"),
             QStringLiteral("Tenant"),
             false,
             {QStringLiteral("speech"), QStringLiteral("agri")}}};
}

QStringList offers(const char *word)
{
    QStringList inserts;
    for (const FilterCompletion &each : completionsOf(QString::fromUtf8(word), keys()))
        inserts << each.insert;
    return inserts;
}

QStringList list(const char *spaced)
{
    return QString::fromUtf8(spaced).split(QLatin1Char('|'), Qt::SkipEmptyParts);
}

} // namespace

class TestFilterCompletion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheWordAtTheCursor_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("cursor");
        QTest::addColumn<QString>("word");
        QTest::newRow("empty") << QString() << 0 << QString();
        QTest::newRow("only") << QStringLiteral("kind:") << 5 << QStringLiteral("kind:");
        QTest::newRow("first") << QStringLiteral("ab cd") << 2 << QStringLiteral("ab");
        QTest::newRow("second") << QStringLiteral("ab cd") << 3 << QStringLiteral("cd");
        QTest::newRow("after a blank") << QStringLiteral("ab ") << 3 << QString();
        QTest::newRow("quoted") << QStringLiteral("x kind:\"Ascend 910B\" y") << 14
                                << QStringLiteral("kind:\"Ascend 910B\"");
        QTest::newRow("open quote")
            << QStringLiteral("kind:\"Asc e") << 11 << QStringLiteral("kind:\"Asc e");
    }
    void findsTheWordAtTheCursor()
    {
        QFETCH(QString, text);
        QFETCH(int, cursor);
        QFETCH(QString, word);
        const FilterWord found = wordAt(text, cursor);
        QCOMPARE(found.text, word);
        QCOMPARE(text.mid(found.begin, found.length), word);
    }

    void offersKeysThenValues_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("all keys") << QByteArray("") << list("kind:|util<|util>|tenant:");
        QTest::newRow("prefix") << QByteArray("T") << list("tenant:");
        QTest::newRow("negated") << QByteArray("-ki") << list("-kind:");
        QTest::newRow("values") << QByteArray("kind:") << list("kind:H800|kind:\"Ascend 910B\"");
        QTest::newRow("part of a value") << QByteArray("KIND:910") << list("KIND:\"Ascend 910B\"");
        QTest::newRow("one of several")
            << QByteArray("-tenant:speech,a") << list("-tenant:speech,agri");
        QTest::newRow("figures") << QByteArray("util<") << QStringList();
        QTest::newRow("unknown key") << QByteArray("colour:") << QStringList();
        QTest::newRow("already there") << QByteArray("tenant:agri") << QStringList();
    }
    void offersKeysThenValues()
    {
        QFETCH(QByteArray, word);
        QFETCH(QStringList, expected);
        QCOMPARE(offers(word.constData()), expected);
    }

    void offersABoundedNumberOfValues()
    {
        FilterKey key{QStringLiteral("node"), QString(), false, {}};
        for (int i = 0; i < 10000; ++i)
            key.values << QStringLiteral("n%1").arg(i);
        QVERIFY(completionsOf(QStringLiteral("node:n"), {key}).size() <= 50);
    }
};

QTEST_APPLESS_MAIN(TestFilterCompletion)
#include "tst_filtercompletion.moc"
