// SPDX-License-Identifier: GPL-3.0-or-later
//
// Disks that are full or may not be written to. With the right to mount, in a file system of its
// own that only this process sees; without it, with the limit that a process may set on files.
#include "historyfixture.h"

#include <QTest>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>

using namespace pilothouse;
using namespace pilothouse::test;

namespace {

constexpr std::size_t kNodes = 4;

class Feeder {
public:
    explicit Feeder(History &history)
        : m_history(history)
    {
    }
    void record(int count)
    {
        for (int i = 0; i < count; ++i) {
            ++m_sequence;
            std::mt19937_64 random(m_sequence);
            const Micros time = m_first + static_cast<Micros>(m_sequence) * kSecond;
            m_history.record(kAddress, m_inventory,
                             makeBatch(*m_inventory, m_sequence, time, random, true));
        }
    }
    // Everything up to the committed position is there, bit by bit.
    void verify()
    {
        const std::uint64_t stored = m_history.position(kAddress).sequence;
        for (; m_known < stored; ++m_known) {
            std::mt19937_64 random(m_known + 1);
            const Micros time = m_first + static_cast<Micros>(m_known + 1) * kSecond;
            m_plain.add(*m_inventory, *makeBatch(*m_inventory, m_known + 1, time, random, true));
        }
        const Micros last = m_first + static_cast<Micros>(stored) * kSecond;
        const auto read = m_history.read(m_plain.keys(), m_first, last, 1'000'000);
        QVERIFY2(read, read ? "" : read.error().detail.c_str());
        for (const HistorySeries &series : *read)
            QVERIFY(matches(series, m_plain.series(series.key), m_first, last));
    }
    [[nodiscard]] std::uint64_t sequence() const { return m_sequence; }

private:
    History &m_history;
    InventoryPtr m_inventory = makeInventory(kNodes, 8);
    Micros m_first = pastWindow(100);
    std::uint64_t m_sequence = 0;
    std::uint64_t m_known = 0;
    PlainStore m_plain;
};

// Records until the disk is full, then beyond the queue's bound; makes room; nothing that was not
// dropped is missing.
void fillAndMakeRoom(const QTemporaryDir &directory, const std::function<void()> &makeRoom)
{
    History::Options options = optionsFor(directory);
    options.maxQueuedBytes = 1'000'000;
    options.retry = std::chrono::milliseconds(50);
    const auto opened = History::open(options);
    QVERIFY2(opened, opened ? "" : opened.error().detail.c_str());
    History &history = **opened;
    Feeder feeder(history);
    for (int i = 0; i < 20'000 && history.status().recording; ++i) {
        feeder.record(10);
        history.flush();
    }
    QVERIFY(!history.status().recording);
    QVERIFY(history.status().error);
    QVERIFY2(history.status().error->code == ErrorCode::DiskFull,
             history.status().error->detail.c_str());
    feeder.verify();
    QCOMPARE(history.status().droppedBatches, std::uint64_t{0});
    while (history.status().droppedBatches == 0)
        feeder.record(1);
    const std::uint64_t kept = feeder.sequence() - 1;
    makeRoom();
    QTRY_VERIFY_WITH_TIMEOUT(history.status().recording, 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(history.position(kAddress).sequence, kept, 20'000);
    QVERIFY(!history.status().error);
    feeder.verify();
}

} // namespace

class HistoryDiskTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aFileLimitPausesTheRecordingUntilThereIsRoom();
    void aFullDiskPausesTheRecordingUntilThereIsRoom();
    void aFullDiskIsToldAtOpening();
    void aReadOnlyDiskIsToldAtOpening();
    void aDirectoryThatIsAFileIsToldAtOpening();

private:
    bool m_mayMount = false;
};

void HistoryDiskTest::initTestCase()
{
    m_mayMount = ::unshare(CLONE_NEWNS) == 0
        && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    std::signal(SIGXFSZ, SIG_IGN);
}

namespace {

// A small file system over a directory, for the time of a test.
class SmallDisk {
public:
    explicit SmallDisk(const QTemporaryDir &directory)
        : m_path(directory.path().toStdString())
    {
        m_mounted = ::mount("tmpfs", m_path.c_str(), "tmpfs", 0, "size=6m") == 0;
    }
    ~SmallDisk() { ::umount2(m_path.c_str(), MNT_DETACH); }
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;

    [[nodiscard]] bool mounted() const { return m_mounted; }
    bool grow() { return ::mount("tmpfs", m_path.c_str(), "tmpfs", MS_REMOUNT, "size=200m") == 0; }
    bool makeReadOnly()
    {
        return ::mount("tmpfs", m_path.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0;
    }
    void fill() const
    {
        std::ofstream file(m_path + "/ballast", std::ios::binary);
        const std::string block(4096, 'x');
        while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) { }
    }

private:
    std::string m_path;
    bool m_mounted = false;
};

} // namespace

void HistoryDiskTest::aFileLimitPausesTheRecordingUntilThereIsRoom()
{
    QTemporaryDir directory;
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit small{4U << 20U, before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    fillAndMakeRoom(directory, [&] { ::setrlimit(RLIMIT_FSIZE, &before); });
    ::setrlimit(RLIMIT_FSIZE, &before);
}

void HistoryDiskTest::aFullDiskPausesTheRecordingUntilThereIsRoom()
{
    if (!m_mayMount)
        QSKIP("needs the right to mount a small file system");
    QTemporaryDir directory;
    SmallDisk disk(directory);
    QVERIFY(disk.mounted());
    fillAndMakeRoom(directory, [&] { QVERIFY(disk.grow()); });
}

void HistoryDiskTest::aFullDiskIsToldAtOpening()
{
    if (!m_mayMount)
        QSKIP("needs the right to mount a small file system");
    QTemporaryDir directory;
    SmallDisk disk(directory);
    QVERIFY(disk.mounted());
    disk.fill();
    const auto history = History::open(optionsFor(directory));
    QVERIFY(!history);
    QVERIFY2(history.error().code == ErrorCode::DiskFull, history.error().detail.c_str());
}

void HistoryDiskTest::aReadOnlyDiskIsToldAtOpening()
{
    if (!m_mayMount)
        QSKIP("needs the right to mount a small file system");
    QTemporaryDir directory;
    SmallDisk disk(directory);
    QVERIFY(disk.mounted());
    openIn(directory).reset();
    QVERIFY(disk.makeReadOnly());
    const auto history = History::open(optionsFor(directory));
    QVERIFY(!history);
    QVERIFY2(history.error().code == ErrorCode::ReadOnly, history.error().detail.c_str());
    History::Options below = optionsFor(directory);
    below.directory /= "below";
    QVERIFY(History::open(below).error().code == ErrorCode::ReadOnly);
}

void HistoryDiskTest::aDirectoryThatIsAFileIsToldAtOpening()
{
    QTemporaryDir directory;
    History::Options options = optionsFor(directory);
    options.directory /= "file";
    std::ofstream(options.directory) << "x";
    for (const char *below : {"", "below"}) {
        History::Options at = options;
        if (*below != '\0')
            at.directory /= below;
        const auto history = History::open(at);
        QVERIFY(!history);
        QVERIFY(history.error().code == ErrorCode::Io);
        QVERIFY(history.error().detail.find("file") != std::string::npos);
    }
}

QTEST_APPLESS_MAIN(HistoryDiskTest)
#include "tst_historydisk.moc"
