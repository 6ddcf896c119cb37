// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/connection.h"

#include <QString>
#include <QStringList>

// What is remembered from one start to the next, in the user's configuration directory
// (~/.config/pilothouse/pilothouse.conf), an INI file that a person may edit too.
namespace pilothouse::settings {

[[nodiscard]] QStringList endpoints();
void setEndpoints(const QStringList &addresses);

// The Slurm cluster to connect to where the command line names nothing; never a token itself.
[[nodiscard]] slurm::Connection slurmConnection();
void setSlurmConnection(const slurm::Connection &connection);

[[nodiscard]] QString theme(); // "dark" or "light"
void setTheme(const QString &theme);

[[nodiscard]] QString language(); // empty: the system's
void setLanguage(const QString &language);

[[nodiscard]] QByteArray tableLayout(const QString &table);
void setTableLayout(const QString &table, const QByteArray &layout);

} // namespace pilothouse::settings
