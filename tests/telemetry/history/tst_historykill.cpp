// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyfixture.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTest>

#include <cstdio>

using namespace pilothouse;
using namespace pilothouse::test;

namespace {

constexpr std::size_t kNodes = 3;
constexpr std::size_t kAccelerators = 4;

// What a second holds follows from its number, so that both processes know it.
BatchPtr batchOf(const Inventory &inventory, std::uint64_t sequence, Micros first)
{
    std::mt19937_64 random(sequence);
    return makeBatch(inventory, sequence, first + static_cast<Micros>(sequence) * kSecond, random,
                     true);
}

// The other process: records as fast as it goes and tells what is committed, until it is killed.
int recordUntilKilled(const char *directory, Micros first)
{
    History::Options options;
    options.directory = directory;
    const auto history = History::open(options);
    if (!history) {
        std::fprintf(stderr, "%s\n", history.error().detail.c_str());
        return 1;
    }
    const auto inventory = makeInventory(kNodes, kAccelerators);
    for (std::uint64_t sequence = (*history)->position(kAddress).sequence + 1;; ++sequence) {
        (*history)->record(kAddress, inventory, batchOf(*inventory, sequence, first));
        if (sequence % 3 != 0)
            continue;
        (*history)->flush();
        std::printf("%lld\n", static_cast<long long>((*history)->status().last));
        std::fflush(stdout);
    }
}

// Lets the other process run for some time, and gives the last time that it called committed.
Micros runAndKill(const QTemporaryDir &directory, Micros first, int commits)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(),
                  {QStringLiteral("record"), directory.path(), QString::number(first)});
    Micros last = 0;
    for (int i = 0; i < commits;) {
        if (!process.canReadLine() && !process.waitForReadyRead(20'000))
            return 0;
        for (; process.canReadLine(); ++i)
            last = process.readLine().trimmed().toLongLong();
    }
    process.kill();
    process.waitForFinished();
    while (process.canReadLine())
        last = process.readLine().trimmed().toLongLong();
    return last;
}

} // namespace

class HistoryKillTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingCommittedIsLostWhenTheProcessIsKilled();
};

void HistoryKillTest::nothingCommittedIsLostWhenTheProcessIsKilled()
{
    QTemporaryDir directory;
    std::mt19937_64 random(31);
    PlainStore plain;
    const auto inventory = makeInventory(kNodes, kAccelerators);
    const Micros first = pastWindow(100);
    std::uint64_t known = 0;
    for (int round = 0; round < 12; ++round) {
        const Micros told = runAndKill(directory, first, static_cast<int>(1 + random() % 150));
        QVERIFY(told > 0);
        const auto history = openIn(directory);
        const HistoryStatus status = history->status();
        QVERIFY2(!status.error, status.error ? status.error->detail.c_str() : "");
        QVERIFY(status.last >= told);
        const std::uint64_t stored = history->position(kAddress).sequence;
        QCOMPARE(status.last, first + static_cast<Micros>(stored) * kSecond);
        while (known < stored) {
            ++known;
            plain.add(*inventory, *batchOf(*inventory, known, first));
        }
        compareRanges(*history, plain, first, status.last, random);
    }
    QVERIFY(known > 1300); // some windows were sealed
}

int main(int argc, char **argv)
{
    if (argc == 4 && std::string_view(argv[1]) == "record")
        return recordUntilKilled(argv[2], std::stoll(argv[3]));
    QCoreApplication application(argc, argv);
    HistoryKillTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_historykill.moc"
