// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings.h"

#include <QSettings>

namespace pilothouse::settings {

namespace {

QSettings store()
{
    return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("pilothouse"),
                     QStringLiteral("pilothouse"));
}

} // namespace

QStringList endpoints()
{
    return store().value(QStringLiteral("connections/endpoints")).toStringList();
}

void setEndpoints(const QStringList &addresses)
{
    store().setValue(QStringLiteral("connections/endpoints"), addresses);
}

slurm::Connection slurmConnection()
{
    const QSettings kept = store();
    const auto value = [&kept](const char *key) {
        return kept.value(QStringLiteral("slurm/") + QLatin1String(key)).toString().toStdString();
    };
    slurm::Connection connection;
    connection.address = value("address");
    connection.authorities = value("ca");
    connection.token.file = value("token-file");
    connection.token.command = value("token-command");
    connection.user = value("user");
    connection.commands = value("commands");
    return connection;
}

void setSlurmConnection(const slurm::Connection &connection)
{
    QSettings kept = store();
    const auto keep = [&kept](const char *key, const std::string &value) {
        kept.setValue(QStringLiteral("slurm/") + QLatin1String(key), QString::fromStdString(value));
    };
    keep("address", connection.address);
    keep("ca", connection.authorities);
    keep("token-file", connection.token.file);
    keep("token-command", connection.token.command);
    keep("user", connection.user);
    keep("commands", connection.commands);
}

QString theme()
{
    return store().value(QStringLiteral("look/theme"), QStringLiteral("dark")).toString();
}

void setTheme(const QString &theme)
{
    store().setValue(QStringLiteral("look/theme"), theme);
}

QString language()
{
    return store().value(QStringLiteral("look/language")).toString();
}

void setLanguage(const QString &language)
{
    store().setValue(QStringLiteral("look/language"), language);
}

QByteArray tableLayout(const QString &table)
{
    return store().value(QStringLiteral("tables/") + table).toByteArray();
}

void setTableLayout(const QString &table, const QByteArray &layout)
{
    store().setValue(QStringLiteral("tables/") + table, layout);
}

} // namespace pilothouse::settings
