// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyfixture.h"

#include "telemetry/history/sqlite.h"

#include <QFile>
#include <QTest>

using namespace pilothouse;
using namespace pilothouse::test;

// data/format1.db holds 300 frames of two nodes, five seconds apart from 2025-10-09 10:20:00 UTC
// on, two windows of them sealed; makeBatch seeded with the sequence number tells the values.
class HistoryMigrationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFileOfFormat1KeepsEverySample();
    void aMigratedFileIsRecordedTo();
};

namespace {

constexpr Micros kFirst = Micros{1'760'000'400} * kSecond;
constexpr std::uint64_t kBatches = 300;

BatchPtr batchOf(const Inventory &inventory, std::uint64_t sequence)
{
    std::mt19937_64 random(sequence);
    return makeBatch(inventory, sequence, kFirst + static_cast<Micros>(sequence) * 5 * kSecond,
                     random, sequence % 10 == 0);
}

void copyFixture(const QTemporaryDir &directory)
{
    const QString to = directory.filePath(QStringLiteral("history.db"));
    QVERIFY(QFile::copy(
        QStringLiteral(PILOTHOUSE_SOURCE "/tests/telemetry/history/data/format1.db"), to));
    QVERIFY(QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner));
}

} // namespace

void HistoryMigrationTest::aFileOfFormat1KeepsEverySample()
{
    const QTemporaryDir directory;
    copyFixture(directory);
    const auto inventory = makeInventory(2, 2);
    PlainStore plain;
    for (std::uint64_t sequence = 1; sequence <= kBatches; ++sequence)
        plain.add(*inventory, *batchOf(*inventory, sequence));
    const auto history = openIn(directory);
    QVERIFY(!history->status().error);
    std::mt19937_64 random(1);
    compareRanges(*history, plain, kFirst, kFirst + 1510 * kSecond, random);
    const auto events = history->events(0, nowMicros(), "", 100);
    QVERIFY(events);
    QCOMPARE(events->size(), std::size_t{3});
    const auto minutes = history->read(std::vector{SeriesKey{"n0", 1, "power"}}, kFirst,
                                       kFirst + 1510 * kSecond, 20);
    QVERIFY(minutes && !minutes->front().points.empty());
}

void HistoryMigrationTest::aMigratedFileIsRecordedTo()
{
    const QTemporaryDir directory;
    copyFixture(directory);
    const auto inventory = makeInventory(2, 2);
    PlainStore plain;
    for (std::uint64_t sequence = 1; sequence <= 2 * kBatches; ++sequence)
        plain.add(*inventory, *batchOf(*inventory, sequence));
    for (int round = 0; round < 2; ++round) {
        const auto history = openIn(directory);
        for (std::uint64_t sequence = 1; sequence <= 2 * kBatches; ++sequence) {
            history->record(kAddress, inventory, batchOf(*inventory, sequence));
            if (sequence % 20 == 0)
                history->flush();
        }
        history->flush();
        std::mt19937_64 random(2);
        compareRanges(*history, plain, kFirst, kFirst + 3010 * kSecond, random);
    }
    const auto database =
        history::Database::open(directory.filePath(QStringLiteral("history.db")).toStdString(),
                                history::Database::Access::Read);
    QVERIFY(database);
}

QTEST_APPLESS_MAIN(HistoryMigrationTest)
#include "tst_historymigration.moc"
