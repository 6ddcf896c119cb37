// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>

#include <csignal>
#include <string>

namespace pilothouse::agent {

// A running pilothouse-agent on a port of its own.
class AgentProcess {
public:
    explicit AgentProcess(const QStringList &arguments = {}, const QString &libraryPath = {})
    {
        if (!libraryPath.isEmpty()) {
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("LD_LIBRARY_PATH"), libraryPath);
            m_process.setProcessEnvironment(environment);
        }
        m_process.start(QStringLiteral(PILOTHOUSE_BIN "/pilothouse-agent"),
                        QStringList{QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")}
                            + arguments);
        m_address = awaitAddress(m_process);
    }
    ~AgentProcess()
    {
        m_process.kill();
        m_process.waitForFinished();
    }
    AgentProcess(const AgentProcess &) = delete;
    AgentProcess &operator=(const AgentProcess &) = delete;

    // What a program that starts the agent does: it reads the line that says where it listens.
    static std::string awaitAddress(QProcess &process)
    {
        const QByteArray mark("listening on ");
        while (process.canReadLine() || process.waitForReadyRead()) {
            const QByteArray line = process.readLine();
            if (line.startsWith(mark))
                return line.mid(mark.size()).trimmed().toStdString();
        }
        return {};
    }

    [[nodiscard]] const std::string &address() const { return m_address; } // empty: did not start
    void send(int signal) { ::kill(static_cast<pid_t>(m_process.processId()), signal); }
    QProcess &process() { return m_process; }

private:
    QProcess m_process;
    std::string m_address;
};

} // namespace pilothouse::agent
