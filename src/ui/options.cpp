// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/options.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <cstdio>
#include <cstdlib>

namespace pilothouse {

namespace {

[[noreturn]] void refuse(const QString &why)
{
    std::fprintf(stderr, "pilothouse: %s\n", qPrintable(why));
    std::exit(2);
}

QSize parseSize(const QString &text)
{
    const QStringList parts = text.split(u'x');
    const QSize size(parts.value(0).toInt(), parts.value(1).toInt());
    if (parts.size() != 2 || size.width() < 640 || size.height() < 400 || size.width() > 16384
        || size.height() > 16384)
        refuse(QStringLiteral("--size wants WIDTHxHEIGHT from 640x400 up, such as 1920x1080."));
    return size;
}

int parseWhole(const QString &text, const char *option, int least, int most)
{
    bool ok = false;
    const int value = text.toInt(&ok);
    if (!ok || value < least || value > most)
        refuse(QStringLiteral("%1 wants a whole number from %2 to %3.")
                   .arg(QLatin1String(option))
                   .arg(least)
                   .arg(most));
    return value;
}

QString oneOf(const QString &text, const char *option, const QStringList &choices)
{
    if (!text.isEmpty() && !choices.contains(text))
        refuse(QStringLiteral("%1 knows %2.")
                   .arg(QLatin1String(option), choices.join(QStringLiteral(" and "))));
    return text;
}

} // namespace

Options parseOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("The operations console of an AI computing center."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption connect(
        QStringLiteral("connect"),
        QStringLiteral("An endpoint, host:port or unix:/path; may be given several times."),
        QStringLiteral("address"));
    const QCommandLineOption slurm(
        QStringLiteral("slurm"),
        QStringLiteral("A slurmrestd: unix:/path, http://host:port or https://host:port."),
        QStringLiteral("address"));
    const QCommandLineOption slurmTokenFile(
        QStringLiteral("slurm-token-file"),
        QStringLiteral("File with its token, which only its owner may read."),
        QStringLiteral("file"));
    const QCommandLineOption slurmTokenCommand(
        QStringLiteral("slurm-token-command"),
        QStringLiteral("Shell command that prints its token, such as \"scontrol token\"."),
        QStringLiteral("command"));
    const QCommandLineOption slurmUser(QStringLiteral("slurm-user"),
                                       QStringLiteral("User of the token, where it names none."),
                                       QStringLiteral("name"));
    const QCommandLineOption slurmAuthorities(
        QStringLiteral("slurm-ca"),
        QStringLiteral("File of certificates to trust instead of the system's."),
        QStringLiteral("file"));
    const QCommandLineOption slurmCommands(
        QStringLiteral("slurm-commands"),
        QStringLiteral("Run Slurm's commands for what its REST version does not offer: local, "
                       "ssh:host or none."),
        QStringLiteral("way"), QStringLiteral("none"));
    const QCommandLineOption data(QStringLiteral("data"), QStringLiteral("Folder of the history."),
                                  QStringLiteral("folder"));
    const QCommandLineOption page(
        QStringLiteral("page"),
        QStringLiteral("Page to open: overview, fleet, fleet/node/NAME, jobs, jobs/job/ID, "
                       "placement, audit. Also node, accelerator and job for the first of each."),
        QStringLiteral("page"));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("dark or light."),
                                   QStringLiteral("theme"));
    const QCommandLineOption language(QStringLiteral("language"), QStringLiteral("en or zh_CN."),
                                      QStringLiteral("language"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("Size of the window."),
                                  QStringLiteral("WIDTHxHEIGHT"));
    const QCommandLineOption screenshot(QStringLiteral("screenshot"),
                                        QStringLiteral("Write the window to this PNG and quit."),
                                        QStringLiteral("file"));
    const QCommandLineOption after(QStringLiteral("after"),
                                   QStringLiteral("Seconds to wait before the screenshot."),
                                   QStringLiteral("seconds"), QStringLiteral("5"));
    const QCommandLineOption interval(
        QStringLiteral("interval"),
        QStringLiteral("Milliseconds between two samples of a node, 100 to 60000."),
        QStringLiteral("ms"), QStringLiteral("1000"));
    parser.addOptions({connect, slurm, slurmTokenFile, slurmTokenCommand, slurmUser,
                       slurmAuthorities, slurmCommands, data, page, theme, language, size,
                       screenshot, after, interval});
    if (!parser.parse(arguments))
        refuse(parser.errorText() + QStringLiteral(" See --help."));
    if (parser.isSet(QStringLiteral("help")))
        parser.showHelp();
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    if (!parser.positionalArguments().isEmpty())
        refuse(QStringLiteral("“%1” is no option. Addresses are given with --connect.")
                   .arg(parser.positionalArguments().constFirst()));

    Options options;
    options.endpoints = parser.values(connect);
    const auto said = [&parser](const QCommandLineOption &option) {
        return parser.value(option).toStdString();
    };
    options.slurm.address = said(slurm);
    options.slurm.authorities = said(slurmAuthorities);
    options.slurm.token.file = said(slurmTokenFile);
    options.slurm.token.command = said(slurmTokenCommand);
    options.slurm.user = said(slurmUser);
    if (parser.isSet(slurmCommands))
        options.slurm.commands = said(slurmCommands);
    options.dataDirectory = parser.value(data);
    options.page = parser.value(page);
    options.theme =
        oneOf(parser.value(theme), "--theme", {QStringLiteral("dark"), QStringLiteral("light")});
    options.language = oneOf(parser.value(language), "--language",
                             {QStringLiteral("en"), QStringLiteral("zh_CN")});
    if (parser.isSet(size))
        options.size = parseSize(parser.value(size));
    options.screenshot = parser.value(screenshot);
    options.afterSeconds = parseWhole(parser.value(after), "--after", 0, 86'400);
    options.intervalMs = parseWhole(parser.value(interval), "--interval", 100, 60'000);
    return options;
}

} // namespace pilothouse
