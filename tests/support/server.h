// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QRegularExpression>
#include <QString>
#include <QStringList>
#include <QTest>

#include <csignal>

namespace pilothouse::testing {

// One of our servers as a process on a free loopback port, ended with the test.
class Server {
public:
    Server(const QString &program, const QStringList &arguments)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QStringLiteral(PILOTHOUSE_BIN "/") + program, arguments);
        const QRegularExpression listening(QStringLiteral("listening on (\\S+)"));
        constexpr int kStartMs = 60'000;
        while (m_address.isEmpty() && m_process.waitForReadyRead(kStartMs)) {
            m_output += QString::fromUtf8(m_process.readAllStandardOutput());
            m_address = listening.match(m_output).captured(1);
        }
    }
    ~Server()
    {
        m_process.terminate();
        if (!m_process.waitForFinished(10'000))
            m_process.kill();
        m_process.waitForFinished();
    }

    [[nodiscard]] QString address() const { return m_address; } // empty: it did not start
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    void signal(int number) { ::kill(static_cast<pid_t>(pid()), number); }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
    QString m_output;
    QString m_address;
};

inline QStringList smallCenter(const QStringList &more = {})
{
    return QStringList{QStringLiteral("--listen"),         QStringLiteral("127.0.0.1:0"),
                       QStringLiteral("--nodes"),          QStringLiteral("16"),
                       QStringLiteral("--seed"),           QStringLiteral("7"),
                       QStringLiteral("--die-with-parent")}
    + more;
}

} // namespace pilothouse::testing
