// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "placement/slurm/connection.h"

#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>

namespace pilothouse {

// What the command line asks for.
struct Options {
    QStringList endpoints; // empty: those of the last start
    slurm::Connection slurm; // empty: as in the settings
    QString dataDirectory; // empty: the user's data directory
    QString page; // an address; empty: the Overview
    QString theme; // dark or light; empty: as set
    QString language; // en or zh_CN; empty: as set
    QSize size;
    QString screenshot; // a PNG to write, then quit
    int afterSeconds = 5;
    int intervalMs = 1000;
};

// From the program's arguments; prints help, version or what is wrong and exits itself.
[[nodiscard]] Options parseOptions(const QStringList &arguments);

} // namespace pilothouse
