// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulator/options.h"
#include "simulator/topology.h"

#include <QTest>

#include <set>

using namespace pilothouse;
using namespace pilothouse::simulator;

class TestSimulatorOptions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyOptionIsRead()
    {
        const auto options = parseOptions(
            {"--nodes", "10", "--accelerators=4", "--kinds", "A100:3,Ascend 910B", "--seed", "7",
             "--speed", "60", "--listen", "unix:/tmp/x", "--placement", "127.0.0.1:1", "--replay",
             "a.csv", "--center", "Test", "--die-with-parent"});
        QVERIFY(options);
        QCOMPARE(options->nodes, 10U);
        QCOMPARE(options->accelerators, 4U);
        QCOMPARE(options->kinds.size(), std::size_t{2});
        QCOMPARE(options->kinds[0].kind, std::string("A100"));
        QCOMPARE(options->kinds[0].weight, 3U);
        QCOMPARE(options->kinds[1].kind, std::string("Ascend 910B"));
        QCOMPARE(options->kinds[1].weight, 1U);
        QCOMPARE(options->seed, std::uint64_t{7});
        QCOMPARE(options->speed, 60.0);
        QCOMPARE(options->listen, std::string("unix:/tmp/x"));
        QCOMPARE(options->placement, std::string("127.0.0.1:1"));
        QCOMPARE(options->replay, std::string("a.csv"));
        QCOMPARE(options->center, std::string("Test"));
        QVERIFY(options->dieWithParent);
    }

    void badArgumentsAreToldInOneSentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("names");
        const auto row = [](const char *tag, const QStringList &arguments, const char *names) {
            QTest::newRow(tag) << arguments << QString::fromLatin1(names);
        };
        row("unknown option", {QStringLiteral("--nods"), QStringLiteral("3")}, "--nods");
        row("no option at all", {QStringLiteral("nodes")}, "nodes");
        row("missing value", {QStringLiteral("--nodes")}, "--nodes");
        row("not a number", {QStringLiteral("--nodes"), QStringLiteral("many")}, "many");
        row("no nodes", {QStringLiteral("--nodes"), QStringLiteral("0")}, "1 to 20000");
        row("too many nodes", {QStringLiteral("--nodes"), QStringLiteral("20001")}, "1 to 20000");
        row("trailing text", {QStringLiteral("--seed"), QStringLiteral("1x")}, "1x");
        row("negative seed", {QStringLiteral("--seed"), QStringLiteral("-1")}, "-1");
        row("too many accelerators", {QStringLiteral("--accelerators"), QStringLiteral("65")},
            "1 to 64");
        row("too large a center",
            {QStringLiteral("--nodes"), QStringLiteral("20000"), QStringLiteral("--accelerators"),
             QStringLiteral("64")},
            "200000");
        row("no speed", {QStringLiteral("--speed"), QStringLiteral("0")}, "--speed");
        row("speed is no number", {QStringLiteral("--speed"), QStringLiteral("nan")}, "nan");
        row("unknown kind", {QStringLiteral("--kinds"), QStringLiteral("H900:1")}, "H800");
        row("kind without weight", {QStringLiteral("--kinds"), QStringLiteral("H800:")}, "weight");
        row("kind twice", {QStringLiteral("--kinds"), QStringLiteral("H800:1,H800:2")}, "twice");
        row("empty kinds", {QStringLiteral("--kinds"), QString()}, "--kinds");
        row("empty name", {QStringLiteral("--center"), QString()}, "--center");
    }

    void badArgumentsAreToldInOneSentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, names);
        std::vector<std::string> texts;
        for (const QString &argument : std::as_const(arguments))
            texts.push_back(argument.toStdString());
        const auto options = parseOptions({texts.begin(), texts.end()});
        QVERIFY(!options);
        const QString words = QString::fromStdString(options.error().detail);
        QVERIFY2(words.contains(names), qPrintable(words));
        QCOMPARE(words.count(QLatin1Char('\n')), 0);
        QVERIFY(words.endsWith(QLatin1Char('.')));
    }

    void racksHoldEightNodesOfOneKind()
    {
        const Topology topology = buildTopology(Options{});
        QCOMPARE(topology.nodes.size(), std::size_t{128});
        QCOMPARE(topology.racks.size(), std::size_t{16});
        QCOMPARE(topology.leaves.size(), std::size_t{8});
        QCOMPARE(topology.nodes.front().name, std::string("n001"));
        QCOMPARE(topology.racks.back(), std::string("R16"));
        QCOMPARE(topology.leaves.front(), std::string("leaf-01"));
        std::map<std::uint32_t, std::set<std::uint32_t>> kindsOfRack;
        std::map<std::string_view, int> nodesOfKind;
        for (NodeIndex node = 0; node < topology.nodes.size(); ++node) {
            kindsOfRack[topology.nodes[node].rack].insert(topology.nodes[node].kind);
            ++nodesOfKind[topology.kindOf(node).name];
        }
        for (const auto &[rack, kinds] : kindsOfRack)
            QCOMPARE(kinds.size(), std::size_t{1});
        QCOMPARE(nodesOfKind["H800"], 64);
        QCOMPARE(nodesOfKind["A100"], 16);
        QCOMPARE(nodesOfKind["Ascend 910B"], 32);
        QCOMPARE(nodesOfKind["MLU590"], 16);
    }

    void everyNodeIsInOneGroupWhateverTheSize_data()
    {
        QTest::addColumn<unsigned>("nodes");
        for (const unsigned nodes : {1U, 2U, 3U, 7U, 9U, 33U, 1000U, 10000U})
            QTest::newRow(std::to_string(nodes).c_str()) << nodes;
    }

    void everyNodeIsInOneGroupWhateverTheSize()
    {
        QFETCH(unsigned, nodes);
        Options options;
        options.nodes = nodes;
        const Topology topology = buildTopology(options);
        std::vector<int> seen(nodes);
        for (const Group &group : topology.groups) {
            QVERIFY(!group.nodes.empty());
            for (const NodeIndex node : group.nodes) {
                ++seen[node];
                QCOMPARE(topology.nodes[node].kind, group.kind);
            }
        }
        QCOMPARE(std::ranges::count(seen, 1), static_cast<std::ptrdiff_t>(nodes));
        const Inventory inventory = makeInventory(topology, options);
        std::set<std::string> names;
        for (const NodeInfo &node : inventory.nodes) {
            names.insert(node.name);
            QVERIFY(node.layout < inventory.layouts.size());
            QCOMPARE(node.accelerators.size(), std::size_t{8});
        }
        QCOMPARE(names.size(), std::size_t{nodes});
    }
};

QTEST_APPLESS_MAIN(TestSimulatorOptions)
#include "tst_simulatoroptions.moc"
