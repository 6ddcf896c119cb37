// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/center.h"
#include "models/plancontroller.h"
#include "models/settings.h"
#include "placement/journal/fileplanjournal.h"
#include "ui/options.h"
#include "ui/screenshot.h"
#include "ui/theme/theme.h"
#include "ui/window/languages.h"
#include "ui/window/mainwindow.h"

#include <QApplication>
#include <QIcon>
#include <QStandardPaths>

// The only place that knows everybody: options, look, the center, the window.
int main(int argc, char *argv[])
{
    using namespace pilothouse;
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("pilothouse"));
    QApplication::setApplicationVersion(QStringLiteral(PILOTHOUSE_VERSION));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/pilothouse.svg")));
    const Options options = parseOptions(QApplication::arguments());

    Languages languages;
    languages.use(options.language.isEmpty() ? settings::language() : options.language);
    const QString look = options.theme.isEmpty() ? settings::theme() : options.theme;
    Theme theme(look == QLatin1String("light") ? ThemeKind::Light : ThemeKind::Dark);
    theme.apply(application);

    const QString data = options.dataDirectory.isEmpty()
        ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
            + QStringLiteral("/pilothouse")
        : options.dataDirectory;
    Center center({.dataDirectory = data.toStdString(),
                   .intervalMs = static_cast<std::uint32_t>(options.intervalMs)});
    for (const QString &address :
         options.endpoints.isEmpty() ? settings::endpoints() : options.endpoints)
        center.addEndpoint(address);
    const bool asked = !options.slurm.empty() || !options.endpoints.isEmpty();
    center.setSlurm(asked ? options.slurm : settings::slurmConnection());
    auto journal = FilePlanJournal::open(std::filesystem::path(data.toStdString()) / "plans");
    PlanController plans(center, journal ? *journal : nullptr);

    MainWindow window({center, plans, theme}, languages);
    window.resize(options.size.isValid() ? options.size : QSize(1440, 900));
    window.show();
    if (!options.page.isEmpty())
        window.openWhenKnown(options.page);
    if (!options.screenshot.isEmpty())
        takeScreenshot(window, options.screenshot, options.afterSeconds);
    return QApplication::exec();
}
