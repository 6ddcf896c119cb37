// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/screenshot.h"

#include "ui/window/mainwindow.h"

#include <QCoreApplication>
#include <QPixmap>
#include <QTimer>
#include <cstdio>

namespace pilothouse {

void takeScreenshot(MainWindow &window, const QString &file, int afterSeconds)
{
    QTimer::singleShot(afterSeconds * 1000, &window, [&window, file] {
        const bool written = window.grab().save(file, "PNG");
        if (!written)
            std::fprintf(stderr, "pilothouse: cannot write %s. Check the folder and its rights.\n",
                         qPrintable(file));
        QCoreApplication::exit(written ? 0 : 1);
    });
}

} // namespace pilothouse
