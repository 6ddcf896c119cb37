// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/reasontext.h"
#include "models/text.h"
#include "placement/reasonnames.h"

#include <QTest>

using namespace pilothouse;

class TestReasonText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void limitsAreSaidInPlainWords_data();
    void limitsAreSaidInPlainWords();
    void everyNameOfSlurmHasWords();
    void whatIsUnknownIsShownAsItIs();
    void theQuotaComesFromTheBook();
    void theSchedulersNameStandsBesideTheWords();
};

void TestReasonText::limitsAreSaidInPlainWords_data()
{
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, const char *words) {
        QTest::newRow(name) << QString::fromUtf8(words);
    };
    row("AssocGrpGRES",
        "the tenant speech may use at most 64 accelerators in total; the limit is "
        "reached");
    row("AssocGrpGRESRunMinutes",
        "running jobs of the tenant speech claim all its budget of accelerators × time");
    row("QOSGrpCPUMinutesLimit", "the QOS high has used up its budget of CPU cores × time");
    row("QOSMaxGRESPerUser", "the user mei has reached its limit of accelerators in use at once");
    row("MaxGRESPerAccount",
        "the tenant speech has reached its limit of accelerators in use at once");
    row("QOSMaxGRESPerJob", "asks for more accelerators than the QOS high allows one job");
    row("QOSMaxGRESMinutesPerJob",
        "asks for more accelerators × time than the QOS high allows one job");
    row("AssocMaxGRESPerNode",
        "asks for more accelerators on one node than the tenant speech allows");
    row("QOSMinGRES", "asks for less accelerators than the QOS high requires");
    row("QOSMaxWallDurationPerJobLimit", "its time limit is longer than the QOS high allows");
    row("AssocGrpWallLimit", "the tenant speech has used up all the run time allowed");
    row("QOSMaxJobsPerUserLimit", "the user mei already runs as many jobs as allowed");
    row("AssocMaxSubmitJobLimit",
        "the tenant speech already has as many jobs in the queue as "
        "allowed");
    row("ReqNodeNotAvail", "a node that it requires is not available");
}

void TestReasonText::limitsAreSaidInPlainWords()
{
    QFETCH(QString, words);
    const text::ReasonContext context{QStringLiteral("speech"), QStringLiteral("mei"),
                                      QStringLiteral("high"), 64};
    QCOMPARE(text::reason(QTest::currentDataTag(), context), words);
}

void TestReasonText::everyNameOfSlurmHasWords()
{
    for (const auto *names : {"composed", "plain"}) {
        const auto check = [](const char *name) {
            const auto words = text::reason(name);
            QVERIFY2(!words.isEmpty() && words != QLatin1String(name), name);
            QVERIFY2(!words.contains(QLatin1Char('%')), name);
        };
        if (names == std::string("composed"))
            std::ranges::for_each(kComposedReasons, check);
        else
            std::ranges::for_each(kPlainReasons, check);
    }
}

void TestReasonText::whatIsUnknownIsShownAsItIs()
{
    QCOMPARE(text::reason("SomethingNew"), QStringLiteral("SomethingNew"));
    QCOMPARE(text::reason("(odd) text"), QStringLiteral("(odd) text"));
    QCOMPARE(text::reason("None"), QString());
    QCOMPARE(text::reason(""), QString());
}

void TestReasonText::theQuotaComesFromTheBook()
{
    Job job;
    job.reason = "AssocGrpGRES";
    job.tenant = "speech";
    JobBook book;
    QCOMPARE(text::reason(job, book),
             QStringLiteral("the tenant speech has reached its limit of accelerators in use at "
                            "once"));
    book.tenants.push_back({"speech", 32});
    QVERIFY(text::reason(job, book).contains(QStringLiteral("at most 32 ")));
}

void TestReasonText::theSchedulersNameStandsBesideTheWords()
{
    Job job;
    job.reason = "JobHeldUser";
    QCOMPARE(text::reasonInFull(job, {}), QStringLiteral("held by its user (JobHeldUser)"));
    JobDetail detail;
    detail.stateDescription = "job requeued in held state";
    job.setDetail(detail);
    QCOMPARE(text::reasonInFull(job, {}),
             QStringLiteral("held by its user (JobHeldUser): job requeued in held state"));
    job.reason = "SomethingNew";
    job.setDetail({});
    QCOMPARE(text::reasonInFull(job, {}), QStringLiteral("SomethingNew"));
    job.reason.clear();
    QCOMPARE(text::reasonInFull(job, {}), QString());
}

QTEST_GUILESS_MAIN(TestReasonText)
#include "tst_reasontext.moc"
