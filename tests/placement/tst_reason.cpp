// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/reason.h"
#include "reasonnames.h"

#include <QTest>

using namespace pilothouse;

using Kind = Reason::Kind;
using Scope = Reason::Scope;
using Aggregate = Reason::Aggregate;
using Resource = Reason::Resource;
using Measure = Reason::Measure;

class TestReason : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void composedNamesAreTakenApart_data();
    void composedNamesAreTakenApart();
    void everyComposedNameOfSlurmFollowsTheGrammar();
    void otherNamesStandForThemselves();
    void whatFollowsTheNameIsLeftOut();
    void noReasonIsNone();
};

void TestReason::composedNamesAreTakenApart_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<Reason>("expected");
    const auto row = [](const char *name, Scope scope, Aggregate aggregate, Resource resource,
                        Measure measure) {
        QTest::newRow(name) << QByteArray(name)
                            << Reason{Kind::Limit, scope, aggregate, resource, measure, name};
    };
    row("AssocGrpGRES", Scope::Association, Aggregate::Group, Resource::Gres, Measure::AtOnce);
    row("AssocGrpCPURunMinutesLimit", Scope::Association, Aggregate::Group, Resource::Cpu,
        Measure::RunMinutes);
    row("QOSGrpMemoryMinutes", Scope::Qos, Aggregate::Group, Resource::Memory, Measure::Minutes);
    row("QOSMaxWallDurationPerJobLimit", Scope::Qos, Aggregate::PerJob, Resource::Wall,
        Measure::AtOnce);
    row("QOSMaxCpuMinutesPerJobLimit", Scope::Qos, Aggregate::PerJob, Resource::Cpu,
        Measure::Minutes);
    row("QOSMaxSubmitJobPerUserLimit", Scope::Qos, Aggregate::PerUser, Resource::SubmittedJobs,
        Measure::AtOnce);
    row("AssocMaxJobsLimit", Scope::Association, Aggregate::Group, Resource::Jobs, Measure::AtOnce);
    row("QOSMaxGRESPerNode", Scope::Qos, Aggregate::PerNode, Resource::Gres, Measure::AtOnce);
    row("MaxGRESPerAccount", Scope::Qos, Aggregate::PerAccount, Resource::Gres, Measure::AtOnce);
    row("QOSMinCpuNotSatisfied", Scope::Qos, Aggregate::Least, Resource::Cpu, Measure::AtOnce);
    row("QOSMinGRES", Scope::Qos, Aggregate::Least, Resource::Gres, Measure::AtOnce);
    row("AssocGrpUnknownMinutes", Scope::Association, Aggregate::Group, Resource::Unknown,
        Measure::Minutes);
}

void TestReason::composedNamesAreTakenApart()
{
    QFETCH(QByteArray, name);
    QFETCH(Reason, expected);
    const auto text = name.toStdString();
    const auto read = parseReason(text);
    QVERIFY(read == expected);
}

void TestReason::everyComposedNameOfSlurmFollowsTheGrammar()
{
    for (const char *name : kComposedReasons)
        QVERIFY2(parseReason(name).kind == Kind::Limit, name);
}

void TestReason::otherNamesStandForThemselves()
{
    for (const char *name : kPlainReasons) {
        QVERIFY2(parseReason(name).kind == Kind::Named, name);
        QVERIFY2(parseReason(name).name == name, name);
    }
    for (const char *name : {"AssocGrp", "QOSMaxNothingPerJob", "MaxMemPerLimit", "GrpCpu",
                             "AssocGrpGRESPerUser", "QOSGrpCpuLimitX"})
        QVERIFY2(parseReason(name).kind == Kind::Named, name);
}

void TestReason::whatFollowsTheNameIsLeftOut()
{
    QVERIFY(parseReason("ReqNodeNotAvail, UnavailableNodes:a[1-2]").name == "ReqNodeNotAvail");
    QVERIFY(parseReason("AssocGrpGRES (64)").kind == Kind::Limit);
}

void TestReason::noReasonIsNone()
{
    for (const char *name : {"", "None", "(null)"})
        QVERIFY2(parseReason(name).kind == Kind::None, name);
}

QTEST_APPLESS_MAIN(TestReason)
#include "tst_reason.moc"
