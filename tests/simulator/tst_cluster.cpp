// SPDX-License-Identifier: GPL-3.0-or-later
#include "fixture.h"

#include <QTest>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <bit>

using namespace pilothouse;
using namespace pilothouse::simulator;

class TestCluster : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPartOfANodeGoesWhereItFitsTightest()
    {
        const Topology topology = buildTopology(testOptions(3));
        Cluster cluster(topology);
        cluster.take({{1, 0x1F}}); // three left
        cluster.take({{2, 0x07}}); // five left
        QCOMPARE(cluster.find(0, 3, {})->front().node, NodeIndex{1});
        QCOMPARE(cluster.find(0, 4, {})->front().node, NodeIndex{2});
        QCOMPARE(cluster.find(0, 6, {})->front().node, NodeIndex{0});
        cluster.take({{0, 0x01}});
        QVERIFY(!cluster.find(0, 8, {}));
        QCOMPARE(cluster.find(0, 7, {})->front().mask, Mask{0xFE});
    }

    void wholeNodesComeFromOneLeafSwitchWhereItHasThem()
    {
        Options options = testOptions(48);
        options.replay = "one pool"; // all nodes in one group
        const Topology topology = buildTopology(options);
        Cluster cluster(topology);
        for (NodeIndex node = 0; node < 10; ++node) // leaf 1: six nodes free
            cluster.take({{node, 0xFF}});
        const auto four = cluster.find(0, 32, {});
        QVERIFY(four);
        for (const Piece &piece : *four)
            QCOMPARE(topology.nodes[piece.node].leaf, 0U);
        const auto twenty = cluster.find(0, 160, {});
        QVERIFY(twenty);
        std::set<std::uint32_t> leaves;
        for (const Piece &piece : *twenty) {
            QCOMPARE(piece.mask, Mask{0xFF});
            leaves.insert(topology.nodes[piece.node].leaf);
        }
        QCOMPARE(leaves.size(), std::size_t{2});
    }

    void whatRemainsOfALargeGangSharesOneMoreNode()
    {
        const Topology topology = buildTopology(testOptions(3));
        Cluster cluster(topology);
        cluster.take({{2, 0x0F}});
        const auto placement = cluster.find(0, 12, {});
        QVERIFY(placement);
        QCOMPARE(placement->size(), std::size_t{2});
        QCOMPARE(std::popcount(placement->front().mask) + std::popcount(placement->back().mask),
                 12);
        QCOMPARE(placement->back(), (Piece{2, 0xF0}));
    }

    void drainedAndDownNodesTakeNothing()
    {
        const Topology topology = buildTopology(testOptions(2));
        Cluster cluster(topology);
        cluster.setDrained(0, "fan");
        cluster.setDown(1, "Not responding");
        QVERIFY(!cluster.find(0, 1, {}));
        QCOMPARE(cluster.state(0), NodeState::Drained);
        QCOMPARE(cluster.state(1), NodeState::Down);
        QCOMPARE(cluster.reason(1), std::string("Not responding"));
        cluster.setDrained(0, {});
        QVERIFY(cluster.find(0, 8, {}));
        QVERIFY(!cluster.find(0, 9, {}));
    }

    void whatIsKeptFreeStaysOut()
    {
        const Topology topology = buildTopology(testOptions(2));
        const Cluster cluster(topology);
        const Reserved kept{{0, 0xFF}, {1, 0x0F}};
        QCOMPARE(cluster.find(0, 4, kept)->front(), (Piece{1, 0xF0}));
        QVERIFY(!cluster.find(0, 5, kept));
        QVERIFY(!cluster.findOn(std::vector<NodeIndex>{0}, 1, kept));
    }

    void statesFollowTheAllocation()
    {
        const Topology topology = buildTopology(testOptions(1));
        Cluster cluster(topology);
        QCOMPARE(cluster.state(0), NodeState::Idle);
        cluster.take({{0, 0x03}});
        QCOMPARE(cluster.state(0), NodeState::Mixed);
        cluster.setDrained(0, "x");
        QCOMPARE(cluster.state(0), NodeState::Draining);
        cluster.setDrained(0, {});
        cluster.take({{0, 0xFC}});
        QCOMPARE(cluster.state(0), NodeState::Allocated);
        QCOMPARE(cluster.allocated(0), 8U);
        cluster.give({{0, 0xFF}});
        QCOMPARE(cluster.state(0), NodeState::Idle);
        QCOMPARE(cluster.allocatedIn(0), 0U);
    }
};

QTEST_APPLESS_MAIN(TestCluster)
#include "tst_cluster.moc"
