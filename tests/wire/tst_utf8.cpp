// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/utf8.h"

#include <QtTest>

using namespace pilothouse::wire;

class TestUtf8 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void replacesWhatIsNotValid_data();
    void replacesWhatIsNotValid();
    void cutsBetweenCharacters();
};

void TestUtf8::replacesWhatIsNotValid_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("repaired");
    QTest::newRow("ascii") << QByteArray("node-1") << QByteArray("node-1");
    QTest::newRow("chinese") << QByteArray("机柜 A") << QByteArray("机柜 A");
    QTest::newRow("four bytes") << QByteArray("\xf0\x9f\x94\xa5") << QByteArray("\xf0\x9f\x94\xa5");
    QTest::newRow("latin-1") << QByteArray("caf\xe9!") << QByteArray("caf?!");
    QTest::newRow("cut off") << QByteArray("a\xe6\x9c") << QByteArray("a??");
    QTest::newRow("overlong") << QByteArray("\xc0\x80") << QByteArray("??");
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << QByteArray("???");
    QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80") << QByteArray("????");
}

void TestUtf8::replacesWhatIsNotValid()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, repaired);
    QCOMPARE(QByteArray::fromStdString(validUtf8(text.toStdString())), repaired);
}

void TestUtf8::cutsBetweenCharacters()
{
    QCOMPARE(truncatedUtf8("abc", 3), std::string_view("abc"));
    QCOMPARE(truncatedUtf8("机柜", 5), std::string_view("机"));
    QCOMPARE(truncatedUtf8("机柜", 2), std::string_view());
}

QTEST_APPLESS_MAIN(TestUtf8)
#include "tst_utf8.moc"
