// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/backoff.h"

#include <QtTest>

#include <algorithm>

using namespace pilothouse::wire;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

bool near(milliseconds delay, milliseconds expected)
{
    return delay >= expected * 4 / 5 && delay <= expected * 6 / 5;
}

} // namespace

class TestBackoff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void doublesUpToTheMaximum();
    void startsAnewAfterAReset();
    void goesToTheLongestAtOnce();
    void isNeverTheSameForAll();
    void survivesOddOptions();
};

void TestBackoff::doublesUpToTheMaximum()
{
    Backoff backoff(500ms, 10s);
    for (const auto expected : {500ms, 1000ms, 2000ms, 4000ms, 8000ms, 10'000ms, 10'000ms})
        QVERIFY(near(backoff.next(), expected));
}

void TestBackoff::startsAnewAfterAReset()
{
    Backoff backoff(500ms, 10s);
    (void)backoff.next();
    (void)backoff.next();
    backoff.reset();
    QVERIFY(near(backoff.next(), 500ms));
}

void TestBackoff::goesToTheLongestAtOnce()
{
    Backoff backoff(500ms, 10s);
    QVERIFY(near(backoff.longest(), 10s));
    QVERIFY(near(backoff.next(), 10s));
}

void TestBackoff::isNeverTheSameForAll()
{
    std::vector<milliseconds> delays;
    for (int i = 0; i < 100; ++i)
        delays.push_back(Backoff(10s, 10s).next());
    const auto [shortest, longest] = std::ranges::minmax(delays);
    QVERIFY(longest - shortest > 1s);
}

void TestBackoff::survivesOddOptions()
{
    Backoff none(0ms, 0ms);
    QVERIFY(none.next() <= 1ms);
    Backoff crossed(10s, 1s);
    QVERIFY(near(crossed.next(), 10s));
    QVERIFY(near(crossed.next(), 10s));
}

QTEST_APPLESS_MAIN(TestBackoff)
#include "tst_backoff.moc"
