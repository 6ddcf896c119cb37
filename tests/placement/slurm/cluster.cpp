// SPDX-License-Identifier: GPL-3.0-or-later
#include "cluster.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace pilothouse::test {

namespace {

constexpr int kPatienceMs = 60'000;

QString tool()
{
    return QStringLiteral(PILOTHOUSE_SOURCE "/tools/slurm-cluster");
}

QString valueIn(const QString &text, const QString &name)
{
    const QRegularExpression line(QStringLiteral("export %1='?([^'\n]*)'?").arg(name));
    return line.match(text).captured(1);
}

} // namespace

Cluster::Cluster(const QStringList &options)
    : m_path(m_folder.filePath(QStringLiteral("c")))
{
    // Jobs run as other users, whose way to their folders leads through here.
    QFile::setPermissions(m_folder.path(),
                          QFile::permissions(m_folder.path()) | QFile::ReadGroup | QFile::ExeGroup
                              | QFile::ReadOther | QFile::ExeOther);
    m_keeper.setProcessChannelMode(QProcess::MergedChannels);
    m_keeper.start(tool(),
                   QStringList{QStringLiteral("start"), QStringLiteral("--until-eof")} + options
                       + QStringList{m_path});
    QString said;
    while (!said.contains(QStringLiteral("export PATH"))) {
        if (!m_keeper.waitForReadyRead(kPatienceMs)) {
            m_why = QStringLiteral("Slurm does not start: ") + said + m_keeper.errorString();
            return;
        }
        said += QString::fromUtf8(m_keeper.readAll());
    }
    m_http = valueIn(said, QStringLiteral("SLURM_REST"));
    m_socket = valueIn(said, QStringLiteral("SLURM_REST_SOCKET"));
    qputenv("SLURM_CONF", valueIn(said, QStringLiteral("SLURM_CONF")).toUtf8());
    static const QByteArray plainPath = qgetenv("PATH");
    const QRegularExpression path(QStringLiteral("export PATH='?([^':\n]*)"));
    qputenv("PATH", path.match(said).captured(1).toUtf8() + ":" + plainPath);
    m_isUp = true;
}

Cluster::~Cluster()
{
    m_keeper.closeWriteChannel();
    if (!m_keeper.waitForFinished(kPatienceMs))
        m_keeper.kill();
    m_keeper.waitForFinished(kPatienceMs);
}

QString Cluster::output(const QString &program, const QStringList &words)
{
    QProcess process;
    process.start(program, words);
    const bool ended = process.waitForFinished(kPatienceMs);
    const QString said = QString::fromUtf8(process.readAllStandardOutput());
    if (!ended || process.exitCode() != 0)
        QTest::qFail(qPrintable(program + u' ' + words.join(u' ') + QStringLiteral(": ") + said
                                + QString::fromUtf8(process.readAllStandardError())),
                     __FILE__, __LINE__);
    return said.trimmed();
}

std::string Cluster::token(const QString &user, const QStringList &options)
{
    return output(tool(),
                  QStringList{QStringLiteral("token")} + options + QStringList{m_path, user})
        .toStdString();
}

std::string Cluster::tokenCommand(const QString &user) const
{
    const QString command = tool() + QStringLiteral(" token ") + m_path + u' ' + user;
    return command.toStdString();
}

QString Cluster::run(const QStringList &words)
{
    return output(words.first(), words.mid(1));
}

QString Cluster::runAs(const QString &user, const QStringList &words)
{
    return control(QStringList{QStringLiteral("run"), user} + words);
}

QString Cluster::control(const QStringList &words)
{
    return output(tool(), QStringList{words.first(), m_path} + words.mid(1));
}

} // namespace pilothouse::test
