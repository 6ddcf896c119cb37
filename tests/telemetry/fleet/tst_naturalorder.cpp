// SPDX-License-Identifier: GPL-3.0-or-later
#include "telemetry/fleet/naturalorder.h"

#include <QtTest>

#include <algorithm>
#include <string>
#include <vector>

using namespace pilothouse;

class TestNaturalOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sortsNumbersByValue();
    void isAStrictOrder();
};

void TestNaturalOrder::sortsNumbersByValue()
{
    const std::vector<std::string> expected{"",
                                            "A1",
                                            "n",
                                            "n1",
                                            "n02",
                                            "n2",
                                            "n2a",
                                            "n9",
                                            "n10",
                                            "n10-2",
                                            "n10-11",
                                            "n99999999999999999998",
                                            "n99999999999999999999",
                                            "r1-n1",
                                            "r1-n10",
                                            "r2-n1"};
    std::vector<std::string> names = expected;
    std::ranges::reverse(names);
    std::ranges::sort(names, naturalLess);
    QVERIFY(names == expected);
}

void TestNaturalOrder::isAStrictOrder()
{
    std::vector<std::string> names{""};
    const std::string letters = "a01-";
    for (std::size_t i = 0; i < names.size() && names.size() < 341; ++i) {
        for (const char c : letters)
            names.push_back(names[i] + c);
    }
    for (const std::string &a : names) {
        QVERIFY(!naturalLess(a, a));
        for (const std::string &b : names) {
            if (a != b)
                QVERIFY(naturalLess(a, b) != naturalLess(b, a));
        }
    }
    std::ranges::sort(names, naturalLess);
    for (std::size_t i = 0; i < names.size(); ++i) {
        for (std::size_t k = i + 1; k < names.size(); ++k)
            QVERIFY(naturalLess(names[i], names[k]));
    }
}

QTEST_APPLESS_MAIN(TestNaturalOrder)
#include "tst_naturalorder.moc"
