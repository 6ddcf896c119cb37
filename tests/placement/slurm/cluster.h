// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QTemporaryDir>

#include <string>

namespace pilothouse::test {

// A real Slurm on this machine alone (tools/slurm-cluster), for as long as this lives. Its
// addresses and paths are put into this process's environment, so that commands speak to it.
class Cluster {
public:
    explicit Cluster(const QStringList &options = {});
    ~Cluster();

    [[nodiscard]] bool isUp() const { return m_isUp; }
    [[nodiscard]] QString why() const { return m_why; } // it is not up
    [[nodiscard]] std::string socket() const { return "unix:" + m_socket.toStdString(); }
    [[nodiscard]] std::string http() const { return m_http.toStdString(); }
    [[nodiscard]] std::string token(const QString &user, const QStringList &options = {});
    // A shell command that prints a token.
    [[nodiscard]] std::string tokenCommand(const QString &user) const;
    // What Slurm's command printed, as root; fails the test where it fails.
    QString run(const QStringList &words);
    // As a user of the cluster.
    QString runAs(const QString &user, const QStringList &words);
    // A verb of slurm-cluster upon this cluster: {"kill", "slurmctld"}.
    QString control(const QStringList &words);

private:
    [[nodiscard]] QString output(const QString &program, const QStringList &words);

    QTemporaryDir m_folder;
    QString m_path;
    QProcess m_keeper;
    QString m_http;
    QString m_socket;
    QString m_why;
    bool m_isUp = false;
};

} // namespace pilothouse::test
