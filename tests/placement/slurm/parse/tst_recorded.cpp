// SPDX-License-Identifier: GPL-3.0-or-later
#include "placement/slurm/parse/replies.h"

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace pilothouse;
using namespace pilothouse::slurm;

namespace {

QByteArray contents(const QString &path)
{
    if (path.endsWith(QLatin1String(".gz"))) {
        QProcess gzip;
        gzip.start(QStringLiteral("gzip"), {QStringLiteral("-dc"), path});
        gzip.waitForFinished();
        return gzip.readAllStandardOutput();
    }
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// The HTTP status, where the recording tells it in a file beside.
int statusOf(const QFileInfo &file)
{
    const auto name = file.completeBaseName();
    const auto code = contents(file.path() + QLatin1Char('/') + name + QStringLiteral(".code"));
    static const QRegularExpression kStatus(QStringLiteral("^HTTP (\\d{3})"));
    if (const auto match = kStatus.match(QString::fromUtf8(code)); match.hasMatch())
        return match.captured(1).toInt();
    const auto all =
        QJsonDocument::fromJson(contents(file.path() + QStringLiteral("/status.json")));
    return all.object()[name][QStringLiteral("status")].toInt(200);
}

std::size_t listed(const QJsonObject &reply, const char *list)
{
    return static_cast<std::size_t>(reply[QLatin1String(list)].toArray().size());
}

} // namespace

// Reads every reply that was recorded from real clusters, where there are any:
// PILOTHOUSE_RECORDED_SLURM names folders of them, separated by colons.
class TestRecorded : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyReplyIsReadOrRefusedWithWords_data();
    void everyReplyIsReadOrRefusedWithWords();

private:
    static void checkJobs(int status, const std::string &body, const QJsonObject &reply);
    static void checkNodes(int status, const std::string &body, const QJsonObject &reply);
};

void TestRecorded::everyReplyIsReadOrRefusedWithWords_data()
{
    QTest::addColumn<QString>("path");
    const auto folders = qEnvironmentVariable("PILOTHOUSE_RECORDED_SLURM");
    if (folders.isEmpty())
        QSKIP("PILOTHOUSE_RECORDED_SLURM names no folder of recorded replies");
    int found = 0;
    for (const auto &folder : folders.split(QLatin1Char(':'), Qt::SkipEmptyParts)) {
        QDirIterator files(
            folder,
            {QStringLiteral("*.json"), QStringLiteral("*.json.gz"), QStringLiteral("slurm*.txt")},
            QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const auto path = files.next();
            const auto name = files.fileName();
            if (name == QLatin1String("status.json") || name == QLatin1String("openapi.json")
                || path.contains(QLatin1String("prometheus")))
                continue;
            QTest::newRow(qPrintable(path)) << path;
            ++found;
        }
    }
    QVERIFY2(found > 0, "the folders hold no recorded reply");
}

void TestRecorded::checkJobs(int status, const std::string &body, const QJsonObject &reply)
{
    const auto jobs = readJobs(status, body);
    if (!jobs) {
        QVERIFY(!jobs.error().detail.empty());
        QVERIFY(status >= 400 || !reply[QLatin1String("errors")].toArray().isEmpty());
        return;
    }
    QCOMPARE(jobs->records.size(), listed(reply, "jobs"));
    QCOMPARE(jobs->skipped, 0U);
    for (const auto &job : jobs->records) {
        const auto name = std::to_string(job.id);
        QVERIFY2(job.state != JobState::Unknown, name.c_str());
        QVERIFY2(!job.user.empty() && !job.pool.empty() && job.submitted > 0, name.c_str());
        if (job.state == JobState::Running)
            QVERIFY2(!job.allocation.empty() && job.started > 0, name.c_str());
        std::size_t devices = 0;
        for (const auto &part : job.allocation)
            devices += part.accelerators.size();
        if (devices > 0)
            QVERIFY2(devices == job.accelerators, name.c_str());
        if (job.hasEnded())
            QVERIFY2(job.ended >= job.started, name.c_str());
    }
}

void TestRecorded::checkNodes(int status, const std::string &body, const QJsonObject &reply)
{
    const auto nodes = readNodes(status, body);
    if (!nodes) {
        QVERIFY(!nodes.error().detail.empty());
        QVERIFY(status >= 400 || !reply[QLatin1String("errors")].toArray().isEmpty());
        return;
    }
    QCOMPARE(nodes->records.size(), listed(reply, "nodes"));
    for (const auto &node : nodes->records) {
        QVERIFY2(node.cpus > 0 && node.memory > 0, node.name.c_str());
        QVERIFY2(node.allocated <= node.accelerators, node.name.c_str());
        for (const auto &gres : node.gres)
            if (!gres.usedIndices.empty()) // a gres without device files tells none
                QVERIFY2(gres.usedIndices.size() == gres.used, node.name.c_str());
    }
}

void TestRecorded::everyReplyIsReadOrRefusedWithWords()
{
    QFETCH(QString, path);
    const QFileInfo file(path);
    const auto bytes = contents(path);
    const auto body = bytes.toStdString();
    const auto status = statusOf(file);
    const auto reply = QJsonDocument::fromJson(bytes).object();
    const auto name = file.fileName();
    const bool isOfDatabase = name.startsWith(QLatin1String("slurmdb"))
        || name.startsWith(QLatin1String("db-")) || name.contains(QLatin1String("dbjobs"))
        || name.contains(QLatin1String("sacct"));

    const auto outcome = readOutcome(status, body);
    QVERIFY(outcome || !outcome.error().detail.empty());
    if (status >= 400)
        QVERIFY(!outcome);
    if (outcome && !reply.isEmpty() && !name.startsWith(QLatin1String("cli-"))
        && reply.contains(QLatin1String("meta")))
        QVERIFY(!outcome->head.release.empty() && !outcome->head.parser.empty());

    if (reply.contains(QLatin1String("jobs")) && !isOfDatabase)
        checkJobs(status, body, reply);
    if (reply.contains(QLatin1String("nodes")))
        checkNodes(status, body, reply);
    if (status != 200)
        return;
    if (reply.contains(QLatin1String("partitions")))
        QCOMPARE(readPools(status, body)->records.size(), listed(reply, "partitions"));
    if (reply.contains(QLatin1String("reservations")))
        QCOMPARE(readReservations(status, body)->records.size(), listed(reply, "reservations"));
    if (reply.contains(QLatin1String("accounts")))
        QCOMPARE(readAccounts(status, body)->records.size(), listed(reply, "accounts"));
    if (reply.contains(QLatin1String("associations")) && outcome)
        QVERIFY(!readAssociations(status, body)->records.empty());
    for (const char *list : {"qos", "QOS"})
        if (reply.contains(QLatin1String(list)) && outcome
            && !reply.contains(QLatin1String("clusters")))
            QCOMPARE(readQos(status, body)->records.size(), listed(reply, list));
    if (reply.contains(QLatin1String("pings")) && outcome)
        QVERIFY(readPing(status, body)->records.at(0).answers);
    if (reply.contains(QLatin1String("statistics")) && !isOfDatabase)
        QVERIFY(readDiagnosis(status, body)->serverThreads > 0);
}

QTEST_APPLESS_MAIN(TestRecorded)
#include "tst_recorded.moc"
