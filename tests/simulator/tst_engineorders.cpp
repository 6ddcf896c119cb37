// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

using namespace pilothouse;
using namespace pilothouse::simulator;

class TestEngineOrders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRefusedOrderChangesNothing_data()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<QString>("words");
        const char *const rows[] = {
            "no job 1",       "already ended",  "is running; only a waiting job can be held",
            "is not held",    "waits already",  "is running; requeue and hold",
            "no node",        "not in pool",    "asks for H800",
            "takes no jobs",  "needs 16",       "no pool",
            "does not wait",  "priority",       "no node",
            "needs a reason", "is not drained", "no tenant",
            "no pool",        "never fit",      "at least one accelerator",
            "no scenario",    "needs a name",   "of kind",
            "exceed",         "one year",       "no room"};
        for (int i = 0; i < static_cast<int>(std::size(rows)); ++i)
            QTest::addRow("%d %s", i, rows[i]) << i << QString::fromLatin1(rows[i]);
    }

    void aRefusedOrderChangesNothing()
    {
        QFETCH(int, order);
        QFETCH(QString, words);
        TestEngine t(testOptions(24, {{"H800", 2}, {"A100", 1}}),
                     {testTenant("lab"), testTenant("small", 8)});
        const JobId running = t.add(8, 10'000, 20'000);
        const JobId ended = t.add(1, 5, 10);
        t.run(10);
        QCOMPARE(t.state(ended), JobState::Completed);
        QVERIFY(t.engine.drain("n002", "fan").ok);
        JobSpec spec;
        spec.name = "waiting";
        spec.kind = 0;
        spec.accelerators = 16;
        spec.work = kHour;
        spec.beginAfter = t.engine.now() + kHour;
        const JobId waiting = t.engine.add(spec);
        t.run(5);
        const std::string lastH800 = "n016";
        const std::string a100 = "n017";
        SubmitOrder good;
        good.name = "x";
        good.tenant = "lab";
        good.pool = "train";
        good.kind = "H800";
        good.accelerators = 8;
        const auto with = [&](auto change) {
            SubmitOrder bad = good;
            change(bad);
            return t.engine.submit(bad);
        };
        const std::function<Reply()> orders[] = {
            [&] { return t.engine.cancel(1); },
            [&] { return t.engine.cancel(ended); },
            [&] { return t.engine.hold(running); },
            [&] { return t.engine.release(waiting); },
            [&] { return t.engine.requeue(waiting, true); },
            [&] { return t.engine.move(running, {"n003"}, ""); },
            [&] {
                return t.engine.move(waiting, {"n003", "nowhere"}, "");
            },
            [&] {
                return t.engine.move(waiting, {"n003", lastH800}, "");
            },
            [&] {
                return t.engine.move(waiting, {a100, "n018"}, "");
            },
            [&] {
                return t.engine.move(waiting, {"n002", "n003"}, "");
            },
            [&] { return t.engine.move(waiting, {"n003"}, ""); },
            [&] { return t.engine.move(waiting, {}, "nowhere"); },
            [&] { return t.engine.setPriority(running, 5); },
            [&] { return t.engine.setPriority(waiting, 0); },
            [&] { return t.engine.drain("nowhere", "x"); },
            [&] { return t.engine.drain("n003", "  "); },
            [&] { return t.engine.resume("n003"); },
            [&] { return with([](SubmitOrder &o) { o.tenant = "nobody"; }); },
            [&] { return with([](SubmitOrder &o) { o.pool = "nowhere"; }); },
            [&] { return with([](SubmitOrder &o) { o.accelerators = 1'000; }); },
            [&] { return with([](SubmitOrder &o) { o.accelerators = 0; }); },
            [&] { return with([](SubmitOrder &o) { o.scenario = "nothing"; }); },
            [&] { return with([](SubmitOrder &o) { o.name.clear(); }); },
            [&] { return with([](SubmitOrder &o) { o.kind = "H900"; }); },
            [&] {
                return with([](SubmitOrder &o) {
                    o.tenant = "small";
                    o.accelerators = 16;
                });
            },
            [&] { return with([](SubmitOrder &o) { o.timeLimitSeconds = -1; }); },
            [&] { return t.engine.move(waiting, {}, "dev"); },
        };
        const std::string before = fingerprint(t.engine);
        const Reply reply = orders[order]();
        QVERIFY(!reply.ok);
        const QString message = QString::fromStdString(reply.message);
        QVERIFY2(message.contains(words), qPrintable(message));
        QVERIFY(message.endsWith(QLatin1Char('.')));
        QVERIFY(fingerprint(t.engine) == before);
        t.run(2);
        QCOMPARE(t.state(running), JobState::Running);
    }

    void aSubmittedJobRuns()
    {
        TestEngine t(testOptions(2));
        SubmitOrder order;
        order.name = "mine";
        order.tenant = "lab";
        order.scenario = "voice";
        order.accelerators = 8;
        order.durationSeconds = 60;
        order.timeLimitSeconds = 120;
        const Reply reply = t.engine.submit(order);
        QVERIFY2(reply.ok, reply.message.c_str());
        t.run(2);
        QCOMPARE(t.state(reply.job), JobState::Running);
        QCOMPARE(t.job(reply.job).user, std::string(Engine::kOperator));
        t.run(61);
        QCOMPARE(t.state(reply.job), JobState::Completed);
    }
};

QTEST_APPLESS_MAIN(TestEngineOrders)
#include "tst_engineorders.moc"
