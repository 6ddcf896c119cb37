// SPDX-License-Identifier: GPL-3.0-or-later
// Shows the widgets in both themes and languages, or writes them as pictures with --out DIR.
#include "ui/gallery/gallerypages.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QPixmap>

#include <cstdio>
#include <memory>

using namespace pilothouse;
using gallery::Language;

namespace {

using MakePage = QWidget *(*)(const Theme &, Language);

struct Picture {
    QString name;
    MakePage make;
    QSize size;
};

const QList<Picture> &pictures()
{
    static const QList<Picture> all{
        {QStringLiteral("window"), gallery::windowPage, QSize(1440, 900)},
        {QStringLiteral("narrow"), gallery::windowPage, QSize(1024, 700)},
        {QStringLiteral("parts"), gallery::partsPage, QSize(1440, 800)},
    };
    return all;
}

bool write(const QDir &folder, Theme &theme)
{
    bool written = folder.mkpath(QStringLiteral("."));
    for (const ThemeKind kind : {ThemeKind::Dark, ThemeKind::Light}) {
        theme.setKind(kind);
        for (const Language language : {Language::English, Language::Chinese}) {
            for (const Picture &picture : pictures()) {
                const std::unique_ptr<QWidget> page(picture.make(theme, language));
                page->resize(picture.size);
                page->show();
                QApplication::processEvents();
                const QString name = QStringLiteral("%1-%2-%3.png")
                                         .arg(picture.name,
                                              kind == ThemeKind::Dark ? QStringLiteral("dark")
                                                                      : QStringLiteral("light"),
                                              language == Language::English ? QStringLiteral("en")
                                                                            : QStringLiteral("zh"));
                written = page->grab().save(folder.filePath(name)) && written;
            }
        }
    }
    return written;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption out(QStringLiteral("out"), QStringLiteral("Write pictures."),
                                 QStringLiteral("DIR"));
    const QCommandLineOption light(QStringLiteral("light"), QStringLiteral("The light theme."));
    const QCommandLineOption chinese(QStringLiteral("zh"), QStringLiteral("In Chinese."));
    parser.addOptions({out, light, chinese});
    parser.addHelpOption();
    parser.process(application);

    Theme theme(parser.isSet(light) ? ThemeKind::Light : ThemeKind::Dark);
    theme.apply(application);
    if (parser.isSet(out)) {
        if (write(QDir(parser.value(out)), theme))
            return 0;
        std::fputs("ui_gallery: cannot write the pictures\n", stderr);
        return 1;
    }
    const Language language = parser.isSet(chinese) ? Language::Chinese : Language::English;
    QList<std::shared_ptr<QWidget>> open;
    for (const Picture &picture : pictures()) {
        open.append(std::shared_ptr<QWidget>(picture.make(theme, language)));
        open.last()->resize(picture.size);
        open.last()->show();
    }
    return QApplication::exec();
}
