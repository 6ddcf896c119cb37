// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/replies.h"

#include <QTest>

using namespace pilothouse;
using namespace pilothouse::slurm;

class TestReplyErrors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void failuresAreToldWhateverTheirShape_data();
    void failuresAreToldWhateverTheirShape();
    void successIsTold_data();
    void successIsTold();
    void anErrorWithoutACodeLeavesTheOutcomeOpen();
    void anEmptyAnswerOfTheDatabaseIsNoFailure();
    void aDeadDatabaseIsAFailureThoughTheStatusIsFine();
    void warningsAreKeptAndFailNothing();
};

void TestReplyErrors::failuresAreToldWhateverTheirShape_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("body");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, int status, const char *body, ErrorCode code,
                        const char *words) {
        QTest::newRow(name) << status << QString::fromUtf8(body) << static_cast<int>(code)
                            << QString::fromUtf8(words);
    };
    row("error_code, 500", 500, R"({"errors":[{"error_code":2066,"error":"Invalid qos"}]})",
        ErrorCode::Refused, "Invalid qos [2066]");
    row("error_number and description", 500,
        R"({"errors":[{"description":"job update from [x]:1 failed","error_number":2073,
            "error":"Job is no longer pending execution","source":"_parse_job_list"}]})",
        ErrorCode::Refused,
        "Job is no longer pending execution (job update from [x]:1 failed) [2073]");
    row("errno, unspecified", 500, R"({"errors":[{"error":"Unspecified error","errno":-1}]})",
        ErrorCode::Unavailable, "Unspecified error");
    row("description repeats the error", 500,
        R"({"errors":[{"description":"unable to kill JobId=9: Invalid job id specified",
            "error_number":2017,"error":"Invalid job id specified"}]})",
        ErrorCode::NotFound, "unable to kill JobId=9: Invalid job id specified [2017]");
    row("parse errors with status 200", 200,
        R"({"errors":[{"error":"Unable to parse time","error_code":2054},
            {"description":"Unable to process key \"begin_time\"","error_number":-1,
             "error":"Unspecified error"},
            {"description":"job parsing failed","error_number":9001,
             "error":"Failure during parsing"}]})",
        ErrorCode::Refused,
        "Unable to parse time; Unable to process key \"begin_time\"; Failure during parsing "
        "(job parsing failed) [2054]");
    row("no code in the first", 400,
        R"({"errors":[{"description":"Unknown key \"frobnicate\"","source":"hsearch_r"},
            {"error_code":9001,"error":"Failure during parsing"}]})",
        ErrorCode::InvalidArgument, "Unknown key \"frobnicate\"; Failure during parsing [9001]");
    row("denied", 500, R"({"errors":[{"error_number":2002,"error":"Access/permission denied"}]})",
        ErrorCode::PermissionDenied, "Access/permission denied [2002]");
    row("a token that ran out, 24.11", 511,
        R"({"errors":[{"description":"Unable to query jobs","error_number":1007,
            "error":"Protocol authentication error"}]})",
        ErrorCode::PermissionDenied, "Protocol authentication error (Unable to query jobs) [1007]");
    row("no controller", 500,
        R"({"errors":[{"error_code":1800,"error":"Unable to contact slurm controller"}]})",
        ErrorCode::Unavailable, "Unable to contact slurm controller [1800]");
    row("an empty list", 400, R"({"errors":[],"jobs":[]})", ErrorCode::InvalidArgument,
        "HTTP 400 without a reason");
    row("plain text", 401, "Authentication failure", ErrorCode::PermissionDenied,
        "Authentication failure");
    row("plain text, 500", 500, "Authentication does not apply to request",
        ErrorCode::PermissionDenied, "Authentication does not apply to request");
    row("plain text, 400", 400, "Unable to parse query.\r\n", ErrorCode::InvalidArgument,
        "Unable to parse query.");
    row("plain text, 404", 404, "Unable to find requested URL endpoint.", ErrorCode::NotFound,
        "Unable to find requested URL endpoint.");
    row("a proxy's page", 502, "<html><h1>Bad gateway</h1></html>", ErrorCode::Unavailable,
        "HTTP 502 without a reason");
    row("a proxy's page, 200", 200, "<html></html>", ErrorCode::WrongProtocol,
        "no JSON: HTTP 200 without a reason");
    row("a result of a job, v0.0.42", 200,
        R"({"results":[{"job_id":"9","error_code":2021,"error":"Job already finished","why":""}],
            "errors":[],"warnings":[]})",
        ErrorCode::Refused, "Job already finished [2021]");
    row("a status of a cancel, v0.0.41", 200,
        R"({"status":[{"error":{"string":"ESLURM_INVALID_JOB_ID","code":2017,
            "message":"Invalid job id specified"},"job_id":{"set":true,"number":9}}],"errors":[]})",
        ErrorCode::NotFound, "Invalid job id specified [2017]");
    row("an error that is a text", 500, R"({"errors":["it broke"]})", ErrorCode::Unavailable,
        "it broke");
    row("a node that is unknown, 25.11", 200,
        R"({"errors":[{"description":"Failure to query node x","error_number":2018,
            "error":"No error"}]})",
        ErrorCode::Refused, "Failure to query node x [2018]");
}

void TestReplyErrors::failuresAreToldWhateverTheirShape()
{
    QFETCH(int, status);
    QFETCH(QString, body);
    QFETCH(int, code);
    QFETCH(QString, words);
    const auto outcome = readOutcome(status, body.toStdString());
    QVERIFY(!outcome);
    QCOMPARE(QString::fromStdString(outcome.error().detail), words);
    QCOMPARE(static_cast<int>(outcome.error().code), code);
    // A read of a list fails in the same way.
    if (body.contains(QLatin1String("results")) || body.contains(QLatin1String("status")))
        return;
    const auto jobs = readJobs(status, body.toStdString());
    QVERIFY(!jobs);
    QCOMPARE(jobs.error(), outcome.error());
}

void TestReplyErrors::successIsTold_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<JobId>("job");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const char *body, JobId job, const char *message) {
        QTest::newRow(name) << QString::fromUtf8(body) << job << QString::fromUtf8(message);
    };
    row("update", R"({"errors":[]})", 0, "");
    row("nothing", "", 0, "");
    row("submit", R"({"errors":[],"job_id":18,"step_id":"BATCH","job_submit_user_msg":"hello"})",
        18, "hello");
    row("submit, held", R"({"errors":[{"error_code":2042,"error":"Job is in held state"}],
                            "job_id":18})",
        18, "");
    row("submit, v0.0.41", R"({"result":{"job_id":19,"error_code":0,"error":"No error",
                               "job_submit_user_msg":"hi"},"errors":[],"warnings":[]})",
        19, "hi");
    row("update, v0.0.42", R"({"results":[{"job_id":"9","error_code":0,"error":"No error"}],
                               "job_id":"9","errors":[]})",
        9, "");
}

void TestReplyErrors::successIsTold()
{
    QFETCH(QString, body);
    QFETCH(JobId, job);
    QFETCH(QString, message);
    const auto outcome = readOutcome(200, body.toStdString());
    QVERIFY2(outcome, outcome ? "" : outcome.error().detail.c_str());
    QCOMPARE(outcome->job, job);
    QCOMPARE(QString::fromStdString(outcome->message), message);
    QVERIFY(!outcome->isUncertain);
}

// Slurm 22.05 says so of an update of array tasks that it did apply.
void TestReplyErrors::anErrorWithoutACodeLeavesTheOutcomeOpen()
{
    const auto outcome = readOutcome(
        200,
        R"({"errors":[{"description":"job array update failed","source":"_parse_job_list"}]})");
    QVERIFY(outcome);
    QVERIFY(outcome->isUncertain);
    QCOMPARE(outcome->head.errors.at(0).text, std::string("job array update failed"));
}

void TestReplyErrors::anEmptyAnswerOfTheDatabaseIsNoFailure()
{
    const auto reply = readQos(
        200, R"({"errors":[{"error_number":9003,"error":"Nothing found with query"}],"QOS":[]})");
    QVERIFY(reply);
    QVERIFY(reply->records.empty());
}

void TestReplyErrors::aDeadDatabaseIsAFailureThoughTheStatusIsFine()
{
    const auto reply = readJobs(200, R"({"errors":[{"description":"Failed connecting to slurmdbd",
                       "error_number":7000,"error":"Unable to connect to database"}],"jobs":[]})");
    QVERIFY(!reply);
    QCOMPARE(reply.error().code, ErrorCode::Unavailable);
}

void TestReplyErrors::warningsAreKeptAndFailNothing()
{
    const auto reply = readJobs(
        200, R"({"jobs":[],"errors":[],"warnings":[{"description":"old","source":"#/x"}]})");
    QVERIFY(reply);
    QCOMPARE(reply->head.warnings.size(), 1U);
    QCOMPARE(reply->head.warnings[0].text, std::string("old"));
    QCOMPARE(reply->head.warnings[0].source, std::string("#/x"));
}

QTEST_APPLESS_MAIN(TestReplyErrors)
#include "tst_replyerrors.moc"
