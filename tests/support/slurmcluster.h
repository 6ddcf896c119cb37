// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QRegularExpression>
#include <QStringList>
#include <QTemporaryDir>
#include <QThread>

#include <functional>
#include <unistd.h>

namespace pilothouse::testing {

// A real Slurm on this machine alone (tools/slurm-cluster), with eight nodes of four kinds unless
// told otherwise, ended with this object or with the process that owns it. Its users are alice,
// bob, carol, dave and erin; root administers it. It needs root, or a sudo that does not ask.
class SlurmCluster {
public:
    struct Output {
        int status = -1; // the command's; -1: it did not start or did not end
        QString out; // trimmed
        QString err; // trimmed
        [[nodiscard]] bool ok() const { return status == 0; }
    };

    // options: as of `slurm-cluster start`, as {"--nodes", "3", "--option", "SlurmdTimeout=10"}.
    explicit SlurmCluster(const QStringList &options = {})
        : m_folder(QDir::tempPath() + QStringLiteral("/pilothouse-slurm-XXXXXX"))
    {
        QStringList line = rooted(QStringLiteral("start"));
        line << QStringLiteral("--until-eof") << options;
        m_process.start(line.takeFirst(), line);
        const QRegularExpression last(QStringLiteral("^export PATH="),
                                      QRegularExpression::MultilineOption);
        constexpr int kStartMs = 90'000;
        while (!last.match(m_environment).hasMatch() && m_process.waitForReadyRead(kStartMs))
            m_environment += QString::fromUtf8(m_process.readAllStandardOutput());
        m_running = last.match(m_environment).hasMatch();
    }
    ~SlurmCluster() { stop(); }
    SlurmCluster(const SlurmCluster &) = delete;
    SlurmCluster &operator=(const SlurmCluster &) = delete;
    SlurmCluster(SlurmCluster &&) = delete;
    SlurmCluster &operator=(SlurmCluster &&) = delete;

    [[nodiscard]] bool running() const { return m_running; }
    // Why it does not run.
    [[nodiscard]] QString error()
    {
        m_process.waitForFinished(1000);
        return QString::fromUtf8(m_process.readAllStandardError()) + m_process.errorString();
    }

    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] qint64 pid() const { return m_process.processId(); } // of what holds it
    // "http://127.0.0.1:PORT", and the path of the unix socket that answers the same.
    [[nodiscard]] QString restAddress() const { return exported(QStringLiteral("SLURM_REST")); }
    [[nodiscard]] QString restSocket() const
    {
        return exported(QStringLiteral("SLURM_REST_SOCKET"));
    }
    // Where commands are that speak to this cluster: first in a PATH, nothing else is needed.
    [[nodiscard]] QString commands() const { return folder() + QStringLiteral("/bin"); }

    [[nodiscard]] QString token(const QString &user = QStringLiteral("root"),
                                int lifespanSeconds = 3600) const
    {
        return tool({QStringLiteral("token"), folder(), QStringLiteral("--lifespan"),
                     QString::number(lifespanSeconds), user})
            .out;
    }

    // A Slurm command as its administrator: slurm("squeue", {"-h"}).
    [[nodiscard]] Output slurm(const QString &command, const QStringList &arguments = {}) const
    {
        return output(commands() + u'/' + command, arguments);
    }
    // Any command as a user of the cluster, in that user's home.
    [[nodiscard]] Output as(const QString &user, const QStringList &command) const
    {
        return tool(QStringList{QStringLiteral("run"), folder(), user} + command);
    }
    // The id of a job that a user submits: sbatch's options, and what the job runs.
    [[nodiscard]] QString submit(const QString &user, const QStringList &options,
                                 const QString &script = QStringLiteral("exec sleep 3600")) const
    {
        return as(user,
                  QStringList{QStringLiteral("sbatch"), QStringLiteral("--parsable")} + options
                      + QStringList{QStringLiteral("--wrap"), script})
            .out;
    }
    // "PENDING", "RUNNING" and so on; empty for a job that the controller does not know.
    [[nodiscard]] QString jobState(const QString &id) const
    {
        return slurm(QStringLiteral("squeue"),
                     {QStringLiteral("-h"), QStringLiteral("-t"), QStringLiteral("all"),
                      QStringLiteral("-o"), QStringLiteral("%T"), QStringLiteral("-j"), id})
            .out;
    }

    // The jobs that `./dev run --slurm` shows.
    [[nodiscard]] Output fill() const { return tool({QStringLiteral("jobs"), folder()}); }

    // daemon: munged, slurmctld, slurmrestd or slurmd:NODE. signal: its name without SIG.
    [[nodiscard]] Output kill(const QString &daemon,
                              const QString &signal = QStringLiteral("KILL")) const
    {
        return tool({QStringLiteral("kill"), folder(), QStringLiteral("--signal"), signal, daemon});
    }
    // Returns when it answers again.
    [[nodiscard]] Output restart(const QString &daemon) const
    {
        return tool({QStringLiteral("restart"), folder(), daemon});
    }

    // Whether a condition came true in time; a test says more with QTRY_VERIFY2_WITH_TIMEOUT.
    static bool await(const std::function<bool()> &condition, int milliseconds = 20'000)
    {
        QElapsedTimer timer;
        timer.start();
        while (!condition()) {
            if (timer.hasExpired(milliseconds))
                return false;
            QThread::msleep(50);
        }
        return true;
    }

    // Ends all its processes, removes its folder.
    void stop()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished(40'000);
        m_running = false;
    }

    [[nodiscard]] static QString program()
    {
        return QStringLiteral(PILOTHOUSE_SOURCE "/tools/slurm-cluster");
    }

private:
    [[nodiscard]] static QStringList privilege()
    {
        return ::geteuid() == 0 ? QStringList()
                                : QStringList{QStringLiteral("sudo"), QStringLiteral("-n")};
    }
    [[nodiscard]] QStringList rooted(const QString &verb) const
    {
        return privilege() + QStringList{program(), verb, folder()};
    }
    [[nodiscard]] static Output tool(const QStringList &arguments)
    {
        QStringList line = privilege() + QStringList{program()} + arguments;
        return output(line.takeFirst(), line);
    }
    [[nodiscard]] static Output output(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(program, arguments);
        constexpr int kCommandMs = 60'000;
        Output result;
        if (process.waitForFinished(kCommandMs) && process.exitStatus() == QProcess::NormalExit)
            result.status = process.exitCode();
        result.out = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
        result.err = QString::fromUtf8(process.readAllStandardError()).trimmed();
        return result;
    }
    [[nodiscard]] QString exported(const QString &name) const
    {
        const QRegularExpression line(QStringLiteral("^export %1=(.*)$").arg(name),
                                      QRegularExpression::MultilineOption);
        return line.match(m_environment).captured(1);
    }

    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_environment; // what `slurm-cluster start` printed
    bool m_running = false;
};

} // namespace pilothouse::testing
