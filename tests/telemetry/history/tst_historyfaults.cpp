// SPDX-License-Identifier: GPL-3.0-or-later
#include "historyfixture.h"
#include "telemetry/history/keys.h"
#include "telemetry/history/schema.h"
#include "telemetry/history/sqlite.h"

#include <QTest>

#include <fstream>
#include <iterator>

using namespace pilothouse;
using namespace pilothouse::test;

namespace fs = std::filesystem;

namespace {

fs::path fileIn(const QTemporaryDir &directory)
{
    return fs::path(directory.path().toStdString()) / "history.db";
}

std::string contentOf(const fs::path &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write(const fs::path &path, const std::string &content)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

void execute(const fs::path &path, const std::string &sql)
{
    auto database = history::Database::open(path, history::Database::Access::Write);
    QVERIFY(database && database->execute(sql.c_str()));
}

constexpr std::uint64_t kSeconds = 1500;

// A closed store with two sealed windows and some hot rows; returns what is in it.
PlainStore fillStore(const QTemporaryDir &directory, Micros first)
{
    std::mt19937_64 random(41);
    PlainStore plain;
    const auto inventory = makeInventory(3, 2);
    const auto history = openIn(directory);
    for (std::uint64_t i = 0; i < kSeconds; ++i) {
        const BatchPtr batch =
            makeBatch(*inventory, i + 1, first + static_cast<Micros>(i) * kSecond, random);
        plain.add(*inventory, *batch);
        history->record(kAddress, inventory, batch);
        if (i % 20 == 0)
            history->flush();
    }
    return plain;
}

// Every sample that is read is one that was stored; false where one is not.
bool onlyTrueSamples(const HistorySeries &series, const std::map<Micros, double> &expected)
{
    return std::ranges::all_of(series.points, [&](const HistoryPoint &point) {
        const auto found = expected.find(point.time);
        return found != expected.end() && sameBits(found->second, point.mean);
    });
}

} // namespace

class HistoryFaultsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aNewerFormatIsRefusedAndLeftAlone();
    void aFileThatIsNoHistoryIsRefusedAndLeftAlone();
    void aTruncatedFileIsRefusedAndLeftAlone();
    void aCreationThatWasCutShortIsFinished();
    void aDamagedChunkIsLeftOutAndTheRestIsRead();
    void aDamagedHotRowIsLeftOutAndTheRestIsRead();
    void aChunkOfAnotherRowIsLeftOut();
    void flippedBitsNeverMakeAFalseSample();
};

void HistoryFaultsTest::aNewerFormatIsRefusedAndLeftAlone()
{
    QTemporaryDir directory;
    fillStore(directory, pastWindow());
    execute(fileIn(directory), "PRAGMA user_version = 3");
    const std::string before = contentOf(fileIn(directory));
    const auto history = History::open(optionsFor(directory));
    QVERIFY(!history);
    QVERIFY(history.error().code == ErrorCode::IncompatibleVersion);
    QVERIFY(contentOf(fileIn(directory)) == before);
}

void HistoryFaultsTest::aFileThatIsNoHistoryIsRefusedAndLeftAlone()
{
    QTemporaryDir directory;
    for (const std::string &content :
         {std::string("hello"), std::string(5000, 'x'),
          std::string("SQLite format 3\0", 16) + std::string(3000, '\1')}) {
        write(fileIn(directory), content);
        const auto history = History::open(optionsFor(directory));
        QVERIFY(!history);
        QVERIFY(history.error().code == ErrorCode::Corrupt);
        QVERIFY(contentOf(fileIn(directory)) == content);
    }
    fs::remove(fileIn(directory));
    execute(fileIn(directory), "CREATE TABLE other(x)");
    const std::string before = contentOf(fileIn(directory));
    const auto history = History::open(optionsFor(directory));
    QVERIFY(!history);
    QVERIFY(history.error().code == ErrorCode::Corrupt);
    QVERIFY(contentOf(fileIn(directory)) == before);
}

void HistoryFaultsTest::aTruncatedFileIsRefusedAndLeftAlone()
{
    QTemporaryDir directory;
    fillStore(directory, pastWindow());
    const std::string whole = contentOf(fileIn(directory));
    for (const std::size_t size :
         {whole.size() - 1, whole.size() / 2, std::size_t{4096}, std::size_t{99}}) {
        write(fileIn(directory), whole.substr(0, size));
        const auto history = History::open(optionsFor(directory));
        QVERIFY(!history);
        QVERIFY(history.error().code == ErrorCode::Corrupt);
        QCOMPARE(contentOf(fileIn(directory)).size(), size);
        QVERIFY(contentOf(fileIn(directory)) == whole.substr(0, size));
    }
    write(fileIn(directory), whole);
    QVERIFY(History::open(optionsFor(directory)));
}

void HistoryFaultsTest::aCreationThatWasCutShortIsFinished()
{
    QTemporaryDir directory;
    execute(fileIn(directory), "PRAGMA page_size = 2048; PRAGMA journal_mode = WAL");
    QVERIFY(fs::file_size(fileIn(directory)) > 0);
    const auto history = History::open(optionsFor(directory));
    QVERIFY2(history, history ? "" : history.error().detail.c_str());
}

void HistoryFaultsTest::aDamagedChunkIsLeftOutAndTheRestIsRead()
{
    QTemporaryDir directory;
    const Micros first = pastWindow();
    PlainStore plain = fillStore(directory, first);
    const std::int64_t window = history::windowOf(first);
    const std::int64_t chunk = history::chunkKey(window, 1, 3); // one metric of the first node
    const std::int64_t head = history::chunkKey(window, 2, history::kHead); // all of the second
    for (const std::int64_t key : {chunk, head}) {
        execute(fileIn(directory),
                "UPDATE chunk SET data = zeroblob(length(data)) WHERE id = " + std::to_string(key));
    }
    const auto history = openIn(directory);
    QVERIFY(!history->status().error);
    const std::vector<SeriesKey> keys = plain.keys();
    const auto read = history->read(keys, first, first + kHour, 100'000);
    QVERIFY(read);
    std::size_t whole = 0;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        QVERIFY(onlyTrueSamples((*read)[i], plain.series(keys[i])));
        const bool secondNode = keys[i].node == "n1";
        const std::size_t points = (*read)[i].points.size();
        QVERIFY(points == kSeconds || points == kSeconds - 600);
        QVERIFY(!secondNode || points == kSeconds - 600);
        whole += points == kSeconds ? 1U : 0U;
    }
    QVERIFY(whole >= 13 && whole < 16); // three nodes with eight series each
    QVERIFY(history->status().error && history->status().error->code == ErrorCode::Corrupt);
    QVERIFY(history->status().recording);
}

void HistoryFaultsTest::aDamagedHotRowIsLeftOutAndTheRestIsRead()
{
    QTemporaryDir directory;
    const Micros first = pastWindow();
    PlainStore plain = fillStore(directory, first);
    execute(
        fileIn(directory),
        "UPDATE hot SET data = zeroblob(length(data)) WHERE id = (SELECT max(id) - 5 FROM hot)");
    const auto history = openIn(directory);
    QVERIFY(history->status().error && history->status().error->code == ErrorCode::Corrupt);
    QVERIFY(history->status().recording);
    const auto read = history->read(plain.keys(), first, first + kHour, 100'000);
    QVERIFY(read);
    for (const HistorySeries &series : *read) {
        QVERIFY(onlyTrueSamples(series, plain.series(series.key)));
        QVERIFY(series.points.size() < kSeconds && series.points.size() >= kSeconds - 80);
        QCOMPARE(series.points.back().time, first + static_cast<Micros>(kSeconds - 1) * kSecond);
    }
}

void HistoryFaultsTest::aChunkOfAnotherRowIsLeftOut()
{
    QTemporaryDir directory;
    const Micros first = pastWindow();
    PlainStore plain = fillStore(directory, first);
    execute(fileIn(directory),
            "UPDATE chunk SET data = (SELECT data FROM chunk WHERE id = "
                + std::to_string(history::chunkKey(history::windowOf(first), 1, 3))
                + ") WHERE id = "
                + std::to_string(history::chunkKey(history::windowOf(first), 1, 4)));
    const auto history = openIn(directory);
    const auto read = history->read(plain.keys(), first, first + kHour, 100'000);
    QVERIFY(read);
    std::size_t shortened = 0;
    for (const HistorySeries &series : *read) {
        QVERIFY(onlyTrueSamples(series, plain.series(series.key)));
        shortened += series.points.size() == kSeconds - 600 ? 1U : 0U;
    }
    QVERIFY(shortened > 0 && shortened < 4);
}

void HistoryFaultsTest::flippedBitsNeverMakeAFalseSample()
{
    QTemporaryDir directory;
    const Micros first = pastWindow();
    PlainStore plain = fillStore(directory, first);
    const std::string whole = contentOf(fileIn(directory));
    std::mt19937_64 random(42);
    const std::vector<SeriesKey> keys = plain.keys();
    int refused = 0;
    int damaged = 0;
    for (int round = 0; round < 150; ++round) {
        std::string content = whole;
        for (int flips = 0; flips < 40; ++flips) {
            const std::size_t at = round % 3 == 0
                ? random() % std::min<std::size_t>(16'384, whole.size())
                : random() % whole.size();
            content[at] = static_cast<char>(content[at] ^ static_cast<char>(1U << random() % 8));
        }
        write(fileIn(directory), content);
        const auto history = History::open(optionsFor(directory));
        if (!history) {
            ++refused;
            QVERIFY(history.error().code == ErrorCode::Corrupt
                    || history.error().code == ErrorCode::IncompatibleVersion);
            QVERIFY(contentOf(fileIn(directory)) == content);
            continue;
        }
        const auto read = (*history)->read(keys, 0, first + kDay, 100'000);
        if (!read)
            continue;
        damaged += (*history)->status().error ? 1 : 0;
        for (const HistorySeries &series : *read) { // where samples are lost, rollups stand in
            QVERIFY(series.level != HistoryLevel::Samples
                    || onlyTrueSamples(series, plain.series(series.key)));
        }
    }
    QVERIFY(refused > 5);
    QVERIFY(damaged > 20);
}

QTEST_APPLESS_MAIN(HistoryFaultsTest)
#include "tst_historyfaults.moc"
