// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/topology.h"

#include <QTest>

using namespace pilothouse;
using namespace pilothouse::slurm;

class TestTopology : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesAreTheSwitchesOfLevelZero()
    {
        const auto leaves =
            readTopology("SwitchName=leaf-r01 Level=0 LinkSpeed=1 Nodes=h800-[01-02]\n"
                         "SwitchName=leaf-r02 Level=0 LinkSpeed=1 Nodes=a100-01,mlu-3\n"
                         "SwitchName=spine Level=1 LinkSpeed=1 Nodes=a100-01,h800-[01-02],mlu-3 "
                         "Switches=leaf-r[01-02]\n");
        QVERIFY(leaves.has_value());
        const LeafSwitches expected{{"h800-01", "leaf-r01"},
                                    {"h800-02", "leaf-r01"},
                                    {"a100-01", "leaf-r02"},
                                    {"mlu-3", "leaf-r02"}};
        QVERIFY(*leaves == expected);
    }

    void aFlatClusterHasNone()
    {
        const auto none = readTopology("No topology information available\n");
        QVERIFY(none.has_value() && none->empty());
        QVERIFY(readTopology("")->empty());
    }

    void nonsenseIsRefused()
    {
        QVERIFY(!readTopology("SwitchName=x Level=0 LinkSpeed=1 Nodes=n[1-\n").has_value());
        QVERIFY(!readTopology("SwitchName=x Level=0 Nodes=n[1-99999999]\n").has_value());
    }
};

QTEST_APPLESS_MAIN(TestTopology)
#include "tst_topology.moc"
