// SPDX-License-Identifier: GPL-3.0-or-later
#include "agent/options.h"

#include <QtTest>

#include <vector>

using namespace pilothouse;
using namespace pilothouse::agent;

namespace {

Result<CommandLine> parse(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), "pilothouse-agent");
    std::vector<char *> pointers;
    for (std::string &argument : arguments)
        pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    return parseCommandLine({pointers.data(), arguments.size()});
}

} // namespace

class TestCommandLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hasDefaults();
    void takesEveryOption();
    void printsHelpAndVersion();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
};

void TestCommandLine::hasDefaults()
{
    const auto line = parse({});
    QVERIFY(line);
    QVERIFY(line->print.empty());
    QCOMPARE(line->options.listen, std::string("127.0.0.1:7610"));
    QCOMPARE(line->options.root, std::filesystem::path("/"));
    QVERIFY(line->options.name.empty());
    QVERIFY(!line->options.dieWithParent);
}

void TestCommandLine::takesEveryOption()
{
    const auto line = parse({"--listen", "unix:/run/x", "--name=n1", "--rack", "R1",
                             "--leaf-switch", "s1", "--root", "/tmp", "--die-with-parent"});
    QVERIFY(line);
    QCOMPARE(line->options.listen, std::string("unix:/run/x"));
    QCOMPARE(line->options.name, std::string("n1"));
    QCOMPARE(line->options.rack, std::string("R1"));
    QCOMPARE(line->options.leafSwitch, std::string("s1"));
    QCOMPARE(line->options.root, std::filesystem::path("/tmp"));
    QVERIFY(line->options.dieWithParent);
}

void TestCommandLine::printsHelpAndVersion()
{
    const auto help = parse({"--help"});
    QVERIFY(help);
    for (const char *option :
         {"--listen", "--name", "--rack", "--leaf-switch", "--root", "--die-with-parent"})
        QVERIFY(help->print.find(option) != std::string::npos);
    QCOMPARE(parse({"--version"})->print, std::string("pilothouse-agent " PILOTHOUSE_VERSION "\n"));
}

void TestCommandLine::saysWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *argument, const char *more, const char *words) {
        QStringList arguments{QString::fromLatin1(argument)};
        if (*more)
            arguments.append(QString::fromLatin1(more));
        QTest::newRow(argument) << arguments << QString::fromLatin1(words);
    };
    row("--port", "1", "unknown option --port;");
    row("-x", "", "unknown option -x;");
    row("-xyz", "", "unknown option -x;");
    row("--rack", "", "--rack needs a value;");
    row("node1", "", "unexpected argument node1;");
    row("--help=yes", "", "unknown option --help=yes;");
    row("--root", "/nonexistent", "there is no directory /nonexistent;");
}

void TestCommandLine::saysWhatIsWrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, words);
    std::vector<std::string> texts;
    for (const QString &argument : arguments)
        texts.push_back(argument.toStdString());
    const auto line = parse(texts);
    QVERIFY(!line);
    QCOMPARE(line.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(QString::fromStdString(line.error().detail),
             words + QStringLiteral(" see pilothouse-agent --help"));
}

QTEST_APPLESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
