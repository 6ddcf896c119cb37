// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metric.h"
#include "fixture.h"
#include "simulator/center.h"

#include <QTest>

#include <cmath>
#include <sstream>

using namespace pilothouse;
using namespace pilothouse::simulator;

namespace {

constexpr const char *kNodes = "node,h800-01,H800,r01,leaf-r01\n"
                               "node,h800-02,H800,r01,leaf-r01\n"
                               "node,ascend-01,Ascend 910B,r02,leaf-r02\n";

Result<Followed> parse(const std::string &text)
{
    std::istringstream input(text);
    return parseFollowed(input, 8, "test");
}

Followed parsed(const std::string &text)
{
    auto result = parse(text);
    if (!result)
        qFatal("%s", result.error().detail.c_str());
    return std::move(*result);
}

// The utilization of each accelerator of a center, counted over it, ten minutes after the start.
std::vector<double> utilization(Center &center)
{
    std::vector<Frame> frames;
    std::vector<Event> events;
    center.advance(kTestStart + 600 * kSecond);
    center.look();
    center.sample(frames, events);
    std::vector<double> values;
    for (const Frame &frame : frames) {
        const Inventory &inventory = center.inventory();
        const Layout &layout = inventory.layouts[inventory.nodes[frame.node].layout];
        const auto &names = layout.acceleratorMetrics;
        const auto column = static_cast<std::size_t>(
            std::ranges::find(names, metricInfo(Metric::Utilization).name) - names.begin());
        for (std::size_t i = 0; i < 8; ++i)
            values.push_back(frame.values[layout.hostMetrics.size() + column * 8 + i]);
    }
    return values;
}

} // namespace

class TestFollowed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nodesAndJobsAreRead()
    {
        const Followed followed = parsed(
            std::string(kNodes) + "job,17,asr-pretrain,train,1790000000,h800-01:7 ascend-01:0\n");
        QCOMPARE(followed.nodes.size(), std::size_t{3});
        QCOMPARE(followed.nodes[2].name, std::string("ascend-01"));
        QCOMPARE(followed.nodes[2].kind, findKind("Ascend 910B"));
        QCOMPARE(followed.nodes[2].rack, std::string("r02"));
        QCOMPARE(followed.nodes[2].leaf, std::string("leaf-r02"));
        QCOMPARE(followed.jobs.size(), std::size_t{1});
        QCOMPARE(followed.jobs[0].id, std::uint64_t{17});
        QCOMPARE(followed.jobs[0].name, std::string("asr-pretrain"));
        QCOMPARE(followed.jobs[0].started, 1'790'000'000 * kSecond);
        QCOMPARE(followed.jobs[0].accelerators, (std::vector<std::uint32_t>{7, 16}));
    }

    void badLinesAreToldByNumber_data()
    {
        QTest::addColumn<QString>("line");
        const auto row = [](const char *tag, const char *line) {
            QTest::newRow(tag) << QString::fromLatin1(line);
        };
        row("no such line", "nodes,a");
        row("empty", "");
        row("too few fields", "node,a,H800,r01");
        row("unknown kind", "node,a,H900,r01,leaf");
        row("a name twice", "node,h800-01,H800,r01,leaf");
        row("no name", "node,,H800,r01,leaf");
        row("no id", "job,x,a,train,0,h800-01:0");
        row("a negative start", "job,1,a,train,-1,h800-01:0");
        row("unknown node", "job,1,a,train,0,h800-09:0");
        row("no such accelerator", "job,1,a,train,0,h800-01:8");
        row("no accelerator", "job,1,a,train,0,");
        row("in use twice", "job,1,a,train,0,h800-01:0 h800-01:0");
    }
    void badLinesAreToldByNumber()
    {
        QFETCH(QString, line);
        const auto result = parse(kNodes + line.toStdString() + "\n");
        QVERIFY(!result);
        QVERIFY2(result.error().detail.starts_with("test, line 4: "),
                 result.error().detail.c_str());
    }

    void aFileWithoutNodesIsRefused() { QVERIFY(!parse("")); }

    void theCenterConsistsOfTheNodesTold()
    {
        Center center(Options{}, kTestStart, parsed(kNodes));
        const Inventory &inventory = center.inventory();
        QCOMPARE(inventory.nodes.size(), std::size_t{3});
        QCOMPARE(inventory.nodes[2].name, std::string("ascend-01"));
        QCOMPARE(inventory.nodes[2].rack, std::string("r02"));
        QCOMPARE(inventory.nodes[2].leafSwitch, std::string("leaf-r02"));
        QCOMPARE(inventory.nodes[2].accelerators.size(), std::size_t{8});
        QCOMPARE(inventory.nodes[2].accelerators[0].kind, std::string("Ascend 910B"));
        QVERIFY(center.follows(parsed(kNodes).nodes));
        QVERIFY(!center.follows(parsed("node,other,H800,r01,leaf\n").nodes));
    }

    void onlyAcceleratorsOfJobsThatRunAreBusy()
    {
        Center center(
            Options{}, kTestStart,
            parsed(std::string(kNodes) + "job,1,chat-serving,infer,1789990000,h800-02:1\n"));
        auto values = utilization(center);
        QCOMPARE(values.size(), std::size_t{24});
        for (std::size_t i = 0; i < values.size(); ++i)
            QCOMPARE(values[i] > 0.0, i == 9);

        center.follow(
            parsed(std::string(kNodes) + "job,2,chat-serving,infer,1789990000,ascend-01:0\n").jobs);
        values = utilization(center);
        for (std::size_t i = 0; i < values.size(); ++i)
            QCOMPARE(values[i] > 0.0, i == 16);
    }
};

QTEST_APPLESS_MAIN(TestFollowed)
#include "tst_followed.moc"
