// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/slurmcluster.h"

#include <QFile>
#include <QLocalSocket>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

#include <csignal>
#include <memory>

using pilothouse::testing::SlurmCluster;

namespace {

QString text(const char *latin)
{
    return QString::fromLatin1(latin);
}

// Every process that was started with the cluster's configuration, jobs included.
QStringList processesOf(const QString &folder)
{
    QStringList found;
    const QByteArray mark = "SLURM_CONF=" + folder.toUtf8() + "/etc/slurm.conf";
    const auto ids = QDir(text("/proc")).entryList({text("[0-9]*")}, QDir::Dirs);
    for (const QString &id : ids) {
        QFile environment(text("/proc/") + id + text("/environ"));
        if (environment.open(QIODevice::ReadOnly)
            && environment.readAll().split('\0').contains(mark))
            found << id;
    }
    return found;
}

QByteArray ask(QIODevice &socket, const QString &token)
{
    socket.write("GET /slurm/v0.0.38/nodes HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    if (!token.isEmpty())
        socket.write("X-SLURM-USER-NAME: root\r\nX-SLURM-USER-TOKEN: " + token.toLatin1() + "\r\n");
    socket.write("\r\n");
    QByteArray reply;
    while (socket.waitForReadyRead(10'000))
        reply += socket.readAll();
    return reply;
}

QByteArray askAddress(const SlurmCluster &cluster, const QString &token)
{
    const QUrl url(cluster.restAddress());
    QTcpSocket socket;
    socket.connectToHost(url.host(), static_cast<quint16>(url.port()));
    return socket.waitForConnected(5000) ? ask(socket, token) : QByteArray();
}

QByteArray askSocket(const SlurmCluster &cluster, const QString &token)
{
    QLocalSocket socket;
    socket.connectToServer(cluster.restSocket());
    return socket.waitForConnected(5000) ? ask(socket, token) : QByteArray();
}

bool connects(const QString &address)
{
    QLocalSocket socket;
    socket.connectToServer(address);
    return socket.waitForConnected(5000);
}

} // namespace

// The real Slurm that the tests of the Slurm engine stand on.
class TestSlurmCluster : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<SlurmCluster> m_cluster;

    [[nodiscard]] bool controllerAnswers() const
    {
        return m_cluster->slurm(text("scontrol"), {text("ping")}).out.contains(text("is UP"));
    }
    // When the controller believes that a node's slurmd started; empty while it does not answer.
    [[nodiscard]] QString nodeStart(const QString &node) const
    {
        const QString shown =
            m_cluster->slurm(text("scontrol"), {text("show"), text("node"), text("-o"), node}).out;
        static const QRegularExpression kAnswers(text("State=[A-Z]+ .*SlurmdStartTime=(\\d\\S+)"));
        return kAnswers.match(shown).captured(1);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_cluster = std::make_unique<SlurmCluster>();
        QVERIFY2(m_cluster->running(), qPrintable(m_cluster->error()));
    }

    void itsNodesAreIdleAndHaveAcceleratorsOfThreeNames()
    {
        const auto nodes = m_cluster->slurm(
            text("sinfo"),
            {text("-h"), text("-N"), text("-p"), text("dev"), text("-o"), text("%N %T %G %f")});
        QCOMPARE(nodes.out.split(u'\n'),
                 QStringList({text("a100-01 idle gpu:a100:8 a100,r03"),
                              text("a100-02 idle gpu:a100:8 a100,r03"),
                              text("ascend-01 idle npu:ascend910b:8 ascend,r04"),
                              text("ascend-02 idle npu:ascend910b:8 ascend,r04"),
                              text("h800-01 idle gpu:h800:8 h800,r01"),
                              text("h800-02 idle gpu:h800:8 h800,r01"),
                              text("h800-03 idle gpu:h800:8 h800,r02"),
                              text("mlu-01 idle mlu:mlu590:8 mlu,r05")}));
    }

    void aJobGetsItsAcceleratorsAndTheirIndices()
    {
        const QString id =
            m_cluster->submit(text("alice"), {text("-p"), text("train"), text("--gres=gpu:h800:3")},
                              text("echo devices $CUDA_VISIBLE_DEVICES; exec sleep 3600"));
        QVERIFY(!id.isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(m_cluster->jobState(id), text("RUNNING"), 20'000);
        const auto job = m_cluster->slurm(text("scontrol"),
                                          {text("show"), text("job"), text("-d"), text("-o"), id});
        QVERIFY2(job.out.contains(text("GRES=gpu:h800:3(IDX:0-2)")), qPrintable(job.out));
        QVERIFY2(job.out.contains(text("UserId=alice")), qPrintable(job.out));
        if (QFile::exists(m_cluster->folder() + text("/dev"))) {
            QFile said(m_cluster->folder() + text("/home/alice/slurm-") + id + text(".out"));
            QVERIFY(said.open(QIODevice::ReadOnly));
            QByteArray words;
            QTRY_COMPARE(words += said.readAll(), QByteArray("devices 0,1,2\n"));
        }
        QVERIFY(m_cluster->as(text("alice"), {text("scancel"), id}).ok());
        QTRY_COMPARE_WITH_TIMEOUT(m_cluster->jobState(id), text("CANCELLED"), 20'000);
    }

    void restAnswersWhoHasATokenOnBothOfItsAddresses()
    {
        const QString token = m_cluster->token();
        QVERIFY(!token.isEmpty());
        for (const auto &reply : {askAddress(*m_cluster, token), askSocket(*m_cluster, token)}) {
            QVERIFY2(reply.startsWith("HTTP/1.1 200"), reply.constData());
            QVERIFY2(reply.contains("npu:ascend910b:8"), reply.constData());
        }
        for (const auto &reply : {askAddress(*m_cluster, {}), askSocket(*m_cluster, {})})
            QVERIFY2(reply.startsWith("HTTP/1.1 401"), reply.constData());
    }

    void itsJobsRunAndWaitForTheReasonsThatJobsHave()
    {
        const auto filled = m_cluster->fill();
        QVERIFY2(filled.ok(), qPrintable(filled.err));
        const QStringList wanted{text("asr-pretrain RUNNING None"),
                                 text("detector-sweep RUNNING None"),
                                 text("detector-sweep PENDING JobArrayTaskLimit"),
                                 text("ct-segment RUNNING None"),
                                 text("world-model PENDING Resources"),
                                 text("asr-eval PENDING Dependency"),
                                 text("report-writer PENDING JobHeldUser"),
                                 text("shelf-counter PENDING BeginTime"),
                                 text("everything PENDING PartitionNodeLimit"),
                                 text("too-long PENDING PartitionTimeLimit"),
                                 text("broken-script FAILED NonZeroExitCode")};
        QStringList jobs;
        QStringList missing;
        const bool came = SlurmCluster::await(
            [&] {
                jobs =
                    m_cluster
                        ->slurm(text("squeue"),
                                {text("-h"), text("-t"), text("all"), text("-o"), text("%j %T %r")})
                        .out.split(u'\n');
                missing = wanted;
                missing.removeIf([&](const QString &one) { return jobs.contains(one); });
                return missing.isEmpty();
            },
            30'000);
        QVERIFY2(came,
                 qPrintable((missing + QStringList{text("-- missing in")} + jobs).join(u'\n')));
    }

    void theSimulatorIsToldWhatRuns()
    {
        const QString file = m_cluster->folder() + text("/followed");
        QProcess follow;
        follow.start(SlurmCluster::program(), {text("follow"), m_cluster->folder(), file});
        const auto told = [&file] {
            QFile written(file);
            return written.open(QIODevice::ReadOnly) ? QString::fromUtf8(written.readAll())
                                                     : QString();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(told().contains(text(",asr-pretrain,train,")), qPrintable(told()),
                                  20'000);
        QVERIFY(told().startsWith(text("node,h800-01,H800,r01,leaf-r01\n")));
        const QRegularExpression both(text("(h800-0\\d:[0-7] ?){16}\n"));
        QVERIFY2(told().contains(both), qPrintable(told()));
        follow.terminate();
        QVERIFY(follow.waitForFinished());
    }

    void aControllerThatWasKilledComesBack()
    {
        QVERIFY(controllerAnswers());
        QVERIFY(m_cluster->kill(text("slurmctld")).ok());
        QVERIFY(!controllerAnswers());
        const auto again = m_cluster->restart(text("slurmctld"));
        QVERIFY2(again.ok(), qPrintable(again.err));
        QVERIFY(controllerAnswers());
    }

    void aRestServerThatWasKilledComesBack()
    {
        const QString token = m_cluster->token();
        QVERIFY(m_cluster->kill(text("slurmrestd")).ok());
        QVERIFY(askAddress(*m_cluster, token).isEmpty());
        QVERIFY(askSocket(*m_cluster, token).isEmpty());
        const auto again = m_cluster->restart(text("slurmrestd"));
        QVERIFY2(again.ok(), qPrintable(again.err));
        QVERIFY(askAddress(*m_cluster, token).startsWith("HTTP/1.1 200"));
        QVERIFY(askSocket(*m_cluster, token).startsWith("HTTP/1.1 200"));
    }

    void aNodeThatWasKilledComesBack()
    {
        const QString node = text("mlu-01");
        const QString daemon = text("slurmd:") + node;
        QString before;
        QTRY_VERIFY_WITH_TIMEOUT(!(before = nodeStart(node)).isEmpty(), 20'000);
        QVERIFY(m_cluster->kill(daemon).ok());
        QVERIFY(!m_cluster->kill(daemon).ok()); // it runs no more
        const auto again = m_cluster->restart(daemon);
        QVERIFY2(again.ok(), qPrintable(again.err));
        QTRY_VERIFY_WITH_TIMEOUT(!nodeStart(node).isEmpty() && nodeStart(node) != before, 20'000);
    }

    void aMungedThatWasKilledComesBack()
    {
        const QString address = m_cluster->folder() + text("/run/munge.sock");
        QVERIFY(connects(address));
        QVERIFY(m_cluster->kill(text("munged")).ok());
        QVERIFY(!connects(address));
        const auto again = m_cluster->restart(text("munged"));
        QVERIFY2(again.ok(), qPrintable(again.err));
        QVERIFY(m_cluster->slurm(text("squeue")).ok());
    }

    void itsEndLeavesNoProcessAndNoFile()
    {
        constexpr int kDaemons = 11;
        QVERIFY(processesOf(m_cluster->folder()).size() > kDaemons); // jobs run, too
        m_cluster->stop();
        QCOMPARE(processesOf(m_cluster->folder()), QStringList());
        QVERIFY(!QFile::exists(m_cluster->folder()));
    }

    void itEndsWhenWhoStartedItIsKilled()
    {
        SlurmCluster cluster({text("--nodes"), text("1")});
        QVERIFY2(cluster.running(), qPrintable(cluster.error()));
        QVERIFY(!processesOf(cluster.folder()).isEmpty());
        QVERIFY(::kill(static_cast<pid_t>(cluster.pid()), SIGKILL) == 0);
        QTRY_VERIFY_WITH_TIMEOUT(processesOf(cluster.folder()).isEmpty(), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(cluster.folder()), 20'000);
    }
};

QTEST_GUILESS_MAIN(TestSlurmCluster)
#include "tst_slurmcluster.moc"
